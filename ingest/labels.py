"""The labels that begin a clause: what a line may open with, before any context is known.

A label here is a candidate. Whether "1." at the head of a line is a clause or the
rest of a broken number is decided in `ingest.clauses`, which knows what came before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import takewhile

from ingest.spelling import UPPER


class Style(Enum):
    """Families of labels. The values say how an address names them."""

    PART = "P"
    CHAPTER = "C"
    SECTION = "M"
    ARTICLE = "Đ"
    ANNEX = "PL"
    FORM = "B"
    UPPER = "A."
    ROMAN = "I."
    DECIMAL = "1."
    POINT = "a)"
    DASH = "-"
    PLUS = "+"


@dataclass(frozen=True, slots=True)
class Label:
    """A label read at the head of a line."""

    style: Style
    segment: str  # as the address has it: "IV", "2.1", "đ", "5"
    numbers: tuple[int, ...]  # (2, 1) for "2.1"; letters count in Vietnamese order
    printed: str  # "IV.", "2.1.", "đ)", "Điều 5."
    length: int  # characters of the line up to the clause's first word


# Alphabet of điểm: d is followed by đ; f, j, w and z are not used, but misprints are tolerated.
_POINTS = "abcdđeghiklmnopqrstuvxy"
_ORDINALS = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"(?=[IVXLC]+(?!\w))(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"

_ARTICLE = re.compile(r"(?:Điều|ĐIỀU)\s+(\d{1,3}[a-zđ]?)\s*(?:[.:]|(?=$|\n))\s*", re.M)
_PART = re.compile(
    rf"(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+)?([A-ZĐa-zđ]\b|{_ROMAN}|\d{{1,2}}|\w+)\s*[.:]?\s*(?=$|\n|[{UPPER}])", re.M
)
_CHAPTER = re.compile(rf"(?:Chương|CHƯƠNG)\s+({_ROMAN}|\d{{1,2}})\b\s*[.:]?\s*(?=$|\n|[{UPPER}–-])", re.M)
_SECTION = re.compile(rf"(?:Mục|MỤC)\s+(\d{{1,2}}|{_ROMAN})\b\s*[.:]?\s*(?=$|\n|[{UPPER}–-])", re.M)
_ANNEX = re.compile(
    rf"(?:Phụ lục|PHỤ LỤC)\s*(?:số\s*|SỐ\s*)?({_ROMAN}|\d{{1,2}}|[A-ZĐ]\b)?\b\s*[.:]?\s*(?=$|\n|[{UPPER}(–-])", re.M
)
_FORM = re.compile(
    rf"(?:Mẫu|MẪU|Biểu|BIỂU|Biểu mẫu|BIỂU MẪU)\s*(?:số\s*|SỐ\s*)?(\d{{1,3}}[a-zA-Z]?)\s*[.:]?\s*(?=$|\n|[{UPPER}(])",
    re.M,
)
_UPPER = re.compile(r"([A-HĐ])\s?[.)]\s+(?=\S)")
# A mark and a space, or a capital right behind the mark ("1.Nội dung"), so that "15.4" and "V/v" stay words.
_MARK = rf"(?:\s?[.)](?:\s+|(?=[{UPPER}“\"(\[])))"
_ROMAN_LABEL = re.compile(rf"({_ROMAN})(?:{_MARK}|\s?[-–/]\s*(?=[{UPPER}]))(?=\S)")
_ROMAN_DECIMAL = re.compile(rf"({_ROMAN})\.(\d{{1,2}}(?:\.\d{{1,2}})*)(?:{_MARK}|\s+)(?=\S)")
_DECIMAL = re.compile(rf"(\d{{1,3}}(?:\.\d{{1,2}}){{0,4}})(?:{_MARK}|/\s+|\s+)(?=\S)")
_POINT = re.compile(r"([a-zđ]\d?)\s?(?:\)\s*|\.\s+)(?=\S)")
_DASH = re.compile(r"[-–—•●▪■◦*·]+\s*(?=\S)")
_PLUS = re.compile(r"\+\s*(?=\S)")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}\b")
_QUANTITY = re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+(?:[.,]\d+)?\s?(?:%|tỷ|triệu|đồng|ha\b|km|kg|m2|m²)")


@lru_cache(maxsize=4096)  # a line is asked for its label from several sides
def read_label(line: str) -> Label | None:
    """The label that opens `line`, if it opens with one."""
    for style, pattern in _CONTAINERS:
        if match := pattern.match(line):
            return _container(style, match)
    if match := _ROMAN_DECIMAL.match(line):
        numbers = tuple(map(int, match[2].split(".")))
        return Label(Style.DECIMAL, f"{match[1]}.{match[2]}", numbers, match[0].strip(), match.end())
    if match := _ROMAN_LABEL.match(line):
        return Label(Style.ROMAN, match[1], (roman(match[1]),), match[0].strip(), match.end())
    if match := _UPPER.match(line):
        return Label(Style.UPPER, match[1], (_letter(match[1].lower()),), match[0].strip(), match.end())
    if match := _POINT.match(line):
        return Label(
            Style.POINT, match[1], (_letter(match[1][0]), *map(int, match[1][1:])), match[0].strip(), match.end()
        )
    if (match := _DECIMAL.match(line)) and not _DATE.match(line) and not _QUANTITY.match(line):
        return _decimal(match)
    for style, pattern in ((Style.PLUS, _PLUS), (Style.DASH, _DASH)):
        if match := pattern.match(line):
            return Label(style, "", (), match[0].strip(), match.end())
    return None


def begins_clause(line: str) -> bool:
    """Whether `line` may be the first of a clause."""
    return read_label(line) is not None


def roman(numeral: str) -> int:
    """The value of a Roman numeral, at most 100-odd: "XIV" → 14."""
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def as_upper(label: Label) -> Label | None:
    """Read "C." or "I." as the letter it also is; None where it is no single letter."""
    if label.style is not Style.ROMAN or len(label.segment) != 1:
        return None
    return Label(Style.UPPER, label.segment, (_letter(label.segment.lower()),), label.printed, label.length)


_CONTAINERS = (
    (Style.ARTICLE, _ARTICLE),
    (Style.PART, _PART),
    (Style.CHAPTER, _CHAPTER),
    (Style.SECTION, _SECTION),
    (Style.ANNEX, _ANNEX),
    (Style.FORM, _FORM),
)


def _container(style: Style, match: re.Match[str]) -> Label | None:
    value = match[1] or ""
    number = _ordinal(value)
    if number is None and style not in (Style.ARTICLE, Style.FORM):
        return None
    if number is None:  # "5a": both patterns begin with digits
        number = int("".join(takewhile(str.isdecimal, value)))
    spelled_out = not value or value.lower() in _ORDINALS
    return Label(style, str(number) if spelled_out else value, (number,), match[0].strip(), match.end())


def _ordinal(value: str) -> int | None:
    if not value:
        return 1
    if value.isdecimal() and value.isascii():
        return int(value)
    if re.fullmatch(_ROMAN, value):
        return roman(value)
    if len(value) == 1 and value.lower() in _POINTS:
        return _letter(value.lower())
    return _ORDINALS.get(value.lower())


def _decimal(match: re.Match[str]) -> Label | None:
    segment = match[1]
    bare = match[0].strip() == segment  # "2.1 Nội dung": no mark behind the number
    if bare and "." not in segment:
        return None
    numbers = tuple(map(int, segment.split(".")))
    if any(number == 0 for number in numbers[:1]) or (len(numbers) == 1 and len(segment) > 2 and numbers[0] > 200):
        return None
    return Label(Style.DECIMAL, ".".join(map(str, numbers)), numbers, match[0].strip(), match.end())


def _letter(letter: str) -> int:
    """Place of a letter in the order of điểm: a = 1, d = 4, đ = 5."""
    return _POINTS.find(letter) + 1 or ord(letter) - 96
