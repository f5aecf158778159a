"""Numbers as labels print them."""

from __future__ import annotations

_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
_MAX_ROMAN = 5_000


def written_number(number: int, how: str) -> str:
    """A number in a format that Word names ("lowerLetter", "upperRoman"); others and what they cannot say in digits."""
    if how == "none":
        return ""
    if how == "decimalZero":
        return f"{number:02}"
    if how in ("upperLetter", "lowerLetter") and 0 < number < 781:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if how == "upperLetter" else letter
    if how in ("upperRoman", "lowerRoman") and 0 < number < _MAX_ROMAN:
        letters = ""
        for value, sign in _ROMAN:
            letters += sign * (number // value)
            number %= value
        return letters.upper() if how == "upperRoman" else letters
    return str(number)
