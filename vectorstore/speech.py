"""Vietnamese as it is spoken and written anywhere: what a corpus of a few documents cannot tell by itself.

Of "bao nhiêu", "mấy giờ" or "ở đâu" documents have nothing, so that to a small corpus such
words would be slips of its own, or rare and therefore telling.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("speech.tsv")
_MILLION = 1_000_000
_FEW = 50  # of a million, by which little is told


@dataclass(frozen=True, slots=True)
class Speech:
    """How often syllables ("bao") and pairs ("bao_nhiêu") stand there, of a million."""

    asked: Mapping[str, int]  # in what people say and ask
    written: Mapping[str, int]  # in official documents

    def share(self, token: str) -> float:
        """Of all syllables, half of them spoken and half written; in [0, 1]."""
        return (self.asked.get(token, 0) + self.written.get(token, 0)) / 2 / _MILLION

    def topical(self, token: str) -> float:
        """How far a token of a question tells what it is about, in (0, 1]: little if people say it and documents do not."""
        if token not in self.asked and "_" in token:
            one, other = map(self.topical, token.split("_"))
            return math.sqrt(one * other)
        asked, written = self.asked.get(token, 0) + _FEW, self.written.get(token, 0) + _FEW
        return min(1.0, 2 * written / (asked + written))


@cache
def load_speech(path: Path = FILE) -> Speech:
    """The counts that ship, written by `python -m vectorstore.training.speech`."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return Speech({row[0]: int(row[1]) for row in rows}, {row[0]: int(row[2]) for row in rows})
