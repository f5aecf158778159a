"""The library: every document with its clauses and facts, in SQL. The one source of truth."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, false, or_, select

from ingest.model import Anomaly, Clause, Deadline, Document, Duty, Effect, Reference, Target
from vectorstore.accounts import Accounts
from vectorstore.audit import Audit
from vectorstore.cards import Card as Card
from vectorstore.changes import Change, Changes, changes_since, generation_of, put, remove
from vectorstore.conversations import Conversations
from vectorstore.databases import Database, database_of
from vectorstore.errors import file_errors
from vectorstore.kept import KeptDocuments
from vectorstore.loading import clauses_at, generations_of, load
from vectorstore.rows import KEY, fact_of, header_of
from vectorstore.schema import documents, facts
from vectorstore.upgrade import opened
from vectorstore.visibility import Visibility

T = TypeVar("T")


_CARD = tuple(documents.c[field.name] for field in fields(Card))


class Library:
    """Documents by identifier; safe for threads, and for processes beside each other.

    Every method raises a leaf of `VectorstoreError` when the disk or another
    process is in the way. Readers never wait for a writer.
    """

    def __init__(self, database: Database) -> None:
        """Raises `NewerVersion` or `InUse` as `upgrade.opened` does."""
        self._database = database
        self._lock = threading.Lock()
        self._documents = KeptDocuments()
        self._cards: tuple[int, dict[str, Card]] = (-1, {})
        self.conversations = Conversations(self._read, self._write)
        self.accounts = Accounts(self._read, self._write)
        self.visibility = Visibility(self._read, self._write)
        self.audit = Audit(self._read, self._write)
        try:
            self.identity = opened(database)
        except BaseException:
            database.close()
            raise

    @property
    def path(self) -> Path | str:
        """Where the tables lie, for messages."""
        return self._database.place

    @classmethod
    def open(cls, home: Path, url: str | None = None) -> Library:
        """The library in the folder `home`, or of the server that `url` names; made if it is not there yet."""
        with file_errors(home):
            home.mkdir(parents=True, exist_ok=True)
        return cls(database_of(home, url))

    def close(self) -> None:
        """Give back every connection."""
        self._database.close()

    # Reading

    @property
    def generation(self) -> int:
        """Grows by one with every committed change; 0 when nothing was ever stored."""
        with self._read() as connection:
            return generation_of(connection)

    @property
    def fingerprint(self) -> str:
        """Names this state of this library."""
        return self.fingerprint_at(self.generation)

    def fingerprint_at(self, generation: int) -> str:
        """Names the state of this library at a generation."""
        return f"{self.identity[:8]}:{generation}"

    def cards(self) -> Sequence[Card]:
        """Every document, in order of source."""
        return list(self._cards_by_id().values())

    def card(self, document_id: str) -> Card | None:
        return self._one_card(documents.c.id, document_id)

    def by_source(self, source: str) -> Card | None:
        return self._one_card(documents.c.source, source)

    def by_sha256(self, sha256: str) -> Card | None:
        """The first document made of these bytes, wherever the file lies."""
        return self._one_card(documents.c.sha256, sha256)

    def sources_under(self, folder: str) -> Sequence[Card]:
        """The documents whose file lies in `folder` or below it."""
        prefix = folder.rstrip(os.sep) + os.sep
        return [card for card in self.cards() if card.source.startswith(prefix)]

    def document(self, document_id: str) -> Document | None:
        return self.documents([document_id]).get(document_id)

    def documents(self, document_ids: Collection[str]) -> dict[str, Document]:
        """Those of the documents asked for that there are, by identifier."""
        with self._read() as connection:
            generations = generations_of(connection, document_ids)
            found = self._documents.of(generations)
            loaded = {known: load(connection, known) for known in generations if known not in found}
        self._documents.keep(loaded, generations)
        return {known: found.get(known) or loaded[known] for known in generations}

    def clauses(self, addresses: Collection[tuple[str, str]]) -> dict[tuple[str, str], Clause]:
        """Those of the clauses and items asked for, by document and path, that there are.

        Documents that are not at hand are not read for it.
        """
        with self._read() as connection:
            held = self._documents.of(generations_of(connection, {known for known, _ in addresses}))
            elsewhere = {address for address in addresses if address[0] not in held}
            found = clauses_at(connection, elsewhere) if elsewhere else {}
        for known, path in addresses:
            if known in held and (clause := held[known].clause(path)) is not None:
                found[known, path] = clause
        return found

    def changes_since(self, generation: int, most: int | None = None) -> Changes:
        """What an index built at `generation` has to take in, and let go, to be of today.

        Args:
            most: so many documents to take in, the oldest changes first; the generation is
                then that of the last. None means all.
        """
        with self._read() as connection:
            return changes_since(connection, generation, most)

    def references(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Reference]]:
        """Each with the identifier of the document that cites; likewise below. None means all documents."""
        return self._facts("reference", documents, Reference)

    def duties(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Duty]]:
        return self._facts("duty", documents, Duty)

    def deadlines(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Deadline]]:
        return self._facts("deadline", documents, Deadline)

    def targets(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Target]]:
        return self._facts("target", documents, Target)

    def keys(self, kind: str) -> Sequence[str]:
        """What facts of one kind are looked up by, each once: the actors of duties, the numbers of references."""
        query = select(facts.c.key).distinct().where(facts.c.kind == kind, facts.c.key.is_not(None))
        with self._read() as connection:
            return list(connection.execute(query).scalars())

    def keyed(self, kind: str) -> Sequence[tuple[str, str]]:
        """Documents with the keys of their facts of one kind."""
        query = select(facts.c.document_id, facts.c.key).distinct()
        with self._read() as connection:
            rows = connection.execute(query.where(facts.c.kind == kind, facts.c.key.is_not(None)))
            return [(row[0], row[1]) for row in rows]

    def holders(self, kind: str, keys: Collection[str | None], *, limit: int) -> Sequence[str]:
        """Identifiers of at most `limit` documents that state a fact of these keys; None is one without."""
        wanted = or_(
            facts.c.key.in_([key[:KEY] for key in keys if key is not None]),
            facts.c.key.is_(None) if None in keys else false(),
        )
        query = select(facts.c.document_id).distinct().where(facts.c.kind == kind, wanted)
        with self._read() as connection:
            return list(connection.execute(query.limit(limit)).scalars())

    def anomalies(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Anomaly]]:
        return self._facts("anomaly", documents, Anomaly)

    def effects(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Effect]]:
        return self._facts("effect", documents, Effect)

    # Writing

    def put(
        self, document: Document, source: str, *, reader: int | str | None = None, unseen: Collection[str] = ()
    ) -> tuple[str, Change]:
        """Store a document, or find that it is there already.

        Args:
            source: absolute path of its file. A stored document whose file is gone
                and had the same bytes was moved: it keeps its identifier and gets
                this source. If its file still exists, this one is a copy, and the
                stored document stands for both.
            reader: version of the readers that made the text; None means today's.
            unseen: documents that whoever hands this one in may not see; none of them stands for it, and
                its identifier does not tell whether theirs are taken.

        Returns:
            the identifier of the document that now stands for `source`, and what was done.
        """
        version = _reader_version() if reader is None else reader
        with self._write() as connection:
            return put(connection, document, source, str(version), unseen)

    def put_all(
        self, documents: Iterable[tuple[Document, str]], *, reader: int | str | None = None
    ) -> Sequence[tuple[str, Change]]:
        """`put` for each document and source, all in one transaction: either all are stored, or none.

        Waiting for the disk once, not once a document; other writers wait meanwhile.
        """
        version = _reader_version() if reader is None else reader
        with self._write() as connection:
            return [put(connection, document, source, str(version)) for document, source in documents]

    def remove(self, document_id: str) -> bool:
        """Take a document out; False when there is none of this identifier."""
        with self._write() as connection:
            return remove(connection, document_id)

    # Inside

    def _one_card(self, column: ColumnElement[str], value: str) -> Card | None:
        with self._read() as connection:
            query = select(*_CARD).where(column == value).order_by(documents.c.generation)
            row = connection.execute(query).mappings().first()
            return _card(row) if row else None

    def _cards_by_id(self) -> dict[str, Card]:
        with self._read() as connection:
            generation = generation_of(connection)
            with self._lock:
                if self._cards[0] == generation:
                    return self._cards[1]
            before, known = self._cards
            changes = changes_since(connection, before)
            rows = connection.execute(select(*_CARD).where(documents.c.generation > before)).mappings()
            changed = {row["id"]: _card(row) for row in rows}
        kept = {key: card for key, card in known.items() if key not in changes.removed}
        found = dict(sorted((kept | changed).items(), key=lambda pair: pair[1].source))
        with self._lock:
            self._cards = (generation, found)
        return found

    def _facts(self, kind: str, only: Collection[str] | None, _: type[T]) -> Sequence[tuple[str, T]]:
        query = select(facts.c.document_id, facts.c.data).where(facts.c.kind == kind)
        if only is not None:
            query = query.where(facts.c.document_id.in_(only))
        with self._read() as connection:
            rows = connection.execute(query.order_by(facts.c.document_id, facts.c.ordinal))
            return [(document_id, fact_of(kind, data)) for document_id, data in rows]

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        """One state of the library, whatever is written meanwhile."""
        with self._database.errors(), self._database.reader.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """All of it or nothing."""
        with self._database.errors(), self._database.writer.begin() as connection:
            yield connection


def _reader_version() -> int:
    from ingest.document import READER_VERSION  # a search never needs the readers

    return READER_VERSION


def _card(row: RowMapping) -> Card:
    return Card(**{**row, "header": header_of(row["header"])})
