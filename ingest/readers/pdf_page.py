"""The words of a page of a PDF with their places.

PDFium gives the characters in the order in which they were drawn, with spaces and line ends
where it sees gaps, in "user space": points from the lower left corner of a page that may lie on
its side. The order is not that of reading: a letter from a second font is often drawn after
the line that it stands in.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from ingest.layout.page import Page, Word
from ingest.readers.pdf_drawing import Box, read_rules

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Boxes = tuple[Any, Any, Any, Any]  # left, top, right, bottom: numbers, or arrays of them

_HYPHEN = "\ufffe"  # PDFium's sign for one at the end of a line
_MOST_CHARACTERS = 400_000  # of a page; a page of small print has 10,000

# In heights of a character.
_BACK = 0.25  # to the left of the one before: a new word
_LEVEL = 0.5
_WIDE = 0.35  # a gap that parts words without one
_SMALLER = 0.85  # a marker beside a word


def read_page(page: pdfium.PdfPage) -> Page:
    """The words and rules of a page, upright.

    Raises:
        ValueError: there are more characters than any page has.
    """
    textpage = page.get_textpage()
    try:
        upright, width, height = upright_page(page.get_bbox(), _turn(textpage, page.get_rotation()))
        words = [word for word in _words(textpage, upright) if _lies_within(word, width, height)]
    finally:
        textpage.close()
    return Page(width, height, words, read_rules(page, upright))


def upright_page(bbox: Box, turn: int) -> tuple[Callable[[Any, Any, Any, Any], Boxes], float, float]:
    """What becomes of a box of user space when the page is turned clockwise, and the page's width and height then."""
    x0, y0, x1, y1 = bbox
    if turn == 90:
        return lambda left, bottom, right, top: (bottom - y0, left - x0, top - y0, right - x0), y1 - y0, x1 - x0
    if turn == 180:
        return lambda left, bottom, right, top: (x1 - right, bottom - y0, x1 - left, top - y0), x1 - x0, y1 - y0
    if turn == 270:
        return lambda left, bottom, right, top: (y1 - top, x1 - right, y1 - bottom, x1 - left), y1 - y0, x1 - x0
    return lambda left, bottom, right, top: (left - x0, y1 - top, right - x0, y1 - bottom), x1 - x0, y1 - y0


def _turn(textpage: pdfium.PdfTextPage, shown: int) -> int:
    """By how much to turn user space clockwise so that most of the text is upright: 0, 90, 180 or 270.

    Args:
        shown: how the page is turned to be shown; that is wrong for some scans, so text goes before it.
    """
    count = textpage.count_chars()
    step = max(1, count // 40)
    angles = (raw.FPDFText_GetCharAngle(textpage.raw, index) for index in range(0, count, step))
    turns = Counter(-round(math.degrees(angle) / 90) % 4 * 90 for angle in angles if angle >= 0)
    return turns.most_common(1)[0][0] if turns else shown


def _words(textpage: pdfium.PdfTextPage, upright: Callable[[Any, Any, Any, Any], Boxes]) -> list[Word]:
    text = _text(textpage)
    blank = np.fromiter(map(str.isspace, text), np.bool_, len(text))
    places = np.flatnonzero(~blank)
    if not len(places):
        return []
    boxes = _boxes(textpage, len(text))
    left, top, right, bottom = upright(*boxes[places].T)
    letters = "".join(text[place] for place in places)
    starts = _starts(letters, left, top, right, bottom, np.diff(places) > 1)
    ends = [*starts[1:].tolist(), len(letters)]
    columns = zip(
        starts.tolist(),
        ends,
        np.minimum.reduceat(left, starts).tolist(),
        np.minimum.reduceat(top, starts).tolist(),
        np.maximum.reduceat(right, starts).tolist(),
        np.maximum.reduceat(bottom, starts).tolist(),
        strict=True,
    )
    return [Word(letters[start:end].replace(_HYPHEN, "-"), *box) for start, end, *box in columns]


def _starts(letters: str, left: Floats, top: Floats, right: Floats, bottom: Floats, blank: Flags) -> NDArray[np.intp]:
    """At which of a page's characters a word begins.

    Args:
        blank: whether PDFium has a space between a character and the next.
    """
    heights = bottom - top
    height = np.maximum(heights[:-1], heights[1:])
    digit = np.fromiter(map(str.isdigit, letters), np.bool_, len(letters))
    hyphen = np.fromiter((letter == _HYPHEN for letter in letters), np.bool_, len(letters))
    smaller = np.minimum(heights[:-1], heights[1:]) < _SMALLER * height
    begins = (
        blank
        | (left[1:] < left[:-1] - _BACK * height)
        | (np.abs(top[1:] + bottom[1:] - top[:-1] - bottom[:-1]) > 2 * _LEVEL * height)
        | (left[1:] - right[:-1] > _WIDE * height)
        | (smaller & (digit[1:] != digit[:-1]))
        | hyphen[:-1]
    )
    return np.concatenate([[0], np.flatnonzero(begins) + 1])


def _text(textpage: pdfium.PdfTextPage) -> str:
    """The page's characters, each at the index by which PDFium knows it."""
    count = textpage.count_chars()
    if count > _MOST_CHARACTERS:
        raise ValueError("một trang có quá nhiều chữ; hãy kiểm tra lại tệp gốc")
    text: str = textpage.get_text_range()
    if len(text) != count:
        text = "".join(chr(raw.FPDFText_GetUnicode(textpage.raw, index)) for index in range(count))
    return text.replace("\x02", _HYPHEN)


def _boxes(textpage: pdfium.PdfTextPage, count: int) -> Floats:
    """Left, bottom, right, top of each character in user space, from ascent to descent and as wide as it advances."""
    rects = (raw.FS_RECTF * count)()
    deque(map(raw.FPDFText_GetLooseCharBox, repeat(textpage.raw), range(count), rects), maxlen=0)
    boxes = np.frombuffer(rects, np.float32).reshape(count, 4)  # FS_RECTF: left, top, right, bottom
    return boxes[:, [0, 3, 2, 1]]


def _lies_within(word: Word, width: float, height: float) -> bool:
    return word.right > 0 and word.left < width and word.bottom > 0 and word.top < height and word.right > word.left
