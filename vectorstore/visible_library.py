"""A library as somebody sees it who may not see all of it: what is hidden is not there, for any method.

It stands in for the whole library everywhere behind the doors, so that nothing that is made from a
library (names, links, duties, examples, counts) can know of a hidden document.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

from ingest.model import Anomaly, Clause, Deadline, Document, Duty, Effect, Reference, Target
from vectorstore.cards import Card
from vectorstore.changes import Change
from vectorstore.library import Library
from vectorstore.visibility import Clearance
from vectorstore.visible_conversations import VisibleConversations

T = TypeVar("T")


class VisibleLibrary(Library):
    """Safe for threads and processes as the library is that it shows."""

    def __init__(self, whole: Library, clearance: Clearance) -> None:
        self.whole = whole
        self.clearance = clearance
        self.identity = whole.identity
        self.conversations = VisibleConversations(whole.conversations, self._hidden_cards)
        self.accounts = whole.accounts
        self.visibility = whole.visibility
        self.audit = whole.audit
        self._guard = threading.Lock()
        self._parted: tuple[int, dict[str, Card], dict[str, Card]] = (-1, {}, {})
        self._named: tuple[int, str] = (-1, "")

    @property
    def path(self) -> Path | str:
        return self.whole.path

    def close(self) -> None:
        """The whole library is others' too."""

    @property
    def visible(self) -> Mapping[str, Card]:
        return self._parts()[1]

    @property
    def hidden(self) -> Mapping[str, Card]:
        """What may not be seen: for what searches, to leave it out."""
        return self._parts()[2]

    @property
    def generation(self) -> int:
        """That of the whole library: caches and indexes follow it. It is not shown; see `fingerprint`."""
        return self.whole.generation

    @property
    def fingerprint(self) -> str:
        """Names what can be seen of this state; the same whatever is hidden."""
        return self.fingerprint_at(self.generation)

    def fingerprint_at(self, generation: int) -> str:
        """Of the state that is seen now: an earlier one is not kept."""
        generation, visible, _ = self._parts()
        if self._named[0] != generation:
            told = "".join(f"{card.id} {card.sha256} {card.reader}\n" for card in visible.values())
            self._named = (generation, hashlib.sha256(told.encode()).hexdigest()[:12])
        return f"{self.identity[:8]}:{self._named[1]}"

    def cards(self) -> Sequence[Card]:
        return list(self.visible.values())

    def card(self, document_id: str) -> Card | None:
        return self._seen(self.whole.card(document_id))

    def by_source(self, source: str) -> Card | None:
        return self._seen(self.whole.by_source(source))

    def by_sha256(self, sha256: str) -> Card | None:
        return next((card for card in self.visible.values() if card.sha256 == sha256), None)

    def sources_under(self, folder: str) -> Sequence[Card]:
        prefix = folder.rstrip(os.sep) + os.sep
        return [card for card in self.visible.values() if card.source.startswith(prefix)]

    def document(self, document_id: str) -> Document | None:
        return self.documents([document_id]).get(document_id)

    def documents(self, document_ids: Collection[str]) -> dict[str, Document]:
        return self.whole.documents(self._among(document_ids))

    def clauses(self, addresses: Collection[tuple[str, str]]) -> dict[tuple[str, str], Clause]:
        visible = self.visible
        return self.whole.clauses([address for address in addresses if address[0] in visible])

    def references(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Reference]]:
        return self._kept(self.whole.references(self._only(documents)))

    def duties(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Duty]]:
        return self._kept(self.whole.duties(self._only(documents)))

    def deadlines(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Deadline]]:
        return self._kept(self.whole.deadlines(self._only(documents)))

    def targets(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Target]]:
        return self._kept(self.whole.targets(self._only(documents)))

    def anomalies(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Anomaly]]:
        return self._kept(self.whole.anomalies(self._only(documents)))

    def effects(self, documents: Collection[str] | None = None) -> Sequence[tuple[str, Effect]]:
        return self._kept(self.whole.effects(self._only(documents)))

    def keyed(self, kind: str) -> Sequence[tuple[str, str]]:
        return self._kept(self.whole.keyed(kind))

    def keys(self, kind: str) -> Sequence[str]:
        return list(dict.fromkeys(key for _, key in self.keyed(kind)))

    def holders(self, kind: str, keys: Collection[str | None], *, limit: int) -> Sequence[str]:
        found = self.whole.holders(kind, keys, limit=limit + len(self.hidden))
        return self._among(found)[:limit]

    def changes_since(self, generation: int, most: int | None = None) -> NoReturn:
        raise TypeError("indexes are of the whole library")

    def put(
        self,
        document: Document,
        source: str,
        *,
        reader: int | str | None = None,
        unseen: Collection[str] = (),
    ) -> tuple[str, Change]:
        """A hidden document of the same bytes does not stand for this one: it would tell that it is there."""
        return self.whole.put(document, source, reader=reader, unseen={*unseen, *self.hidden})

    def put_all(
        self, documents: Iterable[tuple[Document, str]], *, reader: int | str | None = None
    ) -> Sequence[tuple[str, Change]]:
        return [self.put(document, source, reader=reader) for document, source in documents]

    def remove(self, document_id: str) -> bool:
        return document_id in self.visible and self.whole.remove(document_id)

    def _parts(self) -> tuple[int, dict[str, Card], dict[str, Card]]:
        """The generation, what can be seen, and what cannot."""
        generation = self.whole.generation
        with self._guard:
            if self._parted[0] == generation:
                return self._parted
        visible: dict[str, Card] = {}
        hidden: dict[str, Card] = {}
        for card in self.whole.cards():
            (hidden if self.clearance.hides(card) else visible)[card.id] = card
        with self._guard:
            self._parted = (generation, visible, hidden)
            return self._parted

    def _hidden_cards(self) -> Collection[Card]:
        return self.hidden.values()

    def _seen(self, card: Card | None) -> Card | None:
        return None if card is None or self.clearance.hides(card) else card

    def _among(self, document_ids: Collection[str]) -> list[str]:
        visible = self.visible
        return [known for known in document_ids if known in visible]

    def _only(self, documents: Collection[str] | None) -> Collection[str] | None:
        return None if documents is None else self._among(documents)

    def _kept(self, found: Sequence[tuple[str, T]]) -> Sequence[tuple[str, T]]:
        visible = self.visible
        return [pair for pair in found if pair[0] in visible]
