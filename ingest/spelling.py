"""The letters of Vietnamese: classes for patterns, and one spelling for the several in use.

`placed_tones` and `bare` keep the length of the text, so that what is found in the copy
can be cut out of the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# For character classes. Ranges will not do: capitals and small letters alternate in Unicode.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
LOWER = UPPER.lower()
_SYLLABLE = re.compile(r"[a-z0-9]+")
_TONE = re.compile("[òóỏõọ][ae]|[ùúủũụ]y")
_MOVED = {
    f"{marked}{after}": plain + shifted
    for plain, marks, after, shifts in (
        ("o", "òóỏõọ", "a", "àáảãạ"),
        ("o", "òóỏõọ", "e", "èéẻẽẹ"),
        ("u", "ùúủũụ", "y", "ỳýỷỹỵ"),
    )
    for marked, shifted in zip(marks, shifts, strict=True)
}
_BARE = {
    code: base
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
} | {ord("đ"): "d", ord("Đ"): "D"}


def placed_tones(text: str) -> str:
    """`text` with tone marks in one place, of the same length: "hóa" → "hoá"."""
    return _TONE.sub(lambda match: _MOVED[match[0]], text)


def bare(text: str) -> str:
    """`text` without diacritics, of the same length when it is NFC."""
    return text.translate(_BARE)


def strip_diacritics(text: str) -> str:
    """Lower case without diacritics: "Đài" → "dai"."""
    return bare(unicodedata.normalize("NFC", text)).lower()


def folded_words(text: str) -> str:
    """Lower case, no diacritics, syllables apart by one space."""
    return _folded(text) if len(text) <= _KEPT else _folded.__wrapped__(text)


def spelt_words(text: str) -> str:
    """As `folded_words`, of the same length, with the diacritics as typed and tone marks in one place."""
    spelt = placed_tones(unicodedata.normalize("NFC", text).lower())
    return " ".join(spelt[match.start() : match.end()] for match in _SYLLABLE.finditer(bare(spelt)))


_KEPT = 500  # characters; names, headings and facts, against which every question is held


@lru_cache(maxsize=1 << 15)
def _folded(text: str) -> str:
    return " ".join(_SYLLABLE.findall(strip_diacritics(text)))
