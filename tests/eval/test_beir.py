from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from eval.beir import Article, read_benchmark
from eval.errors import BenchmarkInvalid

CORPUS = '{"_id": "d1", "title": "Luật", "text": "Một."}\n\n{"_id": "d2", "text": "Hai."}\n'
QUERIES = '{"_id": "q1", "text": "một?"}\n{"_id": "q2", "text": "hai?"}\n{"_id": "q3", "text": "ba?"}\n'
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq2\td2\t0\n"


def write(folder: Path, corpus: str | None = CORPUS, queries: str = QUERIES, qrels: str = QRELS) -> None:
    if corpus is not None:
        (folder / "corpus.jsonl").write_text(corpus, encoding="utf-8")
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_read(packed: bool, tmp_path: Path) -> None:
    write(tmp_path, None if packed else CORPUS)
    if packed:
        (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress(CORPUS.encode()))
    benchmark = read_benchmark(tmp_path)
    assert benchmark.articles == [Article("d1", "Luật", "Một."), Article("d2", "", "Hai.")]
    assert benchmark.queries == {"q1": "một?"}, "only those with a relevant document"
    assert benchmark.judgements == {"q1": {"d1": 2}, "q2": {"d2": 0}}


BAD: dict[str, dict[str, str | None]] = {
    "no corpus": {"corpus": None},
    "no JSON": {"corpus": "{"},
    "no text": {"corpus": '{"_id": "d1"}'},
    "an id that is a number": {"queries": '{"_id": 1, "text": "?"}'},
    "a score that is none": {"qrels": "query-id\tcorpus-id\tscore\nq1\td1\tyes\n"},
    "two columns": {"qrels": "query-id\tcorpus-id\nq1\td1\n"},
    "nothing relevant": {"qrels": "query-id\tcorpus-id\tscore\n"},
}


@pytest.mark.parametrize("files", BAD.values(), ids=BAD.keys())
def test_invalid(files: dict[str, str | None], tmp_path: Path) -> None:
    write(tmp_path, **files)  # type: ignore[arg-type]  # only `corpus` is None, which it may be
    with pytest.raises(BenchmarkInvalid):
        read_benchmark(tmp_path)


def test_broken_gzip(tmp_path: Path) -> None:
    write(tmp_path, None)
    (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress(CORPUS.encode())[:20])
    with pytest.raises(BenchmarkInvalid):
        read_benchmark(tmp_path)


def test_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text(CORPUS, encoding="utf-8")
    with pytest.raises(BenchmarkInvalid):
        read_benchmark(tmp_path)
