"""The vector index: entries by the meaning of clause and context. The only file that imports chromadb.

Chroma's embedded store is not made for several processes on one folder, and keeps
a graph in memory that another process's writes do not reach. Each version is
therefore a folder of its own that nobody changes once it is live: a writer copies
it, changes the copy and publishes that (see `vectorstore.published`).
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
from vectorstore.published import Marker, Published

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

T = TypeVar("T")

FORM = "dense-1"
_BATCH = 512  # entries embedded and added at a time
# Wider than Chroma's defaults (16, 100, 100): of 34,000 law articles the ten nearest
# are then found as by looking at every one.
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
        self.published: Published[_Store] = Published(folder, form, self._open)

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
        if store is None or not store.entries or not vector.any():
            return []
        where: Any = None if documents is None else {"document_id": {"$in": sorted(documents)}}
        if documents is not None and not documents:
            return []
        with engine_errors(self.published.folder):
            found = store.collection.query(
                query_embeddings=[vector], n_results=min(limit, store.entries), where=where, include=["distances"]
            )
        ids, distances = found["ids"][0], found["distances"][0]
        return [_hit(key, distance) for key, distance in zip(ids, distances, strict=True)]

    def update(
        self, base: Marker | None, generation: int, library: str, gone: Iterable[str], entries: Iterable[Entry]
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
                store = _Store(folder, self._collection, make=base is None)
                before = store.collection.count()
                for some in _batches(gone):
                    store.collection.delete(where={"document_id": {"$in": some}})
                left = store.collection.count()
            for batch in _batches(entries):
                self._add(store, batch)
            with engine_errors(folder):
                count = store.settle(self._embedder.dimension)
                store.close()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        deleted = (base.deleted if base else 0) + before - left
        return Marker(generation, library, self.published.form, folder.name, count, deleted)

    def _add(self, store: _Store, batch: Sequence[Entry]) -> None:
        vectors = self._embedder.encode([f"{entry.context}\n{entry.text}" for entry in batch])
        known = [row for row in range(len(batch)) if vectors[row].any()]  # no angle to a vector of zeros
        if not known:
            return
        with engine_errors(store.folder):
            store.collection.add(
                ids=[_key(batch[row]) for row in known],
                embeddings=vectors[known],
                metadatas=[{"document_id": batch[row].document_id} for row in known],
            )

    def _open(self, folder: Path, marker: Marker) -> _Store:
        return _Store(folder, self._collection, entries=marker.entries)


class _Store:
    """One version, opened. Closed when its last user lets go of it."""

    def __init__(self, folder: Path, name: str, *, make: bool = False, entries: int = 0) -> None:
        import chromadb  # takes most of a second, which only a search or a writer should pay
        from chromadb.config import Settings

        self.folder = folder
        self.entries = entries
        with _opening:
            client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        self.close = weakref.finalize(self, client.close)
        # Without `embedding_function=None` Chroma would load, and first download, a model of its own.
        self.collection: Any = (
            client.create_collection(name, embedding_function=None, configuration={"hnsw": _GRAPH})
            if make
            else client.get_collection(name, embedding_function=None)
        )

    def settle(self, dimension: int) -> int:
        """Wait until what was added is in the graph and on the disk; returns the number of entries.

        Chroma writes the graph in the background; a query waits for its turn behind that.
        """
        count = int(self.collection.count())
        if count:
            self.collection.query(query_embeddings=[np.ones(dimension, np.float32)], n_results=1, include=[])
        return count


def _collection_name(fingerprint: str) -> str:
    """Chroma allows letters, digits and ._- only, so the fingerprint goes in as a hash."""
    return f"clauses-{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}"


def _key(entry: Entry) -> str:
    return f"{entry.document_id} {entry.path}"


def _hit(key: str, distance: float) -> Hit:
    document_id, path = key.split(" ", 1)
    return Hit(document_id, path, similarity(float(distance)))


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for thing in things:
        batch.append(thing)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
