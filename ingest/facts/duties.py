"""Duties: who has to do what, in which role, with whom, reporting to whom.

Two ways of giving a duty are read. A clause headed by a unit ("4. Phòng Nội vụ
huyện") gives that unit every statement in it; a sentence may name its own ("Giao
Phòng X theo dõi …", "Sở Y tế chủ trì, phối hợp với …"). A sentence with its own unit
inside a headed clause is that unit's only when it is given, not merely named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from ingest.model import Clause, Duty, ObjectiveShare, Role
from ingest.statements import Stretch, plain, sentences, stretches
from ingest.units import begins_duty, split_units, unit_at, unit_end

_LEAD = re.compile(
    r"^(?:(?:Kính )?(?:đề nghị|yêu cầu|giao|phân công|trách nhiệm (?:của)?|nhiệm vụ (?:của)?|đối với|giao nhiệm vụ (?:cho)?)\s*(?:cho\s+)?)+",
    re.I,
)
_GIVES = re.compile(
    r"(?:^|(?<=[.;:,]\s)|(?<=\n))(?:Đồng thời,?\s*)?(?:UBND [^.;:,]{0,40}|Chủ tịch [^.;:,]{0,40}|Sở [^.;:,]{0,60}|Bộ [^.;:,]{0,60}|Ban [^.;:,]{0,60})?\s*"
    r"(?P<verb>Giao|giao|Yêu cầu|yêu cầu|Đề nghị|đề nghị|Phân công|phân công)\s+(?:cho\s+)?(?=\w)"
)
_INTRODUCES = re.compile(r":[ ]*\n\s*\+")  # "… gồm:" and a plus on the next line
_BODY = re.compile(r"^[\s\-–—+•*]*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]\s+|[a-zđ]\)\s*|[IVX]+\.\s+|Điều \d+[.:]\s*)?")
_JOINS = re.compile(r"phối hợp\s+(?:chặt chẽ\s+)?(?:(?:với|cùng)\s+)?(?=\w)", re.I)
_REPORT = re.compile(r"báo\s+cáo\s+(?:kết quả[^.;]{0,120}?\s+)?(?:(?:về|với|cho|đến|tới|lên|gửi về|gửi)\s+)?", re.I)
_SEND = re.compile(r"(?:gửi|nộp|báo cáo)\s+[^.;]{0,160}?(?:về|cho|đến|tới|với)\s+", re.I)
_REPORTS = re.compile(
    r"\bbáo\s+cáo\s+(?:kết quả|tình hình|định kỳ|UBND|Ủy ban|Uỷ ban|Sở|Bộ|Chủ tịch|Ban|về|cho|với|Thủ tướng|Chính phủ|Huyện|Thành|Tỉnh)",
    re.I,
)

_NUMBERS = r"\d{1,2}(?:\s*(?:,|và|;|-|–|đến)\s*\d{1,2})*(?!\s*[%/.\d])"
_OBJECTIVE = re.compile(rf"mục tiêu\s+(?:số\s+)?(?P<objectives>{_NUMBERS})", re.I)
_INDICATOR_AFTER = re.compile(
    rf"\s*[,(]?\s*(?:gồm\s+)?(?:các\s+)?chỉ tiêu\s+(?:số\s+)?(?P<indicators>{_NUMBERS})\)?", re.I
)
_INDICATOR_BEFORE = re.compile(
    rf"chỉ tiêu\s+(?:số\s+)?(?P<indicators>{_NUMBERS})\s*(?:\)|,)?\s*(?:của|thuộc|trong|-|–)\s*(?:các\s+)?$", re.I
)


def find_duties(clauses: Sequence[Clause]) -> tuple[Duty, ...]:
    """Every duty that the clauses give, in reading order.

    `quote` is the statement that gives it; the unit of a headed clause stands in the
    heading, which is part of the same clause or of its parent.
    """
    by_path = {clause.path: clause for clause in clauses}
    duties: list[Duty] = []
    for clause in clauses:
        if clause.path.startswith(("header", "recipients", "signature", "footnote", "addressees")):
            continue
        actors = _headed_actors(clause, by_path)
        for statement in _statements(clause):
            duties += _of_sentence(statement, clause, actors)
    return tuple(dict.fromkeys(duties))


def _statements(clause: Clause) -> Iterator[Stretch]:
    """The sentences of a clause; a dash that introduces its pluses is one statement with them."""
    whole = {
        item.path: item
        for item in clause.items
        if any(other.path.startswith(f"{item.path}+") for other in clause.items) and _INTRODUCES.search(item.text)
    }
    for stretch in stretches([clause]):
        dash = stretch.path.partition("+")[0]
        if dash not in whole:
            yield from sentences(stretch)
        elif stretch.path == dash and stretch.start == whole[dash].start:
            item = whole[dash]
            yield Stretch(dash, item.text, plain(item.text), item.start)


def find_objectives(text: str) -> tuple[ObjectiveShare, ...]:
    """The numbered objectives that a statement names, with their indicators.

    >>> find_objectives("mục tiêu 5 (chỉ tiêu 1) và mục tiêu 6")
    (ObjectiveShare(objective=5, indicators=(1,)), ObjectiveShare(objective=6, indicators=()))
    """
    shares: dict[int, tuple[int, ...]] = {}
    for match in _OBJECTIVE.finditer(text):
        after = _INDICATOR_AFTER.match(text, match.end())
        before = _INDICATOR_BEFORE.search(text, 0, match.start())
        indicators = _numbers(after["indicators"]) if after else _numbers(before["indicators"]) if before else ()
        for objective in _numbers(match["objectives"]):
            shares[objective] = tuple(dict.fromkeys((*shares.get(objective, ()), *indicators)))
    return tuple(ObjectiveShare(objective, indicators) for objective, indicators in shares.items())


def heading_units(heading: str) -> tuple[str, ...]:
    """The units that a clause is headed by: "Đề nghị Hội A; Hội B:" → both; () when by none."""
    text = _LEAD.sub("", heading.strip()).strip(" :.")
    units: list[str] = []
    for piece in text.split(";"):
        unit = unit_at(piece.strip())
        if unit is None:
            break
        rest = piece.strip()[unit_end(piece.strip(), 0) :].strip(" :.,")
        if rest and not rest.startswith("(") and not begins_duty(rest):
            break
        units += split_units(unit)
    return tuple(units)


def _headed_actors(clause: Clause, by_path: Mapping[str, Clause]) -> tuple[str, ...]:
    """Units of the nearest heading above a clause's statements, its own included."""
    place: Clause | None = clause
    while place is not None:
        heading = place.heading or ("" if place is clause else place.text)
        if units := heading_units(heading):
            return units
        place = by_path.get(place.parent) if place.parent else None
    return ()


