"""A reading reduced to what is scored, and the reading that anyone could write in an afternoon.

`read_plainly` is the baseline of the bench: labels at the beginnings of lines, numbers
and dates by one pattern each, duties by the unit that a heading begins with, effects by their verb. It gets
the text that our reader made, so that it is not charged for the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.gold import HEADER_FIELDS
from ingest.model import Document


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact: a cited document, a deadline, a duty or an effect."""

    what: str  # number or name of what is cited or affected; actor of a duty; "" of a deadline
    path: str
    date: str | None = None
    role: str | None = None  # of a duty; the act of an effect
    part: str | None = None  # of the document affected
    numbered: bool = False  # `what` is a number
    aside: bool = False  # a period of years: not claimed to be a deadline


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one document."""

    paths: tuple[str, ...]
    header: dict[str, str | None]
    references: tuple[Stated, ...]
    deadlines: tuple[Stated, ...]
    duties: tuple[Stated, ...]
    effects: tuple[Stated, ...] = ()


def reading_of(document: Document) -> Reading:
    """What our reader read."""
    facts = document.facts
    return Reading(
        tuple(clause.path for clause in document.addresses()),
        {name: getattr(document.header, name) for name in HEADER_FIELDS},
        tuple(
            Stated(r.number or f"{r.kind or ''} {r.about or ''}".strip(), r.path, r.date, numbered=r.number is not None)
            for r in facts.references
        ),
        tuple(Stated("", d.path, d.date, aside=d.kind == "period") for d in facts.deadlines),
        tuple(Stated(d.actor, d.path, role=d.role) for d in facts.duties),
        tuple(
            Stated(e.number or e.about or "", e.path, e.date, e.act, e.part, numbered=e.number is not None)
            for e in facts.effects
        ),
    )


_LEVELS = (
    re.compile(r"Điều (\d+)[.:]"),
    re.compile(r"([IVX]+)[.-] ?(?=\S)"),
    re.compile(r"(\d{1,2})[.)] ?(?=[^\W\d])"),
    re.compile(r"([a-zđ])\) ?(?=\S)"),
)
_CHAPTER = re.compile(r"(?:Chương|CHƯƠNG) ([IVX]+|\d+)")
_RECIPIENTS = re.compile(r"\W*Nơi nhận", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:/\d{4})?/[A-ZĐ][\w&Đ-]+|\d+-[A-ZĐ]+/[A-ZĐ]+")
_DATE = re.compile(r"(?:ngày )?(\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})")
_BY = re.compile(r"(?:trước|chậm nhất|hạn|đến) (?:ngày )?\Z")
_UNIT = re.compile(r"\W*(?:\w{1,3}[.)] )?((?:Sở|Phòng|Ban|Bộ|UBND|Ủy ban nhân dân|Công an|Hội) [^:;,.\n]{3,60})")
_ACT = re.compile(r"thay thế|bãi bỏ|sửa đổi, bổ sung", re.IGNORECASE)
_ROLES = ("chủ trì", "phối hợp", "tham mưu", "báo cáo")
_KIND = re.compile(
    r"(?m)^\W*(QUYẾT ĐỊNH|KẾ HOẠCH|THÔNG TƯ|NGHỊ ĐỊNH|NGHỊ QUYẾT|LUẬT|CHỈ THỊ|BÁO CÁO|THÔNG BÁO|TỜ TRÌNH|HƯỚNG DẪN)\W*$"
)
_PLACE = re.compile(r"(?m)([^\W\d][^\d\n,|]*), ?ngày")


def read_plainly(text: str) -> Reading:
    """The baseline's reading of a text."""
    lines = list(_addressed(text))
    facts = [(path, line) for path, line, _ in lines]
    return Reading(
        tuple(dict.fromkeys(path for path, _, _ in lines)),
        _header(text),
        tuple(Stated(m[0], path, numbered=True) for path, line in facts for m in _NUMBER.finditer(line)),
        tuple(
            Stated("", path, f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}")
            for path, line in facts
            for m in _DATE.finditer(line)
            if _BY.search(line[: m.start()])
        ),
        tuple(_duties(lines)),
        tuple(_effects(facts)),
    )


def _effects(facts: list[tuple[str, str]]) -> Iterator[Stated]:
    """Every number in a line behind the verb, and the day behind "có hiệu lực"."""
    for path, line in facts:
        if act := _ACT.search(line):
            for number in _NUMBER.finditer(line, act.end()):
                yield Stated(number[0], path, role=act[0].lower(), numbered=True)
        if (force := line.find("có hiệu lực")) >= 0 and (date := _DATE.search(line, force)):
            yield Stated("", path, f"{date[3]}-{int(date[2]):02}-{int(date[1]):02}", "có hiệu lực")


def _addressed(text: str) -> Iterator[tuple[str, str, str]]:
    """Path, line and nearest line with a label for every line that is not empty."""
    labels: list[str | None] = [None] * len(_LEVELS)
    place, heading, dashes = "header", "", 0
    for line in filter(None, map(str.strip, text.splitlines())):
        found = next(((n, m[1]) for n, level in enumerate(_LEVELS) if (m := level.match(line))), None)
        chapter = _CHAPTER.match(line)
        if chapter:
            place, dashes = f"C{chapter[1]}", 0
        elif found:
            level, label = found
            labels[level:] = [f"Đ{label}" if level == 0 else label, *[None] * (len(_LEVELS) - level - 1)]
            place, heading, dashes = ".".join(filter(None, labels)), line, 0
        elif _RECIPIENTS.match(line):
            place, dashes = "recipients", 0
        elif line[0] in "-–":
            dashes += 1
            yield f"{place}-{dashes}", line, heading
            continue
        yield place, line, heading


def _header(text: str) -> dict[str, str | None]:
    head = text[:1500]
    number = re.search(r"Số:? *([\w./-]*/[\w&-]+)", head)
    date, kind, place = _DATE.search(head), _KIND.search(head), _PLACE.search(head)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return {
        "number": number[1] if number else None,
        "number_printed": number[1] if number else None,
        "kind": kind[1].lower() if kind else "công văn",
        "issuer": lines[0],
        "place": place[1].strip() if place else None,
        "date": f"{date[3]}-{int(date[2]):02}-{int(date[1]):02}" if date else None,
        "subject": head[kind.end() :].strip().split("\n")[0] if kind else None,
        "signer": lines[-1],
        "signer_role": lines[-2] if len(lines) > 1 else None,
    }


def _duties(lines: list[tuple[str, str, str]]) -> Iterator[Stated]:
    for path, line, heading in lines:
        unit = _UNIT.match(line) or _UNIT.match(heading)
        if unit and path != "header":
            role = next((role for role in _ROLES if role in line.lower()), "thực hiện")
            yield Stated(unit[1].strip(), path, role=role)
