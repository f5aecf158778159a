"""What was asked, handed in, taken out and refused: who, when, from where. Secrets are never among it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from vectorstore.access_schema import audit

Opened = Callable[[], AbstractContextManager[Connection]]
_LONGEST = 2_000  # characters of what was asked or named


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did, or was not let do."""

    at: str  # ISO 8601, UTC
    who: str  # name of an account; "" for nobody known
    address: str
    action: str  # "ask", "upload", "remove", "sign-in", "refused", …
    what: str
    outcome: str


_COLUMNS = tuple(audit.c[field.name] for field in fields(Entry))


class Audit:
    """Made by `Library`, in whose file it lies; safe for threads and processes as that is."""

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write

    def add(self, who: str, address: str, action: str, what: str, outcome: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = {"at": now, "who": who, "address": address, "action": action, "what": what[:_LONGEST], "outcome": outcome}
        with self._write() as connection:
            connection.execute(insert(audit).values(**row))

    def entries(self, *, limit: int, who: str | None = None, action: str | None = None) -> Sequence[Entry]:
        """The latest first."""
        query = select(*_COLUMNS).order_by(audit.c.id.desc()).limit(limit)
        if who is not None:
            query = query.where(audit.c.who == who.casefold())
        if action is not None:
            query = query.where(audit.c.action == action)
        with self._read() as connection:
            return [Entry(*row) for row in connection.execute(query)]

    def forget(self, days: float) -> int:
        """Drop what is older; how much that was."""
        before = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
        with self._write() as connection:
            return int(connection.execute(delete(audit).where(audit.c.at < before)).rowcount)
