"""The stages of `danchieu bench speed`, each in a process of its own, so that its memory is its own.

python -m eval.speed.stages NAME HOME CLAUSES [EMBEDDER]   prints what it measured as JSON
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.shares import percentile
from eval.speed.asked import Asked, questions_about
from eval.speed.recombined import read_templates, recombine
from ingest.glossary import load_glossary
from ingest.model import Document
from vectorstore.embedder import load_embedder
from vectorstore.entries import Hit, entries_of
from vectorstore.indexes import Indexes
from vectorstore.library import Library

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE, SHARED = ROOT / "ingest" / "sample", ROOT.parent / "shared"
EACH = 120  # questions of every typing
ANSWERED = 20  # of every typing are put to the whole assistant
EXACT = 60  # of every typing are compared with exact search
FOUND = 10  # of them are looked at
LARGEST_BM25 = 200_000  # clauses; the baseline is plain Python
_TOGETHER = 64  # documents stored in one transaction

Measured = dict[str, Any]


def store(home: Path, clauses: int, embedder: str | None) -> Measured:
    """Recombined documents into the library."""
    library, seconds, cpu, documents, addresses = Library.open(home), 0.0, 0.0, 0, 0
    made = recombine(read_templates(SAMPLE, SHARED), clauses)
    for some in _groups(made, _TOGETHER):
        began, spent = time.perf_counter(), time.process_time()
        library.put_all([(document, f"/{document.file}") for document in some])
        seconds += time.perf_counter() - began
        cpu += time.process_time() - spent
        documents += len(some)
        addresses += sum(1 for document in some for _ in document.addresses())
    return {"documents": documents, "clauses": addresses, "library_seconds": round(seconds, 2), "cpu": round(cpu, 2)}


def index(home: Path, clauses: int, embedder: str | None) -> Measured:
    """Both indexes from scratch."""
    library, indexes = Library.open(home), Indexes(home, load_embedder(embedder))
    began, cpu = time.perf_counter(), time.process_time()
    indexes.catch_up(library)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    marker = indexes.dense.published.marker()
    return {
        "entries": marker.entries if marker else 0,
        "index_seconds": round(seconds, 2),
        "cpu": round(cpu, 2),
    }


def search(home: Path, clauses: int, embedder: str | None) -> Measured:
    """The whole search, the question's encoding included."""
    from vectorstore.retriever import HybridRetriever

    library, model = Library.open(home), load_embedder(embedder)
    asked = questions_about(library, load_glossary(), each=EACH)
    retriever = HybridRetriever(library, Indexes(home, model), model)
    began = time.perf_counter()
    retriever.retrieve("báo cáo kết quả thực hiện", limit=FOUND)
    opening = time.perf_counter() - began
    found: list[bool] = []

    def ask(question: Asked) -> None:
        evidence = retriever.retrieve(question.text, limit=FOUND)
        found.append(question.source in {(e.document_id, e.clause.path) for e in evidence})

    return {
        "opening_ms": round(opening * 1000, 1),
        "ms": _latencies(asked, ask),
        "source_found": _share(found, asked),
    }


def answer(home: Path, clauses: int, embedder: str | None) -> Measured:
    """The whole assistant, without a language model."""
    from assistant.assistant import open_assistant
    from assistant.settings import Settings

    asked = questions_about(Library.open(home), load_glossary(), each=EACH)
    assistant = open_assistant(Settings(home=home, embedder=embedder, llm=None))
    began = time.perf_counter()
    assistant.ask("Ai báo cáo kết quả thực hiện?")
    opening = time.perf_counter() - began
    few = [q for typing in _typings(asked) for q in [q for q in asked if q.typing == typing][:ANSWERED]]
    return {
        "opening_ms": round(opening * 1000, 1),
        "ms": _latencies(few, lambda question: assistant.ask(question.text)),
    }


