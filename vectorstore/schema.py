"""The library's tables, and how its SQLite file is opened.

The text of a document is stored once: clauses and facts carry offsets into it.
Every committed change has a generation, one more than the last; a document
carries the one that last touched it, a removal the one that took it away.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from vectorstore.errors import NewerVersion

SCHEMA = 3  # of these tables; raise it with every change to them, and migrate
BUSY_TIMEOUT_S = 30.0  # a writer's transaction takes milliseconds; this outlasts a slow disk

metadata = MetaData()


def _of_document() -> Column[str]:
    return Column(
        "document_id",
        String,
        ForeignKey("documents.id", ondelete="CASCADE"),
        primary_key=True,
    )


documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False, unique=True),  # absolute path of the file
    Column("generation", Integer, nullable=False, index=True),
    Column("sha256", String, nullable=False, index=True),  # of the file's bytes
    Column("reader", String, nullable=False),  # version of the readers that made the text
    Column("file", String, nullable=False),
    Column("title", String, nullable=False),
    Column("header", Text, nullable=False),  # JSON
    Column("clauses", Integer, nullable=False),  # how many, without items
    Column("pages", Integer),
    Column("text", Text, nullable=False),
)

clauses = Table(
    "clauses",
    metadata,
    _of_document(),
    Column("ordinal", Integer, primary_key=True),  # reading order, from 0
    Column("item_of", Integer),  # ordinal of the clause that an item stands in
    Column("path", String, nullable=False),
    Column("start", Integer, nullable=False),  # characters into documents.text
    Column("end", Integer, nullable=False),
    Column("label", String, nullable=False),
    Column("heading", Text, nullable=False),
    Column("parent", String),
    Column("page", Integer),
)

facts = Table(
    "facts",
    metadata,
    _of_document(),
    Column("kind", String, primary_key=True),  # a key of rows.KINDS
    Column("ordinal", Integer, primary_key=True),
    Column("path", String),
    Column("start", Integer),
    Column("end", Integer),
    Column("key", String),  # what one looks it up by: a number, an actor, a date
    Column("data", Text, nullable=False),  # JSON of the whole fact
    Index("facts_by_key", "kind", "key"),
)

removals = Table(
    "removals",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("source", String, nullable=False),
)

# What visitors of the page asked and were told. No change to them is one of the library's.
conversations = Table(
    "conversations",
    metadata,
    Column("id", String, primary_key=True),
    Column("visitor", String, nullable=False, index=True),  # SHA-256 of the browser's secret
    Column("title", String, nullable=False),
    Column("folded", String, nullable=False, default=""),  # the title as renamed, to be searched
    Column("created", String, nullable=False),  # ISO 8601, UTC; likewise below
    Column("changed", String, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),  # JSON, section 3 of the contract
    Column("folded", Text, nullable=False),  # question and answer, to be searched
)

# Copies, so that they outlive the conversation.
reviews = Table(
    "reviews",
    metadata,
    Column("conversation", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("created", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("history", Text, nullable=False),  # JSON
    Column("answer", Text, nullable=False),  # JSON
)

# Where, of a bad answer, the reader says that the right one stands; a copy too.
corrections = Table(
    "corrections",
    metadata,
    Column("conversation", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("file", String, nullable=False),
    Column("path", String, nullable=False),
    Column("quote", Text, nullable=False),  # the clause's text
    ForeignKeyConstraint(["conversation", "ordinal"], ["reviews.conversation", "reviews.ordinal"], ondelete="CASCADE"),
)

meta = Table(
    "meta",
    metadata,
    Column("identity", String, primary_key=True),  # random; tells one library from another
    Column("schema", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
)


def connect(url: str) -> Engine:
    """An engine whose connections keep what they commit, also when the power goes.

    `synchronous=FULL` makes SQLite wait for the disk at every commit; write-ahead
    logging lets any number of processes read meanwhile (SQLite documentation,
    "Write-Ahead Logging"). A writer takes the lock when its transaction begins
    (`BEGIN IMMEDIATE`), so that what it read is still true when it writes.
    """
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # SQLAlchemy documentation, "Enabling Non-Legacy SQLite Transactional Modes":
    # otherwise the driver, not `_begin`, decides when a transaction starts.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def create(engine: Engine, path: Path) -> None:
    """Make the tables if they are not there yet, in a file that is read while it is written.

    Raises:
        NewerVersion: the tables were made by a later version of this program.
    """
    raw = engine.raw_connection()  # the journal's mode cannot change within a transaction
    raw.cursor().execute("PRAGMA journal_mode=WAL")
    raw.close()
    with engine.connect() as connection:
        if inspect(connection).has_table(meta.name):
            found = connection.execute(select(meta.c.schema)).scalar_one()
            if found > SCHEMA:
                raise NewerVersion(path, f"schema {found}, this program knows {SCHEMA}")
            if found == SCHEMA:
                return
    with engine.execution_options(writes=True).begin() as connection:
        metadata.create_all(connection)  # of an older schema: those tables that it lacks, and nothing else changed
        connection.execute(update(meta).values(schema=SCHEMA))
        if connection.execute(select(meta.c.identity)).first() is None:
            identity = uuid.uuid4().hex
            connection.execute(insert(meta).values(identity=identity, schema=SCHEMA, generation=0))
