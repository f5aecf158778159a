"""A new library of what can be read of a damaged one.

It is read row by row; what cannot be read is left out, and the damaged file stays beside it. Whether the
documents left are whole is for their files to say: they are marked to be read again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from vectorstore.databases import FILE
from vectorstore.errors import file_errors
from vectorstore.library import Library
from vectorstore.schema import meta, metadata, revisions
from vectorstore.sqlite import SqliteFile

READ_AGAIN = "salvaged"  # as version of the readers: no version of ours, so that the file is read again


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of a damaged library."""

    kept: int  # documents
    sources: tuple[str, ...]  # files to be read again, those of documents that were lost among them
    nameless: tuple[str, ...]  # documents that were lost and of which no file is known, by identifier
    closed: bool  # whether all is hidden from all but administrators, because what was hidden is not known
    damaged: Path  # where the damaged file is now


def salvage(home: Path) -> Salvaged:
    """Make a new library of what can be read of a damaged one. No other process may have it open.

    Raises:
        VectorstoreError: the disk is full, or may not be written; the damaged library is where it was.
    """
    file = SqliteFile(home.resolve() / FILE)
    draft = SqliteFile(file.place.with_suffix(".salvaged"))
    with file_errors(home), file.errors():
        draft.place.unlink(missing_ok=True)
        Library(draft).close()
        sources, nameless, closed = _copy(file.place, draft.place)
        with closing(sqlite3.connect(draft.place)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            kept = int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
        return Salvaged(kept, sources, nameless, closed, file.put_in_place(draft.place))


def _copy(damaged: Path, into: Path) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Every row that can be read; sources, identifiers and whether all was closed, see `Salvaged`.

    The generation stays; the identity is the new library's, so that indexes are built anew.
    """
    with closing(sqlite3.connect(damaged)) as old, closing(sqlite3.connect(into)) as new, new:
        new.execute("PRAGMA foreign_keys=OFF")
        for table in metadata.sorted_tables:
            if table not in (meta, revisions):
                _copy_table(old, new, table.name)
        for (generation,) in _rows(old, "meta", ["generation"]):
            new.execute("UPDATE meta SET generation = max(generation, ?)", (generation,))
        known = _Known.of(old, new)
        lost = """SELECT id FROM documents WHERE clauses <>
            (SELECT count(*) FROM clauses WHERE document_id = documents.id AND item_of IS NULL)"""
        for table_name in ("clauses", "facts"):
            new.execute(f"DELETE FROM {table_name} WHERE document_id IN ({lost})")
        new.execute(f"DELETE FROM documents WHERE id IN ({lost})")
        new.execute("UPDATE documents SET reader = ?", (READ_AGAIN,))
        while loose := new.execute("PRAGMA foreign_key_check").fetchall():
            for table_name, row, *_ in loose:
                new.execute(f"DELETE FROM {table_name} WHERE rowid = ?", (row,))  # our own table
        closed = _keep_hidden(old, new, known)
    return tuple(sorted(known.sources)), tuple(sorted(known.nameless)), closed


def _keep_hidden(old: sqlite3.Connection, new: sqlite3.Connection, known: _Known) -> bool:
    """Let nothing be seen that was hidden; whether all had to be closed for that.

    A document that was lost is read again from its file and may get another identifier: what holds of the
    one holds of the file then. Where that, or what was hidden at all, is not known, everything is closed.
    """
    unknown = not _is_whole(old, "restrictions")
    ids = {row[0] for row in new.execute("SELECT id FROM documents")}
    for (identifier,) in new.execute("SELECT place FROM restrictions WHERE kind = 'document'").fetchall():
        if identifier in ids:
            continue
        source = known.files.get(identifier)
        if source is None:
            unknown = True
            continue
        new.execute("INSERT OR IGNORE INTO restrictions (kind, place) VALUES ('folder', ?)", (source,))
        new.execute(
            """INSERT OR IGNORE INTO grants (kind, place, holder, name)
            SELECT 'folder', ?, holder, name FROM grants WHERE kind = 'document' AND place = ?""",
            (source, identifier),
        )
    if unknown:
        roots = {PurePath(source).anchor for source in known.sources} or {PurePath(Path.cwd()).anchor}
        new.executemany(
            "INSERT OR IGNORE INTO restrictions (kind, place) VALUES ('folder', ?)", [(root,) for root in roots]
        )
    return unknown


def _is_whole(old: sqlite3.Connection, table: str) -> bool:
    """Whether every row of a table can be read; one that an older store has not has none."""
    try:
        names = {row[0] for row in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if table in names:
            old.execute(f"SELECT * FROM {table} NOT INDEXED").fetchall()  # our own table
    except sqlite3.DatabaseError:
        return False
    return bool(names)


def _copy_table(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> None:
    """Of an older store the columns that it has."""
    ours = _columns(new, table)
    try:
        theirs = set(_columns(old, table))
    except sqlite3.DatabaseError:
        return
    names = [name for name in ours if name in theirs]
    if not names:
        return
    listed, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    for row in _rows(old, table, names):
        with suppress(sqlite3.IntegrityError):  # a damaged row may have a key that is taken, or none
            new.execute(f"INSERT INTO {table} ({listed}) VALUES ({places})", row)  # our own names


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is left of the documents that were there.

    One whose own row cannot be read may stand in the indexes over sources and identifiers, and its
    clauses name it.
    """

    sources: set[str]
    files: dict[str, str]  # source by identifier, where both are known
    nameless: set[str]  # identifiers without a source

    @classmethod
    def of(cls, old: sqlite3.Connection, new: sqlite3.Connection) -> _Known:
        files = dict(new.execute("SELECT id, source FROM documents").fetchall())
        ids, sources = _indexed_values(old, "id"), _indexed_values(old, "source")
        files |= {ids[row]: source for row, source in sources.items() if row in ids}
        told = set(ids.values()) | {row[0] for row in new.execute("SELECT DISTINCT document_id FROM clauses")}
        return cls({*files.values(), *sources.values()}, files, told - files.keys())


def _indexed_values(old: sqlite3.Connection, column: str) -> dict[int, str]:
    """Of the documents, by row number; read from both ends of the index, as far as it can be."""
    found: dict[int, str] = {}
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.DatabaseError):
            for row, value in old.execute(f"SELECT rowid, {column} FROM documents ORDER BY {column} {order}"):
                found[row] = str(value)  # one by one: what comes before the damage stays
    return found


def _rows(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """The rows of a table that can be read, whatever stands between them.

    Row numbers must grow: pages that were overwritten may lead back to where one has been.
    """
    last = 0
    while True:
        listed = ", ".join(f'"{name}"' for name in columns)
        query = f"SELECT rowid, {listed} FROM {table} WHERE rowid > ? ORDER BY rowid"  # our own names
        try:
            for row in connection.execute(query, (last,)):
                if int(row[0]) <= last:
                    raise sqlite3.DatabaseError("rows out of order")
                last = int(row[0])
                yield row[1:]
            return
        except (sqlite3.DatabaseError, OverflowError):
            following = _next(connection, table, last)
            if following is None:
                return
            last = following


def _next(connection: sqlite3.Connection, table: str, after: int) -> int | None:
    """The end of a stretch of row numbers that cannot be read, beyond `after`; None when nothing follows it."""
    step = 1
    while step < 1 << 40:
        with suppress(sqlite3.DatabaseError):
            query = f"SELECT rowid FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1"
            row = connection.execute(query, (after + step,)).fetchone()
            if row is None or int(row[0]) > after + step:
                return None if row is None else int(row[0]) - 1
        step *= 2
    return None
