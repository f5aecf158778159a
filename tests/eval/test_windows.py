from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from eval.questions import Gold, Question
from eval.shares import Share
from eval.windows import Shown, Window, baselines, characters, right, windows_of
from ingest.model import Document, Header
from vectorstore.embedder import Vectors


class Lengths:
    """An embedder to which texts are alike when they are equally long."""

    fingerprint = "lengths"
    dimension = 2

    def encode(self, texts: Sequence[str]) -> Vectors:
        angles = np.array([len(text) / 1000 for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    def encode_parts(self, texts: Sequence[Sequence[str]]) -> Vectors:
        return self.encode(["\n".join(parts) for parts in texts])


@pytest.mark.parametrize(
    ("length", "spans"),
    [
        (10, [(0, 10)]),
        (1000, [(0, 1000)]),
        (1001, [(0, 1000), (800, 1001)]),
        (1900, [(0, 1000), (800, 1800), (1600, 1900)]),
    ],
    ids=["shorter than a window", "one window", "a character more", "each begins before the last one ends"],
)
def test_windows_cover_the_text_and_overlap(length: int, spans: list[tuple[int, int]]) -> None:
    document = Document("a.txt", "0", Header(), "x" * length, ())
    assert [(window.start, window.end) for window in windows_of([document])] == spans


@pytest.mark.parametrize(
    ("span", "gold", "touched"),
    [
        ((0, 5), Gold(file="a.txt", paths=("1",)), True),
        ((0, 5), Gold(file="b.txt", paths=("1",)), False),
        ((0, 5), Gold(file="a.txt", paths=("2",)), False),
        ((0, 5), Gold(file="a.txt", paths=("9",)), False),
        ((0, 200), Gold(file="a.txt", paths=("9", "2")), True),
    ],
    ids=["part of the clause", "another file", "before the clause", "no such address", "any of the addresses"],
)
def test_a_window_touches_a_gold_place(document: Document, span: tuple[int, int], gold: Gold, touched: bool) -> None:
    assert Window(document, *span).touches(gold) is touched


def test_what_a_baseline_shows(document: Document, ask: Callable[..., Question]) -> None:
    questions = [
        ask(question="Phòng Y tế nộp báo cáo khi nào?"),
        ask(facts=["7/7/2031"]),
        ask(gold=[Gold(file="b.txt", paths=("1",))]),
        ask(refusal="not-stated"),
    ]
    shown = baselines([document], Lengths(), questions)
    whole = len(document.text)
    assert shown["embeddings"] == [Shown(True, whole), Shown(False, whole), Shown(False, whole)]
    assert [one.right for one in shown["bm25"]] == [True, False, False]
    assert right(shown["embeddings"]) == Share(1, 3)
    assert characters(shown["embeddings"]) == whole


def test_no_document_has_no_baseline(ask: Callable[..., Question]) -> None:
    assert baselines([], Lengths(), [ask()]) == {}
