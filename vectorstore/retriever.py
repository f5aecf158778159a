"""Question → Evidence: both indexes searched, their scores summed, what the library no longer has left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from vectorstore.entries import Hit
from vectorstore.evidence import Evidence
from vectorstore.indexes import Indexes
from vectorstore.library import Library

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

# A weighted sum of normalised scores; on published Vietnamese legal retrieval data it
# reaches MRR 0.86 where reciprocal rank fusion reaches 0.79. The weights and the number
# of candidates are the best in the middle of a wide plateau on bench/zalo-dev (MRR 0.65;
# words alone 0.61, meaning alone 0.52) and bench/alqac25 (0.87; 0.86, 0.75).
DENSE_WEIGHT = 0.4
LEXICAL_WEIGHT = 0.6

CANDIDATES = 100  # from each index
SAME_TEXT = 0.9  # share of common words (Jaccard) from which two texts count as one
COPIES = 3  # of one text, from different documents, before other texts get their turn


class HybridRetriever:
    """Implements `vectorstore.evidence.Retriever`; safe for threads."""

    def __init__(self, library: Library, indexes: Indexes, embedder: Embedder) -> None:
        self._library = library
        self._indexes = indexes
        self.embedder = embedder

    def retrieve(self, question: str, *, limit: int, documents: Collection[str] | None = None) -> Sequence[Evidence]:
        """At most `limit` clauses, best first, no two at the same address.

        Of a text that stands almost word for word in many documents, all but the
        best `COPIES` come after every other text.

        Args:
            question: as typed, or a part of it; Vietnamese, with or without
                diacritics, or English.
            documents: identifiers to search in; None means all.

        Raises:
            VectorstoreError: the store cannot be read.
        """
        vector = self.embedder.encode([question])[0]
        found = self._indexes.search(self._library, question, vector, limit=max(limit, CANDIDATES), documents=documents)
        ranked = self._existing(fuse(found.dense, found.lexical, known=found.known), step=max(limit, 1))
        return spread(ranked, limit)

    def _existing(self, ranked: Sequence[tuple[Hit, float, float]], step: int) -> Iterator[Evidence]:
        """Those that the library still has, read from it some at a time."""
        for start in range(0, len(ranked), step):
            some = ranked[start : start + step]
            documents = self._library.documents({hit.document_id for hit, _, _ in some})
            for hit, dense, lexical in some:
                document = documents.get(hit.document_id)
                clause = document.clause(hit.path) if document else None
                if clause is not None:
                    yield Evidence(hit.document_id, clause, hit.score, dense, lexical)


def fuse(dense: Sequence[Hit], lexical: Sequence[Hit], *, known: float = 1.0) -> Sequence[tuple[Hit, float, float]]:
    """One ranking out of two.

    Args:
        dense: scores in [-1, 1].
        lexical: scores in [0, ∞).
        known: share of the question's words that the full-text index knows. Where it
            does not know the question's language, its best find says nothing, and the
            meaning gets its weight (bench/law-en-vi: MRR 0.83 instead of 0.70).

    Returns:
        for each address the weighted sum, in [0, 1], then its cosine similarity and
        its BM25 over the best one; 0 where an index did not find it. Best first.
    """
    near = {(hit.document_id, hit.path): hit.score for hit in dense}
    best = max((hit.score for hit in lexical), default=0.0) or 1.0
    worded = {(hit.document_id, hit.path): hit.score / best for hit in lexical}
    of_words = LEXICAL_WEIGHT * known
    fused = []
    for address in near | worded:
        cosine, words = near.get(address, 0.0), worded.get(address, 0.0)
        score = (1 - of_words) * max(0.0, min(1.0, cosine)) + of_words * words
        fused.append((Hit(*address, score), cosine, words))
    return sorted(fused, key=lambda entry: entry[0].score, reverse=True)


def spread(ranked: Iterator[Evidence], limit: int) -> Sequence[Evidence]:
    """The first `limit`, where no text fills the list by standing in many documents."""
    chosen: list[Evidence] = []
    postponed: list[Evidence] = []
    texts: list[tuple[frozenset[str], int]] = []
    for evidence in ranked:
        if len(chosen) == limit:
            break
        words = frozenset(evidence.clause.text.lower().split())
        for index, (known, copies) in enumerate(texts):
            if _alike(words, known):
                texts[index] = (known, copies + 1)
                (chosen if copies < COPIES else postponed).append(evidence)
                break
        else:
            texts.append((words, 1))
            chosen.append(evidence)
    return (chosen + postponed)[:limit]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    smaller, larger = sorted((len(one), len(other)))
    if smaller < SAME_TEXT * larger:
        return False
    return len(one & other) >= SAME_TEXT * len(one | other)
