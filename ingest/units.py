"""Units: the bodies and offices that directives give duties to.

A unit is recognised by the word it begins with and ends where what it does begins: its
name may hold "và", dashes and commas ("Phòng Văn hoá và Thông tin"), but behind a level
("huyện", "tỉnh") only a place's name goes on with it. Two mentions are one unit when
their keys are: spelling, abbreviations and the level behind the name do not count, the
locality does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.office_words import EXPECTED_HEAD, HEAD
from ingest.spelling import UPPER, strip_diacritics
from ingest.unit_names import name_end, unit_end

_BESIDE = re.compile(r"\s*\([^()]{1,160}\)")
_SEPARATOR = re.compile(r"\s*(?:[,;]\s*(?:và\s+|cùng\s+)?|và\s+|cùng với\s+|cùng\s+|hoặc\s+|&\s*)(?=\w)")
_PERSON = re.compile(r"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\W")
_PERSONS = re.compile(r"[Cc]ác (?:ông|đồng chí)(?:[,/]? ?\(?(?:các )?bà\)?)?(?: có tên[^:;]{0,40})?\s?:\s*(?=\w)")
_POSITION = re.compile(
    r"(?:Phó |Quyền |Tổng )?(?:Chủ tịch|Giám đốc|Trưởng|Bí thư|Chánh|Cục trưởng|Vụ trưởng|Hiệu trưởng|Ủy viên|Phó|Thứ trưởng|Tổ trưởng)\b"
)
_SHARED_HEAD = re.compile(
    r"(?P<lead>(?:[\w ]{2,24} )?)[Cc]ác (?P<head>[Ss]ở|[Bb]ộ|[Pp]hòng|[Bb]an|[Hh]ội|[Cc]ục|[Vv]ụ|[Cc]hi cục|[Tt]rung tâm|xã|phường|thị trấn|huyện)"
    rf"(?:,? ban, ngành)?(?P<colon>\s?:)?\s+(?=[{UPPER}])"
)
_DASHES = re.compile(r"\s*[-–—]\s*")
_LEVELS = (
    "thành phố|tỉnh|huyện|quận|thị xã|phường|xã|thị trấn|tp|t/p|trung ương|cấp tỉnh|cấp huyện|cấp xã|đặc khu|khu vực"
)
_PLACE_WORD = rf"(?P<level>{_LEVELS}|thôn|bản|ấp|xóm|khu phố|tổ dân phố)"
_PLACED = re.compile(rf"(?<!\w){_PLACE_WORD} (?=[{UPPER}])")
_FURTHER_PLACE = re.compile(rf"(?:,| và) (?:và )?{_PLACE_WORD} (?=[{UPPER}])")


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit as named in a text."""

    text: str  # white space folded
    start: int
    end: int


def find_units(text: str) -> Iterator[Mention]:
    """The units that a text names, in order; a mention within another is left out."""
    position = 0
    while match := HEAD.search(text, position):
        end = unit_end(text, match.start())
        yield Mention(_folded(text, match.start(), end), match.start(), end)
        position = max(end, match.end())


def unit_at(text: str) -> str | None:
    """The unit that a text begins with, as printed; None when it begins otherwise."""
    start = len(text) - len(text.lstrip(" -–"))
    return _folded(text, start, unit_end(text, start)) if HEAD.match(text, start) else None


def units_in_row(text: str, position: int) -> tuple[list[Mention], int]:
    """The units named one after another from `position` on, and where they end.

    A comma, a semicolon or "và" parts units only where the next words begin one: "Phòng
    Văn hoá và Thông tin" is one. "Các Sở: Nội vụ, Tài chính" gives "Sở Nội vụ", "Sở Tài chính".
    """
    found: list[Mention] = []
    if persons := _PERSONS.match(text, position):
        position = persons.end()
    end = position
    while head := EXPECTED_HEAD.match(text, position):
        shared = _SHARED_HEAD.match(text, position)
        if shared and (names := _names_sharing(text, shared)):
            found += names
            stop = names[-1].end
        else:
            stop = max(unit_end(text, position), head.end())
            found.append(Mention(_folded(text, position, stop), position, stop))
            while further := _of_further_place(text, found[-1]):
                found.append(further)
                stop = further.end
        if len(found) > 1 and _PERSON.match(found[-2].text) and _POSITION.match(found[-1].text):
            person = found[-2]
            found[-2:] = [Mention(_folded(text, person.start, stop), person.start, stop)]
        beside = _BESIDE.match(text, stop)
        end = beside.end() if beside else stop
        separator = _SEPARATOR.match(text, end) or (
            re.compile(r"\s?[-–]\s?").match(text, end) if _PERSON.match(found[-1].text) else None
        )
        if separator is None:
            break
        position = separator.end()
    return found, end


