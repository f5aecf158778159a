"""The letters of Vietnamese, for patterns and for comparing what people type."""

from __future__ import annotations

import re
import unicodedata

# For character classes. Ranges will not do: capitals and small letters alternate in Unicode.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
LOWER = UPPER.lower()
_SYLLABLE = re.compile(r"[a-z0-9]+")


def strip_diacritics(text: str) -> str:
    """Lower case without diacritics: "Đài" → "dai"."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def folded_words(text: str) -> str:
    """Lower case, no diacritics, syllables apart by one space."""
    return " ".join(_SYLLABLE.findall(strip_diacritics(text)))