def baselines(home: Path, clauses: int, embedder: str | None) -> Measured:
    """Exact search over every vector, which says how much the vector index finds; BM25 over syllables."""
    library, model = Library.open(home), load_embedder(embedder)
    asked = questions_about(library, load_glossary(), each=EACH)
    dense = Indexes(home, model).dense
    compared = [q for typing in _typings(asked) for q in [q for q in asked if q.typing == typing][:EXACT]]
    vectors = model.encode([question.text for question in compared])
    every, times = dense.vectors(), []
    recalls = []
    for vector in vectors:
        began = time.perf_counter()
        similarities = every @ vector
        nearest = np.sort(np.partition(similarities, max(0, len(every) - FOUND))[-FOUND:])
        times.append((time.perf_counter() - began) * 1000)
        if vector.any():
            recalls.append(_recall(dense.search(vector, limit=FOUND), nearest))
    return {
        "recall@10": round(float(np.mean(recalls)), 4),
        "exact_ms": _percentiles(times),
        "bm25": _bm25(library, asked) if clauses <= LARGEST_BM25 else f"không đo trên {LARGEST_BM25} điều khoản",
    }


def _recall(found: Sequence[Hit], nearest: NDArray[np.float32]) -> float:
    """Share of the nearest that were found, those just as near counting as well.

    Args:
        nearest: similarities of the nearest, ascending.
    """
    if not len(nearest):
        return 1.0
    return min(1.0, sum(hit.score >= float(nearest[0]) - 1e-4 for hit in found) / len(nearest))


def _bm25(library: Library, asked: Sequence[Asked]) -> Measured:
    from eval.bm25 import BM25

    addresses, texts = [], []
    for card in library.cards():
        document = library.document(card.id)
        for entry in entries_of(card.id, document) if document else ():
            addresses.append((entry.document_id, entry.path))
            texts.append(f"{entry.context}\n{entry.text}")
    began = time.perf_counter()
    baseline = BM25(texts)
    seconds = time.perf_counter() - began
    found: list[bool] = []

    def ask(question: Asked) -> None:
        places = baseline.best(question.text, limit=FOUND)
        found.append(question.source in {addresses[place] for place in places})

    return {"seconds": round(seconds, 2), "ms": _latencies(asked, ask), "source_found": _share(found, asked)}


def _latencies(asked: Sequence[Asked], ask: Callable[[Asked], object]) -> Measured:
    """Milliseconds a question: of all together, of each typing, and of processor time, which a busy machine leaves alone."""
    times: dict[str, list[float]] = {}
    cpu: list[float] = []
    for question in asked:
        began, spent = time.perf_counter(), time.process_time()
        ask(question)
        times.setdefault(question.typing, []).append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - spent) * 1000)
    every = [time for some in times.values() for time in some]
    return {
        "questions": len(every),
        **_percentiles(every),
        "cpu": _percentiles(cpu),
        **{name: _percentiles(some) for name, some in times.items()},
    }


def _percentiles(times: list[float]) -> Measured:
    return {f"p{percent}": round(percentile(times, percent) or 0.0, 2) for percent in (50, 95)}


def _share(found: Sequence[bool], asked: Sequence[Asked]) -> Measured:
    """Of each typing, how many questions found the clause that they were made from; in [0, 1]."""
    hits = {
        typing: [hit for hit, question in zip(found, asked, strict=True) if question.typing == typing]
        for typing in _typings(asked)
    }
    return {typing: round(sum(some) / len(some), 4) for typing, some in hits.items()}


def _typings(asked: Sequence[Asked]) -> list[str]:
    return list(dict.fromkeys(question.typing for question in asked))


def _groups(documents: Iterator[Document], size: int) -> Iterator[list[Document]]:
    while group := list(islice(documents, size)):
        yield group


def _peak_mb() -> float:
    """Resident memory at its highest, in MB; the kernel counts in kB, on macOS in bytes; 0 on Windows, where it is not counted."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1)


STAGES = {stage.__name__: stage for stage in (store, index, search, answer, baselines)}

if __name__ == "__main__":
    name, home, clauses, *model = sys.argv[1:]
    measured = STAGES[name](Path(home), int(clauses), model[0] if model else None)
    print(json.dumps(measured | {"peak_mb": _peak_mb()}))  # noqa: T201  # what the caller reads