def split_units(text: str) -> tuple[str, ...]:
    """Several units named in one breath: "Phòng A; Trung tâm B" → both; what names no unit as it is."""
    start = len(text) - len(text.lstrip(" -–"))
    found, end = units_in_row(text, start)
    rest = text[end:].strip(" ,;:.-–")
    if rest and found:
        found[-1] = Mention(_folded(text, found[-1].start, len(text)), found[-1].start, len(text))
    return tuple(mention.text for mention in found) or tuple(filter(None, [_folded(text, 0, len(text))]))


def _names_sharing(text: str, shared: re.Match[str]) -> list[Mention]:
    """The units of "các Sở: Nội vụ, Tài chính và Y tế", each with the head that they share."""
    lead = shared["lead"].strip()
    head = (
        f"{lead} {shared['head'].capitalize() if not lead or shared['head'][0].isupper() else shared['head']}".strip()
    )
    found: list[Mention] = []
    position = shared.end()
    while re.match(rf"[{UPPER}]", text[position : position + 1]) and not HEAD.match(text, position):
        end = name_end(text, position, shared["head"])
        found.append(Mention(f"{head} {_folded(text, position, end)}", position, end))
        separator = re.compile(r"\s*(?:[,;]|và)\s+(?:và\s+)?").match(text, end)
        if separator is None:
            break
        position = separator.end()
    return found if len(found) > 1 or (found and shared["colon"]) else []


def _of_further_place(text: str, unit: Mention) -> Mention | None:
    """The unit of the place named next, behind "Trưởng thôn Thượng, thôn Trung": one without a head of its own."""
    more = _FURTHER_PLACE.match(text, unit.end)
    own = list(_PLACED.finditer(unit.text)) if more else []
    if more is None or not own:
        return None
    end = name_end(text, more.end(), more["level"])
    name = f"{unit.text[: own[-1].start()]}{_folded(text, more.start('level'), end)}"
    return Mention(name, more.start("level"), end) if end > more.end() else None


def _folded(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split()).strip(" ,;:.-–")


def unit_key(text: str) -> str:
    """One key for all spellings of a unit's name, its level aside.

    Abbreviations must have been written out before, see `ingest.glossary`.
    """
    key = strip_diacritics(_DASHES.sub(" ", text))
    key = re.sub(r"[^\w/ ]+", " ", key)
    key = re.sub(r"\buy ban nhan dan\b", "ubnd", " ".join(key.split()))
    if several := _SEVERAL_LEVELS.search(key):  # "các phường, xã" are "các xã, phường"
        return f"{key[: several.start()]} {' '.join(sorted(_ONE_LEVEL.findall(several[0])))}"
    stripped = _LEVEL_TAIL_FOLDED.sub("", key)
    return stripped if " " in stripped else key  # "Hải quan" is no "Hải" of a quận


# "các xã" are no "các phường"; the police of a province is no commune's, while every district's Phòng Y tế is that.
_LEVEL_TAIL_FOLDED = re.compile(
    rf"(?<!hop tac)(?<!\bcac)(?<!^cong an)(?<!^thanh tra)\s(?:cap\s)?(?:{strip_diacritics(_LEVELS)})$"
)

_FOLDED_LEVEL = strip_diacritics(r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)")
_ONE_LEVEL = re.compile(_FOLDED_LEVEL)
_SEVERAL_LEVELS = re.compile(rf"(?<=\bcac) {_FOLDED_LEVEL}(?: (?:va )?{_FOLDED_LEVEL})+$")
