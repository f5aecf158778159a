"""Whether words can answer a kind of question at all: a "when" by a date, a "who" by a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from assistant.cues import Kind
from ingest.spelling import UPPER
from ingest.units import find_units

_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}|ngày\s+\d|tháng\s+\d|quý\s+[IV\d]|h[ằà]ng\s+(?:năm|tháng|quý|tuần|ngày)|định kỳ|thường xuyên|"
    r"\d+\s*(?:ngày|tháng|giờ|tuần|năm|phút)\b|thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|năm\s+\d{4}|đến\s+\d{4}",
    re.I,
)
# The number and day of a cited document are no date or figure of what is said.
_CITED = re.compile(
    r"(?:số\s*)?\d+\s*[-–/]\s*(?:\d{4}\s*[-/]\s*)?[A-ZĐ][^\s,;]*(?:\s*[-–]\s*[A-ZĐ]+)?,?\s*(?:ngày\s+[\d/.]+)?"
)
# A year, a day, a document's number and a label are no figures.
_NO_FIGURE = re.compile(
    r"(?:19|20)\d\d|\d{1,2}/\d{1,2}(?:/\d+)?|\d+\s*[-/]\s*[A-ZĐ]\S*|(?:số|Điều|khoản|mục|mục tiêu|chỉ tiêu|ngày|tháng|quý|Dự án|chương trình)\s+\d+|^\d+[.)]"
)
_FIGURE = re.compile(
    r"\d|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+(?:phần|lần|bản|người|đơn vị|thành viên)\b", re.I
)
_MONEY = re.compile(r"\d[\d.,]*\s*(?:nghìn |triệu |tỷ |tỉ )*(?:đồng|triệu|tỷ|tỉ|VNĐ|VND|USD)\b|\d+\s*%", re.I)
_CONTACT = re.compile(r"\b0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}\b|\S+@\S+|\bwww\.|https?:|(?:điện thoại|ĐT|SĐT|địa chỉ)\s*:")
_PERSON = re.compile(
    rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\s+[{UPPER}]|[{UPPER}]\w+(?: [{UPPER}]\w+){{1,3}}, (?:Phó|Trưởng|Giám|Chủ|Chánh)"
)


ATTRIBUTES = frozenset({Kind.PERSON, Kind.MONEY, Kind.CONTACT})  # asked for by name, they must be there


def can_answer(kinds: Collection[Kind], quote: str, context: str) -> bool:
    """Whether words can answer one of the kinds; of kinds that ask for no certain type any words can.

    An attribute that is asked for by name (a person, money, a telephone number) must be there.
    """
    asked = [kind for kind in _TYPES if kind in kinds]
    attributes = [kind for kind in asked if kind in ATTRIBUTES]
    return not asked or any(_TYPES[kind](quote, context) for kind in attributes or asked)


def asks_for_type(kinds: Collection[Kind]) -> bool:
    """Whether kinds ask for something that can be told from its form."""
    return any(kind in _TYPES for kind in kinds)


def _names_unit(quote: str, context: str) -> bool:
    return next(find_units(f"{quote}\n{context}"), None) is not None


_TYPES: Mapping[Kind, Callable[[str, str], bool]] = {
    Kind.DEADLINE: lambda quote, _: bool(_DATE.search(_CITED.sub(" ", quote))),
    Kind.TARGET: lambda quote, _: bool(_FIGURE.search(_NO_FIGURE.sub(" ", _CITED.sub(" ", quote)))),
    Kind.PERSON: lambda quote, _: bool(_PERSON.search(quote)),
    Kind.MONEY: lambda quote, _: bool(_MONEY.search(quote)),
    Kind.CONTACT: lambda quote, _: bool(_CONTACT.search(quote)),
    Kind.ACTOR: _names_unit,
    Kind.RECEIVER: _names_unit,
}
