"""Words are cut into regions that are read one after the other: the text, and columns that stand side by side.

Decree 30/2020/NĐ-CP, Annex I, has columns in two places: issuer and number left of motto and
date at the head, recipients left of the signature at the foot. A gutter is a gap that several
rows leave free. Rows whose right cells begin (or end) below each other are no columns but a
list with tabs or a table without rules, and stay rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.fixed_words import like_motto, like_recipients
from ingest.layout.lines import Line, lines_of
from ingest.layout.page import Word

Gap = tuple[float, float]  # from, to

# All in heights of a line.
_WIDE = 1.4  # a gap within a row that can only part columns
_NARROW = 0.35  # what may be left of it between longer rows
_UNUSUAL = 2.2  # of the usual gap of its row: what may be more than a space
_NEAR = 1.0  # below a row: what belongs to the same column
_CORE = 0.25  # above and below its middle: where a word is surely in its row
_ALIGNED = 0.35
_ABOVE = 4  # rows of a signature that may stand above the recipients' first

_HEAD = re.compile(r"cộng h[oòõ]+[àaã]? xã hội|độc lập\s*[-–—]|đảng cộng sản việt nam|,\s*ngày\b.*\bnăm\b", re.I)
_FOOT = re.compile(r"\W*nơi\s+(?:nhận|gửi)\b", re.I)


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read one after the other."""

    lines: tuple[Line, ...]
    beside: bool = False  # another column stands beside it: of a letterhead, or at the foot

    def texts(self) -> Iterable[str]:
        return (line.text for line in self.lines)


@dataclass(slots=True)
class _Band:
    """Words that share a strip of the page, nothing else beside them."""

    words: list[Word]
    top: float
    bottom: float
    height: float = 0.0  # of a line
    gaps: list[Gap] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0


def columns_of(words: Iterable[Word]) -> list[Column]:
    """The columns of a part of a page, in reading order."""
    columns: list[Column] = []
    flow: list[Word] = []
    bands = _bands(words)
    start = 0
    while start < len(bands):
        end, gutters = _foot(bands, start) or _beside(bands, start)
        found = [word for band in bands[start:end] for word in band.words]
        cells = _cut(found, gutters) if gutters else []
        if len(cells) > 1 and _are_columns(cells):
            columns += [Column(tuple(lines_of(flow)))] if flow else []
            columns += [Column(tuple(cell), beside=True) for cell in cells]
            flow = []
        else:
            flow += found
        start = end
    return [*columns, Column(tuple(lines_of(flow)))] if flow else columns


def _bands(words: Iterable[Word]) -> list[_Band]:
    bands: list[_Band] = []
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        height = word.bottom - word.top
        middle = (word.top + word.bottom) / 2
        if bands and middle - _CORE * height <= bands[-1].bottom:
            bands[-1].words.append(word)
            bands[-1].bottom = max(bands[-1].bottom, middle + _CORE * height)
        else:
            bands.append(_Band([word], middle - _CORE * height, middle + _CORE * height))
    for band in bands:
        _measure(band)
    return bands


