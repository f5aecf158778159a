"""Retrieval measures, and the benchmark of section 6 of the contract."""

from __future__ import annotations

import hashlib
import math
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.beir import Article, Benchmark
from eval.bm25 import SyllableBM25
from eval.shares import percentile
from ingest.model import Clause, Document, Header
from vectorstore.embedder import Embedder
from vectorstore.entries import Hit
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.retriever import CANDIDATES, HybridRetriever

CUTOFF = 10

Ranking = Sequence[str]  # document ids, best first, each once


def accuracy_at_1(ranking: Ranking, judged: Mapping[str, int]) -> float:
    """1 if the first document is relevant, else 0."""
    return float(bool(ranking) and judged.get(ranking[0], 0) > 0)


def recall_at(limit: int, ranking: Ranking, judged: Mapping[str, int]) -> float:
    """Share of the relevant documents that are among the first `limit`, in [0, 1]."""
    relevant = {document for document, score in judged.items() if score > 0}
    return len(relevant.intersection(ranking[:limit])) / len(relevant)


def reciprocal_rank_at(limit: int, ranking: Ranking, judged: Mapping[str, int]) -> float:
    """1 / rank of the first relevant document, from 1; 0 if none is among the first `limit`."""
    ranks = (rank for rank, document in enumerate(ranking[:limit], start=1) if judged.get(document, 0) > 0)
    return 1 / next(ranks, math.inf)


def ndcg_at(limit: int, ranking: Ranking, judged: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain, in [0, 1].

    The gain is the score itself and the discount log2(rank + 1), as in trec_eval,
    which BEIR uses.
    """
    ideal = sorted((score for score in judged.values() if score > 0), reverse=True)
    gained = [max(judged.get(document, 0), 0) for document in ranking]
    return _dcg(gained[:limit]) / _dcg(ideal[:limit])


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def measures(rankings: Mapping[str, Ranking], judgements: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """The means over all queries, each of which needs a relevant document."""
    pairs = [(ranking, judgements[query]) for query, ranking in rankings.items()]
    sums = {
        "acc@1": sum(accuracy_at_1(*pair) for pair in pairs),
        f"recall@{CUTOFF}": sum(recall_at(CUTOFF, *pair) for pair in pairs),
        f"mrr@{CUTOFF}": sum(reciprocal_rank_at(CUTOFF, *pair) for pair in pairs),
        f"ndcg@{CUTOFF}": sum(ndcg_at(CUTOFF, *pair) for pair in pairs),
    }
    return {name: round(total / len(pairs), 4) for name, total in sums.items()}


def run_benchmark(benchmark: Benchmark, embedder: Embedder) -> dict[str, Any]:
    """Index the benchmark as documents are indexed, and ask it every query.

    The store is the one that answers questions: SQL, both indexes, and the retriever
    with its settings. `index_seconds` is the time to fill it, `ms_per_query` that of
    the whole hybrid search, the query's embedding included.
    """
    with TemporaryDirectory(prefix="danchieu-bench-") as home:
        store = _fill(Path(home), benchmark.articles, embedder)
        found, times = _ask_all(store, benchmark)
    return {
        "documents": len(benchmark.articles),
        "queries": len(benchmark.queries),
        "index_seconds": round(store.seconds, 3),
        "ms_per_query": {f"p{percent}": round(percentile(times, percent) or 0.0, 3) for percent in (50, 95)},
        **{name: measures(rankings, benchmark.judgements) for name, rankings in found.items()},
        "embedder": embedder.fingerprint,
    }


@dataclass(frozen=True, slots=True)
class _Store:
    library: Library
    indexes: Indexes
    embedder: Embedder
    articles: Mapping[tuple[str, str], str]  # address → id in the benchmark
    seconds: float  # to fill it

    def hybrid(self, query: str) -> Ranking:
        retriever = HybridRetriever(self.library, self.indexes, self.embedder)
        evidence = retriever.retrieve(query, limit=CUTOFF)
        return [self.articles[found.document_id, found.clause.path] for found in evidence]

    def parts(self, query: str) -> tuple[Ranking, Ranking]:
        """What each of the two indexes finds for itself."""
        vector = self.embedder.encode([query])[0]
        found = self.indexes.search(self.library, query, vector, limit=CANDIDATES)
        return self._ids(found.dense), self._ids(found.lexical)

    def _ids(self, hits: Sequence[Hit]) -> Ranking:
        return [self.articles[hit.document_id, hit.path] for hit in hits[:CUTOFF]]


def _fill(home: Path, articles: Sequence[Article], embedder: Embedder) -> _Store:
    addresses: dict[tuple[str, str], str] = {}
    began = time.perf_counter()
    library, indexes = Library.open(home), Indexes(home, embedder)
    for number, group in enumerate(_by_title(articles)):
        document = document_of(group, file=f"{number}.txt")
        document_id, _ = library.put(document, f"/{number}.txt")
        addresses |= {
            (document_id, clause.path): article.id for clause, article in zip(document.clauses, group, strict=True)
        }
    indexes.catch_up(library)
    return _Store(library, indexes, embedder, addresses, time.perf_counter() - began)


def _by_title(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """Neighbours of one title together: articles of one law. Without a title each is alone."""
    for title, group in groupby(articles, key=lambda article: article.title):
        same = list(group)
        yield from [same] if title else [[article] for article in same]


def document_of(articles: Sequence[Article], *, file: str) -> Document:
    """A document of which each article is a clause, under the title that they share."""
    text, clauses = "", []
    for number, article in enumerate(articles, start=1):
        words = unicodedata.normalize("NFC", article.text)
        clauses.append(Clause(str(number), words, len(text)))
        text += words + "\n\n"
    title = unicodedata.normalize("NFC", articles[0].title) or None
    digest = hashlib.sha256(f"{file}\n{text}".encode()).hexdigest()
    return Document(file, digest, Header(subject=title), text, tuple(clauses))


def _ask_all(store: _Store, benchmark: Benchmark) -> tuple[dict[str, dict[str, Ranking]], list[float]]:
    """Rankings by retriever and query, and the milliseconds of each hybrid search."""
    baseline = SyllableBM25([f"{article.title}\n{article.text}" for article in benchmark.articles])
    found: dict[str, dict[str, Ranking]] = {name: {} for name in ("dense", "lexical", "hybrid", "bm25_syllables")}
    times: list[float] = []
    for key, query in benchmark.queries.items():
        began = time.perf_counter()
        found["hybrid"][key] = store.hybrid(query)
        times.append((time.perf_counter() - began) * 1000)
        found["dense"][key], found["lexical"][key] = store.parts(query)
        places = baseline.best(query, limit=CUTOFF)
        found["bm25_syllables"][key] = [benchmark.articles[place].id for place in places]
    return found, times
