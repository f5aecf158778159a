"""Stores as earlier releases left them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, MetaData, NullPool, create_engine, insert, select

from vectorstore.databases import FILE

DDL = Path(__file__).with_name("first_release.sql")  # the tables that the first commit of vectorstore/schema.py made
SAID = {"table_info": "*", "foreign_key_list": "*", "index_list": 'name, "unique", origin, partial'}


def first_release(home: Path, like: Path) -> Path:
    """A store of the first released schema in `home`, with the documents of the store in `like`."""
    home.mkdir(parents=True)
    path = home / FILE
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute("PRAGMA journal_mode=WAL")
        old.executescript(DDL.read_text(encoding="utf-8"))
        old.execute("ATTACH ? AS fresh", (str(like / FILE),))
        old.execute("BEGIN")
        for table in ("documents", "clauses", "facts", "removals", "meta"):
            old.execute(f"INSERT INTO main.{table} SELECT * FROM fresh.{table}")
        old.execute("UPDATE main.meta SET schema = 1")
        old.execute("COMMIT")
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but those of versions."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in sorted(names)
            if name not in ("alembic_version", "meta")
        }


def columns(path: Path) -> dict[str, object]:
    """What SQLite says of every table: columns, keys, indexes; the order in which they were made aside."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [
                sorted(connection.execute(f"SELECT {said} FROM pragma_{what}(?)", (name,)).fetchall(), key=repr)
                for what, said in SAID.items()
            ]
            for name in sorted(names)
            if name != "alembic_version"
        }


def fill(path: Path, connection: Connection) -> None:
    """The rows of a store of whatever schema into the same tables elsewhere."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    tables = MetaData()
    with engine.begin() as source:
        tables.reflect(source)
        for table in tables.sorted_tables:
            if found := [dict(row) for row in source.execute(select(table)).mappings()]:
                connection.execute(insert(table), found)
