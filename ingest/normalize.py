"""The only place where text changes: what a reader extracted becomes `Document.text`.

In order: columns below each other; Unicode NFC and plain spaces; broken letters put right (`ingest.repair`);
Markdown marks off; page furniture out; footnotes moved behind the text they interrupt; sentences broken by a page joined; the cells of a
table's row set apart by " | ". Nothing else may alter text, so that offsets stay true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.columns import one_column
from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, PAGE, ROW
from ingest.labels import begins_clause
from ingest.model import Anomaly, Span
from ingest.repair import broken_words, repaired

# Letters and strokes that look alike but are others: the Icelandic eth, the stroke of a fraction.
_LOOKALIKE = tuple(zip("\u00d0\u00f0\u2044\u2215", "Đđ//", strict=True))
_DOUBLED = re.compile("Đ(?=\u00d0)|\u00d0(?=Đ)|/(?=\u2044)|\u2044(?=/)")  # recognition reads one sign as both
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
_SPACES = re.compile(
    r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{2,}|[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
)
_HEADING_MARK = re.compile(r"#{1,6}[ ]+")
_EMPHASIS = re.compile(r"(?<![*\w])(\*{1,3})(?=\S)([^*\n]*?\S)\1(?!\*)|(\*{2,3})(?=\S)([^*\n]*?\S)\3")
_UNDERLINED = re.compile(r"(?<![\w_])(_{1,2})(?=[^\s_])([^_\n]*?[^\s_])\1(?![\w_])")
_LEFTOVER_BOLD = re.compile(r"\*{2,3}")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
_RULE = re.compile(r"(?:[-_*=~–—][ ]?){3,}[ ]*")
_PAGE_NUMBER = re.compile(r"^[ ]*[-–—]?[ ]*(?:Trang[ ]+)?(\d{1,4})(?:[ ]*/[ ]*\d{1,4})?[ ]*[-–—]?[ ]*$", re.I)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FOOTNOTE = re.compile(r"^[ ]*(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^?([1-9]\d{0,2})\]:?)[ ]*(?=\S)")
_SENTENCE_END = re.compile(r"[.;:!?…][”\"’')\]]*$|/\.$|[”\"]$")


Rows = tuple[tuple[Span, ...], ...]  # of one table: a span for each cell, see `ingest.model.Table`

# Control characters but those of `ingest.extraction`, and what is for private use (Unicode categories Cc and Co).
_DROPPED = re.compile(r"[\x00\x05-\x08\x0b\x0d-\x1f\x7f-\x9f\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_CELLS_APART = " | "


@dataclass(frozen=True, slots=True)
class Normalized:
    """Text as stored, and where its pages begin and its tables stand."""

    text: str
    page_starts: tuple[int, ...]  # offset of the first character of each page; empty without pages
    tables: tuple[Rows, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()


def normalize(raw: str, recognised: Collection[int] = ()) -> Normalized:
    """Make of extracted text the text that is stored.

    Args:
        raw: as a reader extracted it, see `ingest.extraction`.
        recognised: the pages, from 1, that were read from an image.
    """
    pages = enumerate(_plain(one_column(raw)).split(PAGE), start=1)
    mended = [repaired(page, recognised=number in recognised) for number, page in pages]
    paragraphs = _paragraphs(_without_marks(PAGE.join(mended)))
    body, notes = _without_footnotes(_without_furniture(paragraphs))
    normalized = _assemble([*_joined(body), *notes], paged=PAGE in raw)
    return replace(normalized, anomalies=tuple(_told(broken_words(mended))))


def _told(broken: Sequence[str]) -> Iterator[Anomaly]:
    if broken:
        named = ", ".join(f"“{word}”" for word in broken[:3])
        yield Anomaly(
            "letters-broken", f"Chữ bị vỡ hoặc đọc sai ở nhiều từ, ví dụ {named}; hãy đối chiếu bản gốc.", "header"
        )


@dataclass(slots=True)
class _Paragraph:
    text: str
    page: int


def _plain(raw: str) -> str:
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    for invisible in _INVISIBLE:
        text = text.replace(invisible, "")
    text = _DOUBLED.sub("", text)
    for alike, meant in _LOOKALIKE:
        text = text.replace(alike, meant)
    text = _SPACES.sub(" ", _DROPPED.sub("", text))
    return "\n".join(line.strip(" ") for line in text.split("\n"))


def _without_marks(text: str) -> str:
    """Drop Markdown's marks: in these files they say nothing reliable about structure."""
    text = "\n".join(map(_without_line_marks, text.split("\n")))
    if "*" in text or "__" in text:
        for _ in range(3):  # marks nest: ***a** b*
            text = _EMPHASIS.sub(lambda m: m[2] or m[4], text)
    if "_" in text:
        text = _UNDERLINED.sub(lambda m: m[2], text)
    if "*" in text:
        text = _LEFTOVER_BOLD.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    lines = (line.strip(" ") for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(lines))  # what was taken out may have parted letter and mark


def _without_line_marks(line: str) -> str:
    """A line without the mark of a heading, empty where it is a rule."""
    if line[:1] not in "-_*=~–—#":
        return line
    line = "" if _RULE.fullmatch(line) else line
    heading = _HEADING_MARK.match(line)
    return line[heading.end() :] if heading else line


