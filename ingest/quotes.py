"""Which lines a document quotes from another one: the new wording in an amending act.

A quotation of several lines opens with a mark at the head of a line or behind a colon,
and closes with a mark at the end of one. Marks within it that are no such ends belong to
words that the quoted text quotes itself. Typists forget marks: a quotation that never
closes is `OPEN`, and ends where the numbering of the quoting document goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from ingest.lines import Line

_MARK = re.compile("[“”„‟«»\"]|''|‘‘|’’")
_OPENING = frozenset("“„«‘")
_STRAIGHT = frozenset("\"'")
_TRAILING = re.compile(r"[\s.,;:)\]/⁰¹²³⁴⁵⁶⁷⁸⁹]*(?:\[\d{1,3}\])?[\s.,;]*(?:và|hoặc)?$")
AMENDS = re.compile(r"(?:Sửa|Bổ sung|Thay|Bãi bỏ|Hủy bỏ|Huỷ bỏ|Bỏ|Đổi|Đưa|Chuyển|Thêm|Đính chính|Điều chỉnh)\s", re.I)
_INTRODUCES = re.compile(r"(?:như sau|sau đây|sau|thành|bằng)\s?[:.]?$")
_WRAPPED = 3  # lines over which a quoted phrase may be broken


class Quoted(Enum):
    """How a line stands to quotations."""

    NO = 0
    YES = 1  # begins within one that closes
    OPEN = 2  # begins within one that never closes


def quoted(lines: Sequence[Line]) -> list[Quoted]:
    """For each line whether it begins inside a quotation."""
    state = [Quoted.NO] * len(lines)
    opened: int | None = None  # the line that opened the quotation of several lines
    phrase = 0  # the last line in which a phrase that an earlier line opened may close; 0 for none
    for index, line in enumerate(lines):
        if opened is not None and _instructs(lines, index):
            _mark(state, opened, index, Quoted.YES)
            opened = None
        opens, closes, ends = _left_open(line.text, first=opened is None)
        if opened is not None:
            if ends and not (closes and phrase >= index):
                _mark(state, opened, index + 1, Quoted.YES)
                opened = None
            phrase = index + _WRAPPED if opens == "phrase" else 0 if closes else phrase
        elif opens == "block" and not (line.recognised and not _introduced(lines, index)):
            opened, phrase = index, 0
        elif opens == "phrase":
            phrase = index + _WRAPPED
        elif closes and index <= phrase:
            _mark(state, phrase - _WRAPPED, index + 1, Quoted.YES)
            phrase = 0
    if opened is not None:
        _mark(state, opened, len(lines), Quoted.OPEN)
    return state


def _introduced(lines: Sequence[Line], index: int) -> bool:
    """Whether words before a quotation announce it; specks on a scan are read as marks as well."""
    line = lines[index]
    before = line.text.rpartition("“")[0].rstrip() or (lines[index - 1].text if index else "")
    return bool(_INTRODUCES.search(before))


def _mark(state: list[Quoted], opened: int, end: int, how: Quoted) -> None:
    state[opened + 1 : end] = [how] * (end - opened - 1)


def _instructs(lines: Sequence[Line], index: int) -> bool:
    """Whether a line amends and the next opens the quotation: what was open before had no end."""
    line = lines[index]
    if line.label is None or index + 1 == len(lines) or not AMENDS.match(line.text, line.label.length):
        return False
    following = lines[index + 1].text
    return bool(_INTRODUCES.search(line.text)) and following[0] in _OPENING | _STRAIGHT


def _left_open(text: str, *, first: bool) -> tuple[str, bool, bool]:
    """What a line's marks leave open.

    Returns:
        "block" or "phrase" for an opening mark without its closing one, else "";
        whether a closing mark stands without its opening one; whether one ends the line.
    """
    pending: list[int] = []
    closing: list[int] = []
    for match in _MARK.finditer(text):
        if _opens(text, match):
            pending.append(match.start())
        elif pending:
            pending.pop()
        else:
            closing.append(match.end())
    ends = bool(closing) and bool(_TRAILING.match(text, closing[-1]))
    if not pending:
        return "", bool(closing), ends
    at = pending[0]
    before = text[:at].rstrip()
    block = first and (not before or before.endswith(":") or bool(re.fullmatch(r"\S{1,6}[.)]", before)))
    return "block" if block else "phrase", bool(closing), ends


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether a mark opens: by its shape, or for a straight one by what stands beside it."""
    before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
    stands_first = (not before or before in " (:[“„«-–/") and after not in ("", " ")
    stands_last = bool(before) and before not in " (" and (not after or after in " .,;:)/]")
    if match[0][0] in _STRAIGHT:
        return stands_first
    if match[0][0] in _OPENING:
        return not (stands_last and not stands_first)
    return stands_first and not before and not stands_last
