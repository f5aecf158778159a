"""The text of electronic signatures, which their programs print over a page and which is no part of the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from ingest.layout.page import Word

_STAMP = re.compile(
    r"(?:signature (?:not verified|valid)\s+)?"
    r"(?:người ký|(?:được )?ký (?:số )?bởi|(?:digitally )?signed by)\s*:?\s.{2,400}?"
    r"(?:(?:thời gian|ngày|giờ) ký|date|signing time)\s*:\s*\d[\d./-]{5,9}[T\s]*(?:\d{1,2}:\d{2}(?::\d{2})?)?"
    r"(?:\s*(?:[+-]\d{2}[:']?\d{2}'?|SA|CH|AM|PM))*",
    re.I | re.S,
)


def without_stamps(words: Sequence[Word]) -> list[Word]:
    """The words of a page without those of signature stamps.

    Args:
        words: in the order in which they were drawn or recognised; a stamp is drawn as a whole.
    """
    text = " ".join(word.text for word in words)
    stamps = [match.span() for match in _STAMP.finditer(text)]
    if not stamps:
        return list(words)
    starts = list(accumulate((len(word.text) + 1 for word in words), initial=0))
    dropped: set[int] = set()
    for start, end in stamps:
        dropped.update(range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1)))
    return [word for index, word in enumerate(words) if index not in dropped]
