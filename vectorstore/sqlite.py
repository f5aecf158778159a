"""A library in a SQLite file of its own."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from vectorstore.errors import Busy, Damaged, InUse, VectorstoreError, file_errors, from_sqlite

BUSY_TIMEOUT_S = 30.0  # a writer's transaction takes milliseconds; this outlasts a slow disk
ALONE_TIMEOUT_S = 10.0  # a question asked meanwhile is through by then; a server does not go away
_SAFE = ("synchronous=FULL", "foreign_keys=ON")
_ALONE = ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF")


class SqliteFile:
    """The tables in one file; see `Database`."""

    def __init__(self, path: Path) -> None:
        self.place = path
        self.reader = _engine(path, BUSY_TIMEOUT_S, _SAFE)
        self.writer = self.reader.execution_options(writes=True)

    def exists(self) -> bool:
        return self.place.exists()

    @contextmanager
    def errors(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise self._told(error) from error

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """See `Database`. Whoever has the file open in another process keeps us out, also when it does nothing."""
        self.close()  # who waits here keeps nobody out
        with file_errors(self.place.parent), FileLock(f"{self.place}.lock"):
            try:
                with _engine(self.place, ALONE_TIMEOUT_S, _ALONE).connect() as connection:
                    yield connection
            except (DBAPIError, sqlite3.Error) as error:
                told = self._told(error)
                raise (InUse(self.place) if isinstance(told, Busy) else told) from error

    def keep_copy(self, connection: Connection, name: str) -> None:
        """See `Database`: beside the file, complete or not at all."""
        draft = self.place.with_name(f"{self.place.stem}.{name}.draft")
        with file_errors(draft.parent):
            _copy(connection.connection.driver_connection, draft)  # type: ignore[arg-type]  # SQLite's own
            draft.replace(draft.with_suffix(self.place.suffix))

    def copy_to(self, path: Path) -> None:
        with self.errors(), closing(_opened(self.place)) as live:
            _copy(live, path)

    def take_from(self, path: Path) -> None:
        """See `Database`. A file that is damaged so that it cannot be written to is put aside."""
        with self.errors(), closing(_opened(path)) as copy:
            try:
                with closing(sqlite3.connect(self.place, timeout=BUSY_TIMEOUT_S)) as live:
                    live.execute("PRAGMA journal_mode=WAL")  # which it keeps
                    live.execute("PRAGMA synchronous=FULL")
                    copy.backup(live)
            except sqlite3.DatabaseError as error:
                if not isinstance(self._told(error), Damaged):
                    raise
                _copy(copy, draft := self.place.with_name(f"{self.place.name}.draft"))
                self.put_in_place(draft)

    def put_in_place(self, draft: Path) -> Path:
        """Make a complete file the library, and say where the damaged one before it lies. Nobody may have that open."""
        aside = self.place.with_name(f"{self.place.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
        with file_errors(self.place.parent):
            for suffix in ("", "-wal", "-shm"):  # the log belongs to the damaged file
                with suppress(FileNotFoundError):
                    Path(f"{self.place}{suffix}").replace(f"{aside}{suffix}")
            draft.replace(self.place)
        with self.errors(), closing(sqlite3.connect(self.place)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        return aside

    def damage(self) -> str | None:
        try:
            with closing(_opened(self.place)) as connection:
                found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
                loose = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return str(error)
        if found != ["ok"]:
            return "; ".join(found)
        return f"{len(loose)} rows of documents that are not there" if loose else None

    def close(self) -> None:
        self.reader.dispose()

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
        try:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
        except BaseException:
            cursor.close()  # a statement that is not finished keeps the file, and its lock, open
            connection.close()
            raise
        cursor.close()

    pool = NullPool if pragmas is _ALONE else None
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": timeout}, poolclass=pool)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _opened(path: Path) -> sqlite3.Connection:
    """For reading alone, so that nothing is made or changed."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_S)


def _copy(source: sqlite3.Connection, path: Path) -> None:
    """Into one new file that is on the disk when this returns."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # no log beside it
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
