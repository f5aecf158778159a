"""Running heads, running feet and page numbers: what stands outermost on many pages, and counts them.

A strip is what stands first (or last) on a page. It is furniture where it says the same on most
pages, or is a lone number that goes up with the pages; a number beside other words may count
pages too. "Phụ lục 1", "Phụ lục 2" on following pages count annexes: a number counts pages only
where it stands alone, is called a page, or does so throughout the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.layout.lines import Line
from ingest.layout.regions import Column
from ingest.layout.sheet import Block, Sheet

_NUMBER = re.compile(r"\d{1,4}")
_LONE = re.compile(r"[\W_]*(?:trang|page)?[\W_]*\d{1,4}(?:[\W_]*\d{1,4})?[\W_]*", re.I)
_TITLE = re.compile(r"\W*(?:ph[ụu] l[ụu]c|m[ẫa]u|bi[ểe]u|b[ảa]ng|ph[ầa]n|ch[ươuo]+ng|[đd]i[ềe]u)\b", re.I)
_ZONE = 0.2  # of the page's height, at its top and at its foot
_MARGIN = 57.0  # points: Decree 30/2020/NĐ-CP leaves 20 mm at the top and the foot
_MOST = 0.6  # of the pages
_DEPTH = 3  # strips that furniture may have

Key = tuple[str, int | None]  # the words without the number that counts, and how far that is from the page's number


@dataclass(frozen=True, slots=True)
class _Strip:
    """The outermost line of a page and what stands beside it, from the left."""

    lines: tuple[Line, ...]
    in_margin: bool  # where the text of a page does not reach
    keys: frozenset[Key]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def without_furniture(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, of one document in order, without furniture."""
    cleared = list(sheets)
    for top in (True, False):
        left = list(range(len(cleared)))
        for _ in range(_DEPTH):
            strips = {page: strip for page in left if (strip := _strip(cleared[page], page, top=top))}
            known = _repeated(strips.values(), len(cleared))
            left = [page for page, strip in strips.items() if strip.keys & known]
            for page in left:
                cleared[page] = _without(cleared[page], strips[page].lines)
    return cleared


def _strip(sheet: Sheet, page: int, *, top: bool) -> _Strip | None:
    """None where a table, or nothing within the zone of furniture, is outermost."""
    lines = [line for block in sheet.blocks if isinstance(block, Column) for line in block.lines]
    tables = [block for block in sheet.blocks if not isinstance(block, Column)]
    if not lines:
        return None
    if top:
        outer = min(lines, key=lambda line: line.top)
        to_edge, within = outer.bottom, all(outer.top < table.top for table in tables)
    else:
        outer = max(lines, key=lambda line: line.bottom)
        to_edge, within = sheet.height - outer.top, all(outer.bottom > table.bottom for table in tables)
    if not within or to_edge > _ZONE * sheet.height:
        return None
    beside = [line for line in lines if abs(line.top + line.bottom - outer.top - outer.bottom) < outer.height]
    beside.sort(key=lambda line: line.left)
    text = " ".join(line.text for line in beside)
    return None if _TITLE.match(text) else _Strip(tuple(beside), to_edge < _MARGIN, frozenset(_keys(text, page)))


def _keys(text: str, page: int) -> Iterator[Key]:
    """What a strip would share with others: all its words, or all but a number that counts the pages."""
    yield _letters(text), None
    for number in _NUMBER.finditer(text):
        yield _letters(text[: number.start()] + text[number.end() :]), int(number[0]) - page - 1


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _repeated(strips: Collection[_Strip], pages: int) -> set[Key]:
    """The keys that make a strip furniture."""
    all_over = Counter(key for strip in strips for key in strip.keys)
    in_margin = Counter(key for strip in strips if strip.in_margin for key in strip.keys)
    alone = Counter(key for strip in strips if _LONE.fullmatch(strip.text) for key in strip.keys if key[1] is not None)
    return (
        {key for key, count in all_over.items() if count >= max(3, _MOST * pages)}
        | {key for key, count in in_margin.items() if count >= max(2, _MOST * pages)}
        | {key for key, count in alone.items() if count > 1 or key[1] == 0}
    )


def _without(sheet: Sheet, lines: Sequence[Line]) -> Sheet:
    dropped = set(map(id, lines))
    blocks: list[Block] = []
    for block in sheet.blocks:
        if isinstance(block, Column):
            kept = tuple(line for line in block.lines if id(line) not in dropped)
            blocks += [replace(block, lines=kept)] if kept else []
        else:
            blocks.append(block)
    return replace(sheet, blocks=tuple(blocks))
