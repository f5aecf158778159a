"""Another embedder: the old vectors answer until the new ones are complete, in every process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.model import Document
from vectorstore import indexes as module
from vectorstore.embedder import SHIPPED_NAME, StaticEmbedder, embedder_of
from vectorstore.indexes import Indexes, Reindexing
from vectorstore.library import Library
from vectorstore.retriever import HybridRetriever

HERE = Path(__file__).parent
Build = Callable[..., Document]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, changes are looked for each time."""
    monkeypatch.setattr("vectorstore.pace._SHORT_S", float("inf"))


@pytest.fixture
def other(embedder: Any) -> Any:
    """Of another dimension, so that a mixture would be an error."""
    made = type(embedder)("other")
    made.dimension = 32
    return made


@pytest.fixture
def stored(library: Library, indexes: Indexes, build_document: Build, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Six documents, indexed; one in a step when they are indexed anew."""
    monkeypatch.setattr(module, "_FEWEST_IN_STEP", 1)
    for number in range(6):
        add(library, build_document, number)
    indexes.catch_up(library)
    return library


def add(library: Library, build_document: Build, number: int) -> None:
    clauses = {"1": f"Cấp nước sạch cho thôn {number}.", "2": "Trồng rừng."}
    library.put(build_document(clauses, file=f"d{number}", number=f"d{number}"), f"/d{number}", reader=1)


def known(*embedders: Any) -> Callable[[str], Any]:
    by_fingerprint = {embedder.fingerprint: embedder for embedder in embedders}
    return by_fingerprint.get


def asked(home: Path, library: Library, wanted: Any, load: Callable[[str], Any]) -> tuple[set[str], int, Indexes]:
    """The documents found, and of how many numbers the vectors are that were compared."""
    indexes = Indexes(home, wanted, load)
    evidence = HybridRetriever(library, indexes, wanted).retrieve("cấp nước", limit=20)
    return {piece.document_id for piece in evidence}, indexes.dense.vectors().shape[1], indexes


def test_the_old_one_answers_until_asked_to_index_anew(
    stored: Library, tmp_path: Path, embedder: Any, other: Any
) -> None:
    load = known(embedder, other)
    found, dimension, indexes = asked(tmp_path, stored, other, load)
    assert (len(found), dimension, indexes.dense.embedder) == (6, 64, embedder)
    assert indexes.reindexing() == Reindexing("other:1", "words:1", 0, 12)
    assert indexes.reindex(stored)
    assert indexes.reindexing() is None
    found, dimension, _ = asked(tmp_path, stored, other, load)
    assert (len(found), dimension) == (6, 32)


def test_a_process_of_the_old_embedder_follows(stored: Library, tmp_path: Path, embedder: Any, other: Any) -> None:
    load = known(embedder, other)
    old = Indexes(tmp_path, embedder, load)
    retriever = HybridRetriever(stored, old, embedder)
    assert len(retriever.retrieve("cấp nước", limit=20)) >= 6
    Indexes(tmp_path, other, load).reindex(stored)
    assert old.dense.embedder is other
    assert {piece.document_id for piece in retriever.retrieve("cấp nước", limit=20)} == {f"d{n}" for n in range(6)}
    assert old.catch_up(stored)
    assert old.dense.embedder is other, "what is live is kept up, not what this process was started with"


def test_interrupted_it_goes_on(
    stored: Library, tmp_path: Path, embedder: Any, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = known(embedder, other)
    indexes = Indexes(tmp_path, other, load)
    steps = 0

    def interrupt(done: int, total: int) -> None:
        nonlocal steps
        steps += 1
        if steps == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexes.reindex(stored, progress=interrupt)
    assert indexes.reindexing() == Reindexing("other:1", "words:1", 6, 12)
    assert asked(tmp_path, stored, other, load)[:2] == ({f"d{n}" for n in range(6)}, 64)
    told: list[int] = []
    assert Indexes(tmp_path, other, load).reindex(stored, progress=lambda done, total: told.append(done))
    assert len(told) == 3, "the steps that were done are not done again"
    assert asked(tmp_path, stored, other, load)[:2] == ({f"d{n}" for n in range(6)}, 32)


def test_changes_meanwhile_are_found_by_the_old_and_then_by_the_new(
    stored: Library, tmp_path: Path, embedder: Any, other: Any, build_document: Build
) -> None:
    load = known(embedder, other)
    reader = Indexes(tmp_path, embedder, load)
    seen: list[tuple[int, set[str]]] = []

    def change(done: int, total: int) -> None:
        number = 10 + len(seen)
        if number < 13:
            add(stored, build_document, number)
            stored.remove(f"d{len(seen)}")
            evidence = HybridRetriever(stored, reader, embedder).retrieve("cấp nước", limit=30)
            seen.append((reader.dense.embedder.dimension, {piece.document_id for piece in evidence}))

    Indexes(tmp_path, other, load).reindex(stored, progress=change)
    assert [dimension for dimension, _ in seen] == [64, 64, 64]
    assert [f"d{10 + n}" in found and f"d{n}" not in found for n, (_, found) in enumerate(seen)] == [True] * 3
    expected = {card.id for card in stored.cards()}
    assert asked(tmp_path, stored, other, load)[:2] == (expected, 32)
    assert len(expected) == 6


def test_only_one_process_indexes_anew(stored: Library, tmp_path: Path, embedder: Any, other: Any) -> None:
    load = known(embedder, other)
    second: list[bool] = []

    def meanwhile(done: int, total: int) -> None:
        if not second:
            second.append(Indexes(tmp_path, other, load).reindex(stored))

    assert Indexes(tmp_path, other, load).reindex(stored, progress=meanwhile)
    assert second == [False]


def test_without_the_old_embedder_it_is_built_at_once(stored: Library, tmp_path: Path, other: Any) -> None:
    """An upgrade brings another model that ships, and the old one is gone."""
    found, dimension, indexes = asked(tmp_path, stored, other, known())
    assert (len(found), dimension) == (6, 32)
    assert indexes.reindexing() is None


def test_what_is_no_longer_needed_is_cleared_away(stored: Library, tmp_path: Path, embedder: Any) -> None:
    made = [type(embedder)(name) for name in ("a", "b")]
    load = known(embedder, *made)
    for one in made:
        Indexes(tmp_path, one, load).reindex(stored)
    assert sum(path.is_dir() for path in (tmp_path / "vectors").iterdir()) == 2
    assert asked(tmp_path, stored, made[0], load)[2].dense.embedder is made[1]


def test_an_embedder_is_known_by_its_fingerprint() -> None:
    shipped = StaticEmbedder()
    found = embedder_of(shipped.fingerprint)
    assert found is not None
    assert found.fingerprint == shipped.fingerprint
    assert embedder_of(f"{SHIPPED_NAME}:of-another-day") is None


# A second model, as the user would name it: a folder that sentence-transformers can load.

STATIC = """
import sys
import numpy as np
from pathlib import Path
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers

words = "[UNK] cấp nước sạch cho thôn trồng rừng".split()
tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
weights = np.random.default_rng(0).normal(size=(len(words), 8)).astype(np.float32)
SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)]).save(sys.argv[1], create_model_card=False)
"""
REINDEX = """
import sys
from pathlib import Path
from vectorstore.embedder import load_embedder
from vectorstore.indexes import Indexes
from vectorstore.library import Library
home = Path(sys.argv[1])
print(Indexes(home, load_embedder(sys.argv[2])).reindex(Library.open(home)))
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("model")
    subprocess.run([sys.executable, "-W", "ignore", "-c", STATIC, folder], check=True, cwd=HERE.parent.parent)
    return str(folder)


def test_another_process_with_a_model_of_its_own(
    library: Library, build_document: Build, tmp_path: Path, model: str
) -> None:
    shipped = StaticEmbedder()
    indexes = Indexes(tmp_path, shipped)
    for number in range(3):
        add(library, build_document, number)
    retriever = HybridRetriever(library, indexes, shipped)
    assert len(retriever.retrieve("cấp nước", limit=9)) >= 3
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", REINDEX, str(tmp_path), model],
        capture_output=True, text=True, check=True, cwd=HERE.parent.parent,
    )  # fmt: skip
    assert done.stdout.split() == ["True"]
    assert indexes.dense.embedder.fingerprint.startswith(model)
    found = retriever.retrieve("cấp nước", limit=9)
    assert {piece.document_id for piece in found} == {"d0", "d1", "d2"}
    assert np.linalg.norm(indexes.dense.vectors(), axis=1) == pytest.approx(1, abs=0.02)