def _of_sentence(sentence: Stretch, clause: Clause, actors: tuple[str, ...]) -> Iterator[Duty]:
    body_start = _BODY.match(sentence.plain).end()  # type: ignore[union-attr]  # matches the empty string too
    body = sentence.plain[body_start:]
    if _is_heading(sentence, clause):
        yield from _of_heading(sentence, body, actors)
        return
    given = list(_given(body))
    acting = [] if given else list(_acting(body))
    for unit_text, action in given or acting:
        yield from _duties(split_units(unit_text), action, sentence)
    if not given and not acting and actors and len(body.split()) >= 3:
        yield from _duties(actors, body, sentence)


def _is_heading(sentence: Stretch, clause: Clause) -> bool:
    return (
        bool(clause.heading)
        and sentence.start == clause.start
        and len(sentence.text) <= len(clause.heading) + len(clause.label) + 3
    )


def _of_heading(sentence: Stretch, body: str, actors: tuple[str, ...]) -> Iterator[Duty]:
    """A heading that itself says what its unit does: "1. Phòng A chủ trì, phối hợp …:"."""
    text = _LEAD.sub("", body)
    rest = text[unit_end(text, 0) :]
    if actors and unit_at(text) and begins_duty(rest) and len(rest.split()) > 7:
        yield from _duties(actors, rest.strip(" ,"), sentence)


