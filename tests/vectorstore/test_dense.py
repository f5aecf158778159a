"""Vectors: what goes with a clause, both ways of searching, what never happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore import exact
from vectorstore.addresses import Addresses
from vectorstore.dense import DenseIndex, similarity
from vectorstore.entries import Entry
from vectorstore.exact import ExactVectors, signs_of
from vectorstore.published import Marker
from vectorstore.sheets import Sheets, quantize

Write = Callable[..., Marker]


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

    def encode_parts(self, texts: Any) -> Any:
        return self.encode(["\n".join(parts) for parts in texts])


def entry(document_id: str, path: str, text: str) -> Entry:
    return Entry(document_id, path, text, "", "", ())


@pytest.fixture(params=["exact", "graph"])
def index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, write: Write) -> DenseIndex:
    if request.param == "graph":
        monkeypatch.setattr(exact, "LIMIT", -1)
    index = DenseIndex(tmp_path, AxesEmbedder())
    entries = [entry("a", "1", "một"), entry("a", "I.2-1", "hai"), entry("b", "1", "ba"), entry("b", "2", "...")]
    index.published.publish(write(index, None, 1, [], entries))
    return index


def found(index: DenseIndex, *vector: float, **options: Any) -> list[tuple[str, str, float]]:
    hits = index.search(np.array(vector, np.float32), limit=10, **options)
    return [(hit.document_id, hit.path, round(hit.score, 2)) for hit in hits]


def test_nearest_first_with_cosines(index: DenseIndex) -> None:
    assert found(index, 0.6, 0.8, 0, 0) == [("a", "I.2-1", 0.8), ("a", "1", 0.6), ("b", "1", 0.0)]
    assert found(index, -1, 0, 0, 0)[-1] == ("a", "1", -1.0)


def test_only_the_documents_asked_for(index: DenseIndex) -> None:
    assert [hit[:2] for hit in found(index, 0.6, 0.8, 0, 0, documents=["b", "c"])] == [("b", "1")]
    assert found(index, 0.6, 0.8, 0, 0, documents=["c"]) == []
    assert found(index, 0.6, 0.8, 0, 0, documents=[]) == []


def test_a_question_without_direction_finds_nothing(index: DenseIndex) -> None:
    assert found(index, 0, 0, 0, 0) == []


def test_a_version_is_changed_as_a_copy(index: DenseIndex, write: Write) -> None:
    base = index.published.marker()
    assert base is not None
    assert (base.entries, base.deleted) == (3, 0)
    marker = write(index, base, 2, ["a"], [entry("a", "9", "bốn")])
    assert found(index, 1, 0, 0, 0)[0] == ("a", "1", 1.0), "not live yet"
    index.published.publish(marker)
    assert (marker.entries, marker.deleted) == (2, 2)
    assert [hit[:2] for hit in found(index, 1, 0, 0, 0)] == [("a", "9"), ("b", "1")]


def test_an_empty_version(tmp_path: Path, write: Write) -> None:
    index = DenseIndex(tmp_path, AxesEmbedder())
    index.published.publish(write(index, None, 1, [], []))
    assert found(index, 1, 0, 0, 0) == []


def test_clauses_are_embedded_with_their_context(tmp_path: Path, write: Write) -> None:
    embedder = AxesEmbedder()
    index = DenseIndex(tmp_path, embedder)
    write(index, None, 1, [], [Entry("a", "1", "Báo cáo.", "Kế hoạch", "5/KH", ("TỔ CHỨC", "Phòng Y tế"))])
    assert embedder.texts == ["Kế hoạch\nTỔ CHỨC\nPhòng Y tế\nBáo cáo.", "Phòng Y tế\nBáo cáo."], "and its passages"


def test_a_failed_update_leaves_nothing_behind(
    index: DenseIndex, monkeypatch: pytest.MonkeyPatch, write: Write
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("the model is gone")

    monkeypatch.setattr(index.embedder, "encode_parts", fail)
    before = sorted(index.published.folder.iterdir())
    with pytest.raises(RuntimeError, match="gone"):
        write(index, index.published.marker(), 2, [], [entry("c", "1", "năm")])
    assert sorted(index.published.folder.iterdir()) == before


def test_a_store_that_outgrows_the_matrix_is_searched_by_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write
) -> None:
    index = DenseIndex(tmp_path, AxesEmbedder())
    index.published.publish(write(index, None, 1, [], [entry("a", "1", "một")]))
    assert isinstance(_vectors(index), ExactVectors)
    monkeypatch.setattr(exact, "LIMIT", 1)
    index.published.publish(write(index, index.published.marker(), 2, [], [entry("b", "1", "hai")]))
    assert not isinstance(_vectors(index), ExactVectors)
    assert [hit[:2] for hit in found(index, 0.8, 0.6, 0, 0)] == [("a", "1"), ("b", "1")]


def _vectors(index: DenseIndex) -> object:
    version = index.published.current()
    assert version is not None
    return version.vectors


def test_signs_lead_to_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(1).standard_normal((400, 96)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    whole, scale = quantize(vectors)
    addresses = Addresses.of((f"d{row // 100}", str(row)) for row in range(400))
    sheets = replace(Sheets.empty(96), addresses=addresses, whole=whole, whole_scale=scale)
    matrix = ExactVectors(sheets, signs_of(whole))
    for documents, first in (None, 0), (["d1", "d3"], 100):
        rows = [row for row in range(400) if documents is None or f"d{row // 100}" in documents]
        expected = sorted(rows, key=lambda row: -float(vectors[row] @ vectors[first + 7]))[:3]
        for compared in (1_000, 150):
            monkeypatch.setattr(exact, "COMPARED", compared)
            found, similarities = matrix.nearest(vectors[first + 7], 3, documents)
            assert found.tolist() == expected
            assert similarities[0] == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(("distance", "cosine"), [(0.0, 1.0), (1.0, 0.0), (2.0, -1.0)])
def test_similarity(distance: float, cosine: float) -> None:
    assert similarity(distance) == cosine
