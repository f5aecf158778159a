"""Retrieval measures, and the benchmark of section 6 of the contract."""

from __future__ import annotations

import hashlib
import math
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.beir import Article, Benchmark
from eval.bm25 import BM25
from eval.shares import percentile
from eval.stripped import VARIANTS
from ingest.model import Clause, Document, Header
from vectorstore.embedder import Embedder
from vectorstore.entries import Hit
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.retriever import HybridRetriever
from vectorstore.words import syllables, tokens

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
    """Index the benchmark as documents are indexed, and ask it every query, also with diacritics stripped.

    The store is the one that answers questions: SQL, both indexes, and the retriever
    with its settings. `index_seconds` is the time to fill it, `ms_per_query` that of
    the whole hybrid search, the query's embedding included; `ms` that of each retriever.
    """
    with TemporaryDirectory(prefix="danchieu-bench-") as home:
        store = fill_store(Path(home), benchmark.articles, embedder)
        texts = [f"{article.title}\n{article.text}" for article in benchmark.articles]
        ids = [article.id for article in benchmark.articles]
        asked = {
            "dense": store.dense,
            "lexical": store.lexical,
            "hybrid": store.hybrid,
            "bm25_syllables": _plain(BM25(texts, syllables), ids),
            "bm25_pairs": _plain(BM25(texts, tokens), ids),
        }
        found = {name: _ask(benchmark, search) for name, search in asked.items()}
        stripped = {
            f"hybrid_{name}": _ask(benchmark, store.hybrid, typed)[0]
            for name, typed in VARIANTS.items()
            if name != "asked"
        }
    rankings = {name: ranked for name, (ranked, _) in found.items()} | stripped
    return {
        "documents": len(benchmark.articles),
        "queries": len(benchmark.queries),
        "index_seconds": round(store.seconds, 3),
        "ms_per_query": _times(found["hybrid"][1]),
        **{name: measures(ranked, benchmark.judgements) for name, ranked in rankings.items()},
        "ms": {name: _times(times) for name, (_, times) in found.items()},
        "embedder": embedder.fingerprint,
    }


@dataclass(frozen=True, slots=True)
class Store:
    """A benchmark's articles, indexed."""

    library: Library
    indexes: Indexes
    retriever: HybridRetriever
    articles: Mapping[tuple[str, str], str]  # address → id in the benchmark
    seconds: float  # to fill it

    def hybrid(self, query: str) -> Ranking:
        evidence = self.retriever.retrieve(query, limit=CUTOFF)
        return [self.articles[found.document_id, found.clause.path] for found in evidence]

    def dense(self, query: str) -> Ranking:
        vector = self.retriever.embedder.encode([query])[0]
        return self._ids(self.indexes.dense.search(vector, limit=CUTOFF))

    def lexical(self, query: str) -> Ranking:
        return self._ids(self.indexes.lexical.search(query, limit=CUTOFF))

    def _ids(self, hits: Sequence[Hit]) -> Ranking:
        return [self.articles[hit.document_id, hit.path] for hit in hits]


def fill_store(home: Path, articles: Sequence[Article], embedder: Embedder) -> Store:
    """Put the articles into a new library in `home` and index them."""
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
    seconds = time.perf_counter() - began
    return Store(library, indexes, HybridRetriever(library, indexes, embedder), addresses, seconds)


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


def _ask(
    benchmark: Benchmark, search: Callable[[str], Ranking], typed: Callable[[str], str] = VARIANTS["asked"]
) -> tuple[dict[str, Ranking], list[float]]:
    """What a retriever finds for each query, and the milliseconds that it took."""
    found: dict[str, Ranking] = {}
    times: list[float] = []
    for key, query in benchmark.queries.items():
        question = typed(query)
        began = time.perf_counter()
        found[key] = search(question)
        times.append((time.perf_counter() - began) * 1000)
    return found, times


def _plain(baseline: BM25, ids: Sequence[str]) -> Callable[[str], Ranking]:
    return lambda query: [ids[place] for place in baseline.best(query, limit=CUTOFF)]


def _times(milliseconds: list[float]) -> dict[str, float]:
    return {f"p{percent}": round(percentile(milliseconds, percent) or 0.0, 3) for percent in (50, 95)}
