"""Duties: who has to do what, in which role, with whom, reporting to whom.

A unit gets a duty from the sentence that names it (`ingest.facts.assignments`), or from the
nearest words above that give what follows to it: a heading ("4. Phòng Nội vụ huyện",
"Trách nhiệm của Bộ Y tế") or a lead-in ("Sở Y tế có trách nhiệm:"). Reports tell what was
done, and have duties only where they speak of what is to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ingest.facts.assignments import Setting, assignments, predicate
from ingest.facts.objectives import find_objectives
from ingest.facts.roles import partners_of, receiver_of, roles_of
from ingest.facts.tasks import Task, labelled, says_when, task_rows
from ingest.model import Clause, Duty, Header, Role, Table
from ingest.office_words import HEAD, VERB
from ingest.spelling import UPPER, folded_words
from ingest.statements import Stretch, fold, heading_end, plain, sentences, stretches
from ingest.units import unit_key, units_in_row

_GIVING = re.compile(
    r"(?:(?:Kính |Trân trọng )?(?:đề nghị|yêu cầu|giao nhiệm vụ|giao|phân công)(?: cho| đối với)?|đối với|về phía|"
    r"(?:phân công |chức năng(?:,| và) )?(?:trách nhiệm|nhiệm vụ|nghĩa vụ)(?: và quyền hạn|, quyền hạn| thực hiện| cụ thể| quản lý(?: nhà nước)?)*(?: của| cho| đối với)?)[: ]+",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"quyền(?! hạn và nhiệm| hạn, nhiệm)|thẩm quyền|quyền lợi|(?:bao )?gồm|thành phần|cơ cấu|tiêu chuẩn|điều kiện|hành vi|chế độ làm việc",
    re.IGNORECASE,
)
_LEADS = re.compile(r"(?:chủ trì|có trách nhiệm|chịu trách nhiệm|phối hợp|có nhiệm vụ|có nghĩa vụ)(?!\w)")
_BODY = re.compile(
    r"[\s\-+•*|]*(?:\(?\d{1,3}[a-zđ]?(?:\.\d{1,2})*(?:[.)/]|-(?= )) ?|[a-zđ]\d?\) ?|[IVXLC]+(?:\.|-) |Điều \d+[a-zđ]?[.:]? ?)?[\s\-+•*]*"
)
_INTRODUCES = re.compile(r":[ ]*\n\s*\+")  # "… gồm:" and a plus on the next line
_NO_STATEMENT = re.compile(
    r"\(|(?:Được(?! giao| phân công| ủy quyền| yêu cầu)|Kinh phí|Thời gian|Địa điểm|Thành phần|Số lượng|Đối tượng|Nội dung|Hồ sơ|Ghi chú|Mẫu|Biểu|Mức|Nguồn|Hình thức|Trường hợp|Điều kiện)(?!\w)"
)
_GOES_ON = re.compile(
    r"(?:Không|Tuyệt đối|Chỉ|Là|Kiên quyết|Đặc biệt|Hằng|Hàng|Mỗi|Đồng thời|Ngoài ra|Trong|Trên|Theo|Định kỳ|Khi|Đối với|Có|Sau|Trước|Từ|Riêng)(?!\w)"
)
_TORN = re.compile(rf"[^\s.;:,]\n+(?=[{UPPER}0-9(])")  # cells of a table that has lost its rows
_BLANKS = ("....", "……", "____")
_AHEAD = re.compile(
    r"phương hướng|nhiệm vụ|giải pháp|kiến nghị|đề xuất|đề nghị|tổ chức thực hiện|phân công|trách nhiệm|kế hoạch|thời gian tới",
    re.IGNORECASE,
)
_TELLING = ("báo cáo", "tờ trình", "biên bản", "đề án")
_NORMATIVE = ("luật", "bộ luật", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch", "nghị quyết", "quyết định")
_PRIVATE = re.compile(
    r"(?:các |những |mọi )?(?:tổ chức|cá nhân|doanh nghiệp|người|chủ|hộ|nhà đầu tư|nhà thầu|cơ sở|công ty|thành viên)(?!\w)",
    re.IGNORECASE,
)
_MUST = re.compile(r"(?:có trách nhiệm|chịu trách nhiệm|có nghĩa vụ|phải|có nhiệm vụ)(?!\w)")
_ELSEWHERE = ("header", "recipients", "signature", "footnote", "addressees")


@dataclass(frozen=True, slots=True)
class _Context:
    """To whom the statements of a clause are given, and how they are to be read."""

    actors: tuple[str, ...]
    led: tuple[str, ...]  # of its items, where a lead-in stands before them
    setting: Setting


def find_duties(
    clauses: Sequence[Clause], header: Header | None = None, tables: Sequence[Table] = ()
) -> tuple[Duty, ...]:
    """Every duty that the clauses give, in reading order; those of the tables come last.

    `quote` is the statement that gives it, for a table the row; the unit of a heading or
    lead-in stands there, in the same clause or in one above it.
    """
    header = header or Header()
    issuer = f"{unit_key(header.issuer or '')} {folded_words(header.place or '')}".split()
    setting = Setting(issuer=frozenset(issuer), normative=_is_normative(header))
    below: dict[str, tuple[str, ...]] = {}  # path → to whom what stands below a clause is given
    ahead: dict[str, bool] = {}
    duties: list[Duty] = []
    for clause in clauses:
        headed = _headed(clause, setting)
        actors = below.get(clause.parent or "", ()) if headed is None else headed
        led = _led(clause, setting)
        below[clause.path] = actors if led is None else led
        head = clause.heading or clause.text[:120].partition("\n")[0]
        ahead[clause.path] = ahead.get(clause.parent or "", False) or bool(_AHEAD.search(head))
        if clause.path.startswith(_ELSEWHERE):
            continue
        told = header.kind in _TELLING and not ahead[clause.path]
        own = replace(setting, introduces=clause.path == "preamble" or told, normative=setting.normative)
        within = [table for table in tables if clause.start <= table.start < clause.end]
        duties += _of_clause(clause, _Context(actors, below[clause.path], own), within)
    duties += chain.from_iterable(map(_of_task, task_rows(tables)))
    return tuple(dict.fromkeys(duties))


def heading_units(heading: str) -> tuple[str, ...]:
    """The units that a clause is headed by: "Đề nghị Hội A; Hội B:" → both; () when by none."""
    text = " ".join(plain(heading).split())
    lead = _GIVING.match(text)
    at = lead.end() if lead else 0
    units, end = units_in_row(text, at)
    rest = text[end:].strip(" .")
    if not units or (
        rest not in ("", ":") and not (predicate(text, end) is not None and (rest.endswith(":") or _LEADS.match(rest)))
    ):
        return ()
    return tuple(unit.text for unit in units)


def _is_normative(header: Header) -> bool:
    return header.kind in _NORMATIVE and bool(re.search(r"/(?:19|20)\d\d/|/QH\d", header.number or ""))


def _headed(clause: Clause, setting: Setting) -> tuple[str, ...] | None:
    """To whom a clause's heading gives all that stands in it; None where it says nothing of that."""
    text = fold(plain(clause.heading))
    if not text:
        return None
    if _MAY.match(text):
        return ()
    if clause.label.startswith("Điều") and setting.normative and not _GIVING.match(text):
        return None
    return heading_units(text) or None


