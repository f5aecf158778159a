"""What a directive is to us: a header, a text, a tree of clauses and the facts they state.

Standard library only: every other folder builds on these types. Offsets are
characters into `Document.text`, which is NFC and is what `ingest.normalize` made
of the file. Dates are ISO 8601 strings, because much of what directives say is
known only in part: `2024-04` (day blank), `--06-15` (every year), a span
`2018-11-15/2018-12-15`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

T = TypeVar("T")

Role = Literal["chủ trì", "phối hợp", "báo cáo", "tham mưu", "thực hiện"]
Act = Literal["thay thế", "bãi bỏ", "sửa đổi, bổ sung", "kéo dài", "có hiệu lực", "hết hiệu lực", "ngưng hiệu lực"]
DeadlineKind = Literal["report", "campaign", "period"]

UNLABELLED_PARTS = ("header", "addressees", "preamble", "closing", "recipients", "signature")


@dataclass(frozen=True, slots=True)
class Header:
    """What stands at the head and the foot of a directive; None where it is not printed."""

    number: str | None = None  # as understood, without spaces: "146/UBND-LĐTBXH"
    number_printed: str | None = None  # as printed: "146.../UBND-LĐTBXH"
    kind: str | None = None  # lower case: "kế hoạch", "công văn", "quyết định"
    issuer: str | None = None  # "UBND thành phố Tân An", "Bộ Y tế"
    place: str | None = None  # the place of the date line: "Tân An"
    date: str | None = None  # ISO 8601, perhaps partial
    subject: str | None = None  # after V/v, or under the kind of document
    signer: str | None = None
    signer_role: str | None = None  # "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a document that a reader can turn to.

    The text is a slice of the document: `document.text[start:end] == text`. A
    clause that holds labelled clauses of its own is a container: its text is its
    heading and lead-in only. Bullets are `items` of the clause they stand in and
    lie within its text; an item has no items (the pluses under a dash are further
    items of the same clause, and lie within the dash's text too).
    """

    path: str  # address, see the contract: "IV.6", "IV.6-3", "Đ5.1.đ", "closing"
    text: str
    start: int  # characters from the start of Document.text
    label: str = ""  # as printed: "6.", "a)", "Điều 5."; "" for bullets and unlabelled parts
    heading: str = ""  # "Phòng Y tế thành phố:" without its label; "" where there is none
    parent: str | None = None  # path of the clause it stands in
    page: int | None = None  # from 1; None where the format has no pages
    items: tuple[Clause, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document that this one cites."""

    number: str | None  # without spaces; None for a law cited by name
    kind: str | None
    date: str | None
    issuer: str | None
    about: str | None
    path: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class ObjectiveShare:
    """An objective of a strategy and those of its indicators meant; none named means all."""

    objective: int
    indicators: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Who has to do what."""

    actor: str
    role: Role
    action: str
    partners: tuple[str, ...]
    report_to: str | None
    objectives: tuple[ObjectiveShare, ...]
    path: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which, or a span in which, something is to happen."""

    kind: DeadlineKind
    date: str
    what: str
    to: str | None  # who receives it
    path: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach."""

    value: str  # as printed: "100%", "trên 50%"
    what: str
    by: str | None  # ISO 8601
    path: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a document does to another, or when it holds itself.

    The document affected is named by number, kind, day of issue and what it is about;
    all of them are None where the document speaks of itself.
    """

    act: Act
    number: str | None
    kind: str | None
    issued: str | None  # ISO 8601
    about: str | None
    date: str | None  # ISO 8601; the day from which it holds, of "kéo dài" that to which
    part: str | None  # of the document affected: "khoản 2 Điều 5"; None means all of it
    path: str
    quote: str
    start: int


Span = tuple[int, int]  # [start, end) in characters from the start of Document.text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table with the heads that say what it is about."""

    row: int  # from 1, head rows included
    column: int  # from 1
    text: str
    start: int
    row_head: str  # the first cell of its row that holds words; "" in that cell itself
    column_heads: tuple[str, ...]  # from the head rows, outermost first


@dataclass(frozen=True, slots=True)
class Table:
    """A table within a clause; each of its rows is one line of the text."""

    path: str  # of the clause that it stands in
    quote: str  # all its rows
    start: int
    rows: tuple[tuple[Span, ...], ...]  # a place that a merged cell covers has that cell's span
    head_rows: int  # how many of the first rows are column heads

    def text(self, span: Span) -> str:
        """The words of a cell."""
        return self.quote[span[0] - self.start : span[1] - self.start]


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something about a document that a drafter or reader should know."""

    code: str  # "number-missing"
    text: str  # a Vietnamese sentence
    path: str
    reading: bool = False  # it is about how the file was read, not about what it says


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clauses of one document state, each with its clause and quote."""

    references: tuple[Reference, ...] = ()
    duties: tuple[Duty, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    abbreviations: dict[str, str] = field(default_factory=dict)
    anomalies: tuple[Anomaly, ...] = ()
    tables: tuple[Table, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page whose text was recognised from its image."""

    page: int  # from 1
    confidence: float  # mean of its words as the recogniser gives it, 0 to 1; larger is surer


@dataclass(frozen=True, slots=True)
class Document:
    """One directive as read from one file."""

    file: str  # file name without folders
    sha256: str  # of the file's bytes
    header: Header
    text: str  # NFC; see ingest/normalize.py
    clauses: tuple[Clause, ...]  # reading order, containers included
    facts: Facts = Facts()
    pages: int | None = None
    scans: tuple[ScannedPage, ...] = ()
    _derived: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not unicodedata.is_normalized("NFC", self.text):
            raise ValueError(f"{self.file}: text is not NFC")
        for clause in self.addresses():
            if self.text[clause.start : clause.end] != clause.text:
                raise ValueError(f"{self.file}: clause {clause.path} is not a slice of the text")

    def addresses(self) -> Iterator[Clause]:
        """Every clause and every item, in reading order."""
        for clause in self.clauses:
            yield clause
            yield from clause.items

    def clause(self, path: str) -> Clause | None:
        """The clause or item at `path`; None when the document has no such address."""
        return self.derived(_by_path).get(path)

    def derived(self, work_out: Callable[[Document], T]) -> T:
        """What follows from the document alone, worked out once.

        Args:
            work_out: a function of a module, by which the result is found again; what it returns is shared.
        """
        if work_out not in self._derived:
            self._derived[work_out] = work_out(self)
        found: T = self._derived[work_out]
        return found


def _by_path(document: Document) -> dict[str, Clause]:
    places: dict[str, Clause] = {}
    for clause in document.addresses():
        places.setdefault(clause.path, clause)
    return places
