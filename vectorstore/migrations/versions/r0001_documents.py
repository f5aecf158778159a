"""Documents, their clauses and facts: what the first release had."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer

from vectorstore.schema import STRING, TEXT

revision = "0001"
down_revision = None


def _of_document() -> Column[str]:
    return Column("document_id", STRING, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "documents",
        Column("id", STRING, primary_key=True),
        Column("source", STRING, nullable=False, unique=True),
        Column("generation", Integer, nullable=False, index=True),
        Column("sha256", STRING, nullable=False, index=True),
        Column("reader", STRING, nullable=False),
        Column("file", STRING, nullable=False),
        Column("title", STRING, nullable=False),
        Column("header", TEXT, nullable=False),
        Column("clauses", Integer, nullable=False),
        Column("pages", Integer),
        Column("text", TEXT, nullable=False),
    )
    op.create_table(
        "clauses",
        _of_document(),
        Column("ordinal", Integer, primary_key=True),
        Column("item_of", Integer),
        Column("path", STRING, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("label", STRING, nullable=False),
        Column("heading", TEXT, nullable=False),
        Column("parent", STRING),
        Column("page", Integer),
    )
    op.create_table(
        "facts",
        _of_document(),
        Column("kind", STRING, primary_key=True),
        Column("ordinal", Integer, primary_key=True),
        Column("path", STRING),
        Column("start", Integer),
        Column("end", Integer),
        Column("key", STRING),
        Column("data", TEXT, nullable=False),
    )
    op.create_index("facts_by_key", "facts", ["kind", "key"])
    op.create_table(
        "removals",
        Column("generation", Integer, primary_key=True),
        Column("document_id", STRING, nullable=False),
        Column("source", STRING, nullable=False),
    )
    op.create_table(
        "meta",
        Column("identity", STRING, primary_key=True),
        Column("schema", Integer, nullable=False),
        Column("generation", Integer, nullable=False),
    )
