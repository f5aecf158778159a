"""Tasks that are laid out rather than told: rows of a table, and lines with a label.

Nội dung công việc | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành

a) Xây dựng kế hoạch năm
- Cơ quan chủ trì: Sở Nội vụ.
- Thời gian hoàn thành: quý II/2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Role, Span, Table
from ingest.office_words import EXPECTED_HEAD
from ingest.statements import Stretch, fold, plain
from ingest.units import split_units, units_in_row

_NO_BODY = r"(?!.*(?:thời gian|thời hạn|tiến độ|kết quả|sản phẩm|kinh phí|nội dung|ghi chú|địa điểm|số lượng))"
_TASK = re.compile(
    r"nội dung|nhiệm vụ|công việc|hoạt động|hạng mục|giải pháp|tên (?:văn bản|đề án|chương trình|dự án|kế hoạch|báo cáo|việc)|việc làm|đầu việc",
    re.IGNORECASE,
)
_LEAD = re.compile(
    rf"\A{_NO_BODY}.*(?:chủ trì|thực hiện|phụ trách|phân công|tham mưu|đầu mối|chịu trách nhiệm|soạn thảo)",
    re.IGNORECASE | re.DOTALL,
)
_PARTNER = re.compile(rf"\A{_NO_BODY}.*phối hợp", re.IGNORECASE | re.DOTALL)
_TIME = re.compile(r"thời gian|thời hạn|tiến độ|thời điểm|hoàn thành|hạn (?:cuối|nộp|báo)|lộ trình", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:\A|[;.,(] ?)(?:(?:các )?(?:cơ quan|đơn vị|sở, ngành|bộ phận|người|tổ chức|phòng|ban|cán bộ)(?:, (?:đơn vị|cá nhân|tổ chức))? )?"
    r"(?P<role>chủ trì|phối hợp|thực hiện|tham mưu|đầu mối|phụ trách|được phân công|phân công|chịu trách nhiệm|trách nhiệm|theo dõi)"
    r"(?: (?:thực hiện|tham mưu|chính|xây dựng|triển khai|tổ chức|phối hợp|soạn thảo|chủ trì|báo cáo|theo dõi))* ?: {0,2}(?=\w)",
    re.IGNORECASE,
)
_TIME_LABEL = re.compile(
    r"[\W\d]*(?:thời gian|thời hạn|tiến độ|hoàn thành|hạn hoàn thành|sản phẩm|kết quả|kinh phí|địa điểm|nguồn kinh phí)[^:]{0,30}:",
    re.IGNORECASE,
)


_ROLES: dict[str, Role] = {
    "chủ trì": "chủ trì",
    "phối hợp": "phối hợp",
    "tham mưu": "tham mưu",
}  # a label's role, if it names one


@dataclass(frozen=True, slots=True)
class _Columns:
    """Numbers of columns, from 0, and the role of those in `leads`."""

    tasks: list[int]
    leads: list[int]
    partners: list[int]
    times: list[int]
    role: Role


@dataclass(frozen=True, slots=True)
class Task:
    """A row of a task table."""

    what: str  # on one line
    leads: tuple[tuple[str, Role], ...]
    partners: tuple[str, ...]
    time: str  # as its cell has it; "" without one
    path: str
    quote: str
    start: int


def cell_stretches(tables: Sequence[Table]) -> Iterator[Stretch]:
    """The cells of the tables that assign no tasks, each once, as the text that it is."""
    for table in tables:
        if _columns(table) is None:
            for span in dict.fromkeys(span for row in table.rows for span in row):
                if text := table.text(span):
                    yield Stretch(table.path, text, plain(text), span[0])


def task_rows(tables: Sequence[Table]) -> Iterator[Task]:
    """The rows of those tables whose heads say that they assign tasks."""
    for table in tables:
        if columns := _columns(table):
            for row in table.rows[table.head_rows :]:
                yield from _task(table, row, columns)


def _columns(table: Table) -> _Columns | None:
    """Which columns of a table hold what; None when it assigns no tasks."""
    heads = [_head(table, column) for column in range(max(map(len, table.rows)))]
    tasks = [c for c, head in enumerate(heads) if _TASK.search(head) and not _LEAD.match(head)]
    partners = [c for c, head in enumerate(heads) if _PARTNER.match(head) and "chủ trì" not in head.lower()]
    leads = [c for c, head in enumerate(heads) if _LEAD.match(head) and c not in partners and c not in tasks]
    times = [c for c, head in enumerate(heads) if _TIME.search(head) and c not in leads and c not in tasks]
    said = " ".join(heads[c] for c in leads).lower()
    role: Role = "chủ trì" if "chủ trì" in said else "tham mưu" if "tham mưu" in said else "thực hiện"
    return _Columns(tasks, leads, partners, times, role) if tasks and (leads or times) else None


def _head(table: Table, column: int) -> str:
    heads = dict.fromkeys(row[column] for row in table.rows[: table.head_rows] if column < len(row))
    return " ".join(fold(table.text(span)) for span in heads)


def _task(table: Table, row: Sequence[Span], columns: _Columns) -> Iterator[Task]:
    if len(set(row)) < 2:  # a row that is one cell is a heading
        return
    tasks, leads, partners, times = (
        [row[c] for c in chosen if c < len(row) and table.text(row[c])]
        for chosen in (columns.tasks, columns.leads, columns.partners, columns.times)
    )
    if not tasks:
        return
    first = min(span[0] for span in (*tasks, *leads, *partners, *times)) - table.start
    start = table.quote.rfind("\n", 0, first) + 1
    yield Task(
        what=fold(table.text(tasks[-1])),
        leads=tuple((unit, columns.role) for span in leads for unit in _units(table.text(span))),
        partners=tuple(unit for span in partners for unit in _units(table.text(span))),
        time="; ".join(table.text(span) for span in times),
        path=table.path,
        quote=table.quote[start : max(span[1] for span in row) - table.start],
        start=table.start + start,
    )


def _units(cell: str) -> tuple[str, ...]:
    """The units of a cell, one or several, each behind a dash perhaps."""
    text = re.sub(r"(?:\A|[;.,] ?)-\s+(?=\w)", "; ", plain(cell)).strip(" ;")
    return split_units(text) if EXPECTED_HEAD.match(text) else ()


def labelled(body: str) -> list[tuple[Role, tuple[str, ...]]]:
    """The roles and units of a line such as "Cơ quan chủ trì: Sở A; cơ quan phối hợp: Sở B"; [] without a label."""
    if not (first := _LABEL.search(body)) or first.start() > 0:
        return []
    found: list[tuple[Role, tuple[str, ...]]] = []
    labels = list(_LABEL.finditer(body))
    ends = [*(label.start() for label in labels[1:]), len(body)]
    for label, end in zip(labels, ends, strict=True):
        units, _ = units_in_row(body[:end], label.end())
        if units:
            found.append((_ROLES.get(label["role"].lower(), "thực hiện"), tuple(unit.text for unit in units)))
    return found


def says_when(body: str) -> bool:
    """Whether a line is labelled as the time, product or cost of the task above it."""
    return _TIME_LABEL.match(body) is not None