def _given(body: str) -> Iterator[tuple[str, str]]:
    """(units, action) of "Giao A …", "Yêu cầu các cơ quan …" in a sentence."""
    for match in _GIVES.finditer(body):
        text = body[match.end() :]
        if unit_at(text) is None:
            continue
        end = unit_end(text, 0)
        action = text[end:].strip(" ,:")
        if len(action.split()) >= 2:
            yield text[:end], action


def _acting(body: str) -> Iterator[tuple[str, str]]:
    """(units, action) of a sentence that begins with its subject: "Sở Y tế chủ trì …"."""
    if unit_at(body) is None:
        return
    end = unit_end(body, 0)
    if begins_duty(body[end:]):
        yield body[:end], body[end:].strip(" ,")


def _duties(actors: Sequence[str], action: str, sentence: Stretch) -> Iterator[Duty]:
    folded = " ".join(action.split())
    objectives = find_objectives(folded)
    for actor in actors:
        for role in _roles(folded):
            yield Duty(
                actor=" ".join(actor.split()),
                role=role,
                action=folded,
                partners=_partners(folded),
                report_to=_receiver(folded),
                objectives=objectives,
                path=sentence.path,
                quote=sentence.text,
                start=sentence.start,
            )


def _roles(action: str) -> tuple[Role, ...]:
    """The role that an action begins with, and that of reporting when it also reports."""
    lowered = action.lower()
    opening = lowered[:60]
    first: Role = "thực hiện"
    marks: tuple[tuple[str, Role], ...] = (
        ("chủ trì", "chủ trì"), ("phối hợp", "phối hợp"), ("tham mưu", "tham mưu"), ("báo cáo", "báo cáo"), ("giúp", "tham mưu"),
    )  # fmt: skip
    found = [(opening.find(word), role) for word, role in marks if 0 <= opening.find(word) < 40]
    if found:
        first = min(found)[1]
    if (
        first == "báo cáo"
        and not _REPORTS.search(action)
        and not lowered.startswith(("báo cáo", "chịu trách nhiệm báo cáo"))
    ):
        first = "thực hiện"
    also: tuple[Role, ...] = ("báo cáo",) if first != "báo cáo" and _REPORTS.search(action) else ()
    return (first, *also)


def _partners(action: str) -> tuple[str, ...]:
    partners = (
        split_units(" ".join(action[match.end() : unit_end(action, match.end())].split()))
        for match in _JOINS.finditer(action)
        if unit_at(action[match.end() :])
    )
    return tuple(dict.fromkeys(chain.from_iterable(partners)))


def _receiver(action: str) -> str | None:
    """Who gets the report: the first unit named behind "báo cáo … (về)"."""
    for pattern in (_REPORT, _SEND):
        for match in pattern.finditer(action):
            rest = action[match.end() :]
            if unit_at(rest):
                through = re.match(r"\s*(\(qua [^)]*\))", rest[unit_end(rest, 0) :])
                unit = " ".join(rest[: unit_end(rest, 0)].split()).strip(" ,")
                return f"{unit} {through[1]}" if through else unit
    return None


def _numbers(text: str) -> tuple[int, ...]:
    """ "1, 2 và 4" → 1, 2, 4; "1-3" and "1 đến 3" → 1, 2, 3."""
    numbers: list[int] = []
    for part in re.split(r"\s*(?:,|;|và)\s*", text):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        numbers += range(ends[0], ends[-1] + 1) if ends else []
    return tuple(numbers)
