"""Columns that stand side by side on a page image are put below each other before they are recognised.

Recipients in small print left of a signature in large, issuer left of motto: recognition takes both for one
line, judges the size of letters by the larger ones and misreads the smaller. So the right column of such a band
is cut out and put below the page; the words found there are moved back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.layout.page import Word
from ingest.readers.raster import DPI, Ink, ink_of

_COARSE_DPI = 75  # at which gutters are looked for
_EDGE = 0.03  # of the page: shadows and holes, no print
_SIDE = 0.18  # of the width of the print, that a column has at least
# Gutters, in inches: so wide (and wider), so tall (and taller) between the first and the last row of print beside it.
_GUTTERS = ((0.24, 0.28), (0.17, 0.8))
_BOTH = 0.45  # of its rows, that have print on both sides
_TALLEST = 4.5  # inches; what stands side by side for longer is no head and no foot
_APART = 0.3  # inches between what was cut out and what stands above it
_PASSES = 3  # a column may hold columns

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a page that was put elsewhere; in pixels at `DPI`."""

    top: int  # where it stands now
    height: int
    was: int  # where its top was

    def back(self, word: Word) -> Word:
        """A word, in points, where it was, if it stands in the strip."""
        middle = word.middle * DPI / 72
        if not self.top <= middle < self.top + self.height:
            return word
        moved = (self.was - self.top) * 72 / DPI
        return word._replace(top=word.top + moved, bottom=word.bottom + moved)


@dataclass(frozen=True, slots=True)
class Unfolded:
    """An image without columns side by side, and what was moved, in the order in which it was."""

    image: Image.Image
    strips: tuple[Strip, ...] = ()

    def folded(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Words found in the image, where they stand on the page."""
        for strip in reversed(self.strips):
            words = [strip.back(word) for word in words]
        return tuple(words)


def unfold(grey: Image.Image) -> Unfolded:
    """Put the columns of a level page image, grey, at `DPI`, below each other."""
    done = Unfolded(grey)
    for _ in range(_PASSES):
        found = sorted(_gutters(ink_of(done.image.reduce(DPI // _COARSE_DPI))), key=lambda gutter: gutter.top)
        if not found:
            break
        done = _without(done, found)
    return done


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A white strip with print on both sides; in pixels at `_COARSE_DPI`."""

    x: int
    top: int
    bottom: int
    rows: int  # that have print on both sides


def _without(page: Unfolded, gutters: Sequence[_Gutter]) -> Unfolded:
    """The page with what stands right of some gutters moved to its foot."""
    scale, apart = DPI // _COARSE_DPI, round(_APART * DPI)
    image = page.image
    heights = [(gutter.bottom - gutter.top) * scale for gutter in gutters]
    paper = int(np.median(np.asarray(image.reduce(scale))))
    longer = Image.new("L", (image.width, image.height + sum(heights) + apart * len(heights)), paper)
    longer.paste(image, (0, 0))
    strips = []
    top = image.height
    for gutter, height in zip(gutters, heights, strict=True):
        x, was = gutter.x * scale, gutter.top * scale
        longer.paste(image.crop((x, was, image.width, was + height)), (x, top + apart))
        longer.paste(paper, (x, was, image.width, was + height))
        strips.append(Strip(top + apart, height, was))
        top += apart + height
    return replace(page, image=longer, strips=(*page.strips, *strips))


def _gutters(ink: Ink) -> list[_Gutter]:
    """The gutters of a page, the best of those beside each other."""
    height, width = ink.shape
    edge = round(_EDGE * width)
    ink = ink.copy()
    ink[:, :edge] = ink[:, width - edge :] = False
    columns = np.flatnonzero(ink.any(axis=0))
    if not columns.size:
        return []
    left, right = int(columns[0]), int(columns[-1])
    side = round(_SIDE * (right - left))
    before = np.zeros((height, width + 1), np.int64)
    np.cumsum(ink, axis=1, out=before[:, 1:])
    candidates = [
        gutter
        for wide, tall in _GUTTERS
        for x in range(left + side, right - side, 2)
        for gutter in _at(before, x, round(wide * _COARSE_DPI / 2), round(tall * _COARSE_DPI))
    ]
    chosen: list[_Gutter] = []
    for gutter in sorted(candidates, key=lambda gutter: -gutter.rows):
        if all(gutter.bottom <= other.top or gutter.top >= other.bottom for other in chosen):
            chosen.append(gutter)
    return chosen


def _at(before: Counts, x: int, half: int, tall: int) -> Iterator[_Gutter]:
    """The gutters around a column of pixels.

    Args:
        before: for each row, how many pixels of ink stand left of each column.
        half: of the least width.
        tall: the least height.
    """
    lefts, rights = before[:, x - half], before[:, -1] - before[:, x + half]
    white = before[:, x + half] == lefts
    both = white & (lefts > 0) & (rights > 0)
    for start, end in _runs(white):
        rows = np.flatnonzero(both[start:end]) + start
        if rows.size < 2 or rows[-1] - rows[0] < tall or rows.size < _BOTH * (rows[-1] - rows[0]):
            continue
        blank = rights[start:end] == 0
        above = np.flatnonzero(blank[: rows[0] - start])
        below = np.flatnonzero(blank[rows[-1] - start :])
        top = start + int(above[-1]) if above.size else start
        bottom = int(rows[-1]) + int(below[0]) if below.size else end
        # Where the page's print reaches across right above or below, the cut would go through letters.
        if bottom - top <= _TALLEST * _COARSE_DPI and (above.size or start == 0 or not rights[start - 1 : start].any()):
            yield _Gutter(x, top, bottom, int(rows.size))


def _runs(flags: Ink) -> list[tuple[int, int]]:
    """Start and end of each run of true values."""
    steps = np.diff(np.concatenate(([0], flags.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))
