"""What the retriever hands to the assistant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.model import Clause


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause (or item) found for a question, and why."""

    document_id: str
    clause: Clause
    score: float  # of the learned ranker, in [0, 1]; larger is closer
    dense: float  # cosine similarity with the clause or its closest passage, in [-1, 1]
    lexical: float  # BM25 divided by the best BM25 of this search, in [0, 1]
    reasons: tuple[tuple[str, float, float], ...] = ()  # feature, its value, what it adds to the score's logit


class Retriever(Protocol):
    def retrieve(self, question: str, *, limit: int, documents: Collection[str] | None = None) -> Sequence[Evidence]:
        """At most `limit` clauses, best first, no two at the same address.

        Args:
            question: as typed, or a part of it; Vietnamese, with or without
                diacritics, or English.
            documents: identifiers to search in; None means all.
        """
        ...
