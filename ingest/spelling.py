"""Two spellings of one Vietnamese word: where the tone mark stands, and without diacritics.

Both keep the length of the text, so that what is found in the copy can be cut out of
the original.
"""

from __future__ import annotations

import re
import unicodedata

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
