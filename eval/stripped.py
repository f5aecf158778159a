"""Questions as people type them: with diacritics, with none, with half of them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

from vectorstore.words import fold


def half_stripped(question: str) -> str:
    """The question with about every second of its words without diacritics, always the same ones."""
    words = question.split()
    return " ".join(fold(w) if zlib.crc32(f"{i} {w}".encode()) % 2 else w for i, w in enumerate(words))


def as_asked(question: str) -> str:
    return question


VARIANTS: Mapping[str, Callable[[str], str]] = {"asked": as_asked, "stripped": fold, "half_stripped": half_stripped}
