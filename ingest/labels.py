"""The labels that begin a clause: what a line may open with, before any context is known.

A label here is a candidate, and a line may have several: "i)" is the ninth point or the
first small Roman numeral. Which of them it is, and whether "1." at the head of a line is
a clause or the rest of a broken number, is decided in `ingest.numbering`, which knows
what came before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from ingest.spelling import UPPER, bare


class Style(Enum):
    """Families of labels. The values say how an address names them."""

    PART = "P"
    CHAPTER = "C"
    SECTION = "M"
    SUBSECTION = "TM"
    ARTICLE = "Đ"
    ANNEX = "PL"
    FORM = "B"
    UPPER = "A."
    ROMAN = "I."
    DECIMAL = "1."
    POINT = "a)"
    SMALL_ROMAN = "i)"
    DASH = "-"
    PLUS = "+"
    SIGN = "*"


@dataclass(frozen=True, slots=True)
class Label:
    """A label read at the head of a line."""

    style: Style
    segment: str  # as the address has it: "IV", "2.1", "đ", "5"
    numbers: tuple[int, ...]  # (2, 1) for "2.1", (1, 2) for "a2"; letters count in the order of the alphabet
    printed: str  # "IV.", "2.1.", "đ)", "Điều 5."
    length: int  # characters of the line up to the clause's first word
    mark: str = ""  # what closes it: ".", ")", "()", "/", "-", ":"; "" for none
    inserted: int = 0  # 1 for "5a", which an amendment puts behind 5


# Điểm have no f, j, w and z, and drafters who use the Latin order leave đ out.
LETTERS = "abcdđefghijklmnopqrstuvwxyz"
OPTIONAL_LETTERS = frozenset("đfjwz")
_ORDINALS = {
    "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMERAL = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_ROMAN = rf"(?:{_NUMERAL}(?!\w))"
_PLACE = rf"({_NUMERAL}|\d{{1,3}}|[A-ZĐ])([a-zđ]?)(?!\w)"  # what counts chapters, sections and annexes
# The title may stand on the same line, or on the next; a sentence that goes on is a reference to the place.
_TITLE = rf"\s*[.:]?\s*(?=$|\n|[{UPPER}“\"(–-])"
_BARE_TITLE = r"\s*[.:]?\s*(?=$|\n|[A-Z“\"(–-])"  # of text without diacritics

# Matched against the line without diacritics, because scans lose or change those of "Điều" and "Chương".
_ARTICLE = re.compile(r"D[il1]eu\s*(\d{1,3})([a-z]?)\s*([.:]|[-–](?=\s)|(?=$|\n)|(?=\s[A-Z]))\s*", re.I)
_CHAPTER = re.compile(rf"(?:Chuong|CHUONG)\s+{_PLACE}{_BARE_TITLE}")
_CITED_ARTICLE = re.compile(
    r"(?:của|này|và|Nghị (?:định|quyết)|Luật|Bộ luật|Thông tư|Quyết định|Hiến pháp|Pháp lệnh|Quy (?:chế|định)|Điều lệ)\b"
)
_PART = re.compile(rf"(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+(\w+)()|{_PLACE}){_TITLE}")
_SECTION = re.compile(rf"(?:Mục|MỤC)\s+{_PLACE}{_TITLE}")
_SUBSECTION = re.compile(rf"(?:Tiểu mục|TIỂU MỤC|Tiểu Mục)\s+{_PLACE}{_TITLE}")
_ANNEX = re.compile(
    rf"(?:Phụ lục|Phụ Lục|PHỤ LỤC)(?:\s*(?:số|SỐ|Số)?\s*:?\s*({_NUMERAL}|\d{{1,3}}|[A-ZĐ])([-–.]\d{{1,2}}|[a-zA-Z]?)(?!\w))?+{_TITLE}"
)
_FORM = re.compile(
    r"(?:Biểu mẫu|BIỂU MẪU|Mẫu biểu|Mẫu|MẪU|Biểu|BIỂU)\s*(?:số|SỐ|Số)?\s*:?\s*([A-Z]{0,2}\d{1,3}(?:\.\d{1,2})*)\.?([a-zA-Z]?)"
    rf"(?:\s?[-–/][\w.&/-]+)?{_TITLE}"
)
_CONTAINERS = (
    (Style.CHAPTER, _CHAPTER, True),
    (Style.PART, _PART, False),
    (Style.SECTION, _SECTION, False),
    (Style.SUBSECTION, _SUBSECTION, False),
    (Style.ANNEX, _ANNEX, False),
    (Style.FORM, _FORM, False),
)
_CONTAINER_HEAD = re.compile(
    r"[DĐÐ]\S{2,3}\s*\d|C[hH]\S{1,4}(?:ng|NG)\s|Phần|PHẦN|Mục|MỤC|Tiểu|TIỂU|Phụ|PHỤ|Mẫu|MẪU|Biểu|BIỂU"
)

_LOWER_ROMAN = r"(?:(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})(?!\w))"
_HEAD = rf"(?:{_ROMAN}|[A-KĐ](?!\w)|\d{{1,3}}|{_LOWER_ROMAN}|[a-zđ](?![^\W\d]))"
_LABEL = re.compile(rf"({_HEAD})((?:\.\d{{1,2}}(?!\d)){{1,4}}|(?<=[a-zđ])\d{{1,2}}(?!\w)|(?<=\d)[a-zđ](?!\w)|)")
_AFTER = re.compile(rf"\s?([.)/:]|[-–](?!\d))(?:\s+|(?=[{UPPER}“\"(\[]))(?=\S)|()\s+(?=\S)")
_PARENTHESISED = re.compile(rf"\(({_ROMAN}|\d{{1,2}}|{_LOWER_ROMAN}|[a-zđ])()\)\s*(?=\S)")
_DASH = re.compile(r"(?:[-–—‐‑]+|−(?=\s))\s*(?=[^\s\d])|[-–—−]\s+(?=\S)")
_PLUS = re.compile(r"\+\s*(?=\S)")
_SIGN = re.compile(r"(?:[•●▪■◦·○➢➤►✓✔❖◆»]|\*(?!\*))+\s*(?=\S)|o\s+(?=\S)")
_DATE = re.compile(r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)?\d{2}(?!\d)|\d{1,2}\s?/\s?(?:\d{4}|\d{1,2}\b)")
_QUANTITY = re.compile(
    r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+(?:[.,]\d+)?\s?(?:%|‰|°|tỷ\b|triệu\b|nghìn\b|đồng\b|ha\b|km|kg|m2|m²|m3|m³|mm\b|cm\b)"
)


@lru_cache(maxsize=4096)
def read_label(line: str) -> Label | None:
    """The label that most likely opens `line`, if it opens with one."""
    found = readings(line)
    return found[0] if found else None


def readings(line: str) -> tuple[Label, ...]:
    """Every label that may open `line`, likeliest first."""
    if not line:
        return ()
    first = line[0]
    if _CONTAINER_HEAD.match(line) and (container := _container(line)):
        return (container,)
    if first.isalnum():
        match = _LABEL.match(line)
        return (_labels(match, line) if match else ()) or (_bullets(line) if first == "o" else ())
    if first == "(" and (match := _PARENTHESISED.match(line)):
        return tuple(_typed(match[1], "", "()", match[0].strip(), match.end()))
    return _bullets(line)


def begins_clause(line: str) -> bool:
    """Whether `line` may be the first of a clause."""
    return read_label(line) is not None


def is_numbered(annex: Label) -> bool:
    """Whether an annex's label prints a number: "Phụ lục II" does, "Phụ lục" does not."""
    return len(annex.printed.rstrip(" .:")) > len("Phụ lục")


