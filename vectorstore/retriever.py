"""Question → Evidence: both indexes searched, what they find ranked, what the library no longer has left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from ingest.model import Clause
from vectorstore.evidence import Evidence
from vectorstore.features import NAMES, Asked, Numbers, features
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.ranker import Ranker, load_rankers
from vectorstore.sheets import Sheets
from vectorstore.speech import load_speech
from vectorstore.words import syllables

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

ReadClauses = Callable[[Collection[tuple[str, str]]], Mapping[tuple[str, str], Clause]]

CANDIDATES = 100  # from each index
SAME_TEXT = 0.9  # share of common words (Jaccard) from which two texts count as one
COPIES = 3  # of one text, from different documents, before other texts get their turn
_WORDS, _MEANING = NAMES.index("words"), [NAMES.index("meaning"), NAMES.index("passage_meaning")]


@dataclass(frozen=True)
class Candidates:
    """What was found for one question, in no order."""

    addresses: Sequence[tuple[str, str]]  # document and path
    sheets: Sheets
    features: Numbers  # (candidates, len(NAMES))
    ranker: Ranker
    translated: bool  # whether the question was in English

    @cached_property
    def scores(self) -> Numbers:
        """Shape (candidates,), in [0, 1]."""
        return self.ranker.scores(self.features)

    def words(self, row: int) -> frozenset[int]:
        """Keys of the words of a candidate."""
        first, last = self.sheets.entries[row : row + 2]
        start, end = self.sheets.segments[[first, last]]
        return frozenset(self.sheets.words[start:end].tolist())


class HybridRetriever:
    """Implements `vectorstore.evidence.Retriever`; safe for threads."""

    def __init__(
        self, library: Library, indexes: Indexes, embedder: Embedder, rankers: Mapping[str, Ranker] | None = None
    ) -> None:
        self._rankers = rankers or load_rankers()
        self._library = library
        self._indexes = indexes
        self.embedder = embedder

    def retrieve(
        self,
        question: str,
        *,
        limit: int,
        documents: Collection[str] | None = None,
        read: ReadClauses | None = None,
    ) -> Sequence[Evidence]:
        """At most `limit` clauses, best first, no two at the same address.

        Of a text that stands almost word for word in many documents, all but the
        best `COPIES` come after every other text.

        Args:
            question: as typed, or a part of it; Vietnamese, with or without
                diacritics, or English.
            documents: identifiers to search in; None means all.
            read: reads the clauses found, for a caller who has documents at hand and has just seen to it that the
                indexes are up to date; None means from the library as it is now.

        Raises:
            VectorstoreError: the store cannot be read.
        """
        if read is None:
            self._indexes.refresh(self._library)
        ranked = self.candidates(question, limit=max(limit, CANDIDATES), documents=documents)
        rows = spread(np.argsort(-ranked.scores, kind="stable").tolist(), ranked.words)
        return list(islice(_existing(ranked, rows, max(limit, 1), read or self._library.clauses), limit))

    def candidates(self, question: str, *, limit: int, documents: Collection[str] | None = None) -> Candidates:
        """What both indexes find, with its features and scores; in no order.

        Args:
            limit: of each index.
        """
        said, translated = self._indexes.as_documents_say_it(question)
        dense = self._indexes.dense  # the same from here on, whatever goes live meanwhile
        vector = dense.embedder.encode([question])[0]
        found = self._indexes.search(self._library, said, vector, limit=limit, documents=documents, dense=dense)
        addresses = found.sheets.addresses.at(np.arange(len(found.sheets)))
        ranker = self._rankers["translated" if translated else "asked"]
        if not addresses:
            return Candidates([], found.sheets, np.zeros((0, len(NAMES)), np.float32), ranker, translated)
        best = max((hit.score for hit in found.lexical), default=0.0) or 1.0
        worded = {(hit.document_id, hit.path): hit.score / best for hit in found.lexical}
        words = np.array([worded.get(address, 0.0) for address in addresses], np.float32)
        telling = {token: rarity * load_speech().topical(token) for token, rarity in found.rarity.items()}
        asked = Asked(tuple(syllables(said)), telling)
        columns = features(asked, vector, words, found.sheets, known=found.known)
        return Candidates(addresses, found.sheets, columns, ranker, translated)


def _existing(ranked: Candidates, rows: Iterator[int], step: int, read: ReadClauses) -> Iterator[Evidence]:
    """Those that there still are, read some at a time."""
    while some := list(islice(rows, step)):
        clauses = read([ranked.addresses[row] for row in some])
        for row in some:
            document_id, path = ranked.addresses[row]
            clause = clauses.get((document_id, path))
            if clause is not None:
                columns = ranked.features[row]
                score, meaning = float(ranked.scores[row]), float(columns[_MEANING].max())
                reasons = tuple(ranked.ranker.reasons(columns))
                yield Evidence(document_id, clause, score, meaning, float(columns[_WORDS]), reasons)


def spread(rows: Sequence[int], words: Callable[[int], frozenset[int]]) -> Iterator[int]:
    """These rows, where no text takes the first places by standing in many documents.

    Args:
        words: the words of a row.
    """
    postponed: list[int] = []
    texts: list[tuple[frozenset[int], int]] = []
    for row in rows:
        own = words(row)
        for index, (known, copies) in enumerate(texts):
            if _alike(own, known):
                texts[index] = (known, copies + 1)
                if copies < COPIES:
                    yield row
                else:
                    postponed.append(row)
                break
        else:
            texts.append((own, 1))
            yield row
    yield from postponed


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    smaller, larger = sorted((len(one), len(other)))
    if smaller < SAME_TEXT * larger:
        return False
    return len(one & other) >= SAME_TEXT * len(one | other)
