"""The image of a page made ready for recognition: one ink, upright, at the resolution that is read best; and its rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ingest.layout.page import Rule

DPI = 300  # at which Tesseract reads print of 10 to 14 points best
_SMALL_DPI = 150  # at which rules are looked for
_TINY_WIDTH = 600  # pixels, at which the slant is measured
_MOST_SLANT = 3.0  # degrees
_LEAST_SLANT = 0.2  # degrees; less harms nobody
_DARKER = 40  # than the page's mean, of 255: ink
_LIGHT = 110  # of 255, the lightest of three colours: what is darker has black ink in it
_COARSE = 6  # pixels side by side that are looked at as one to tell whether there is any colour
_COLOURED = 50  # by which the lightest exceeds the darkest
_RULE_POINTS = 24.0  # no letter has so long a straight stroke
_MOST_RULES = 4000
# Pixels. On six pages degraded in five ways, level and blurred pages have 2.8 % of letters wrong, as they come 3.6 %.
_BLUR = 1.0
_BESIDE = 0.5  # points of a rule's edge

Ink = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Raster:
    """A page's image, grey, upright, at `DPI`."""

    image: Image.Image
    rules: tuple[Rule, ...]


def prepare(image: Image.Image) -> Raster:
    """Level a page's image.

    Args:
        image: at `DPI`.
    """
    grey = _black(image) if image.mode == "RGB" else image.convert("L")
    slant = _slant(grey)
    if abs(slant) >= _LEAST_SLANT:
        grey = grey.rotate(slant, resample=Image.Resampling.BILINEAR, fillcolor=255)
    rules = _rules(grey.reduce(DPI // _SMALL_DPI))
    _erase(grey, rules)
    return Raster(grey.filter(ImageFilter.GaussianBlur(_BLUR)), tuple(rules))


def _black(image: Image.Image) -> Image.Image:
    """The black ink of a coloured page, in grey: seals, signatures and numbers written by hand are left out."""
    green = image.getchannel("G")
    if not _coloured(image.reduce(_COARSE)).any():
        return green
    grey = np.array(green)
    grey[_coloured(image)] = 255
    return Image.fromarray(grey)


def _coloured(image: Image.Image) -> Ink:
    red, green, blue = (np.asarray(channel) for channel in image.split())
    lightest = np.maximum(np.maximum(red, green), blue)
    darkest = np.minimum(np.minimum(red, green), blue)
    coloured: Ink = (lightest > _LIGHT) & (lightest - darkest > _COLOURED)
    return coloured


def is_blank(image: Image.Image) -> bool:
    """Whether a page shows nothing."""
    return not ink_of(image.convert("L").reduce(4)).any()


def ink_of(grey: Image.Image) -> Ink:
    pixels = np.asarray(grey, np.float32)
    ink: Ink = pixels < pixels.mean() - _DARKER
    return ink


def _slant(grey: Image.Image) -> float:
    """By how many degrees to turn a page counter-clockwise so that its lines are level.

    The lines are level where the count of ink changes most from row to row.
    """
    tiny = Image.fromarray(ink_of(grey.reduce(max(1, grey.width // _TINY_WIDTH))).astype(np.uint8) * 255)

    def contrast(angle: float) -> float:
        rows = np.asarray(tiny.rotate(angle), np.float32).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-_MOST_SLANT, _MOST_SLANT + 0.1, 0.5).tolist(), key=contrast)
    return float(max(np.arange(coarse - 0.4, coarse + 0.41, 0.1).tolist(), key=contrast))


def _erase(grey: Image.Image, rules: Sequence[Rule]) -> None:
    """Take the rules of tables off an image: they are read as letters, and part lines that belong together."""
    scale = DPI / 72
    for rule in rules:
        if not rule.horizontal:
            left, right = (rule.left - _BESIDE) * scale, (rule.right + _BESIDE) * scale
            grey.paste(255, (round(left), round(rule.top * scale), round(right), round(rule.bottom * scale)))


def _rules(grey: Image.Image) -> list[Rule]:
    ink = ink_of(grey)
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
