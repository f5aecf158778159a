"""Documents and clauses, read from the tables of the library."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, RowMapping, bindparam, func, select

from ingest.model import Clause, Document
from vectorstore.rows import build_clause, build_document
from vectorstore.schema import clauses, documents, facts

_GENERATIONS = select(documents.c.id, documents.c.generation).where(
    documents.c.id.in_(bindparam("ids", expanding=True))
)
_OF_DOCUMENTS = clauses.c.document_id.in_(bindparam("ids", expanding=True))
_AT = (
    select(clauses, func.substr(documents.c.text, clauses.c.start + 1, clauses.c.end - clauses.c.start).label("text"))
    .join_from(clauses, documents)
    .where(_OF_DOCUMENTS, clauses.c.path.in_(bindparam("paths", expanding=True)))
)
_ITEMS = (
    select(clauses)
    .where(_OF_DOCUMENTS, clauses.c.item_of.in_(bindparam("owners", expanding=True)))
    .order_by(clauses.c.ordinal)
)


def generations_of(connection: Connection, document_ids: Collection[str]) -> dict[str, int]:
    """The change that last touched each of the documents that there are."""
    rows = connection.execute(_GENERATIONS, {"ids": list(document_ids)})
    return {row[0]: row[1] for row in rows}


def load(connection: Connection, document_id: str) -> Document:
    """A document that there is."""
    row = connection.execute(select(documents).where(documents.c.id == document_id)).mappings().one()
    own = select(clauses).where(clauses.c.document_id == document_id).order_by(clauses.c.ordinal)
    stated = select(facts).where(facts.c.document_id == document_id).order_by(facts.c.kind, facts.c.ordinal)
    return build_document(row, connection.execute(own).mappings(), connection.execute(stated).mappings())


def clauses_at(connection: Connection, addresses: Collection[tuple[str, str]]) -> dict[tuple[str, str], Clause]:
    """Those of the clauses and items, by document and path, that there are; their documents are not read."""
    ids, paths = ({address[place] for address in addresses} for place in (0, 1))
    rows = connection.execute(_AT, {"ids": list(ids), "paths": list(paths)}).mappings()
    found = [row for row in rows if (row["document_id"], row["path"]) in addresses]
    owners = list({row["ordinal"] for row in found if row["item_of"] is None})
    items: dict[tuple[str, int], list[RowMapping]] = {}
    for row in connection.execute(_ITEMS, {"ids": list(ids), "owners": owners}).mappings():
        items.setdefault((row["document_id"], row["item_of"]), []).append(row)
    return {
        (row["document_id"], row["path"]): build_clause(row, items.get((row["document_id"], row["ordinal"]), ()))
        for row in found
    }
