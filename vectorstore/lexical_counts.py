"""How many entries hold a word: of the whole full-text index, or of the documents that somebody may see.

tantivy weighs words by the whole index. For a part of it the weights are corrected to what they would be
if the index held that part alone, so that what is hidden moves no result. (The average length of an entry,
by which BM25 levels long and short ones, stays that of the whole.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import tantivy

from vectorstore.among import Among, Except

_KEPT = 50_000  # numbers that are remembered of one state


def counts_of(schema: Any, searcher: Any, corpus: Among) -> Counts:
    """Of a part of the index as a searcher sees it."""
    total = searcher.num_docs
    if corpus is not None:
        total = _count(searcher, [restricted(schema, corpus)])
    return Counts(schema, searcher, corpus, total)


@dataclass(frozen=True)
class Counts:
    """Numbers of entries; each is looked up once."""

    schema: Any
    searcher: Any
    corpus: Among
    total: int
    _known: dict[tuple[str, str], int] = field(default_factory=dict)

    def __call__(self, name: str, word: str) -> int:
        """How many entries have a word in a field."""
        if self.corpus is None:
            return int(self.searcher.doc_freq(name, word))
        known = self._known.get((name, word))
        if known is None:
            held = (tantivy.Occur.Must, term(self.schema, name, word))
            known = _count(self.searcher, [held, restricted(self.schema, self.corpus)])
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[name, word] = known
        return known

    def idf(self, count: int, total: int | None = None) -> float:
        """Source: BM25's idf, ln(1 + (N - n + 0.5) / (n + 0.5)), of n among N entries."""
        every = self.total if total is None else total
        return math.log1p((max(every - count, 0) + 0.5) / (count + 0.5))

    def correction(self, name: str, word: str) -> float:
        """By what to multiply tantivy's weight of a word; 1 where the corpus is the whole index."""
        if self.corpus is None:
            return 1.0
        count = self(name, word)
        whole = self.idf(int(self.searcher.doc_freq(name, word)), self.searcher.num_docs)
        return self.idf(count) / whole if count and whole else 1.0


def restricted(schema: Any, among: Among) -> tuple[Any, Any]:
    """A clause of a query that keeps to some documents, and adds nothing to the score."""
    documents = among.documents if isinstance(among, Except) else among or ()
    chosen = tantivy.Query.term_set_query(schema, "document_id", sorted(documents))
    if not isinstance(among, Except):
        return tantivy.Occur.Must, tantivy.Query.const_score_query(chosen, 0.0)
    others = [(tantivy.Occur.Must, tantivy.Query.all_query()), (tantivy.Occur.MustNot, chosen)]
    return tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.boolean_query(others), 0.0)


def term(schema: Any, name: str, word: str, option: str = "freq") -> Any:
    """A query for one word in one field."""
    return tantivy.Query.term_query(schema, name, word, index_option=option)


def _count(searcher: Any, clauses: list[tuple[Any, Any]]) -> int:
    return int(searcher.search(tantivy.Query.boolean_query(clauses), limit=1, count=True).count or 0)