def _led(clause: Clause, setting: Setting) -> tuple[str, ...] | None:
    """To whom a lead-in gives the items or clauses behind it: "Sở Y tế có trách nhiệm:"; None without one."""
    lead = fold(plain(_last_paragraph(clause)))
    if not lead.endswith(":"):
        return None
    body = _body(Stretch(clause.path, lead, lead, clause.start))
    if not clause.heading and (units := heading_units(body)):
        return units
    found = assignments(body, replace(setting, introduces=False))
    if not found:
        return None
    return () if _MAY.search(body, found[-1].start) else tuple(unit.text for unit in found[-1].units)


def _last_paragraph(clause: Clause) -> str:
    """The last paragraph before the items or clauses below: a lead-in when it ends with a colon."""
    end = min((item.start for item in clause.items), default=clause.end) - clause.start
    return clause.text[:end].rstrip().rpartition("\n")[2]


def _of_task(task: Task) -> Iterator[Duty]:
    """The duties of a row: of those who lead, and of those who join in by name ("các cơ quan liên quan" is none)."""
    named = [partner for partner in task.partners if not partner.lower().startswith(("các ", "những "))]
    joining: tuple[tuple[str, Role], ...] = tuple((partner, "phối hợp") for partner in named)
    for actor, role in (*task.leads, *joining):
        partners = task.partners if role != "phối hợp" else ()
        objectives = find_objectives(task.what)
        yield Duty(actor, role, task.what, partners, None, objectives, task.path, task.quote, task.start)


