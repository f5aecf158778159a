"""The library's tables.

The text of a document is stored once: clauses and facts carry offsets into it.
Every committed change has a generation, one more than the last; a document
carries the one that last touched it, a removal the one that took it away.

To change them: change them here, raise `SCHEMA`, and add a revision of that number
to `vectorstore/migrations/versions`; tests compare the two.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, String, Table, Text

SCHEMA = 4  # of these tables: the number of the last revision

metadata = MetaData()
# PostgreSQL would order text as the server's language does; this is SQLite's order, and Python's.
STRING = String().with_variant(String(collation="C"), "postgresql")
TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def _of_document() -> Column[str]:
    return Column(
        "document_id",
        STRING,
        ForeignKey("documents.id", ondelete="CASCADE"),
        primary_key=True,
    )


documents = Table(
    "documents",
    metadata,
    Column("id", STRING, primary_key=True),
    Column("source", STRING, nullable=False, unique=True),  # absolute path of the file
    Column("generation", Integer, nullable=False, index=True),
    Column("sha256", STRING, nullable=False, index=True),  # of the file's bytes
    Column("reader", STRING, nullable=False),  # version of the readers that made the text
    Column("file", STRING, nullable=False),
    Column("title", STRING, nullable=False),
    Column("header", TEXT, nullable=False),  # JSON
    Column("clauses", Integer, nullable=False),  # how many, without items
    Column("pages", Integer),
    Column("text", TEXT, nullable=False),
)

clauses = Table(
    "clauses",
    metadata,
    _of_document(),
    Column("ordinal", Integer, primary_key=True),  # reading order, from 0
    Column("item_of", Integer),  # ordinal of the clause that an item stands in
    Column("path", STRING, nullable=False),
    Column("start", Integer, nullable=False),  # characters into documents.text
    Column("end", Integer, nullable=False),
    Column("label", STRING, nullable=False),
    Column("heading", TEXT, nullable=False),
    Column("parent", STRING),
    Column("page", Integer),
)

facts = Table(
    "facts",
    metadata,
    _of_document(),
    Column("kind", STRING, primary_key=True),  # a key of rows.KINDS
    Column("ordinal", Integer, primary_key=True),
    Column("path", STRING),
    Column("start", Integer),
    Column("end", Integer),
    Column("key", STRING),  # what one looks it up by: a number, an actor, a date
    Column("data", TEXT, nullable=False),  # JSON of the whole fact
    Index("facts_by_key", "kind", "key"),
)

removals = Table(
    "removals",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("document_id", STRING, nullable=False),
    Column("source", STRING, nullable=False),
)

# What visitors of the page asked and were told. No change to them is one of the library's.
conversations = Table(
    "conversations",
    metadata,
    Column("id", STRING, primary_key=True),
    Column("visitor", STRING, nullable=False, index=True),  # SHA-256 of the browser's secret
    Column("title", STRING, nullable=False),
    Column("folded", STRING, nullable=False, default=""),  # the title as renamed, to be searched
    Column("created", STRING, nullable=False),  # ISO 8601, UTC; likewise below
    Column("changed", STRING, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation", STRING, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("question", TEXT, nullable=False),
    Column("answer", TEXT, nullable=False),  # JSON, section 3 of the contract
    Column("folded", TEXT, nullable=False),  # question and answer, to be searched
)

# Copies, so that they outlive the conversation.
reviews = Table(
    "reviews",
    metadata,
    Column("conversation", STRING, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("verdict", STRING, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("created", STRING, nullable=False),
    Column("question", TEXT, nullable=False),
    Column("history", TEXT, nullable=False),  # JSON
    Column("answer", TEXT, nullable=False),  # JSON
)

# Where, of a bad answer, the reader says that the right one stands; a copy too.
corrections = Table(
    "corrections",
    metadata,
    Column("conversation", STRING, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("document_id", STRING, nullable=False),
    Column("file", STRING, nullable=False),
    Column("path", STRING, nullable=False),
    Column("quote", TEXT, nullable=False),  # the clause's text
    ForeignKeyConstraint(["conversation", "ordinal"], ["reviews.conversation", "reviews.ordinal"], ondelete="CASCADE"),
)

meta = Table(
    "meta",
    metadata,
    Column("identity", STRING, primary_key=True),  # random; tells one library from another
    Column("schema", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
)

# Alembic's own: the revision that these tables are of.
revisions = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))


def revision_of(schema: int) -> str:
    """What Alembic calls a schema."""
    return f"{schema:04}"
