"""Terms that run from a document's own day: "trong thời hạn 12 tháng kể từ ngày Nghị định này có hiệu lực".

They end on a day that can be told, unlike those that run from what happens to somebody ("kể từ ngày nhận đủ
hồ sơ"). Working days are not counted: which days are holidays is decided year by year. Works on plain text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.dates import iso

_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "mười": 10, "mười hai": 12}
_SELF = r"(?:[Ll]uật|[Pp]háp lệnh|[Nn]ghị (?:định|quyết)|[Qq]uyết định|[Tt]hông tư(?: liên tịch)?|[Cc]hỉ thị|[Kk]ế hoạch|[Qq]uy (?:định|chế)|[Cc]ông văn|[Hh]ướng dẫn|[Vv]ăn bản|[Cc]hương trình|[Đđ]ề án|[Tt]hông báo) này"
_TERM = re.compile(
    rf"(?:[Tt]rong|[Cc]hậm nhất|[Mm]uộn nhất|[Kk]hông quá|[Tt]ối đa|[Tt]hời hạn|[Ss]au)(?: (?:thời (?:hạn|gian)|vòng|là|sau|không quá|tối đa)){{0,2}} "
    rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?: \([^()]{{2,20}}\))? (?P<unit>ngày|tháng|năm),? "
    rf"(?:(?:kể|tính) )?(?:từ|sau)(?: (?:ngày|khi|thời điểm)){{1,2}} (?:(?:ký|ban hành|công bố|phê duyệt)[ ,]{{1,2}}(?:và )?){{0,2}}"
    rf"{_SELF}(?P<force> (?:bắt đầu )?có hiệu lực(?: thi hành)?)?(?: được (?:ký|ban hành|thông qua))?"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term named at [start, end) of a text; `day` is the last one, ISO 8601."""

    day: str
    start: int
    end: int


def find_terms(text: str, issued: str | None, in_force: str | None) -> Iterator[Term]:
    """The terms that run from the day of issue, or from the one on which the document comes into force.

    Args:
        text: plain copy of a sentence.
    """
    for match in _TERM.finditer(text) if " này" in text else ():
        since = in_force if match["force"] else issued
        number = int(match["n"]) if match["n"].isdigit() else _NUMBERS[match["n"]]
        if since and len(since) == 10:
            yield Term(_after(datetime.date.fromisoformat(since), number, match["unit"]), match.start(), match.end())


def printed_term(text: str) -> tuple[str, str] | None:
    """The first such term of a plain text and its length: ("trong 36 tháng kể từ …", "36 tháng"); None without one."""
    match = _TERM.search(text)
    return (match[0], f"{match['n']} {match['unit']}") if match else None


def _after(day: datetime.date, number: int, unit: str) -> str:
    if unit == "ngày":
        return (day + datetime.timedelta(days=number)).isoformat()
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "năm" else 1)
    year, month = divmod(months, 12)
    last = (iso(year, month + 1, day.day - less) for less in range(4))
    return next(one for one in last if one)
