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
_SPAN = re.compile(rf"[Tt]ừ {{1,3}}{_day('a')}{_TO}{_day('b')}")
_SHORT_SPAN = re.compile(rf"(?:[Nn]gày|[Tt]hời gian:) {{0,3}}(?P<ad>\d{{1,2}}) ?- ?{_day('b')}")
_MONTHS = re.compile(
    r"[Tt]ừ {1,3}(?:đầu )?tháng {1,3}(?P<a>\d{1,2})(?: ?/ ?(?P<ay>\d{4})| năm (?P<az>\d{4}))?"
    rf"{_TO}tháng {{1,3}}(?P<b>\d{{1,2}})(?: ?/ ?(?P<by>\d{{4}})| năm (?P<bz>\d{{4}}))?"
)
_DAY = re.compile(
    r"(?:[Nn]gày {0,3}(?P<d>\d{1,2})(?: ?(?P<s>[/.-]) ?(?P<m>\d{1,2})(?!\d)| {0,3}tháng {0,3}(?P<w>\d{1,2})(?!\d))?"
    r"|(?<![\d/.,-])(?P<nd>\d{1,2}) ?(?P<ns>[/.-]) ?(?P<nm>\d{1,2})(?!\d)"
    r"|(?<=trước )(?P<td>\d{1,2}) tháng (?P<tm>\d{1,2})(?!\d))"
    r"(?: ?[/.-] ?(?P<y>\d{4})|,? {0,3}năm {0,3}(?P<z>\d{4}))?(?![\d/])"
)
_MONTH = re.compile(
    r"[Tt]háng {1,3}(?P<m>\d{1,2})(?!\d)(?: ?[/.-] ?(?P<y>\d{4})| {1,3}năm {1,3}(?P<z>\d{4}))?(?![\d/])"
)
_QUARTER = re.compile(r"[Qq]u[ýí] {1,3}(?P<q>IV|I{1,3}|[1-4])(?!\w)(?: ?/ ?(?P<y>\d{4})|,? ?năm (?P<z>\d{4}))?")
_YEARS = re.compile(
    r"(?:[Gg]iai đoạn|[Tt]hời kỳ|[Tt]ừ năm|[Tt]rong các năm) {0,3}(?:từ )?(?:năm )?(?P<a>(?:19|20)\d\d) ?"
    r"(?:-|đến) {0,3}(?:hết )?(?:năm )?(?P<b>(?:19|20)\d\d)(?!\d)"
)
_YEAR = re.compile(
    r"(?P<cue>[Đđ]ến(?: hết| cuối)? năm|[Tt]rước năm|[Tt]ầm nhìn(?: đến)?(?: năm)?|[Hh]ết năm) {1,3}(?P<y>20\d\d)(?!\d)"
)
_WITHIN = re.compile(r"(?P<cue>[Tt]rong năm|[Vv]ào năm) {1,3}(?P<y>20\d\d)(?!\d)")
_HALF = re.compile(r"(?:0?6|[Ss]áu) tháng (?P<h>đầu|cuối) năm(?: {1,2}(?P<y>20\d\d))?")
_RECURS = re.compile(
    r"(?P<t>(?:ít nhất |tối thiểu |định kỳ )?(?:0?1|một) lần(?: ?/ ?| (?:trong |mỗi )?)(?:(?P<tn>\d{1,2}|một|hai|ba|sáu) )?(?P<tu>năm|quý|tháng|tuần)"
    r"|(?:định kỳ |[Cc]ứ )?(?P<on>\d{1,2}|một|hai|ba|sáu) (?P<ou>năm|quý|tháng|tuần) (?:0?1|một) lần)|"
    r"(?P<w>(?:[Hh]ằng|[Hh]àng) tuần)|(?P<m>(?:[Hh]ằng|[Hh]àng|[Mm]ỗi) tháng(?! (?:đầu|cuối)))|(?P<q>(?:[Hh]ằng|[Hh]àng) quý|[Đđ]ịnh kỳ quý)|"
    r"(?P<h>[Đđ]ịnh kỳ(?: 0?6 tháng| nửa năm| sáu tháng)|0?6 tháng(?: một lần|/lần)|0?6 tháng(?= và (?:hằng |hàng )?năm|, (?:hằng |hàng )?năm))|"
    r"(?P<y>(?:[Hh]ằng|[Hh]àng) năm|mỗi năm (?:một|01|1) lần|(?<=tháng, )năm(?! \d)|(?<=tháng và )năm(?! \d))"
)
_MAY_RECUR = re.compile(r"[ằà]ng |ịnh kỳ|ỗi (?:năm|tháng)| lần|6 tháng|tháng(?:,| và) năm")
_COUNTS = {"một": 1, "hai": 2, "ba": 3, "sáu": 6}
_RULES = {"w": "R/P1W", "m": "R/P1M", "q": "R/P3M", "h": "R/P6M", "y": "R/P1Y"}


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
    if "ừ" in text or "-" in text:
        for match in (*_SPAN.finditer(text), *_SHORT_SPAN.finditer(text)):
            groups = match.groupdict()
            last_month = _number(groups["bm"], groups["bw"])
            if last_month is None:
                continue
            end = match.end()
            last_year = _number(groups["by"], groups["bz"])
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
    for match in _MONTHS.finditer(text):
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
        number = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(match["q"]) or int(match["q"])
        end = match.end()
        which = _number(match["y"], match["z"])
        if which is None:
            which, end = _year_after(text, match.start(), end, year)
        first, last = iso(which, 3 * number - 2), iso(which, 3 * number)
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
        day = int(match["d"] or match["nd"] or match["td"])
        month = _number(match["m"], match["w"], match["nm"], match["tm"])
        which, end = _number(match["y"], match["z"]), match.end()
        if match["nd"] and which is None and match["ns"] != "/":
            continue
        if month is None:
            value, end = _relative(text, match.start(), end, day)
        else:
            if which is None:
                which, end = _year_after(text, match.start(), end, year)
            value = iso(which, month, day)
        if value:
            yield Time("day", value, match.start(), end)


def _relative(text: str, start: int, end: int, day: int) -> tuple[str | None, int]:
    """A day of a month that is told and not numbered, "ngày 25 hằng tháng", and where the words that tell it end."""
    if turn := _TURN_OF_YEAR.match(text, end):
        return iso(None, 1 if turn["which"] == "đầu" else 12, day), turn.end()
    if quarterly := _QUARTERLY.match(text, end):
        return _RULES["q"], quarterly.end()
    monthly = _MONTHLY.match(text, end)
    if monthly or _MONTHLY_EARLIER.search(text, 0, start):
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
    for match in _WITHIN.finditer(text):
        yield Time("within", match["y"], match.start(), match.end())


def _recurrences(text: str, year: int | None) -> Iterator[Time]:
    for match in _RECURS.finditer(text) if _MAY_RECUR.search(text) else ():
        rule = _RULES.get(match.lastgroup or "") or _rule(match["tn"] or match["on"], match["tu"] or match["ou"])
        yield Time("recurrence", rule, match.start(), match.end())


def _rule(count: str | None, unit: str) -> str:
    """ "một lần trong sáu tháng" → R/P6M, "hai năm một lần" → R/P2Y."""
    number = int(count) if count and count.isdigit() else _COUNTS.get(count or "", 1)
    if unit == "quý":
        number, unit = 3 * number, "tháng"
    if unit == "tháng" and number % 12 == 0:
        number, unit = number // 12, "năm"
    return f"R/P{number}{ {'năm': 'Y', 'tháng': 'M', 'tuần': 'W'}[unit] }"
