"""Opening a library's tables: made where there are none, brought to today's schema where they are older."""

from __future__ import annotations

import uuid
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, update
from sqlalchemy.exc import DBAPIError

from vectorstore.databases import Database
from vectorstore.errors import NewerVersion
from vectorstore.schema import SCHEMA, meta, metadata, revision_of, revisions

_MIGRATIONS = Path(__file__).parent / "migrations"
_FOUND = select(meta.c.schema, meta.c.identity)


def opened(database: Database) -> str:
    """The library's identity. Tables of today's schema cost one SELECT.

    Older ones are copied first and changed in one transaction: killed meanwhile, they are what they were.

    Raises:
        NewerVersion: the tables were made by a later version of this program.
        InUse: they have to be changed, and another program has them open.
    """
    with database.errors():
        with database.reader.connect() as connection:
            found = _found(connection)
        if found is not None and found[0] == SCHEMA:
            return found[1]
        _refuse_newer(database, found)
        with database.alone() as connection:
            found = _found(connection)  # another process may have been first
            connection.rollback()
            _refuse_newer(database, found)
            if found is None:
                found = _create(connection)
            elif found[0] < SCHEMA:
                database.keep_copy(connection, f"schema-{found[0]}")
                _migrate(connection, found[0])
    return found[1]


def migrate(connection: Connection, schema: int) -> None:
    """Bring tables of an older schema to today's, within the connection's transaction. 0 means that there are none."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if schema and not inspect(connection).has_table(revisions.name):
        command.stamp(config, revision_of(schema))  # before schema 4 Alembic was not asked
    command.upgrade(config, revision_of(SCHEMA))
    connection.execute(update(meta).values(schema=SCHEMA))


def _found(connection: Connection) -> tuple[int, str] | None:
    """Schema and identity; None where there are no tables."""
    try:
        row = connection.execute(_FOUND).first()
    except DBAPIError:
        connection.rollback()
        if inspect(connection).has_table(meta.name):
            raise
        return None
    return (row[0], row[1]) if row else None


def _refuse_newer(database: Database, found: tuple[int, str] | None) -> None:
    if found is not None and found[0] > SCHEMA:
        raise NewerVersion(database.place, f"schema {found[0]}, this program knows {SCHEMA}")


def _create(connection: Connection) -> tuple[int, str]:
    identity = uuid.uuid4().hex
    with connection.begin():
        metadata.create_all(connection)
        connection.execute(insert(meta).values(identity=identity, schema=SCHEMA, generation=0))
        connection.execute(insert(revisions).values(version_num=revision_of(SCHEMA)))
    return SCHEMA, identity


def _migrate(connection: Connection, schema: int) -> None:
    with connection.begin():
        migrate(connection, schema)