def _measure(band: _Band) -> None:
    words = sorted(band.words, key=lambda word: word.left)
    heights = sorted(word.bottom - word.top for word in words)
    band.height = heights[len(heights) // 2]
    band.left, end = words[0].left, words[0].right
    gaps: list[Gap] = []
    for word in words:
        if word.left > end:
            gaps.append((end, word.left))
        end = max(end, word.right)
    band.right = end
    sizes = sorted(stop - start for start, stop in gaps)
    usual = sizes[len(sizes) // 2] if len(sizes) > 2 else 0.0
    band.gaps = [gap for gap in gaps if gap[1] - gap[0] >= max(_NARROW * band.height, _UNUSUAL * usual)]


def _beside(bands: Sequence[_Band], start: int) -> tuple[int, list[Gap]]:
    """How far the bands from `start` on leave the same gutters free, and these; (start + 1, []) where they do not."""
    gutters: list[Gap] = []
    seen = start  # behind the last band with words on both sides of a gutter
    end = start
    side: str | None = None  # on which the rows behind `seen` stand
    while end < len(bands):
        band = bands[end]
        left = _left_free(gutters, band) if gutters else _seeds(bands, end)
        if not left:
            break
        near = end == start or band.top - bands[end - 1].bottom < (_NEAR + 0.5) * band.height
        both = any(band.left < gutter[0] and band.right > gutter[1] for gutter in left)
        if not both:
            here = "left" if band.right <= left[0][0] else "right"
            if not near or (side is not None and side != here):
                break
            side = here
        elif end > start and band.top - bands[end - 1].bottom > 3.5 * band.height:
            break
        else:
            seen, side = end + 1, None
        gutters = left
        end += 1
    return (end, gutters) if seen > start else (start + 1, [])


def _foot(bands: Sequence[_Band], start: int) -> tuple[int, list[Gap]] | None:
    """How far recipients left of a signature reach, and the gutter; None where they do not begin at `start`.

    The two may share a single row: the signature begins above the recipients and ends beside, or below them.
    """
    head = next((at for at in range(start, min(start + _ABOVE + 1, len(bands))) if _is_recipients(bands[at])), None)
    if head is None:
        return None
    shared = next((at for at in range(head, len(bands)) if _wide(bands[at])), None)
    if shared is None:
        return None
    gutter, end = _wide(bands[shared])[-1], start
    while end < len(bands) and (left := _left_free([gutter], bands[end])):
        gutter, end = left[0], end + 1
    above = all(band.left >= gutter[1] for band in bands[start:head])
    return (end, [gutter]) if end > shared and above else None


def _is_recipients(band: _Band) -> bool:
    wide = _wide(band)
    words = [word for word in band.words if not wide or word.right <= wide[0][0]]
    text = " ".join(word.text for word in sorted(words, key=lambda word: word.left))
    return bool(_FOOT.match(text)) or like_recipients(text)


def _seeds(bands: Sequence[_Band], start: int) -> list[Gap]:
    """The gaps of a band that may be gutters: wide ones, or what is free within a wide one of the band close below."""
    band = bands[start]
    wide = _wide(band)
    below = bands[start + 1] if start + 1 < len(bands) else None
    if wide or below is None or below.top - band.bottom > 3 * band.height:
        return wide
    # What stands only left above two columns is the end of the text; only right, the head of a signature.
    return [gutter for gutter in _left_free(_wide(below), band) if band.right > gutter[0]]


def _wide(band: _Band) -> list[Gap]:
    return [gap for gap in band.gaps if gap[1] - gap[0] >= _WIDE * band.height]


def _left_free(gutters: Sequence[Gap], band: _Band) -> list[Gap]:
    """What a band leaves free of each gutter."""
    free = []
    empty = [(float("-inf"), band.left), *band.gaps, (band.right, float("inf"))]
    for gutter in gutters:
        for gap in empty:
            common = max(gutter[0], gap[0]), min(gutter[1], gap[1])
            if common[1] - common[0] >= _NARROW * band.height:
                free.append(common)
                break
    return free


def _cut(words: Sequence[Word], gutters: Sequence[Gap]) -> list[list[Line]]:
    cells: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    places = sorted((gutter[0] + gutter[1]) / 2 for gutter in gutters)
    for word in words:
        cells[sum(word.left > place for place in places)].append(word)
    return [lines_of(cell) for cell in cells if cell]


def _are_columns(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether each cell is to be read for itself, not row by row."""
    texts = [[line.text for line in cell] for cell in cells]
    if any(_HEAD.search(text) or like_motto(text) for text in texts[-1]):
        return True
    if any(_FOOT.match(text) or like_recipients(text) for text in texts[0]):
        return True
    if min(map(len, cells)) < 2:
        return False
    return not any(_is_list(cell, beside) for beside, cell in pairwise(cells))


def _is_list(cell: Sequence[Line], beside: Sequence[Line]) -> bool:
    """Whether the lines of a cell lie on those beside it and begin, or end, below each other."""
    near = _ALIGNED * cell[0].height
    lefts, rights = [line.left for line in cell], [line.right for line in cell]
    if max(lefts) - min(lefts) > near and max(rights) - min(rights) > near:
        return False
    bottoms = [line.bottom for line in beside]
    return sum(any(abs(line.bottom - bottom) < near for bottom in bottoms) for line in cell) > len(cell) / 2
