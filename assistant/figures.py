"""What a text says in figures, in normal form: numbers, days and document numbers, so that two texts can be held together.

"94,2 %" and "94.2%" are one number, "05" and "5", "80.000" and "80,000"; "94" and "2" are two others. "15/6",
"ngày 15 tháng 6" and "15 June" are one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vectorstore.links import NamedNumber, split_number

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(_MONTHS)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DAYS = (
    re.compile(r"(?<![\d/.,-])(?P<d>\d{1,2}) ?[/-] ?(?P<m>\d{1,2})(?: ?[/-] ?(?P<y>\d{4}))?(?![\d/%]|[.,-]\d)"),
    re.compile(r"(?<![\d/.,-])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?:,?\s+năm\s+(?P<y>\d{4}))?", re.IGNORECASE),
    re.compile(rf"(?P<d>\d{{1,2}})\s+(?P<m>{_MONTH})(?:,?\s+(?P<y>\d{{4}}))?", re.IGNORECASE),
    re.compile(rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?!\d)(?:,?\s+(?P<y>\d{{4}}))?", re.IGNORECASE),
)
_DOCUMENT = re.compile(
    r"(?<![\w/])\d{1,6}[a-zđ]?\s?[-–/]\s?(?:\d{4}\s?[-–/]\s?)?[A-ZĐ][A-ZĐa-zđ&]*(?:\s?[-–/.]\s?[A-ZĐ][A-ZĐa-zđ&]*)*\d{0,2}"
)

Day = tuple[int, int, int | None]  # day, month, year if it is told


def numbers(text: str) -> set[str]:
    """The numbers of a text, whole: a decimal comma or point is one of the number's own."""
    return {_plain(match[0]) for match in _NUMBER.finditer(text)} | {_plain(p) for p in _parts_of_days(text)}


def _plain(number: str) -> str:
    if _THOUSANDS.fullmatch(number):
        number = re.sub(r"[.,]", "", number)
    whole, *rest = re.split(r"[.,]", number)
    return ".".join([whole.lstrip("0") or "0", *rest])


def _parts_of_days(text: str) -> Iterator[str]:
    """Day, month and year of "15.6.2018", which are numbers of their own."""
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            yield from (part for part in (match["d"], match["m"], match["y"]) if part and part.isdigit())


def days(text: str) -> set[Day]:
    """The days that a text names."""
    return {
        (int(match["d"]), _month(match["m"]), int(match["y"]) if match["y"] else None)
        for pattern in _DAYS
        for match in pattern.finditer(text)
        if 1 <= _month(match["m"]) <= 12 and 1 <= int(match["d"]) <= 31
    }


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS.index(name.lower()) + 1


def document_numbers(text: str) -> set[NamedNumber]:
    """The document numbers that a text names with their symbols, however these are set."""
    found = (split_number(re.sub(r"\s", "", match[0])) for match in _DOCUMENT.finditer(text))
    return {named for named in found if named is not None and named.symbol}
