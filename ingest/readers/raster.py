"""The image of a page made ready for recognition: one ink, upright, at the resolution that is read best; and its rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.layout.page import Rule

DPI = 300  # at which Tesseract reads print of 10 to 14 points best
_SMALL_DPI = 150  # at which rules are looked for
_TINY_WIDTH = 600  # pixels, at which the slant is measured
_MOST_SLANT = 3.0  # degrees
_LEAST_SLANT = 0.2  # degrees; less harms nobody
_DARKER = 40  # than the page's mean, of 255: ink
_RULE_POINTS = 24.0  # no letter has so long a straight stroke
_MOST_RULES = 4000

Ink = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Raster:
    """A page's image, grey, upright, at `DPI`."""

    image: Image.Image
    rules: tuple[Rule, ...]


def prepare(image: Image.Image) -> Raster:
    """Level a page's image.

    Args:
        image: at `DPI`; of a coloured one the red channel is taken, in which a red seal hardly shows.
    """
    grey = image.getchannel("R") if image.mode == "RGB" else image.convert("L")
    slant = _slant(grey)
    if abs(slant) >= _LEAST_SLANT:
        grey = grey.rotate(slant, resample=Image.Resampling.BILINEAR, fillcolor=255)
    return Raster(grey, tuple(_rules(grey.reduce(DPI // _SMALL_DPI))))


def is_blank(image: Image.Image) -> bool:
    """Whether a page shows nothing."""
    return not _ink(image.convert("L").reduce(4)).any()


def _ink(grey: Image.Image) -> Ink:
    pixels = np.asarray(grey, np.float32)
    ink: Ink = pixels < pixels.mean() - _DARKER
    return ink


def _slant(grey: Image.Image) -> float:
    """By how many degrees to turn a page counter-clockwise so that its lines are level.

    The lines are level where the count of ink changes most from row to row.
    """
    tiny = Image.fromarray(_ink(grey.reduce(max(1, grey.width // _TINY_WIDTH))).astype(np.uint8) * 255)

    def contrast(angle: float) -> float:
        rows = np.asarray(tiny.rotate(angle), np.float32).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-_MOST_SLANT, _MOST_SLANT + 0.1, 0.5).tolist(), key=contrast)
    return float(max(np.arange(coarse - 0.4, coarse + 0.41, 0.1).tolist(), key=contrast))


def _rules(grey: Image.Image) -> list[Rule]:
    ink = _ink(grey)
    scale = 72 / _SMALL_DPI
    length = round(_RULE_POINTS / scale)
    level = [(x0, y, x1, y + 1) for y, x0, x1 in _runs(ink, length)]
    upright = [(x, y0, x + 1, y1) for x, y0, y1 in _runs(ink.T, length)]
    if len(level) + len(upright) > _MOST_RULES:
        return []
    return [Rule(*(value * scale for value in box)) for box in level + upright]


def _runs(ink: Ink, length: int) -> list[tuple[int, int, int]]:
    """Row, start and end of each run of ink of at least some length; what leans by a pixel, or has holes of one, is a run."""
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:, 1:-1] |= thick[:, 2:] & thick[:, :-2]
    padded = np.zeros((thick.shape[0], thick.shape[1] + 2), np.int8)
    padded[:, 1:-1] = thick
    steps = np.diff(padded.ravel())
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    long = ends - starts >= length
    width = padded.shape[1]
    return [
        (int(start // width), int(start % width), int(end % width))
        for start, end in zip(starts[long], ends[long], strict=True)
    ]
