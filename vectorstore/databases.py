"""Where the library's tables may lie. Each place knows how it locks, copies and fails."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

FILE = "library.sqlite3"


class Database(Protocol):
    """Read by any number of processes; written, in transactions of `writer`, by one at a time."""

    @property
    def place(self) -> Path | str:
        """For messages; without a password."""
        ...

    @property
    def reader(self) -> Engine:
        """Each of its transactions sees one state, whatever is written meanwhile."""
        ...

    @property
    def writer(self) -> Engine:
        """What one of its transactions has read is still true when it writes."""
        ...

    def exists(self) -> bool:
        """Whether there is a library, of any schema; makes none."""
        ...

    def errors(self) -> AbstractContextManager[None]:
        """Turn what the database reports into a leaf of `VectorstoreError`."""
        ...

    def alone(self) -> AbstractContextManager[Connection]:
        """A connection without a transaction, for whoever makes the tables or changes them.

        Nobody else does meanwhile, or writes. In SQLite foreign keys are not enforced on it, so that a table may be
        made anew.

        Raises:
            InUse: another program has the tables open.
        """
        ...

    def keep_copy(self, connection: Connection, name: str) -> None:
        """Put a copy of all tables aside, as they are on the connection that is alone."""
        ...

    def copy_to(self, path: Path) -> None:
        """Write all tables as they are at one moment into a new SQLite file; others go on reading and writing."""
        ...

    def take_from(self, path: Path) -> None:
        """Make all tables, which are of today's schema, what those in a SQLite file of today's schema are, in one step."""
        ...

    def damage(self) -> str | None:
        """What the database itself finds wrong with its tables, in its own words."""
        ...

    def close(self) -> None:
        """Give back every connection; the next call makes new ones."""
        ...


def database_of(home: Path, url: str | None) -> Database:
    """The file in `home`, or the server that `url` names as SQLAlchemy does: `postgresql://user@host/name`.

    Raises:
        DatabaseUnknown: `url` names no database that a library can lie in.
    """
    from vectorstore.sqlite import SqliteFile

    if url is None:
        return SqliteFile(home.resolve() / FILE)
    from vectorstore.postgresql import postgresql_of

    return postgresql_of(url, home)