def roman(numeral: str) -> int:
    """The value of a Roman numeral, at most 100-odd: "XIV" → 14."""
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _bullets(line: str) -> tuple[Label, ...]:
    for style, pattern in ((Style.DASH, _DASH), (Style.PLUS, _PLUS), (Style.SIGN, _SIGN)):
        if match := pattern.match(line):
            return (Label(style, "", (), match[0].strip(), match.end()),)
    return ()


def _labels(match: re.Match[str], line: str) -> tuple[Label, ...]:
    """Every reading of a label of one or several levels; none for dates and quantities."""
    head, tail = match.groups()
    after = _AFTER.match(line, match.end())
    if after is None or _DATE.match(line) or _QUANTITY.match(line):
        return ()
    mark = (after[1] or "").replace("–", "-")
    if not mark and not (("." in tail and head[0].isdigit()) or (tail.count(".") and head.isupper())):
        return ()  # "2.1 Nội dung" is a label, "2 đồng" and "a ấy" are none
    if mark == ":" and not head.isupper():
        return ()
    if (mark == "/" and head.islower() and not after[0].endswith(" ")) or (mark == "-" and tail):
        return ()
    return tuple(_typed(head, tail, mark, line[: after.end()].strip(), after.end()))


def _typed(head: str, tail: str, mark: str, printed: str, length: int) -> list[Label]:
    inserted = LETTERS.index(tail) + 1 if tail.isalpha() else 0
    below = tuple(int(number) for number in tail.strip(".").split(".") if number.isdigit())
    found: list[Label] = []
    for style, first, name in _values(head):
        segment = name + ("." if tail.startswith(".") else "") + (tail if inserted else ".".join(map(str, below)))
        found.append(Label(style, segment, (first, *below), printed, length, mark, inserted))
    return found


