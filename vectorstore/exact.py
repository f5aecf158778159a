"""The nearest vectors, found by looking at every one.

Of many, only the signs are looked at, a bit for each number; the vectors that agree with the
question in most of them are then compared in full. That is quick, takes no time to build, and
finds as much among a few chosen documents, where a graph finds least. And a process that asks
one question need not import chromadb, which takes longer than everything else that it does.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.addresses import Rows, mapped
from vectorstore.among import Among
from vectorstore.sheets import Sheets

LIMIT = 2_000_000  # vectors, above which a graph is searched instead
COMPARED = 1_000  # vectors that are compared in full, or more where more are wanted:
_TIMES = 10  # the number wanted
_SLICE = 65_536  # vectors whose signs are taken at a time
_SIGNS = "signs.npy"


class ExactVectors:
    """The vectors of sheets."""

    def __init__(self, sheets: Sheets, signs: NDArray[np.uint64]) -> None:
        """Args: signs: see `signs_of`."""
        if signs.shape[1] != len(sheets):
            raise ValueError(f"signs of {signs.shape[1]} vectors for {len(sheets)}")
        self._sheets = sheets
        self._signs = signs

    @classmethod
    def load(cls, folder: Path, sheets: Sheets) -> ExactVectors:
        """Those of a version. Raises OSError or ValueError where they are damaged."""
        return cls(sheets, mapped(folder / _SIGNS))

    @staticmethod
    def save(folder: Path, sheets: Sheets) -> None:
        slices = (sheets.whole[start : start + _SLICE] for start in range(0, max(len(sheets), 1), _SLICE))
        np.save(folder / _SIGNS, np.concatenate([signs_of(some) for some in slices], axis=1))

    def nearest(self, vector: NDArray[np.float32], limit: int, documents: Among) -> tuple[Rows, NDArray[np.float32]]:
        """Rows and cosine similarities, nearest first."""
        among = None if documents is None else self._sheets.addresses.of_documents(documents)
        rows = self._promising(vector, max(COMPARED, _TIMES * limit), among)
        rows = rows[self._sheets.whole_scale[rows] > 0]
        similarities = (self._sheets.whole[rows] @ vector) * self._sheets.whole_scale[rows]
        best = np.argsort(-similarities, kind="stable")[:limit]
        return rows[best], similarities[best]

    def _promising(self, vector: NDArray[np.float32], count: int, among: Rows | None) -> Rows:
        """These rows, or about `count` of them whose signs agree most with the vector's."""
        size = len(self._sheets) if among is None else len(among)
        if size <= count:
            return np.arange(size) if among is None else among
        distance = np.zeros(size, np.uint16)
        for stored, asked in zip(self._signs, signs_of(vector[None]), strict=True):
            distance += np.bitwise_count((stored if among is None else stored[among]) ^ asked)
        # The least distance within which there are enough; sorting would take longer.
        within = int(np.searchsorted(np.cumsum(np.bincount(distance)), count))
        rows = np.flatnonzero(distance <= within)
        return rows if among is None else among[rows]


def signs_of(vectors: NDArray[np.float32] | NDArray[np.int8]) -> NDArray[np.uint64]:
    """A bit for each number, set where it is above 0; shape (words of 64 bits, vectors)."""
    bits = np.packbits(vectors > 0, axis=1)
    wide = np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8)))
    return np.ascontiguousarray(wide.view(np.uint64).T)
