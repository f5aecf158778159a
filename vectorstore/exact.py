"""The vectors of a small store as one matrix beside Chroma's, searched by looking at every one.

Up to `LIMIT_BYTES` that is as quick as walking a graph and finds exactly the
nearest, also among a few chosen documents, where a graph finds least. And a
process that asks one question need not import chromadb, which takes longer than
everything else that it does. The matrix is written with each version of the dense
index and only read with it; a larger store has none.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LIMIT_BYTES = 64_000_000  # 62,500 vectors of 256 numbers: 5 ms to look at them all
_VECTORS, _KEYS = "exact.npy", "exact.json"


@dataclass(frozen=True, slots=True)
class ExactVectors:
    """Vectors of unit length and whose they are."""

    documents: list[str]
    paths: list[str]
    vectors: NDArray[np.float32]  # (len(documents), dimension)

    @classmethod
    def empty(cls, dimension: int) -> ExactVectors:
        return cls([], [], np.zeros((0, dimension), np.float32))

    @classmethod
    def load(cls, folder: Path) -> ExactVectors | None:
        """Those of a version; None when it has none.

        Raises:
            ValueError: the files are damaged.
        """
        if not (folder / _KEYS).exists():
            return None
        documents, paths = json.loads((folder / _KEYS).read_text(encoding="utf-8"))
        vectors = np.load(folder / _VECTORS, mmap_mode="r", allow_pickle=False)
        if not len(documents) == len(paths) == len(vectors):
            raise ValueError(f"{folder}: {len(vectors)} vectors for {len(paths)} entries")
        return cls(documents, paths, vectors)

    def save(self, folder: Path) -> None:
        """Write them into a version. New files each time: what was read from is still mapped."""
        np.save(folder / f"new-{_VECTORS}", self.vectors)
        (folder / f"new-{_VECTORS}").replace(folder / _VECTORS)
        (folder / _KEYS).write_text(json.dumps([self.documents, self.paths]), encoding="utf-8")

    @staticmethod
    def discard(folder: Path) -> None:
        """Leave a version without them."""
        for name in (_KEYS, _VECTORS):
            (folder / name).unlink(missing_ok=True)

    def every(self) -> NDArray[np.float32]:
        return self.vectors

    @property
    def is_small(self) -> bool:
        return self.vectors.nbytes <= LIMIT_BYTES

    def without(self, documents: Collection[str]) -> ExactVectors:
        gone = frozenset(documents)
        kept = [row for row, document in enumerate(self.documents) if document not in gone]
        return ExactVectors(
            [self.documents[row] for row in kept], [self.paths[row] for row in kept], self.vectors[kept]
        )

    def plus(self, documents: Sequence[str], paths: Sequence[str], vectors: NDArray[np.float32]) -> ExactVectors:
        return ExactVectors(
            [*self.documents, *documents], [*self.paths, *paths], np.concatenate([self.vectors, vectors])
        )

    def nearest(
        self, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None
    ) -> Sequence[tuple[str, str, float]]:
        """Document, path and cosine similarity, nearest first."""
        similarities = self.vectors @ vector
        rows = np.arange(len(similarities))
        if documents is not None:
            wanted = frozenset(documents)
            rows = np.array([row for row, document in enumerate(self.documents) if document in wanted], np.int64)
        if len(rows) > limit:
            rows = np.sort(rows[np.argpartition(-similarities[rows], limit)[:limit]])
        best = rows[np.argsort(-similarities[rows], kind="stable")]
        return [(self.documents[row], self.paths[row], float(similarities[row])) for row in best]
