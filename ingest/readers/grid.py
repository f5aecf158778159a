"""Tables of any format: rows with marks, or paragraphs where a table only lays out the page.

Decree 30/2020/NĐ-CP, Annex I puts letterhead, addressees, recipients and signature side by side; offices
do it with a table without lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, ROW
from ingest.spelling import folded_words

_TABBED = re.compile(r"[^\n\t]*\S[^\S\n]*\t[^\n]*\S")  # a line of two sides
_MARKS = re.compile(f"[\\s{ROW}{CELL}{FROM_LEFT}{FROM_ABOVE}]+")
_LAID_OUT = re.compile(
    r"cong hoa xa hoi chu nghia viet nam|doc lap tu do hanh phuc|dang cong san viet nam$|kinh gui\b|noi nhan\b"
)
_MAX_LAID_OUT_ROWS = 8  # of a table with those words
_MAX_UNRULED_ROWS = 3  # of any other without lines that lays out the page

_MAX_CELL_BLOCKS = 12


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell where it stands in its row."""

    blocks: tuple[str, ...]  # its paragraphs; a table within is a block of marked rows
    column: int  # from 0
    span: int = 1  # columns, at least 1
    from_above: bool = False  # it belongs to the cell above


def table_blocks(rows: Sequence[Sequence[GridCell]], *, ruled: bool) -> list[str]:
    """A table as blocks of text: one block of marked rows, or the paragraphs of its columns.

    Args:
        ruled: whether its lines are drawn; what looks like a table to a reader is ruled, or long.
    """
    filled = _without_empty(rows)
    if not filled:
        return []
    if _lays_out(filled, ruled):
        return _by_columns(filled)
    starts = sorted({cell.column for row in filled for cell in row})
    return ["\n".join(_row(row, starts, first=row is filled[0]) for row in filled)]


def untabbed(blocks: Sequence[str]) -> list[str]:
    """The same blocks, those of a letterhead that is laid out with tabs column by column."""
    written: list[str] = []
    for tabbed, group in groupby(blocks, key=lambda block: bool(_TABBED.fullmatch(block))):
        given = list(group)
        sides = [re.split(r"\s*\t\s*", block.strip(), maxsplit=1) for block in given] if tabbed else []
        if any(_LAID_OUT.match(folded_words(right)) for _, right in sides):
            written += [left for left, _ in sides] + [right for _, right in sides]
        else:
            written += given
    return written


def _without_empty(rows: Sequence[Sequence[GridCell]]) -> list[Sequence[GridCell]]:
    kept: list[Sequence[GridCell]] = []
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        if any(cell.blocks for cell in row) or (kept and any(cell.from_above for cell in below)):
            kept.append(row)
    return kept


def _lays_out(rows: Sequence[Sequence[GridCell]], ruled: bool) -> bool:
    starts = {cell.column for row in rows for cell in row}
    if len(starts) == 1:
        return True
    if len(rows) <= _MAX_LAID_OUT_ROWS:
        words = (folded_words(block) for row in rows for cell in row for block in cell.blocks if ROW not in block)
        if any(_LAID_OUT.match(text) for text in words):
            return True
    return not ruled and (len(rows) <= _MAX_UNRULED_ROWS or any(_is_page(cell) for row in rows for cell in row))


def _is_page(cell: GridCell) -> bool:
    """Whether a cell holds what pages hold, not what cells do."""
    return len(cell.blocks) > _MAX_CELL_BLOCKS or any(ROW in block for block in cell.blocks)


def _by_columns(rows: Sequence[Sequence[GridCell]]) -> list[str]:
    """Column by column; a row that is one cell parts what stands above it from what stands below."""
    blocks: list[str] = []
    columns: dict[int, list[str]] = {}
    for row in rows:
        if len(row) == 1 and len(columns) > 1:
            blocks += _flushed(columns)
        for cell in row:
            columns.setdefault(cell.column, []).extend(cell.blocks)
        if len(row) == 1:
            blocks += _flushed(columns)
    return blocks + _flushed(columns)


def _flushed(columns: dict[int, list[str]]) -> list[str]:
    blocks = [block for column in sorted(columns) for block in columns[column]]
    columns.clear()
    return blocks


def _row(row: Sequence[GridCell], starts: Sequence[int], *, first: bool) -> str:
    places = dict.fromkeys(starts, "")
    for cell in row:
        words = _MARKS.sub(" ", " ".join(cell.blocks)).strip()
        above = cell.from_above and not first
        for start in starts:
            if start == cell.column:
                places[start] = FROM_ABOVE if above else words
            elif cell.column < start < cell.column + cell.span:
                places[start] = FROM_ABOVE if above else FROM_LEFT
    return ROW + CELL.join(places.values())
