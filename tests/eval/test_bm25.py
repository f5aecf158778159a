from __future__ import annotations

import math

import pytest

from eval.bm25 import BM25
from vectorstore.words import syllables, tokens

TEXTS = ["mèo đen", "mèo mèo trắng to", ""]  # mean length (2 + 4 + 0) / 3 = 2


def test_score_by_hand() -> None:
    # mèo: in 2 of 3 texts, so idf = ln(1 + 1.5 / 2.5) = ln 1.6. Text 0 has the mean length: norm = k1 = 1.2;
    # text 1 is twice as long: norm = 1.2 · (0.25 + 0.75 · 2) = 2.1.
    idf = math.log(1.6)
    scores = BM25(TEXTS, syllables).scores("Mèo?")
    assert scores.tolist() == pytest.approx([idf * 1 * 2.2 / (1 + 1.2), idf * 2 * 2.2 / (2 + 2.1), 0.0])


CASES = {
    "the rarer syllable decides": ("mèo đen", [0, 1]),
    "a syllable asked twice counts twice": ("đen trắng trắng", [1, 0]),
    "only texts that share one": ("trắng", [1]),
    "nothing known": ("chó", []),
    "nothing asked": ("", []),
}


@pytest.mark.parametrize(("question", "places"), CASES.values(), ids=CASES.keys())
def test_best(question: str, places: list[int]) -> None:
    assert BM25(TEXTS, syllables).best(question, limit=10) == places


def test_best_keeps_to_the_limit() -> None:
    assert BM25(["a", "a", "a"], syllables).best("a", limit=2) == [0, 1]


def test_no_texts() -> None:
    assert BM25([], syllables).best("a", limit=2) == []


def test_pairs_tell_texts_of_the_same_syllables_apart() -> None:
    assert BM25(["đen mèo", "mèo đen"], tokens).best("mèo đen", limit=1) == [1]
