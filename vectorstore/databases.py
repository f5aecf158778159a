"""Where the library's tables may lie. Each place knows how it locks, copies and fails."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine


class Database(Protocol):
    """Of a transaction of `engine` that has the execution option `writes` there is only one at a time."""

    @property
    def place(self) -> Path | str:
        """For messages; without a password."""
        ...

    @property
    def engine(self) -> Engine: ...

    def errors(self) -> AbstractContextManager[None]:
        """Turn what the database reports into a leaf of `VectorstoreError`."""
        ...

    def alone(self) -> AbstractContextManager[Connection]:
        """A connection without a transaction, for whoever makes the tables or changes them.

        Nobody else does meanwhile. Foreign keys are not enforced, so that a table may be made anew.

        Raises:
            InUse: another program has the tables open.
        """
        ...

    def keep_copy(self, connection: Connection, name: str) -> None:
        """Put a copy of all tables aside, as they are on this connection, if the place has a way to."""
        ...
