"""Cuts a directive into its parts: header, addressees, preamble, body, recipients, signature, annexes.

Only the outline is decided here, by whole lines; clauses within a part are read in
`ingest.clauses`, fields within the header in `ingest.header`. The layout followed is
that of Decree 30/2020/NĐ-CP, Annex I, and of the looser ones that offices really use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.heading import is_addressees, is_opening, read_heading
from ingest.labels import Style, read_label
from ingest.lines import Line, ends_sentence, is_upper
from ingest.signatures import is_signature

_RECIPIENTS = re.compile(r"^\W*nơi\s+(?:nhận|gửi)\s*(?:[:.]\s*(?=$|[-–•\w])|$)", re.I)
_ATTACHED = re.compile(r"^\(?\s*(?:(?:ban hành )?kèm theo|ban hành theo)\b", re.I)
_ANNEX_TITLE = re.compile(
    r"^(?:PHỤ LỤC|DANH SÁCH|DANH MỤC|ĐỀ CƯƠNG|BIỂU|MẪU|QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY|BẢNG|KẾ HOẠCH|PHƯƠNG ÁN|CHƯƠNG TRÌNH|QUY TRÌNH|ĐỀ ÁN|PHÂN CÔNG|THÀNH PHẦN)\b"
)
_FOOTNOTE = re.compile(r"^(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^?(\d{1,3})\]:?)\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines under one name: `header`, `body`, `annex` …"""

    name: str
    lines: tuple[Line, ...]


def split_parts(lines: Sequence[Line]) -> tuple[Part, ...]:
    """Cut lines into parts, in reading order; each line lies in exactly one part.

    `preamble` runs up to the first labelled clause, `body` from there; either is
    left out when empty. Every annex is a part `annex`.
    """
    notes_start = _footnotes_start(lines)
    header_end = read_heading(lines[:notes_start]).end
    addressees_end = _addressees_end(lines[:notes_start], header_end)
    body_start = _body_start(lines[:notes_start], addressees_end)
    tail_start = max(addressees_end, _tail_start(lines[:notes_start], body_start))
    cuts = [
        ("header", 0, header_end),
        ("addressees", header_end, addressees_end),
        ("preamble", addressees_end, min(body_start, tail_start)),
        ("body", min(body_start, tail_start), tail_start),
        *_tail(lines[:notes_start], tail_start),
        ("footnotes", notes_start, len(lines)),
    ]
    return tuple(Part(name, tuple(lines[start:end])) for name, start, end in cuts if start < end)


def _footnotes_start(lines: Sequence[Line]) -> int:
    start = len(lines)
    while start and (_FOOTNOTE.match(lines[start - 1].text) or _is_note_wrap(lines, start - 1)):
        start -= 1
    return start if start < len(lines) and _FOOTNOTE.match(lines[start].text) else len(lines)


def _is_note_wrap(lines: Sequence[Line], index: int) -> bool:
    """Whether a line continues a footnote begun up to three lines before."""
    if lines[index].paragraph:
        return False
    return any(_FOOTNOTE.match(line.text) for line in lines[max(0, index - 3) : index])


def _addressees_end(lines: Sequence[Line], start: int) -> int:
    if start >= len(lines) or not is_addressees(lines[start].text):
        return start
    end = start + 1
    while end < len(lines):
        text = lines[end].text
        label = read_label(text)
        bullet = label is not None and label.style in (Style.DASH, Style.PLUS)
        if is_opening(text) or (label and not bullet) or _RECIPIENTS.match(text):
            break
        listed = not ends_sentence(lines[end - 1].text) or lines[end - 1].text.endswith((":", ";"))
        if not bullet and (len(text) > 160 or not listed):
            break
        end += 1
    return end


def _body_start(lines: Sequence[Line], start: int) -> int:
    """Index of the first labelled clause; the number of lines when there is none."""
    for index in range(start, len(lines)):
        label = lines[index].label
        if (
            label
            and label.style not in (Style.DASH, Style.PLUS, Style.ANNEX, Style.FORM)
            and (index == 0 or _opens(label.style, label.numbers))  # a fragment may begin anywhere
        ):
            return index
        if _RECIPIENTS.match(lines[index].text):
            break
    return len(lines)


def _opens(style: Style, numbers: tuple[int, ...]) -> bool:
    """Whether a label may be a document's first: the first of its kind, or any article."""
    return style is Style.ARTICLE or all(number == 1 for number in numbers)


def _tail_start(lines: Sequence[Line], body_start: int) -> int:
    """Index of the first line behind the body: recipients, signature or an annex."""
    first = min(body_start + 1, len(lines))
    for index in range(first, len(lines)):
        text = lines[index].text
        if _RECIPIENTS.match(text) or is_signature(lines, index) or _is_annex(lines, index, signed=False):
            return index
    for index in range(min(body_start, len(lines))):  # a letter without labelled clauses
        if index and (
            _RECIPIENTS.match(lines[index].text)
            or (body_start >= len(lines) and is_signature(lines, index) and index > len(lines) // 2)
        ):
            return index
    return len(lines)


def _tail(lines: Sequence[Line], start: int) -> list[tuple[str, int, int]]:
    """Recipients, signature and annexes, in the order in which they are printed."""
    cuts: list[tuple[str, int, int]] = []
    for index in range(start, len(lines)):
        text = lines[index].text
        name = cuts[-1][0] if cuts else ""
        if _is_annex(lines, index, signed=True):
            name = "annex"
        elif name != "annex" and _RECIPIENTS.match(text):
            name = "recipients"
        elif name != "annex" and is_signature(lines, index):
            name = "signature"
        opens_annex = name == "annex" and _is_annex(lines, index, signed=True)
        if cuts and cuts[-1][0] == name and not opens_annex:
            cuts[-1] = (name, cuts[-1][1], index + 1)
        else:
            cuts.append((name, index, index + 1))
    return cuts


def _is_annex(lines: Sequence[Line], index: int, *, signed: bool) -> bool:
    """Whether an annex begins: by its label, or by its title and "kèm theo" below it."""
    text = lines[index].text
    label = read_label(text)
    if label and label.style is Style.ANNEX:
        return len(text) < 200 and (signed or text.isupper() or len(text) < 25 or _attached_below(lines, index))
    if label and label.style is Style.FORM:
        return signed and index > 0 and not _inside_annex(lines, index) and _attached_below(lines, index)
    return (
        bool(_ANNEX_TITLE.match(text))
        and is_upper(text)
        and (_attached_below(lines, index))
        and not _annex_above(lines, index)
    )


def _attached_below(lines: Sequence[Line], index: int) -> bool:
    return any(_ATTACHED.match(line.text) for line in lines[index + 1 : index + 5])


def _annex_above(lines: Sequence[Line], index: int) -> bool:
    """Whether this title belongs to the annex label just above it."""
    return any((label := line.label) and label.style is Style.ANNEX for line in lines[max(0, index - 3) : index])


def _inside_annex(lines: Sequence[Line], index: int) -> bool:
    return any((label := line.label) and label.style is Style.ANNEX for line in lines[:index])
