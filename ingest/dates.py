"""Dates as Vietnamese directives print them, to and from ISO 8601.

`ngày 05 tháng 4 năm 2018`, `05/4/2018`, `5.4.2018`, `05-4-2018`, `tháng 4/2024`, `ngày …
tháng 4 năm 2024` (day left blank), `năm 2019`. All patterns expect the plain copy
of the text (`ingest.statements.plain`): spaces for line breaks, hyphens for dashes.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

_DAY_MONTH_YEAR = r"(?P<d>\d{1,2}) {0,2}(?P<sep>[/.-]) {0,2}(?P<m>\d{1,2}) {0,2}(?P=sep) {0,2}(?P<y>\d{4})"
_IN_WORDS = (
    r"(?:(?P<wd>\d{1,2}|[.…/ ]{1,12}) {0,3})?tháng {0,3}(?P<wm>\d{1,2}|[.…]{1,8})"
    r" {0,3}(?:,? ?năm|/|-|\.) {0,3}(?P<wy>\d{4})"
)
_BLANK_DAY = r"(?:[.…]{1,8}|(?<=[Nn]gày ))(?<![\d/]) ?/ ?(?P<bm>\d{1,2}) ?/ ?(?P<by>\d{4})"
_DATE = re.compile(
    rf"(?:[Nn]gày {{0,3}})?(?:(?<![\d/]){_DAY_MONTH_YEAR}|{_IN_WORDS}|{_BLANK_DAY})(?!\d)"
    r"|năm {1,3}(?P<yy>\d{4})(?!\d)",
    re.IGNORECASE,
)
_AFTER_NUMBER = re.compile(
    r"[ ,(]{0,4}(?:(?:đã )?(?:được )?(?:ký|ban hành|đề|thông qua|thông qua vào)? ?(?=ngày|năm|tháng)|(?=\d))",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date and where it stands in the text that was searched."""

    iso: str
    start: int
    end: int


def iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """ISO 8601, as exact as what is known; None when there is no such day.

    Without a year: `--06-15`; without a day: `2024-04`; a day alone: `---25`.
    """
    if month is None:
        if day is None:
            return None if year is None else f"{year:04d}"
        return f"---{day:02d}" if year is None and 1 <= day <= 31 else None
    if not 1 <= month <= 12 or (year is not None and not 1900 <= year <= 2100):
        return None
    if day is not None and not 1 <= day <= monthrange(year or 2024, month)[1]:
        return None
    head = "-" if year is None else f"{year:04d}"
    return f"{head}-{month:02d}" if day is None else f"{head}-{month:02d}-{day:02d}"


def read_date(text: str) -> str | None:
    """The first date in `text` (plain); None when there is none."""
    match = _DATE.search(text)
    return _to_iso(match) if match else None


def date_after(text: str, position: int) -> PrintedDate | None:
    """The date printed right at `position`, as after a document's number.

    A comma, a bracket and "ngày", "ký ngày", "ban hành ngày" may stand before it.
    """
    lead = _AFTER_NUMBER.match(text, position)
    match = _DATE.match(text, lead.end()) if lead else None
    value = _to_iso(match) if match else None
    return PrintedDate(value, match.start(), match.end()) if match and value else None


def show(value: str) -> str:
    """An ISO date as an officer writes it: `2023-06-24` → `24/6/2023`."""
    match = _ISO_DAY.fullmatch(value)
    if match:
        return f"{int(match[3])}/{int(match[2])}/{match[1]}"
    year, _, month = value.partition("-")
    return f"{int(month)}/{year}" if year.isdigit() and month.isdigit() else value


def year_of(value: str | None) -> int | None:
    """The year of an ISO date; None for a yearly one."""
    return int(value[:4]) if value and value[:4].isdigit() else None


def is_after(value: str, other: str) -> bool:
    """Whether `value` is certainly later than `other`; partial dates are compared as far as both go."""
    if not (value[:4].isdigit() and other[:4].isdigit()):
        return False
    length = min(len(value), len(other))
    return value[:length] > other[:length]


def _to_iso(match: re.Match[str]) -> str | None:
    if match["yy"]:
        return iso(int(match["yy"]))
    if match["y"]:
        return iso(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["by"]:
        return iso(int(match["by"]), int(match["bm"]))
    year = int(match["wy"])
    if not match["wm"].isdigit():
        return iso(year)
    day = (match["wd"] or "").strip()
    return iso(year, int(match["wm"]), int(day) if day.isdigit() else None)
