"""Points and spans of time in a sentence: what may be a deadline.

`15/6 … hàng năm` → `--06-15`, `từ ngày 15/11 đến ngày 15/12/2018` → `2018-11-15/2018-12-15`,
`ngày 25 hằng tháng` → `---25`, `quý III/2024` → `2024-07/2024-09`, `giai đoạn 2021-2025` →
`2021/2025`, `hằng quý` → `R/P3M` (ISO 8601, repeating interval). A duration counted from some
event ("trong 05 ngày kể từ ngày nhận hồ sơ") falls on no day and is none. Works on plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.dates import iso
from ingest.recurrences import find_recurrences

TimeKind = Literal["day", "span", "month", "quarter", "half", "period", "year", "within", "recurrence"]


def _day(name: str) -> str:
    """A day as printed, perhaps without month or year; groups begin with `name`."""
    return (
        rf"(?:ngày {{0,3}})?(?P<{name}d>\d{{1,2}})(?!\d)"
        rf"(?: ?[/.-] ?(?P<{name}m>\d{{1,2}})(?!\d)| {{0,3}}tháng {{0,3}}(?P<{name}w>\d{{1,2}}))?"
        rf"(?: ?[/.-] ?(?P<{name}y>\d{{4}})|,? {{0,3}}năm {{0,3}}(?P<{name}z>\d{{4}}))?(?!\d)"
    )


_TO = r" {0,3}(?:-|đến|tới|cho đến) {0,3}(?:hết )?(?:hết ngày |cuối )?"
_YEARLY = re.compile(r"[ ,);]{0,4}(?:của )?(?:(?:hằng|hàng) năm|mỗi năm|thường niên|các năm)", re.IGNORECASE)
_SHARED_YEARLY = re.compile(r" {0,2}(?:\([^()]{0,50}\) ?)?(?:và|,) [^;.]{0,70}?(?:hằng|hàng) năm")
_YEARLY_BEFORE = re.compile(r"(?:hằng|hàng) năm,? \(?(?:trước|vào|chậm nhất|muộn nhất)(?: là| vào)? ?(?:ngày )?\Z")
_YEARLY_EARLIER = re.compile(r"(?:[Hh]ằng|[Hh]àng|[Mm]ỗi) năm(?![^;.]*(?:[;.] |20\d\d))")
_MONTHLY_EARLIER = re.compile(r"(?:[Hh]ằng|[Hh]àng|[Mm]ỗi) tháng(?![^;.]*[;.] )")
_RELATIVE_YEAR = re.compile(r" {0,3}(?:của )?(?:năm|Năm) (?!nay|\d)[^\W\d]")
_MONTHLY = re.compile(
    r"[ ,)]{0,4}(?:của )?(?:(?:hằng|hàng|mỗi) tháng|tháng (?:sau|trước|kế tiếp|liền kề|tiếp theo|đó|báo cáo|này))"
    r"|[ ,]{0,2}của tháng(?= [^\W\d])"
)
_TURN_OF_YEAR = re.compile(
    r"[ ,)]{0,4}(?:của )?tháng (?P<which>đầu|cuối)(?: tiên| cùng)? (?:của )?năm(?! \d)(?: (?:sau|tiếp theo|kế tiếp|liền kề|báo cáo))?"
)
_QUARTERLY = re.compile(r"[ ,)]{0,4}(?:của )?tháng (?:cuối|đầu|thứ)[^,;.]{0,20}? (?:hằng |hàng |mỗi )?quý")
_QUARTERLY_EARLIER = re.compile(r"(?:[Hh]ằng|[Hh]àng|[Mm]ỗi) quý(?![^;.]*[;.] )")
_MONTH_OF_QUARTER = re.compile(r"[ ,)]{0,4}(?:của )?tháng (?:cuối|đầu|thứ)(?: tiên| cùng| nhất| hai| ba)?")
_OF_A_MONTH = re.compile(r"[Bb]áo cáo (?:định kỳ )?(?:hằng |hàng )?tháng(?! \d)[^;.\d]{0,60}\Z")
_SHARED_MONTHLY = re.compile(r" ?(?:,|và|hoặc) (?:ngày )?\d{1,2} (?:hằng|hàng|mỗi) tháng")
_FRACTION = re.compile(r"(?<!\w)(?:không quá|ít nhất|tối thiểu|tối đa|quá|trên|dưới|bằng|hơn|đủ|khoảng|tỷ lệ) \Z")
_PARTED = re.compile(
    r" (?:tổng|số|mạng|định mức|mức|khoảng|thành viên|diện tích|thời gian|chiều|giá|độ|vốn|thời hạn)(?!\w)"
)
_SPAN = re.compile(rf"[Tt]ừ {{1,3}}{_day('a')}{_TO}{_day('b')}")
_SHORT_SPAN = re.compile(rf"(?:[Nn]gày|[Tt]hời gian:) {{0,3}}(?P<ad>\d{{1,2}}) ?- ?{_day('b')}")
_TWO_DAYS = re.compile(rf"[Nn]gày {{0,3}}(?P<ad>\d{{1,2}}) và {_day('b')}")
_MONTHS = re.compile(
    r"[Tt]ừ {1,3}(?:đầu )?tháng {1,3}(?P<a>\d{1,2})(?: ?/ ?(?P<ay>\d{4})| năm (?P<az>\d{4}))?"
    rf"{_TO}tháng {{1,3}}(?P<b>\d{{1,2}})(?: ?/ ?(?P<by>\d{{4}})| năm (?P<bz>\d{{4}}))?"
)
_MONTHS_SHORT = re.compile(
    r"[Tt]háng {1,3}(?P<a>\d{1,2}) ?(?:-|đến|tới) ?(?:hết )?(?:tháng )?(?P<b>\d{1,2})(?: ?/ ?(?P<by>\d{4})| năm (?P<bz>\d{4})|(?![\d/.-]))"
    r"(?P<ay>)(?P<az>)"
)
_DAY = re.compile(
    r"(?:[Nn]gày {0,3}(?P<d>\d{1,2})(?: ?(?P<s>[/.-]) ?(?P<m>\d{1,2})(?!\d)| {0,3}tháng {0,3}(?P<w>\d{1,2})(?!\d))?"
    r"|(?<![\d/.,-])(?P<nd>\d{1,2}) ?(?P<ns>[/.-]) ?(?P<nm>\d{1,2})(?!\d)"
    r"|(?<=trước )(?P<td>\d{1,2}) tháng (?P<tm>\d{1,2})(?!\d)"
    r"|(?:(?<=và )|(?<=, )|(?<=trước ))(?P<md>\d{1,2})(?= (?:hằng|hàng|mỗi) tháng))"
    r"(?: ?[/.-] ?(?P<y>\d{4})|,? {0,3}năm {0,3}(?P<z>\d{4}))?(?![\d/])"
)
_MONTH = re.compile(
    r"[Tt]háng {1,3}(?P<m>\d{1,2})(?!\d| lần)(?: ?[/.-] ?(?P<y>\d{4})| {1,3}năm {1,3}(?P<z>\d{4}))?(?![\d/])"
)
_QUARTER = re.compile(
    r"[Qq]u[ýí] {1,3}(?P<q>IV|I{1,3}|[1-4])(?!\w)(?:(?: ?(?:-|,|đến|và) ?(?:[Qq]u[ýí] )?(?P<to>IV|I{1,3})(?!\w)){0,3})"
    r"(?: ?/ ?(?P<y>\d{4})|,? ?năm (?P<z>\d{4}))?"
)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_YEARS = re.compile(
    r"(?:\d năm \(|[Gg]iai đoạn|[Tt]hời kỳ|[Tt]ừ năm|[Tt]rong các năm) {0,3}(?:từ )?(?:năm )?(?P<a>(?:19|20)\d\d) ?"
    r"(?:-|đến) {0,3}(?:hết )?(?:năm )?(?P<b>(?:19|20)\d\d)(?!\d)"
)
_YEAR = re.compile(
    r"(?P<cue>[Đđ]ến(?: hết| cuối)? năm|[Tt]rước năm|[Tt]ầm nhìn(?: đến)?(?: năm)?|[Hh]ết năm) {1,3}(?P<y>20\d\d)(?!\d)"
)
_WITHIN = re.compile(r"(?P<cue>[Tt]rong năm|[Vv]ào năm) {1,3}(?P<y>20\d\d)(?!\d)")
_END_OF_YEAR = re.compile(
    r"(?:[Đđ]ến|[Tt]rước|[Vv]ào|[Tt]rong)(?: khi)? (?:hết|cuối) năm(?! ?\d)(?! (?:học|sau|trước|kế|liền|tài))"
)
_HALF = re.compile(r"(?:0?6|[Ss]áu) tháng (?P<h>đầu|cuối) năm(?: {1,2}(?P<y>20\d\d))?")


@dataclass(frozen=True, slots=True)
class Time:
    """A point or span of time at [start, end) of a sentence; `value` is ISO 8601."""

    kind: TimeKind
    value: str
    start: int
    end: int


def find_times(text: str, year: int | None) -> list[Time]:
    """Every point and span in `text`, in order, none overlapping another.

    Args:
        text: plain copy of a sentence.
        year: the document's, for days printed without one.
    """
    taken: list[Time] = []
    finders = (_spans, _months, _years, _quarters, _halves, _days, _single_months, _single_years, _recurrences)
    for finder in finders:
        for time in finder(text, year):
            if not any(time.start < other.end and other.start < time.end for other in taken):
                taken.append(time)
    return sorted(taken, key=lambda time: time.start)


def _number(*groups: str | None) -> int | None:
    return next((int(group) for group in groups if group), None)


def _year_after(text: str, start: int, end: int, year: int | None) -> tuple[int | None, int]:
    """The year of a day printed without one, None when it is yearly, and where the words that give it end."""
    if _YEARLY_BEFORE.search(text, max(0, start - 40), start):
        return None, end
    yearly = _YEARLY.match(text, end)
    if yearly:
        return None, yearly.end()
    earlier = _YEARLY_EARLIER.search(text, 0, start)
    if earlier or _SHARED_YEARLY.match(text, end) or _RELATIVE_YEAR.match(text, end):
        return None, end
    return year, end


def _spans(text: str, year: int | None) -> Iterator[Time]:
    if "ừ" in text or "-" in text or " và " in text:
        for match in (*_SPAN.finditer(text), *_SHORT_SPAN.finditer(text), *_TWO_DAYS.finditer(text)):
            groups = match.groupdict()
            if match.re is _TWO_DAYS and int(groups["bd"]) != int(groups["ad"]) + 1:
                continue
            last_month = _number(groups["bm"], groups["bw"])
            if last_month is None:
                continue
            end = match.end()
            last_year = _number(groups["by"], groups["bz"])
            if last_year is None and "." in match[0] and "ngày" not in match[0].lower():
                continue  # "từ 1.1 đến 1.8": forms, not days
            if last_year is None:
                last_year, end = _year_after(text, match.start(), end, year)
            month = _number(groups.get("am"), groups.get("aw")) or last_month
            first_year = _number(groups.get("ay"), groups.get("az")) or last_year
            if first_year and first_year == last_year and month > last_month and not groups.get("ay"):
                first_year -= 1
            first = iso(first_year, month, _number(groups["ad"]))
            last = iso(last_year, last_month, _number(groups["bd"]))
            if first and last:
                yield Time("span", f"{first}/{last}", match.start(), end)


def _months(text: str, year: int | None) -> Iterator[Time]:
    for match in (*_MONTHS.finditer(text), *_MONTHS_SHORT.finditer(text)):
        end = match.end()
        last_year = _number(match["by"], match["bz"])
        if last_year is None:
            last_year, end = _year_after(text, match.start(), end, year)
        first = iso(_number(match["ay"], match["az"]) or last_year, int(match["a"]))
        last = iso(last_year, int(match["b"]))
        if first and last:
            yield Time("span", f"{first}/{last}", match.start(), end)


def _years(text: str, year: int | None) -> Iterator[Time]:
    for match in _YEARS.finditer(text):
        if match["a"] < match["b"]:
            yield Time("period", f"{match['a']}/{match['b']}", match.start(), match.end())


def _quarters(text: str, year: int | None) -> Iterator[Time]:
    for match in _QUARTER.finditer(text):
        number = _QUARTERS.get(match["q"]) or int(match["q"])
        last_number = _QUARTERS.get(match["to"], number)
        end = match.end()
        which = _number(match["y"], match["z"])
        if which is None:
            which, end = _year_after(text, match.start(), end, year)
        first, last = iso(which, 3 * number - 2), iso(which, 3 * last_number)
        if first and last:
            yield Time("quarter", f"{first}/{last}", match.start(), end)


def _halves(text: str, year: int | None) -> Iterator[Time]:
    for match in _HALF.finditer(text):
        which = _number(match["y"]) or year
        first, last = ("01", "06") if match["h"] == "đầu" else ("07", "12")
        if which:
            yield Time("half", f"{which}-{first}/{which}-{last}", match.start(), match.end())


def _days(text: str, year: int | None) -> Iterator[Time]:
    for match in _DAY.finditer(text):
        day = int(match["d"] or match["nd"] or match["td"] or match["md"])
        month = _number(match["m"], match["w"], match["nm"], match["tm"])
        which, end = _number(match["y"], match["z"]), match.end()
        if match["nd"] and which is None and (match["ns"] != "/" or _is_fraction(text, match.start(), end)):
            continue
        if month is None:
            value, end = _relative(text, match.start(), end, day)
        else:
            if which is None:
                which, end = _year_after(text, match.start(), end, year)
            value = iso(which, month, day)
        if value:
            yield Time("day", value, match.start(), end)


def _is_fraction(text: str, start: int, end: int) -> bool:
    """Whether "2/3" is a share: "ít nhất 2/3 tổng số thành viên"."""
    return bool(_FRACTION.search(text, max(0, start - 12), start) or _PARTED.match(text, end))


def _relative(text: str, start: int, end: int, day: int) -> tuple[str | None, int]:
    """A day of a month that is told and not numbered, "ngày 25 hằng tháng", and where the words that tell it end."""
    if turn := _TURN_OF_YEAR.match(text, end):
        return iso(None, 1 if turn["which"] == "đầu" else 12, day), turn.end()
    quarterly = _QUARTERLY.match(text, end)
    if quarterly is None and _QUARTERLY_EARLIER.search(text, 0, start):
        quarterly = _MONTH_OF_QUARTER.match(text, end)
    if quarterly:
        return "R/P3M", quarterly.end()
    monthly = _MONTHLY.match(text, end)
    shared = _SHARED_MONTHLY.match(text, end) or _OF_A_MONTH.search(text, 0, start)
    if monthly or shared or _MONTHLY_EARLIER.search(text, 0, start):
        return iso(None, None, day), monthly.end() if monthly else end
    return None, end


def _single_months(text: str, year: int | None) -> Iterator[Time]:
    for match in _MONTH.finditer(text):
        which, end = _number(match["y"], match["z"]), match.end()
        if which is None:
            which, end = _year_after(text, match.start(), end, year)
        value = iso(which, int(match["m"]))
        if value:
            yield Time("month", value, match.start(), end)


def _single_years(text: str, year: int | None) -> Iterator[Time]:
    for match in _YEAR.finditer(text):
        yield Time("year", match["y"], match.start(), match.end())
    for match in _END_OF_YEAR.finditer(text) if year else ():
        yield Time("year", f"{year}", match.start(), match.end())
    for match in _WITHIN.finditer(text):
        yield Time("within", match["y"], match.start(), match.end())


def _recurrences(text: str, year: int | None) -> Iterator[Time]:
    for recurrence in find_recurrences(text):
        yield Time("recurrence", recurrence.rule, recurrence.start, recurrence.end)