def _paragraphs(text: str) -> list[_Paragraph]:
    paragraphs: list[_Paragraph] = []
    for number, page in enumerate(text.split(PAGE), start=1):
        blocks = (block.strip() for block in re.split(r"\n\s*\n", page))
        paragraphs.extend(_Paragraph(block, number) for block in blocks if block)
    return paragraphs


def _without_furniture(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Drop page numbers: lone numbers that count up as pages do."""
    kept: list[_Paragraph] = []
    last = 0
    for paragraph in paragraphs:
        printed = _PAGE_NUMBER.match(paragraph.text)
        if printed and last < int(printed[1]) <= last + 3:
            last = int(printed[1])
            continue
        kept.append(paragraph)
    return kept


def _without_footnotes(paragraphs: list[_Paragraph]) -> tuple[list[_Paragraph], list[_Paragraph]]:
    """Split off footnotes whose marker stands earlier in the text."""
    body: list[_Paragraph] = []
    notes: list[_Paragraph] = []
    for paragraph in paragraphs:
        lines: list[str] = []
        for line in paragraph.text.split("\n"):
            mark = _FOOTNOTE.match(line)
            if mark and _is_marked(mark, body):
                notes.append(_Paragraph(line, paragraph.page))
            elif (
                notes
                and lines == []
                and notes[-1].page == paragraph.page
                and not mark
                and line[:1].islower()
                and (not _SENTENCE_END.search(notes[-1].text))
            ):
                notes[-1].text += "\n" + line
            else:
                lines.append(line)
        if lines:
            body.append(_Paragraph("\n".join(lines), paragraph.page))
    return body, notes


def _is_marked(mark: re.Match[str], body: list[_Paragraph]) -> bool:
    marker = mark[1] or f"[{mark[2]}]"
    plain = f"[{(mark[1] or mark[2]).translate(_SUPERSCRIPT)}]"
    return any(marker in p.text or plain in p.text or plain.replace("[", "[^") in p.text for p in body[-40:])


def _joined(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Join what a page break tore apart in mid-sentence."""
    joined: list[_Paragraph] = []
    for paragraph in paragraphs:
        if joined and _continues(joined[-1].text, paragraph.text):
            joined[-1].text += " " + paragraph.text
        else:
            joined.append(_Paragraph(paragraph.text, paragraph.page))
    return joined


_TAIL = 12  # characters in which a sentence's end and the marks behind it stand


def _continues(before: str, after: str) -> bool:
    first = next((c for c in after if c.isalnum()), "")
    return (
        first.islower()
        and ROW not in (before[:1], after[:1])
        and after[:1] not in '(“"-–—•+'
        and not _SENTENCE_END.search(before[-_TAIL:])
        and not begins_clause(after)
    )


def _assemble(paragraphs: list[_Paragraph], *, paged: bool) -> Normalized:
    parts: list[str] = []
    page_starts: list[int] = []
    tables: list[Rows] = []
    length = 0
    for paragraph in paragraphs:
        while paged and len(page_starts) < paragraph.page:
            page_starts.append(length)
        text, found = _tables_written(paragraph.text, length)
        if not text:  # a table without a word
            continue
        tables += found
        parts.append(text)
        length += len(text) + 2
    return Normalized("\n\n".join(parts), tuple(page_starts), tuple(tables))


def _tables_written(paragraph: str, offset: int) -> tuple[str, list[Rows]]:
    """A paragraph with its rows as readable lines, and the spans of their cells; consecutive rows are a table."""
    if ROW not in paragraph:
        return paragraph, []
    lines: list[str] = []
    tables: list[Rows] = []
    for is_table, group in groupby(paragraph.split("\n"), lambda line: line.startswith(ROW)):
        table: list[tuple[Span, ...]] = []
        for line in _worded(list(group)) if is_table else group:
            written = line
            if is_table:
                written, spans = _row_written(line.removeprefix(ROW).split(CELL), offset, table[-1] if table else ())
                table.append(spans)
            lines.append(written)
            offset += len(written) + 1
        if table:
            tables.append(tuple(table))
    return "\n".join(lines), tables


def _worded(rows: list[str]) -> list[str]:
    """The rows of a table from the first to the last that has words of its own."""
    worded = [index for index, row in enumerate(rows) if row.strip(f" {ROW}{CELL}{FROM_LEFT}{FROM_ABOVE}")]
    return rows[worded[0] : worded[-1] + 1] if worded else []


def _row_written(cells: list[str], offset: int, above: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    written = ""
    spans: list[Span] = []
    for column, cell in enumerate(cells):
        if cell == FROM_LEFT and spans:
            spans.append(spans[-1])
        elif cell == FROM_ABOVE and column < len(above):
            spans.append(above[column])
        else:
            words = cell.strip(f" {FROM_LEFT}{FROM_ABOVE}")
            written += _CELLS_APART if written and words else ""
            spans.append((offset + len(written), offset + len(written) + len(words)))
            written += words
    return written, tuple(spans)
