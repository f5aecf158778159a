"""Vectors: what goes with a clause, both ways of searching, what never happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore import exact
from vectorstore.dense import DenseIndex, similarity
from vectorstore.entries import Entry
from vectorstore.exact import ExactVectors


class AxesEmbedder:
    """The n-th text of all points along axis n; a text of dots only has no direction."""

    fingerprint = "axes:1"
    dimension = 4

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Any) -> Any:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            if text.strip(".\n"):
                rows[row, len(self.texts) % self.dimension] = 1
            self.texts.append(text)
        return rows


def entry(document_id: str, path: str, text: str) -> Entry:
    return Entry(document_id, path, text, "", "", ())


@pytest.fixture(params=["exact", "graph"])
def index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> DenseIndex:
    if request.param == "graph":
        monkeypatch.setattr(exact, "LIMIT_BYTES", -1)
    index = DenseIndex(tmp_path, AxesEmbedder())
    entries = [entry("a", "1", "một"), entry("a", "I.2-1", "hai"), entry("b", "1", "ba"), entry("b", "2", "...")]
    index.published.publish(index.update(None, 1, "library", [], entries))
    return index


def found(index: DenseIndex, *vector: float, **options: Any) -> list[tuple[str, str, float]]:
    hits = index.search(np.array(vector, np.float32), limit=10, **options)
    return [(hit.document_id, hit.path, round(hit.score, 5)) for hit in hits]


def test_nearest_first_with_cosines(index: DenseIndex) -> None:
    assert found(index, 0.6, 0.8, 0, 0) == [("a", "I.2-1", 0.8), ("a", "1", 0.6), ("b", "1", 0.0)]
    assert found(index, -1, 0, 0, 0)[-1] == ("a", "1", -1.0)


def test_only_the_documents_asked_for(index: DenseIndex) -> None:
    assert [hit[:2] for hit in found(index, 0.6, 0.8, 0, 0, documents=["b", "c"])] == [("b", "1")]
    assert found(index, 0.6, 0.8, 0, 0, documents=["c"]) == []
    assert found(index, 0.6, 0.8, 0, 0, documents=[]) == []


def test_a_question_without_direction_finds_nothing(index: DenseIndex) -> None:
    assert found(index, 0, 0, 0, 0) == []


def test_a_version_is_changed_as_a_copy(index: DenseIndex) -> None:
    base = index.published.marker()
    assert base is not None
    assert (base.entries, base.deleted) == (3, 0)
    marker = index.update(base, 2, "library", ["a"], [entry("a", "9", "bốn")])
    assert found(index, 1, 0, 0, 0)[0] == ("a", "1", 1.0), "not live yet"
    index.published.publish(marker)
    assert (marker.entries, marker.deleted) == (2, 2)
    assert [hit[:2] for hit in found(index, 1, 0, 0, 0)] == [("a", "9"), ("b", "1")]


def test_an_empty_version(tmp_path: Path) -> None:
    index = DenseIndex(tmp_path, AxesEmbedder())
    index.published.publish(index.update(None, 1, "library", [], []))
    assert found(index, 1, 0, 0, 0) == []


def test_clauses_are_embedded_with_their_context(tmp_path: Path) -> None:
    embedder = AxesEmbedder()
    index = DenseIndex(tmp_path, embedder)
    index.update(None, 1, "library", [], [Entry("a", "1", "Báo cáo.", "Kế hoạch", "5/KH", ("TỔ CHỨC", "Phòng Y tế"))])
    assert embedder.texts == ["Kế hoạch\nTỔ CHỨC\nPhòng Y tế\nBáo cáo."]


def test_a_failed_update_leaves_nothing_behind(index: DenseIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("the model is gone")

    monkeypatch.setattr(index._embedder, "encode", fail)
    before = sorted(index.published.folder.iterdir())
    with pytest.raises(RuntimeError, match="gone"):
        index.update(index.published.marker(), 2, "library", [], [entry("c", "1", "năm")])
    assert sorted(index.published.folder.iterdir()) == before


def test_a_store_that_outgrows_the_matrix_is_searched_by_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = DenseIndex(tmp_path, AxesEmbedder())
    index.published.publish(index.update(None, 1, "library", [], [entry("a", "1", "một")]))
    assert isinstance(index.published.current(), ExactVectors)
    monkeypatch.setattr(exact, "LIMIT_BYTES", 20)
    index.published.publish(index.update(index.published.marker(), 2, "library", [], [entry("b", "1", "hai")]))
    assert not isinstance(index.published.current(), ExactVectors)
    assert [hit[:2] for hit in found(index, 0.8, 0.6, 0, 0)] == [("a", "1"), ("b", "1")]


@pytest.mark.parametrize(("distance", "cosine"), [(0.0, 1.0), (1.0, 0.0), (2.0, -1.0)])
def test_similarity(distance: float, cosine: float) -> None:
    assert similarity(distance) == cosine
