"""Reads a retrieval benchmark in the BEIR layout."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import BenchmarkInvalid

Judgements = Mapping[str, Mapping[str, int]]  # query id → document id → score; above 0 is relevant


@dataclass(frozen=True, slots=True)
class Article:
    """A document of the benchmark."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    articles: Sequence[Article]
    queries: Mapping[str, str]  # those that have a relevant document
    judgements: Judgements


def read_benchmark(folder: Path) -> Benchmark:
    """Read `corpus.jsonl` or `corpus.jsonl.gz`, `queries.jsonl` and `qrels.tsv`.

    Raises:
        BenchmarkInvalid: a file is missing, or a line is not as the layout wants it.
    """
    corpus = next((path for name in ("corpus.jsonl", "corpus.jsonl.gz") if (path := folder / name).exists()), None)
    if corpus is None:
        raise BenchmarkInvalid(folder, "neither corpus.jsonl nor corpus.jsonl.gz")
    articles = [Article(row["_id"], row.get("title") or "", row["text"]) for row in _rows(corpus, "_id", "text")]
    judgements = _judgements(folder / "qrels.tsv")
    asked = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl", "_id", "text")}
    queries = {key: text for key, text in asked.items() if any(score > 0 for score in judgements.get(key, {}).values())}
    if not articles or not queries:
        raise BenchmarkInvalid(folder, f"{len(articles)} documents, {len(queries)} judged queries")
    return Benchmark(articles, queries, judgements)


def _rows(path: Path, *required: str) -> Iterator[dict[str, Any]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BenchmarkInvalid(path, f"line {number}: {error}") from error
        if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in required):
            raise BenchmarkInvalid(path, f"line {number}: needs {', '.join(required)}")
        yield row


def _judgements(path: Path) -> Judgements:
    found: dict[str, dict[str, int]] = {}
    rows = csv.reader((line for _, line in _lines(path)), delimiter="\t", quoting=csv.QUOTE_NONE)
    next(rows, None)  # the header
    for row in rows:
        try:
            query, article, score = row
            found.setdefault(query, {})[article] = int(score)
        except ValueError as error:
            raise BenchmarkInvalid(path, f"not query, document, score: {row}") from error
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that hold something, with their number from 1."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BenchmarkInvalid(path, str(error)) from error
