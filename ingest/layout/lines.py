"""Words become lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.layout.page import Word

_MARKER = re.compile(r"\d{1,3}")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SAME_LINE = 0.45  # of a line's height, by which the middles of its words differ at most
# Gaps that part words, in heights of a line.
_APART = 0.12
_APART_AT_LEAST = 0.04
_RAISED_APART = 0.5
_OF_OTHERS = 0.4  # of the line's usual gap


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one column on one line; those that touch are one, whatever fonts their letters are from."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    first_width: float  # of its first word

    @property
    def height(self) -> float:
        return self.bottom - self.top


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that the words of one column make, from the top."""
    rows: list[list[Word]] = []
    middle = size = 0.0
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        height = word.bottom - word.top
        if rows and (word.top + word.bottom) / 2 - middle <= _SAME_LINE * max(size, height):
            rows[-1].append(word)
            if height <= size:
                continue  # a footnote's marker does not say where its line lies
        else:
            rows.append([word])
        middle, size = (word.top + word.bottom) / 2, height
    return [_line(row) for row in rows]


def _line(words: list[Word]) -> Line:
    words.sort(key=lambda word: word.left)
    size = _size(words)
    bottom = median(word.bottom for word in words if word.bottom - word.top > 0.9 * size)
    texts = [""]
    end = words[0].left
    first_end = words[0].right
    apart = _least_space(words, size)
    for word in words:
        raised = is_raised(word, size, bottom)
        if texts[0] and word.left - end > (_RAISED_APART * size if raised else -size if word.whole else apart):
            texts.append("")
        texts[-1] += word.text.translate(SUPERSCRIPT) if raised else word.text
        end = max(end, word.right)
        if len(texts) == 1:
            first_end = end
    return Line(" ".join(texts), words[0].left, bottom - size, end, bottom, first_end - words[0].left)


def _size(words: Sequence[Word]) -> float:
    """The height that half of the letters have, or more."""
    heights = sorted((word.bottom - word.top, len(word.text)) for word in words)
    letters = sum(count for _, count in heights)
    seen = 0
    for height, count in heights:
        seen += count
        if 2 * seen > letters:
            return height
    return heights[-1][0]


def _least_space(words: Sequence[Word], size: float) -> float:
    """From which gap on words are apart: letters of a second font are wider than the place left for them, or narrower."""
    gaps = sorted(after.left - before.right for before, after in pairwise(words))
    usual = [gap for gap in gaps if gap > _APART * size]
    if not usual:
        return _APART * size
    return min(_APART, max(_APART_AT_LEAST, _OF_OTHERS * usual[len(usual) // 2] / size)) * size


def is_raised(word: Word, size: float, bottom: float) -> bool:
    """Whether a word is a number in smaller print that stands above the foot of its line, as a footnote's marker does."""
    return word.height < 0.85 * size and bottom - word.bottom > 0.2 * size and bool(_MARKER.fullmatch(word.text))
