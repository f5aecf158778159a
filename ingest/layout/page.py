"""A page as it lies there: words, ruled lines and pictures with their places.

All lengths are in points (1/72 inch), from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Word(NamedTuple):
    """What stands between two spaces, or a part of it; its box reaches from the line's ascent to its descent."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    whole: bool = False  # no part of a word, however near the next one stands

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A ruled line, as thin as it was drawn."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.right - self.left >= self.bottom - self.top

    @property
    def length(self) -> float:
        return max(self.right - self.left, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright."""

    width: float
    height: float
    words: Sequence[Word]
    rules: Sequence[Rule] = field(default=())
