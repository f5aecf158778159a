"""A small store: documents from a few lines, an embedder of hashed words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.model import Clause, Document, Facts, Header
from vectorstore.dense import DenseIndex
from vectorstore.entries import Entry
from vectorstore.indexes import Indexes
from vectorstore.lexical import LexicalIndex
from vectorstore.library import Library
from vectorstore.published import Marker
from vectorstore.readings import batches
from vectorstore.retriever import HybridRetriever
from vectorstore.words import fold, syllables


class WordsEmbedder:
    """Texts that share words, diacritics aside, are close. Deterministic, also across processes."""

    dimension = 64

    def __init__(self, name: str = "words") -> None:
        self.fingerprint = f"{name}:1"
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += len(texts)
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for syllable in syllables(fold(text)):
                digest = hashlib.md5(syllable.encode(), usedforsecurity=False).digest()
                row[digest[0] % self.dimension] += 1 if digest[1] % 2 else -1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / np.where(norms == 0, 1, norms)).astype(np.float32)

    def encode_parts(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        return self.encode(["\n".join(parts) for parts in texts])


def build(
    clauses: dict[str, str], *, file: str = "a.txt", facts: Facts | None = None, **header: str | None
) -> Document:
    """A document whose clauses are path → text; an indented path is an item of the clause before it."""
    text = ""
    built: list[Clause] = []
    for path, body in clauses.items():
        start = len(text)
        text += body + "\n"
        if path.startswith(" "):
            owner = built[-1]
            item = Clause(path.strip(), body, start, parent=owner.path)
            whole = text[owner.start : start + len(body)]
            built[-1] = Clause(
                owner.path, whole, owner.start, owner.label, owner.heading, owner.parent, None, (*owner.items, item)
            )
        else:
            parent = path.rpartition(".")[0] or None
            built.append(Clause(path, body, start, heading=body.partition("\n")[0][:60], parent=parent))
    digest = hashlib.sha256((file + text).encode()).hexdigest()
    return Document(file, digest, Header(**header), text, tuple(built), facts or Facts())


def write(
    index: DenseIndex | LexicalIndex,
    base: Marker | None,
    generation: int,
    gone: Sequence[str],
    entries: Sequence[Entry],
) -> Marker:
    """The next version of an index, not yet live."""
    with index.writer(base, generation, "library", gone) as writer:
        for batch in batches(entries):
            writer.add(batch)
        return writer.finish()


@pytest.fixture(name="write")
def _write() -> Callable[..., Marker]:
    return write


@pytest.fixture
def build_document() -> Callable[..., Document]:
    return build


@pytest.fixture
def embedder() -> WordsEmbedder:
    return WordsEmbedder()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the library lies, each in turn: None is the file in the home."""
    if request.param == "sqlite":
        return None
    found: str = request.getfixturevalue("database_url")
    return found


@pytest.fixture
def indexes(tmp_path: Path, embedder: WordsEmbedder) -> Indexes:
    return Indexes(tmp_path, embedder)


@pytest.fixture
def retriever(library: Library, indexes: Indexes, embedder: WordsEmbedder) -> HybridRetriever:
    return HybridRetriever(library, indexes, embedder)
