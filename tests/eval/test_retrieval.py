from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.beir import Article, Benchmark
from eval.retrieval import accuracy_at_1, document_of, measures, ndcg_at, recall_at, reciprocal_rank_at, run_benchmark
from vectorstore.words import syllables

LOG3 = math.log2(3)
# ranking, judgements; then acc@1, recall@3, mrr@3, ndcg@3, each worked out by hand.
CASES: dict[str, tuple[str, Mapping[str, int], float, float, float, float]] = {
    "first": ("abc", {"a": 1}, 1, 1, 1, 1),
    "second": ("abc", {"b": 1}, 0, 1, 1 / 2, 1 / LOG3),
    "third": ("abc", {"c": 1}, 0, 1, 1 / 3, 1 / 2),
    "beyond the cut": ("abcd", {"d": 1}, 0, 0, 0, 0),
    "nothing found": ("", {"a": 1}, 0, 0, 0, 0),
    "first and third of two": ("abc", {"a": 1, "c": 1}, 1, 1, 1, 1.5 / (1 + 1 / LOG3)),
    "one of four": ("abc", {"a": 1, "x": 1, "y": 1, "z": 1}, 1, 1 / 4, 1, 1 / (1 + 1 / LOG3 + 1 / 2)),
    "graded, the lesser first": ("ab", {"a": 1, "b": 2}, 1, 1, 1, (1 + 2 / LOG3) / (2 + 1 / LOG3)),
    "judged not relevant": ("ab", {"a": 0, "b": 1}, 0, 1, 1 / 2, 1 / LOG3),
    "judged below nothing": ("ab", {"a": -1, "b": 1}, 0, 1, 1 / 2, 1 / LOG3),
}


@pytest.mark.parametrize(("ranking", "judged", "accuracy", "recall", "rank", "gain"), CASES.values(), ids=CASES.keys())
def test_measures(
    ranking: str, judged: Mapping[str, int], accuracy: float, recall: float, rank: float, gain: float
) -> None:
    assert accuracy_at_1(ranking, judged) == accuracy
    assert recall_at(3, ranking, judged) == pytest.approx(recall)
    assert reciprocal_rank_at(3, ranking, judged) == pytest.approx(rank)
    assert ndcg_at(3, ranking, judged) == pytest.approx(gain)


def test_measures_are_means_over_queries() -> None:
    found = measures({"q1": ["a"], "q2": ["b", "a"]}, {"q1": {"a": 1}, "q2": {"a": 1}})
    assert found == {"acc@1": 0.5, "recall@10": 1.0, "mrr@10": 0.75, "ndcg@10": round((1 + 1 / LOG3) / 2, 4)}


def test_articles_of_one_title_are_clauses_of_one_document() -> None:
    document = document_of([Article("x", "Luật", "Một."), Article("y", "Luật", "Hai.")], file="0.txt")
    assert document.header.subject == "Luật"
    assert [(clause.path, clause.text) for clause in document.clauses] == [("1", "Một."), ("2", "Hai.")]


class CountingEmbedder:
    """A dimension for each of a few syllables."""

    fingerprint = "counting:1"
    dimension = 3

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        known = ("thuế", "rừng", "biển")
        rows = np.array([[syllables(text).count(word) for word in known] for text in texts], np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
        return unit

    def encode_parts(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        return self.encode(["\n".join(parts) for parts in texts])


def test_run_benchmark() -> None:
    articles = [
        Article("t 1", "Luật Thuế", "Thuế nộp hằng năm."),  # ids as they come, a space in one
        Article("t/2", "Luật Thuế", "Hoàn thuế khi nộp thừa."),
        Article("r", "", "Rừng được bảo vệ."),
        Article("b", "", "Biển được bảo vệ."),
    ]
    queries = {"q1": "bảo vệ rừng", "q2": "hoàn thuế", "q3": "biển"}
    judgements = {"q1": {"r": 1}, "q2": {"t/2": 1}, "q3": {"b": 1}}
    result = run_benchmark(Benchmark(articles, queries, judgements), CountingEmbedder())
    assert (result["documents"], result["queries"]) == (4, 3)
    perfect = {"acc@1": 1.0, "recall@10": 1.0, "mrr@10": 1.0, "ndcg@10": 1.0}
    assert result["hybrid"] == result["lexical"] == result["bm25_syllables"] == result["bm25_pairs"] == perfect
    assert {"hybrid_stripped", "hybrid_half_stripped"} <= set(result)
    assert set(result["ms"]) == {"dense", "lexical", "hybrid", "bm25_syllables", "bm25_pairs"}
    assert result["dense"]["recall@10"] == 1.0
    assert result["index_seconds"] > 0
    assert 0 < result["ms_per_query"]["p50"] <= result["ms_per_query"]["p95"]
