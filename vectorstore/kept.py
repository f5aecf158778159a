"""Documents at hand: those asked for last, as many as fit into a measure of memory. Safe for threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping

from ingest.model import Document

CLAUSES = 150_000  # with items; each takes some 1.6 kB with its share of the text and the facts


class KeptDocuments:
    """Documents by identifier, each of a generation; the least lately asked for give way."""

    def __init__(self, clauses: int = CLAUSES) -> None:
        self._most = clauses
        self._held: OrderedDict[str, tuple[int, int, Document]] = OrderedDict()  # generation, clauses, document
        self._clauses = 0
        self._lock = threading.Lock()

    def of(self, generations: Mapping[str, int]) -> dict[str, Document]:
        """Those that are at hand in the generation asked for."""
        found = {}
        with self._lock:
            for document_id, generation in generations.items():
                kept = self._held.get(document_id)
                if kept is not None and kept[0] == generation:
                    self._held.move_to_end(document_id)
                    found[document_id] = kept[2]
        return found

    def keep(self, documents: Mapping[str, Document], generations: Mapping[str, int]) -> None:
        with self._lock:
            for document_id, document in documents.items():
                if old := self._held.pop(document_id, None):
                    self._clauses -= old[1]
                size = sum(1 + len(clause.items) for clause in document.clauses)
                self._held[document_id] = generations[document_id], size, document
                self._clauses += size
            while self._clauses > self._most and len(self._held) > 1:
                self._clauses -= self._held.popitem(last=False)[1][1]
