"""A Document as rows of the library's tables, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ingest.model import (
    Anomaly,
    Clause,
    Deadline,
    Document,
    Duty,
    Effect,
    Facts,
    Header,
    ObjectiveShare,
    Reference,
    ScannedPage,
    Table,
    Target,
)

KEY = 500  # characters of a fact's key that are stored: an index of PostgreSQL takes 2,700 bytes
Row = dict[str, Any]
Stored = Mapping[Any, Any]  # a row as SQLAlchemy gives it, by column name


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of fact is stored."""

    key: Callable[[Any], str | None]  # what one looks it up by
    load: Callable[[Row], Any]


def _duty(data: Row) -> Duty:
    shares = (ObjectiveShare(share["objective"], tuple(share["indicators"])) for share in data["objectives"])
    return Duty(**{**data, "partners": tuple(data["partners"]), "objectives": tuple(shares)})


def _table(data: Row) -> Table:
    rows = tuple(tuple((start, end) for start, end in row) for row in data["rows"])
    return Table(**{**data, "rows": rows})


KINDS: Mapping[str, Kind] = {
    "reference": Kind(lambda fact: fact.number, lambda data: Reference(**data)),
    "duty": Kind(lambda fact: fact.actor, _duty),
    "deadline": Kind(lambda fact: fact.date, lambda data: Deadline(**data)),
    "target": Kind(lambda fact: fact.value, lambda data: Target(**data)),
    "anomaly": Kind(lambda fact: fact.code, lambda data: Anomaly(**data)),
    "abbreviation": Kind(lambda fact: fact[0], tuple),
    "effect": Kind(lambda fact: fact.number, lambda data: Effect(**data)),
    "table": Kind(lambda fact: None, _table),
    "scan": Kind(lambda fact: str(fact.page), lambda data: ScannedPage(**data)),
}


def document_row(document: Document, title: str) -> Row:
    """The columns of `documents` that come from the document itself."""
    return {
        "sha256": document.sha256,
        "file": document.file,
        "title": title,
        "header": _dump(asdict(document.header)),
        "clauses": len(document.clauses),
        "pages": document.pages,
        "text": document.text,
    }


def header_of(text: str) -> Header:
    return Header(**json.loads(text))


def clause_rows(document: Document, document_id: str) -> Iterator[Row]:
    """A row for each clause and each item, in reading order."""
    ordinal = 0
    for clause in document.clauses:
        owner = ordinal
        for address in (clause, *clause.items):
            yield {
                "document_id": document_id,
                "ordinal": ordinal,
                "item_of": None if address is clause else owner,
                "path": address.path,
                "start": address.start,
                "end": address.end,
                "label": address.label,
                "heading": address.heading,
                "parent": address.parent,
                "page": address.page,
            }
            ordinal += 1


def fact_rows(document: Document, document_id: str) -> Iterator[Row]:
    """A row for each fact; `data` holds the whole of it."""
    facts = document.facts
    groups: Mapping[str, Iterable[Any]] = {
        "reference": facts.references,
        "duty": facts.duties,
        "deadline": facts.deadlines,
        "target": facts.targets,
        "anomaly": facts.anomalies,
        "abbreviation": facts.abbreviations.items(),
        "effect": facts.effects,
        "table": facts.tables,
        "scan": document.scans,
    }
    for kind, group in groups.items():
        for ordinal, fact in enumerate(group):
            start = getattr(fact, "start", None)
            quote = getattr(fact, "quote", "")
            key = KINDS[kind].key(fact)
            yield {
                "document_id": document_id,
                "kind": kind,
                "ordinal": ordinal,
                "path": getattr(fact, "path", None),
                "start": start,
                "end": None if start is None else start + len(quote),
                "key": key and key[:KEY],
                "data": _dump(fact if kind == "abbreviation" else asdict(fact)),
            }


def fact_of(kind: str, data: str) -> Any:
    return KINDS[kind].load(json.loads(data))


def build_document(row: Stored, clauses: Iterable[Stored], facts: Iterable[Stored]) -> Document:
    """The document that these rows were made from.

    Args:
        row: of `documents`.
        clauses: of `clauses`, in order of `ordinal`.
        facts: of `facts`, in order of `kind` and `ordinal`.
    """
    text: str = row["text"]
    found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for fact in facts:
        found[fact["kind"]].append(fact_of(fact["kind"], fact["data"]))
    return Document(
        file=row["file"],
        sha256=row["sha256"],
        header=header_of(row["header"]),
        text=text,
        clauses=_clauses(text, clauses),
        facts=Facts(
            references=tuple(found["reference"]),
            duties=tuple(found["duty"]),
            deadlines=tuple(found["deadline"]),
            targets=tuple(found["target"]),
            abbreviations=dict(found["abbreviation"]),
            anomalies=tuple(found["anomaly"]),
            tables=tuple(found["table"]),
            effects=tuple(found["effect"]),
        ),
        pages=row["pages"],
        scans=tuple(found["scan"]),
    )


def build_clause(row: Stored, items: Iterable[Stored]) -> Clause:
    """A clause by itself.

    Args:
        row: of `clauses`, with its text as `text`.
        items: of `clauses`, in order of `ordinal`; those that stand in it.
    """
    text, before = row["text"], row["start"]
    inner = tuple(_clause(text, item, (), before) for item in items)
    return _clause(text, row, inner, before)


def _clauses(text: str, rows: Iterable[Stored]) -> tuple[Clause, ...]:
    owners: list[Stored] = []
    items: dict[int, list[Clause]] = {}
    for row in rows:
        if row["item_of"] is None:
            owners.append(row)
        else:
            items.setdefault(row["item_of"], []).append(_clause(text, row, ()))
    return tuple(_clause(text, row, tuple(items.get(row["ordinal"], ()))) for row in owners)


def _clause(text: str, row: Stored, items: tuple[Clause, ...], before: int = 0) -> Clause:
    """Args: before: how many characters of the document stand before `text`."""
    return Clause(
        path=row["path"],
        text=text[row["start"] - before : row["end"] - before],
        start=row["start"],
        label=row["label"],
        heading=row["heading"],
        parent=row["parent"],
        page=row["page"],
        items=items,
    )


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
