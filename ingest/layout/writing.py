"""The pages of a document become the text of an Extraction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.extraction import PAGE
from ingest.layout.furniture import without_furniture
from ingest.layout.grid import Table
from ingest.layout.lines import SUPERSCRIPT, Line
from ingest.layout.page import Rule
from ingest.layout.paragraphs import PARAGRAPH, Margins, flowing, listed, margins_of
from ingest.layout.regions import Column
from ingest.layout.sheet import Sheet

_NOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?=\D)")
_NUMBERED = re.compile(r"\(?(\d{1,3})[.)]?(?=\s)")
_SMALLER = 0.95  # than the text: print of notes
_ENOUGH = 6  # lines that tell the margins of a page


def text_of(sheets: Sequence[Sheet]) -> str:
    """The text of all pages in reading order, without furniture, each page's footnotes behind its text."""
    pages: list[str] = []
    last: Margins | None = None
    for sheet in without_furniture(sheets):
        flow = [
            line for block in sheet.blocks if isinstance(block, Column) and not block.beside for line in block.lines
        ]
        margins = margins_of(flow, sheet.width) if flow else None
        if last and (margins is None or (len(flow) < _ENOUGH and last.right < sheet.width)):
            margins = last
        pages.append(_page(sheet, margins))
        last = margins
    return PAGE.join(pages)


def _page(sheet: Sheet, margins: Margins | None) -> str:
    blocks, notes = _notes_apart(sheet)
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            parts.append("\n".join(block.rows))
        elif block.beside:
            parts.append(listed(block.lines))
        else:
            parts.append(flowing(block.lines, margins or margins_of(block.lines, sheet.width)))
    return PARAGRAPH.join([*parts, *notes])


def _notes_apart(sheet: Sheet) -> tuple[Sequence[Column | Table], list[str]]:
    """The blocks without the footnotes at the end of the last one, and these, each as a paragraph."""
    last = sheet.blocks[-1] if sheet.blocks else None
    if not isinstance(last, Column):
        return sheet.blocks, []
    size = median(line.height for block in sheet.blocks if isinstance(block, Column) for line in block.lines)
    for index, line in enumerate(last.lines):
        below = last.lines[index:]
        ruled = _is_ruled_off(line, last.lines[index - 1] if index else None, sheet.rules)
        small = all(line.height < _SMALLER * size for line in below)
        if (_NOTE.match(line.text) and (ruled or small)) or (ruled and small and _NUMBERED.match(line.text)):
            kept = [replace(last, lines=last.lines[:index])] if index else []
            return [*sheet.blocks[:-1], *kept], _notes(below)
    return sheet.blocks, []


def _is_ruled_off(line: Line, above: Line | None, rules: Sequence[Rule]) -> bool:
    """Whether a short ruled line stands between a line and the one above it, from the left margin on."""
    top = above.bottom - 0.3 * above.height if above else line.top - 3 * line.height
    return any(
        top <= rule.top <= line.top + 0.3 * line.height
        and rule.left <= line.left + line.height
        and rule.right > line.left
        for rule in rules
    )


def _notes(lines: Sequence[Line]) -> list[str]:
    notes: list[str] = []
    raised = bool(_NOTE.match(lines[0].text))
    for line in lines:
        text = line.text
        if not raised:
            text = _NUMBERED.sub(lambda match: match[1].translate(SUPERSCRIPT), text, count=1)
        if _NOTE.match(text):
            notes.append(text)
        else:
            notes[-1] += " " + text
    return notes