def _of_clause(clause: Clause, context: _Context, tables: Sequence[Table]) -> Iterator[Duty]:
    """The duties of one clause; within a paragraph a sentence that goes on with a verb goes on with the same units."""
    carried: tuple[str, ...] = ()
    task = fold(clause.heading)  # of the lines with labels
    last = clause.start
    for statement, leads in _statements(clause, tables):
        if "\n" in clause.text[last - clause.start : statement.start - clause.start]:
            carried = ()
        last = statement.start + len(statement.text)
        body = _body(statement)
        if any(blank in body for blank in _BLANKS) or _is_torn(statement.text) or (leads and _only_names(body)):
            continue
        if labels := labelled(body):
            for role, units in labels:
                yield from _duties(units, task or body, statement, body, role)
            continue
        if says_when(body):
            continue
        given = context.led if statement.path != clause.path else context.actors
        setting = replace(context.setting, headed=bool(given))
        found = assignments(body, setting)
        if setting.normative:
            found = [one for one in found if not _PRIVATE.match(one.units[0].text) or _MUST.match(body, one.start)]
        for one in found:
            carried = tuple(unit.text for unit in one.units)
            said = body[one.start : one.end].strip(" ,")
            yield from _duties(carried, one.task or said, statement, said)
        tells = _is_statement(body, setting, carried=not given) and not (leads and len(body.split()) < 7)
        if not found and tells:
            yield from _duties(given or carried, body, statement, body)
        task = body


def _body(statement: Stretch) -> str:
    """A sentence on one line without its label."""
    label = _BODY.match(statement.plain)
    return " ".join(statement.plain[label.end() if label else 0 :].split())


def _is_torn(text: str) -> bool:
    """Whether a statement is what is left of the cells of a table."""
    return text.count("\n") > 2 and len(_TORN.findall(text)) > 2


def _only_names(body: str) -> bool:
    """Whether a heading says no more than whom what follows is given to."""
    units = heading_units(body)
    return bool(units) and len(body) < len(" ".join(units)) + 40


def _is_statement(body: str, setting: Setting, *, carried: bool) -> bool:
    """Whether a sentence without a subject tells something to do."""
    if len(body.split()) < 3 or _NO_STATEMENT.match(body) or setting.introduces:
        return False
    if HEAD.match(body) and not VERB.match(body[:1].lower() + body[1:]):
        return False  # somebody else's, of whom it tells no duty
    verb = VERB.match(body[:1].lower() + body[1:])
    if carried or setting.normative:
        return verb is not None and body[:1].isupper()
    return True


def _statements(clause: Clause, tables: Sequence[Table]) -> Iterator[tuple[Stretch, bool]]:
    """The sentences of a clause, and whether each leads in what follows; a dash that introduces pluses is one with them."""
    introducing = {item.path.rpartition("+")[0] for item in clause.items}
    whole = {
        item.path: item
        for item in clause.items
        if item.path in introducing
        and _INTRODUCES.search(item.text)
        and not heading_units(item.text.partition("\n")[0].lstrip(" -–•"))
    }
    headed = heading_end(clause)
    for stretch in stretches([clause], tables):
        dash = stretch.path.partition("+")[0]
        if dash in whole:
            if stretch.path == dash and stretch.start == whole[dash].start:
                item = whole[dash]
                yield Stretch(dash, item.text, plain(item.text), item.start), False
            continue
        cut = headed - stretch.start if stretch.start < headed < stretch.start + len(stretch.text) else 0
        if cut:
            yield stretch.part(0, cut), not stretch.text[:cut].rstrip().endswith(".")
        for sentence in sentences(stretch.part(cut, len(stretch.text))):
            yield sentence, sentence.text.rstrip().endswith(":") or sentence.start + len(sentence.text) <= headed


def _duties(
    actors: Sequence[str], action: str, statement: Stretch, said: str, labelled_role: Role | None = None
) -> Iterator[Duty]:
    """The duties of several units in the roles that `said` gives them: the action, or the words in brackets behind it."""
    objectives, partners, receiver = find_objectives(action), partners_of(said), receiver_of(said)
    for actor in actors:
        for role in (labelled_role,) if labelled_role else roles_of(said):
            yield Duty(
                actor=actor,
                role=role,
                action=action,
                partners=tuple(partner for partner in partners if partner != actor),
                report_to=receiver,
                objectives=objectives,
                path=statement.path,
                quote=statement.text,
                start=statement.start,
            )
