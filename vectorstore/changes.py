"""How the library changes: what is done inside the transaction of one `put` or `remove`.

Each change is one generation. The document carries it, or its entry in `removals`
does, so that an index knows what it has missed.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from ingest.archives import is_there
from ingest.model import Document
from vectorstore.names import slug_of, title_of
from vectorstore.rows import clause_rows, document_row, fact_rows
from vectorstore.schema import clauses, documents, facts, meta, removals

Change = Literal["added", "replaced", "unchanged"]

_GENERATION = select(meta.c.generation)


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the library between two generations."""

    generation: int  # the later one
    changed: tuple[str, ...]  # documents added or replaced, oldest change first
    removed: tuple[str, ...]  # documents that are gone


def generation_of(connection: Connection) -> int:
    generation: int = connection.execute(_GENERATION).scalar_one()
    return generation


def changes_since(connection: Connection, generation: int, most: int | None = None) -> Changes:
    changed = (
        select(documents.c.id, documents.c.generation)
        .where(documents.c.generation > generation)
        .order_by(documents.c.generation)
        .limit(most)
    )
    removed = select(removals.c.document_id).distinct().where(removals.c.generation > generation)
    gone = removed.where(removals.c.document_id.not_in(select(documents.c.id)))
    rows = connection.execute(changed).all()
    return Changes(
        rows[-1].generation if len(rows) == most else generation_of(connection),
        tuple(row.id for row in rows),
        tuple(connection.execute(gone).scalars()),
    )


def put(
    connection: Connection, document: Document, source: str, reader: str, unseen: Collection[str] = ()
) -> tuple[str, Change]:
    """See `Library.put`."""
    there = _find(connection, documents.c.source == source)
    if there:
        if (there["sha256"], there["reader"]) == (document.sha256, reader):
            return there["id"], "unchanged"
        _replace(connection, there["id"], document, source, reader)
        return there["id"], "replaced"
    twin = _find(connection, (documents.c.sha256 == document.sha256) & documents.c.id.not_in(unseen))
    if twin and is_there(Path(twin["source"])):
        return twin["id"], "unchanged"
    if twin and twin["reader"] == reader:
        moved = {"source": source, "file": document.file, "generation": _advance(connection)}
        connection.execute(update(documents).where(documents.c.id == twin["id"]).values(moved))
        return twin["id"], "unchanged"
    if twin:
        _replace(connection, twin["id"], document, source, reader)
        return twin["id"], "replaced"
    return _add(connection, document, source, reader, secret=bool(unseen)), "added"


def remove(connection: Connection, document_id: str) -> bool:
    """See `Library.remove`."""
    row = _find(connection, documents.c.id == document_id)
    if row is None:
        return False
    gone = {"generation": _advance(connection), "document_id": document_id, "source": row["source"]}
    connection.execute(insert(removals).values(gone))
    connection.execute(delete(documents).where(documents.c.id == document_id))
    return True


def _find(connection: Connection, condition: ColumnElement[bool]) -> RowMapping | None:
    columns = (documents.c.id, documents.c.source, documents.c.sha256, documents.c.reader)
    query = select(*columns).where(condition).order_by(documents.c.generation)
    return connection.execute(query).mappings().first()


def _add(connection: Connection, document: Document, source: str, reader: str, *, secret: bool) -> str:
    slug = slug_of(document)
    # Counted on, an identifier would tell that a hidden document has the one before.
    document_id = f"{slug}-{secrets.token_hex(3)}" if secret else _free_id(connection, slug)
    row = document_row(document, title_of(document))
    own = {"id": document_id, "source": source, "reader": reader, "generation": _advance(connection)}
    connection.execute(insert(documents).values(**row, **own))
    _add_parts(connection, document, document_id)
    return document_id


def _replace(connection: Connection, document_id: str, document: Document, source: str, reader: str) -> None:
    row = document_row(document, title_of(document))
    own = {"source": source, "reader": reader, "generation": _advance(connection)}
    connection.execute(update(documents).where(documents.c.id == document_id).values(**row, **own))
    for table in (clauses, facts):
        connection.execute(delete(table).where(table.c.document_id == document_id))
    _add_parts(connection, document, document_id)


def _add_parts(connection: Connection, document: Document, document_id: str) -> None:
    for table, rows in ((clauses, clause_rows), (facts, fact_rows)):
        if parts := list(rows(document, document_id)):
            connection.execute(insert(table), parts)


def _advance(connection: Connection) -> int:
    query = update(meta).values(generation=meta.c.generation + 1).returning(meta.c.generation)
    generation: int = connection.execute(query).scalar_one()
    return generation


def _free_id(connection: Connection, slug: str) -> str:
    """The slug itself, or with the first free of -2, -3 …"""
    taken = set(
        connection.execute(select(documents.c.id).where(documents.c.id.startswith(slug, autoescape=True))).scalars()
    )
    names = itertools.chain([slug], (f"{slug}-{count}" for count in itertools.count(2)))
    return next(name for name in names if name not in taken)
