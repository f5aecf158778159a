"""The vector index: entries by the meaning of clause and context. The only file that imports chromadb.

Chroma's embedded store is not made for several processes on one folder, and keeps
a graph in memory that another process's writes do not reach. Each version is
therefore a folder of its own that nobody changes once it is live: a writer copies
it, changes the copy and publishes that (see `vectorstore.published`).

Chroma holds every vector; while they are few, searches read them from the matrix
beside it (see `vectorstore.exact`).
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from vectorstore.entries import Entry, Hit
from vectorstore.errors import engine_errors
from vectorstore.exact import ExactVectors
from vectorstore.published import Marker, Published

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

T = TypeVar("T")

FORM = "dense-1"
_BATCH = 512  # entries embedded and added at a time
# Wider than Chroma's defaults (16, 100, 100): of 33,818 law articles (bench/zalo-dev) 99.8 %
# of the ten nearest are found instead of 97.9 %, and 98.3 % of the hundred nearest instead of
# 91.4 %, for 2.7 ms a question instead of 1.7 and twice the time to build.
_GRAPH = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}
_opening = threading.Lock()  # Chroma's register of open stores is not safe for threads


def similarity(distance: float) -> float:
    """Turn a Chroma cosine distance into a cosine similarity.

    Args:
        distance: 1 - cos θ, no unit, in [0, 2]; smaller is closer. Holds only for
            a collection made with space "cosine".

    Returns:
        cos θ in [-1, 1]; larger is closer.

    Source: Chroma documentation, "Configure Collections".
    """
    return 1.0 - distance


class DenseIndex:
    """Entries by meaning; scores are cosine similarities in [-1, 1]."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._embedder = embedder
        self._collection = _collection_name(embedder.fingerprint)
        form = f"{FORM} {embedder.fingerprint}"
        self.published: Published[ExactVectors | _Store] = Published(folder, form, self._open)

    def search(
        self, vector: NDArray[np.float32], *, limit: int, documents: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """At most `limit` entries, best first; none for a vector of zeros.

        Args:
            vector: shape (dimension,), of unit length.

        Raises:
            IndexFailed: the index is damaged.
        """
        store = self.published.current()
        if store is None or not vector.any() or (documents is not None and not documents):
            return []
        with engine_errors(self.published.folder):
            return [Hit(*found) for found in store.nearest(vector, limit, documents)]

    def vectors(self) -> NDArray[np.float32]:
        """Every vector of the live version, in no order, shape (entries, dimension): to compare searches with."""
        store = self.published.current()
        return np.zeros((0, self._embedder.dimension), np.float32) if store is None else store.every()

    def update(
        self, base: Marker | None, generation: int, library: str, gone: Sequence[str], entries: Iterable[Entry]
    ) -> Marker:
        """Build the version for a generation of a library; it is not live before it is published.

        Args:
            base: the version to start from, which is copied; None builds from scratch.
            gone: documents whose entries are taken out first.
            entries: those to add, embedded with their context.

        Raises:
            DiskFull, ReadOnly, IndexFailed: nothing was published.
        """
        folder = self.published.new_version(generation)
        try:
            with engine_errors(folder):
                if base:
                    shutil.copytree(self.published.folder / base.version, folder)
                writer = _Writer(folder, self._collection, self._embedder.dimension, make=base is None)
                deleted = writer.delete(gone)
            for batch in _batches(entries):
                vectors = self._embedder.encode([f"{entry.context}\n{entry.text}" for entry in batch])
                with engine_errors(folder):
                    writer.add(batch, vectors)
            with engine_errors(folder):
                count = writer.finish()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        before = base.deleted if base else 0
        return Marker(generation, library, self.published.form, folder.name, count, before + deleted)

    def _open(self, folder: Path, marker: Marker) -> ExactVectors | _Store:
        return ExactVectors.load(folder) or _Store(folder, self._collection, entries=marker.entries)


class _Store:
    """A version in Chroma, opened; closed when its last user lets go of it."""

    def __init__(self, folder: Path, name: str, *, make: bool = False, entries: int = 0) -> None:
        import chromadb  # takes about a second, which only a writer or a large store should pay
        from chromadb.config import Settings

        self._entries = entries
        with _opening:
            client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        self.close = weakref.finalize(self, client.close)
        # Without `embedding_function=None` Chroma would load, and first download, a model of its own.
        self.collection: Any = (
            client.create_collection(name, embedding_function=None, configuration={"hnsw": _GRAPH})
            if make
            else client.get_collection(name, embedding_function=None)
        )

    def nearest(
        self, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None
    ) -> Sequence[tuple[str, str, float]]:
        """Document, path and cosine similarity, nearest first."""
        where = None if documents is None else {"document_id": {"$in": sorted(documents)}}
        count = min(limit, self._entries)
        if not count:
            return []
        found = self.collection.query(query_embeddings=[vector], n_results=count, where=where, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(*_address(key), similarity(float(distance))) for key, distance in pairs]

    def every(self) -> NDArray[np.float32]:
        """All vectors, in no order."""
        starts = range(0, self._entries, _BATCH)
        some = (self.collection.get(include=["embeddings"], limit=_BATCH, offset=start) for start in starts)
        return np.concatenate([np.asarray(found["embeddings"], np.float32) for found in some])


class _Writer:
    """Changes a version that is not live yet: Chroma's store, and the exact vectors while they are few."""

    def __init__(self, folder: Path, name: str, dimension: int, *, make: bool) -> None:
        self._folder = folder
        self._dimension = dimension
        self._store = _Store(folder, name, make=make)
        self._collection = self._store.collection
        self._exact = ExactVectors.empty(dimension) if make else ExactVectors.load(folder)

    def delete(self, documents: Sequence[str]) -> int:
        """Take out the entries of these documents; returns how many there were."""
        before = int(self._collection.count())
        for some in _batches(documents):
            self._collection.delete(where={"document_id": {"$in": some}})
        if self._exact is not None:
            self._exact = self._exact.without(documents)
        return before - int(self._collection.count())

    def add(self, entries: Sequence[Entry], vectors: NDArray[np.float32]) -> None:
        rows = np.flatnonzero(vectors.any(axis=1)).tolist()  # a vector of zeros has no angle to any other
        if not rows:
            return
        documents = [entries[row].document_id for row in rows]
        paths = [entries[row].path for row in rows]
        self._collection.add(
            ids=[f"{document} {path}" for document, path in zip(documents, paths, strict=True)],
            embeddings=vectors[rows],
            metadatas=[{"document_id": document} for document in documents],
        )
        if self._exact is not None:
            larger = self._exact.plus(documents, paths, vectors[rows])
            self._exact = larger if larger.is_small else None

    def finish(self) -> int:
        """Wait until everything is on the disk; returns the number of entries.

        Chroma writes its graph in the background; a query waits for its turn behind that.
        """
        count = int(self._collection.count())
        if count:
            probe = np.ones(self._dimension, np.float32)
            self._collection.query(query_embeddings=[probe], n_results=1, include=[])
        self._store.close()
        if self._exact is None:
            ExactVectors.discard(self._folder)
        else:
            self._exact.save(self._folder)
        return count


def _collection_name(fingerprint: str) -> str:
    """Chroma allows letters, digits and ._- only, so the fingerprint goes in as a hash."""
    return f"clauses-{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}"


def _address(key: str) -> tuple[str, str]:
    document_id, _, path = key.partition(" ")
    return document_id, path


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for thing in things:
        batch.append(thing)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