def _values(head: str) -> list[tuple[Style, int, str]]:
    """The styles that a label's first part may be of, its value in each, and its name."""
    if head.isdigit():
        value = int(head)
        return [(Style.DECIMAL, value, str(value))] if 0 < value <= 200 else []
    found: list[tuple[Style, int, str]] = []
    if head.isupper():
        if re.fullmatch(_ROMAN, head):
            found.append((Style.ROMAN, roman(head), head))
        if len(head) == 1:
            found.append((Style.UPPER, LETTERS.index(head.lower()) + 1, head))
        return found
    if len(head) == 1:
        found.append((Style.POINT, LETTERS.index(head) + 1, head))
    if re.fullmatch(_LOWER_ROMAN, head):
        found.append((Style.SMALL_ROMAN, roman(head.upper()), head))
    return found


def _container(line: str) -> Label | None:
    plain = bare(line[:120])
    if (match := _ARTICLE.match(plain)) and not (not match[3] and _CITED_ARTICLE.match(line[match.end() :])):
        return _article(match, line)
    for style, pattern, without_diacritics in _CONTAINERS:
        match = pattern.match(plain if without_diacritics else line)
        number = next((group for group in match.groups()[::2] if group), "") if match else ""
        if match and (value := _ordinal(number)) is not None:
            spelled_out = not number or bare(number).lower() in _ORDINALS
            letter = next((group for group in match.groups()[1::2] if group), "").replace("-", ".").replace("–", ".")
            unpadded = spelled_out or (
                number.isdigit() and style is not Style.FORM
            )  # a form is filed by what it prints
            name = (str(value) if unpadded else number) + letter
            inserted = LETTERS.find(letter.lower()) + 1 if letter else 0
            return Label(style, name, (value,), line[: match.end()].strip(), match.end(), inserted=inserted)
    return None


def _article(match: re.Match[str], line: str) -> Label:
    number, letter = int(match[1]), line[match.start(2) : match.end(2)].lower()
    return Label(
        Style.ARTICLE,
        f"{number}{letter}",
        (number,),
        line[: match.end()].strip(),
        match.end(),
        mark=match[3],
        inserted=LETTERS.find(letter) + 1 if letter else 0,
    )


def _ordinal(value: str) -> int | None:
    """The value of what stands behind "Phần", "Chương", "Phụ lục" …; 1 where nothing does."""
    if not value:
        return 1
    if digits := re.match(r"[A-Z]{0,2}(\d+)", value):
        return int(digits[1])
    if re.fullmatch(_ROMAN, value):
        return roman(value)
    if len(value) == 1 and value.lower() in LETTERS:
        return LETTERS.index(value.lower()) + 1
    return _ORDINALS.get(bare(value).lower())
