"""The vector index: entries by the meaning of clause and context. The only file that imports chromadb.

Chroma's embedded store is not made for several processes on one folder, and keeps
a graph in memory that another process's writes do not reach. Each version is
therefore a folder of its own that nobody changes once it is live: a writer copies
it, changes the copy and publishes that (see `vectorstore.published`).

Up to two million vectors are searched in flat arrays (see `vectorstore.exact`), so that a
question need not import Chroma. A small store has a Chroma collection as well, for whoever
opens it, and a very large one is searched by it; between the two it would take four times
as long to build as all the rest, and as much memory.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vectorstore import exact
from vectorstore.addresses import Rows
from vectorstore.among import Among, Except
from vectorstore.entries import Hit
from vectorstore.errors import engine_errors
from vectorstore.exact import ExactVectors
from vectorstore.published import Marker, Published
from vectorstore.readings import Reading
from vectorstore.sheets import Sheets
from vectorstore.spelling import Vocabulary

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

FORM = "dense-4"
_FILTERED = 500  # documents in one filter of Chroma's
BESIDE = 5_000  # entries up to which Chroma holds them as well: some seconds' work
_SLICE = 5_000  # entries that Chroma takes at a time
_CHROMA = "chroma.sqlite3"
# Wider than Chroma's defaults (16, 100, 100): of 33,818 law articles (bench/zalo-dev) 99.8 %
# of the ten nearest are found instead of 97.9 %, and 98.3 % of the hundred nearest instead of
# 91.4 %, for 2.7 ms a question instead of 1.7 and twice the time to build.
_GRAPH = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}
_NONE: NDArray[Any] = np.zeros(0, np.int64)
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
        self.embedder = embedder
        self._collection = _collection_name(embedder.fingerprint)
        form = f"{FORM} {embedder.fingerprint}"
        self.published: Published[_Version] = Published(folder, form, self._open)

    def search(self, vector: NDArray[np.float32], *, limit: int, documents: Among = None) -> Sequence[Hit]:
        """At most `limit` entries, best first; none for a vector of zeros.

        Args:
            vector: shape (dimension,), of unit length.

        Raises:
            IndexFailed: the index is damaged.
        """
        return self.found(vector, limit=limit, documents=documents, others=())[0]

    def found(
        self,
        vector: NDArray[np.float32],
        *,
        limit: int,
        documents: Among,
        others: Iterable[tuple[str, str]],
    ) -> tuple[Sequence[Hit], Sheets]:
        """What `search` finds, and what the ranker reads of it and of other addresses, each once."""
        version = self.published.current()
        if version is None:
            return [], Sheets.empty(self.embedder.dimension)
        addresses = version.sheets.addresses
        with engine_errors(self.published.folder):
            asked = vector.any() and (documents is None or documents)
            rows, scores = version.nearest(vector, limit, documents) if asked else (_NONE, _NONE)
            hits = [Hit(*at, score) for at, score in zip(addresses.at(rows), scores.tolist(), strict=True)]
            more = addresses.rows(list(others))
            every = np.array(list(dict.fromkeys([*rows.tolist(), *more[more >= 0].tolist()])), np.int64)
            return hits, version.sheets.take(every)

    def vectors(self) -> NDArray[np.float32]:
        """Every vector of the live version, in no order, shape (entries, dimension): to compare searches with."""
        version = self.published.current()
        sheets = version.sheets if version else Sheets.empty(self.embedder.dimension)
        rows = np.flatnonzero(sheets.whole_scale)
        vectors: NDArray[np.float32] = sheets.whole[rows] * sheets.whole_scale[rows, None]
        return vectors

    def vocabulary(self, hidden: frozenset[str] = frozenset()) -> Vocabulary:
        """The syllables of every entry, without those of hidden documents."""
        version = self.published.current()
        if version is None:
            return Vocabulary({})
        return version.sheets.vocabulary_without(hidden) if hidden else version.sheets.vocabulary

    @contextmanager
    def writer(self, base: Marker | None, generation: int, library: str, gone: Sequence[str]) -> Iterator[DenseWriter]:
        """Builds the version for a generation of a library; it is not live before it is published.

        Args:
            base: the version to start from, which stays as it is; None builds from scratch.
            gone: documents whose entries are taken out first.

        Raises:
            DiskFull, ReadOnly, IndexFailed: nothing was published.
        """
        folder = self.published.new_version(generation)
        before = self.published.folder / base.version if base else None
        try:
            with engine_errors(folder):
                folder.mkdir(parents=True)
                sheets = Sheets.load(before) if before else Sheets.empty(self.embedder.dimension)
                kept = sheets.without(gone)
            deleted = len(sheets) - len(kept) + (base.deleted if base else 0)
            marker = Marker(generation, library, self.published.form, folder.name, 0, deleted)
            yield DenseWriter(folder, self.embedder, marker, kept, _Changed(self._collection, before, gone))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _open(self, folder: Path, marker: Marker) -> _Version:
        sheets = Sheets.load(folder)
        small = marker.entries <= exact.LIMIT
        vectors = ExactVectors.load(folder, sheets) if small else _Store(folder, self._collection)
        return _Version(sheets, vectors, marker.entries)


@dataclass(frozen=True, slots=True)
class _Version:
    """A version, opened."""

    sheets: Sheets
    vectors: ExactVectors | _Store
    entries: int

    def nearest(self, vector: NDArray[np.float32], limit: int, documents: Among) -> tuple[Rows, NDArray[np.float32]]:
        """Rows and cosine similarities, nearest first."""
        if isinstance(self.vectors, ExactVectors):
            return self.vectors.nearest(vector, limit, documents)
        found = self.vectors.nearest(vector, min(limit, self.entries), documents)
        rows = self.sheets.addresses.rows([address for address, _ in found])
        return rows, np.array([score for _, score in found], np.float32)


class _Store:
    """A version in Chroma, opened; closed when its last user lets go of it."""

    def __init__(self, folder: Path, name: str, *, make: bool = False) -> None:
        import chromadb  # takes about a second, which only a writer or a large store should pay
        from chromadb.config import Settings

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
        self, vector: NDArray[np.float32], count: int, documents: Among
    ) -> Sequence[tuple[tuple[str, str], float]]:
        """Those nearest in meaning, with their cosine similarity, nearest first."""
        where = None if documents is None else {"document_id": _condition(documents)}
        if not count:
            return []
        found = self.collection.query(query_embeddings=[vector], n_results=count, where=where, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(_address(key), similarity(float(distance))) for key, distance in pairs]

    def delete(self, documents: Sequence[str]) -> None:
        for start in range(0, len(documents), _FILTERED):
            self.collection.delete(where={"document_id": {"$in": list(documents[start : start + _FILTERED])}})

    def add(self, sheets: Sheets) -> None:
        """Those of these entries that have a direction: a vector of zeros has no angle to any other."""
        rows = np.flatnonzero(sheets.whole_scale)
        addresses = sheets.addresses.at(rows)
        if addresses:
            self.collection.add(
                ids=[f"{document} {path}" for document, path in addresses],
                embeddings=sheets.whole[rows] * sheets.whole_scale[rows, None],
                metadatas=[{"document_id": document} for document, _ in addresses],
            )

    def finish(self, dimension: int) -> None:
        """Wait until everything is on the disk.

        Chroma writes its graph in the background; a query waits for its turn behind that.
        """
        if self.collection.count():
            probe = np.ones(dimension, np.float32)
            self.collection.query(query_embeddings=[probe], n_results=1, include=[])
        self.close()


@dataclass(frozen=True, slots=True)
class _Changed:
    """What Chroma needs to know of a version that is made from another."""

    collection: str
    before: Path | None  # the other version's folder
    gone: Sequence[str]  # documents that it has and the new one has not


class DenseWriter:
    """Makes a version that is not live yet: its sheets, and of very many entries a Chroma collection."""

    def __init__(self, folder: Path, embedder: Embedder, marker: Marker, kept: Sheets, changed: _Changed) -> None:
        """Args: kept: the entries to begin with."""
        self._folder = folder
        self._embedder = embedder
        self._marker = marker
        self._parts = [kept]
        self._changed = changed

    def add(self, readings: Sequence[Reading]) -> None:
        """Embed entries with their context, and add them."""
        self._parts.append(Sheets.of(readings, self._embedder))

    def finish(self) -> Marker:
        """Wait until everything is on the disk."""
        with engine_errors(self._folder):
            entries = sum(map(len, self._parts))
            graph = entries <= BESIDE or entries > exact.LIMIT
            added = self._parts[1:] if graph else []
            Sheets.save(self._parts, self._folder)
            self._parts = []
            sheets = Sheets.load(self._folder)
            ExactVectors.save(self._folder, sheets)
            if graph:
                self._to_chroma(sheets, added)
        return replace(self._marker, entries=int(np.count_nonzero(sheets.whole_scale)))

    def _to_chroma(self, sheets: Sheets, added: Sequence[Sheets]) -> None:
        """The changes to the version before, if it was in Chroma, else everything."""
        changed = self._changed
        if changed.before and (changed.before / _CHROMA).exists():
            for path in changed.before.iterdir():
                if path.name == _CHROMA:
                    shutil.copy(path, self._folder)
                elif path.is_dir():
                    shutil.copytree(path, self._folder / path.name)
            store = _Store(self._folder, changed.collection)
            store.delete(changed.gone)
        else:
            store = _Store(self._folder, changed.collection, make=True)
            slices = range(0, len(sheets), _SLICE)
            added = [sheets.take(np.arange(start, min(start + _SLICE, len(sheets)))) for start in slices]
        for some in added:
            store.add(some)
        store.finish(self._embedder.dimension)


def _condition(documents: Collection[str] | Except) -> dict[str, list[str]]:
    """As Chroma filters."""
    return {"$nin": sorted(documents.documents)} if isinstance(documents, Except) else {"$in": sorted(documents)}


def _collection_name(fingerprint: str) -> str:
    """Chroma allows letters, digits and ._- only, so the fingerprint goes in as a hash."""
    return f"clauses-{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}"


def _address(key: str) -> tuple[str, str]:
    document_id, _, path = key.partition(" ")
    return document_id, path
