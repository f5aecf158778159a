"""How often something comes again: `hằng quý` → `R/P3M` (ISO 8601, repeating interval).

    every       "hằng tháng", "mỗi năm"
    periodic    "định kỳ 03 tháng", "định kỳ quý"
    times       "01 lần/tháng", "một lần trong sáu tháng"
    in a while  "mỗi năm hai lần", "5 năm một lần", "3 tháng/lần"
    first days  "10 ngày đầu của quý"

The first two may begin a list: "hằng tháng, quý, 6 tháng và năm". Works on plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COUNT = r"\d{1,2}|một|hai|ba|bốn|sáu"
_UNIT = r"tuần|tháng|quý|năm"  # how often in a day is measured, not scheduled
_WHOLE = r"(?! ?(?:đầu|cuối|này|nay|trước|sau|tới|tuổi|qua|20\d\d))(?!\w)(?! \d{1,2}[/.]\d)"
_LEAST = r"(?:ít nhất|tối thiểu|không ít hơn|định kỳ)"
_EVERY = r"(?:[Hh]ằng|[Hh]àng|[Mm]ỗi)"
_ONE = re.compile(
    rf"(?:{_EVERY} (?:{_LEAST} )?|(?<!\w)(?:một|0?1) )(?P<mu>{_UNIT})(?!\w)(?: ?\(?{_LEAST})? ?,?(?P<mn>{_COUNT}) lần"
    rf"|(?<![\w/])(?P<tn>{_COUNT}) lần(?: ?/ ?| (?:trong |mỗi |một )?)(?:(?P<tc>{_COUNT}) )?(?P<tu>{_UNIT})(?!\w)"
    rf"|(?<!\w)(?:[Cc]ứ )?(?P<on>{_COUNT}) (?P<ou>{_UNIT})(?:/| )(?:(?:0?1|một) )?lần(?! thứ)"
    rf"|(?<=\d )ngày (?:đầu|cuối)(?: tiên| cùng)? (?:của )?(?:tháng (?:đầu|cuối)(?: tiên| cùng)? (?:của )?)?(?P<fu>tuần|tháng|quý)(?! \d| [IVX])"
)
_LIST = re.compile(
    rf"(?:{_EVERY} (?P<u>ngày|{_UNIT}){_WHOLE}"
    rf"|[Đđ]ịnh kỳ:?,? \(?(?:mỗi )?(?:(?P<pn>{_COUNT}|nửa) )?(?P<pu>tuần|tháng|quý|năm){_WHOLE}"
    rf"|(?<![\w/-])(?P<hn>0?6|sáu) tháng(?= và (?:hằng |hàng )?năm|, (?:hằng |hàng )?năm(?! \d)))"
)
_NEXT = re.compile(
    rf"(?:,| và|, và| hoặc|/| ;) ?(?P<at>)(?:{_EVERY} |định kỳ |cả )?(?:(?P<pn>{_COUNT}|nửa) )?(?P<pu>tuần|tháng|quý|năm){_WHOLE}"
)
_MAY_RECUR = re.compile(r"[ằà]ng |ịnh kỳ|ỗi | lần|/lần|6 tháng|sáu tháng|ngày (?:đầu|cuối)")
_COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6}
_MONTHS = {"tháng": 1, "quý": 3, "năm": 12}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rhythm named at [start, end) of a text."""

    rule: str  # R/P3M
    start: int
    end: int


def find_recurrences(text: str) -> Iterator[Recurrence]:
    """Every rhythm that a plain text names; each of a list by itself."""
    if not _MAY_RECUR.search(text):
        return
    counted = list(_ONE.finditer(text))
    for match in counted:
        if match["mu"]:
            yield _of(match, match["mu"], times=match["mn"])
        elif match["tu"]:
            yield _of(match, match["tu"], count=match["tc"], times=match["tn"])
        else:
            yield _of(match, match["ou"] or match["fu"], count=match["on"])
    for first in _LIST.finditer(text):
        if any(other.start() < first.end() and first.start() < other.end() for other in counted):
            continue
        yield _of(first, first["u"] or first["pu"] or "tháng", count=first["pn"] or first["hn"])
        end = first.end()
        while further := _NEXT.match(text, end):
            yield _of(further, further["pu"], count=further["pn"])
            end = further.end()


def _of(match: re.Match[str], unit: str, *, count: str | None = None, times: str | None = None) -> Recurrence:
    start = match.start("at") if match.re is _NEXT else match.start()
    return Recurrence(_rule(unit, count, times), start, match.end())


def _rule(unit: str, count: str | None, times: str | None) -> str:
    """ "một lần trong sáu tháng" → R/P6M, "hai năm một lần" → R/P2Y, "mỗi năm hai lần" → R/P6M."""
    if count == "nửa":
        return "R/P6M"
    number, often = _number(count), _number(times)
    if unit in _MONTHS:
        months = number * _MONTHS[unit]
        months = months // often if months % often == 0 else months
        return f"R/P{months // 12}Y" if months % 12 == 0 else f"R/P{months}M"
    return f"R/P{number}{'W' if unit == 'tuần' else 'D'}"


def _number(word: str | None) -> int:
    """At least 1."""
    return max(1, int(word) if word and word.isdigit() else _COUNTS.get(word or "", 1))
