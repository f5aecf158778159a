"""A library on a PostgreSQL server, which several servers of ours share.

Readers see one state (REPEATABLE READ); writers follow each other by an advisory lock that is released with
their transaction (PostgreSQL documentation, 13.3.5 "Advisory Locks"). The lock is named after the schema, in
PostgreSQL's sense, that the tables lie in: several libraries may share a database.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.abc import Buffer
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, func, inspect, make_url, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from vectorstore.copying import copy_rows, copy_tables, reflected
from vectorstore.errors import (
    Busy,
    Damaged,
    DatabaseUnknown,
    DatabaseUnreachable,
    DiskFull,
    InUse,
    ReadOnly,
    VectorstoreError,
    file_errors,
)
from vectorstore.schema import SCHEMA, meta, metadata

LOCK_TIMEOUT_S = 30
CONNECT_TIMEOUT_S = 10
ALONE_TIMEOUT_S = 10.0
_NAME = "danchieu-schema-"  # what a connection calls itself, with its program's schema behind
_LOCK = "hashtext('danchieu'), hashtext(current_schema())"
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE :ours"
    " AND application_name <> current_setting('application_name')"
)
# By SQLSTATE, or its class of two letters: PostgreSQL documentation, appendix A.
_BY_STATE: dict[str, type[VectorstoreError]] = {
    "53100": DiskFull,
    "53": Busy,  # insufficient resources: too many connections
    "55P03": Busy,  # lock not available in time
    "40": Busy,  # rolled back for the sake of another transaction
    "57014": Busy,  # cancelled, by a timeout
    "25006": ReadOnly,  # a read-only transaction: a standby
    "42501": ReadOnly,  # insufficient privilege
    "XX": Damaged,
    "58": Damaged,  # the system under the server failed
    "08": DatabaseUnreachable,
    "28": DatabaseUnreachable,
    "3D": DatabaseUnreachable,
    "57": DatabaseUnreachable,  # shut down, or starting
}


def postgresql_of(url: str, home: Path) -> PostgresqlServer:
    """See `database_of`."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnknown("DANCHIEU_DATABASE_URL") from error
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise DatabaseUnknown(parsed.render_as_string())
    return PostgresqlServer(parsed.set(drivername="postgresql+psycopg"), home)


class PostgresqlServer:
    """The tables in one schema of one database; see `Database`."""

    def __init__(self, url: URL, home: Path) -> None:
        """Args: home: where the copy made before an upgrade goes."""
        self.place = url.set(drivername="postgresql").render_as_string(hide_password=True)
        self._url = url
        self._home = home
        engine = self._engine(pool_pre_ping=True)
        self.reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self.writer = engine.execution_options(isolation_level="READ COMMITTED", writes=True)

    def exists(self) -> bool:
        with self.errors(), self.reader.connect() as connection:
            return inspect(connection).has_table(meta.name)

    @contextmanager
    def errors(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeout as error:
            raise Busy(self.place, str(error)) from error
        except DBAPIError as error:
            raise self._told(error) from error

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """See `Database`. A session of another version's program, also an idle one, keeps us out."""
        with self.errors(), self._engine(poolclass=NullPool).connect() as connection:
            connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT_S}s'"))
            connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
            connection.commit()
            self._wait_for_others(connection)
            yield connection

    def keep_copy(self, connection: Connection, name: str) -> None:
        """See `Database`: as a SQLite file in the home, complete or not at all."""
        with file_errors(self._home):
            self._home.mkdir(parents=True, exist_ok=True)
            draft = self._home / f"library.{name}.draft"
            with connection.begin():
                copy_tables(connection, reflected(connection), draft)
            draft.replace(draft.with_suffix(".sqlite3"))

    def copy_to(self, path: Path) -> None:
        with self.errors(), self.reader.begin() as connection:
            copy_tables(connection, metadata, path)

    def take_from(self, path: Path) -> None:
        with self.errors(), self.writer.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            copy_rows(path, connection)
            for table in metadata.sorted_tables:
                if (counted := table.autoincrement_column) is not None:
                    name = func.pg_get_serial_sequence(table.name, counted.name)
                    connection.execute(select(func.setval(name, func.coalesce(func.max(counted), 0) + 1, False)))

    def damage(self) -> str | None:
        return None  # told, if at all, when a page is read

    def close(self) -> None:
        self.reader.dispose()

    def _engine(self, **options: object) -> Engine:
        arguments = {"connect_timeout": CONNECT_TIMEOUT_S, "application_name": f"{_NAME}{SCHEMA}"}
        engine = create_engine(self._url, connect_args=arguments, **options)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "connect", _without_nul)
        return engine

    def _wait_for_others(self, connection: Connection) -> None:
        """A server that was just stopped is gone in a moment; one that runs does not go away."""
        until = time.monotonic() + ALONE_TIMEOUT_S
        while connection.execute(_OTHERS, {"ours": f"{_NAME}%"}).scalar_one():
            connection.rollback()  # a transaction would go on seeing them
            if time.monotonic() > until:
                raise InUse(self.place)
            time.sleep(0.2)
        connection.rollback()

    def _told(self, error: DBAPIError) -> VectorstoreError:
        state = getattr(error.orig, "sqlstate", None) or ""
        kind = _BY_STATE.get(state) or _BY_STATE.get(state[:2])
        if kind is None:
            kind = DatabaseUnreachable if not state and isinstance(error, OperationalError) else VectorstoreError
        return kind(self.place, " ".join(str(error.orig).split()))


class _Text(StrDumperUnknown):
    """PostgreSQL's text has no NUL, and refuses it; it is left out, as nothing that is kept means anything by it."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", ""))


def _without_nul(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.adapters.register_dumper(str, _Text)


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT_S}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
