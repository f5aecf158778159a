"""A library in a SQLite file of its own."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from vectorstore.errors import Busy, InUse, VectorstoreError, file_errors, from_sqlite

BUSY_TIMEOUT_S = 30.0  # a writer's transaction takes milliseconds; this outlasts a slow disk
ALONE_TIMEOUT_S = 10.0  # a question asked meanwhile is through by then; a server does not go away
_SAFE = ("synchronous=FULL", "foreign_keys=ON")
_ALONE = ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF")


class SqliteFile:
    """The tables in one file; see `Database`."""

    def __init__(self, path: Path) -> None:
        self.place = path
        self.engine = _engine(path, BUSY_TIMEOUT_S, _SAFE)

    @contextmanager
    def errors(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise self._told(error) from error

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """See `Database`. Whoever has the file open in another process keeps us out, also when it does nothing."""
        self.engine.dispose()  # who waits here keeps nobody out
        with file_errors(self.place.parent), FileLock(f"{self.place}.lock"):
            try:
                with _engine(self.place, ALONE_TIMEOUT_S, _ALONE).connect() as connection:
                    yield connection
            except (DBAPIError, sqlite3.Error) as error:
                told = self._told(error)
                raise (InUse(self.place) if isinstance(told, Busy) else told) from error

    def keep_copy(self, connection: Connection, name: str) -> None:
        """See `Database`: beside the file, complete or not at all."""
        copy = self.place.with_name(f"{self.place.stem}.{name}{self.place.suffix}")
        draft = copy.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(draft)) as target:
            connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]  # SQLite's own
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(copy)

    def _told(self, error: DBAPIError | sqlite3.Error) -> VectorstoreError:
        return from_sqlite(self.place, error.orig if isinstance(error, DBAPIError) else error)


def _engine(path: Path, timeout: float, pragmas: tuple[str, ...]) -> Engine:
    """An engine whose connections keep what they commit, also when the power goes.

    `synchronous=FULL` makes SQLite wait for the disk at every commit; write-ahead
    logging lets any number of processes read meanwhile (SQLite documentation,
    "Write-Ahead Logging"). A writer takes the lock when its transaction begins
    (`BEGIN IMMEDIATE`), so that what it read is still true when it writes.
    """

    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # SQLAlchemy documentation, "Enabling Non-Legacy SQLite Transactional Modes":
        # otherwise the driver, not `_begin`, decides when a transaction starts.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    pool = NullPool if pragmas is _ALONE else None
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": timeout}, poolclass=pool)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
