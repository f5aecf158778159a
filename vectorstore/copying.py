"""Tables between databases of different makes, by their rows. A SQLite file is the form in which they travel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, MetaData, NullPool, String, Text, create_engine, insert, select

from vectorstore.schema import metadata

_ROWS = 1000  # at a time; those of `documents` hold whole texts


def reflected(connection: Connection) -> MetaData:
    """The tables that are there, of whatever schema, as SQLite can have them."""
    found = MetaData()
    found.reflect(connection)
    for table in found.tables.values():
        for column in table.columns:
            kind = column.type.as_generic()
            column.type = Text() if isinstance(kind, String) else kind  # without PostgreSQL's collation
            column.server_default = None  # a sequence's next number
    return found


def copy_tables(connection: Connection, tables: MetaData, path: Path) -> None:
    """Tables with their rows into a new SQLite file; it is on the disk when this returns."""
    path.unlink(missing_ok=True)
    with _file(path) as target:
        tables.create_all(target)
        _copy(tables, connection, target)
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def copy_rows(path: Path, connection: Connection) -> None:
    """The rows of a SQLite file of today's schema into tables that are there and empty."""
    with _file(path) as source:
        _copy(metadata, source, connection)


def _copy(tables: MetaData, source: Connection, target: Connection) -> None:
    for table in tables.sorted_tables:
        rows = source.execute(select(table), execution_options={"yield_per": _ROWS}).mappings()
        for part in rows.partitions():
            target.execute(insert(table), [dict(row) for row in part])


@contextmanager
def _file(path: Path) -> Iterator[Connection]:
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
