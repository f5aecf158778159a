"""Vietnamese text with English for some of its terms: what teaches the model that both mean the same."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

LONGEST = 8  # syllables in a term
SWITCHED = 0.5  # share of the terms in a text


class Switch:
    """Puts English terms in the place of Vietnamese ones, the longest first."""

    def __init__(self, terms: Sequence[tuple[str, str]], source: random.Random) -> None:
        """Args: terms: (Vietnamese, English); a Vietnamese term with several forms stands once with each."""
        self._random = source
        self._english: dict[tuple[str, ...], list[str]] = {}
        for vietnamese, english in terms:
            words = tuple(vietnamese.lower().split())
            if 2 <= len(words) <= LONGEST:
                self._english.setdefault(words, []).append(english)

    def __call__(self, text: str) -> str | None:
        """The text with about half of its terms in English; None if it has none."""
        words = text.split()
        lower = [re.sub(r"[^\w/-]+$", "", word.lower()) for word in words]
        said: list[str] = []
        index, changed = 0, False
        while index < len(words):
            for length in range(min(LONGEST, len(words) - index), 1, -1):
                forms = self._english.get(tuple(lower[index : index + length]))
                if forms and self._random.random() < SWITCHED:
                    said.append(self._random.choice(forms))
                    index, changed = index + length, True
                    break
            else:
                said.append(words[index])
                index += 1
        return " ".join(said) if changed else None
