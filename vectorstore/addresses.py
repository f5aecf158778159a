"""Whose the rows of the vector index are: a document and a path for each, found both ways, mapped and not loaded."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.among import Except

Rows = NDArray[np.int64]

_DOCUMENTS = "documents.json"
_ARRAYS = ("owners", "letters", "ends", "sums", "keys", "order")


@dataclass(frozen=True)
class Addresses:
    """The rows of one document stand together."""

    documents: Sequence[str]  # each once
    owners: NDArray[np.int32]  # (n,): of each row, its document's place in `documents`
    letters: NDArray[np.uint8]  # all paths, one after the other, in UTF-8
    ends: NDArray[np.int64]  # (n,): where in `letters` each path ends
    sums: NDArray[np.uint32]  # (n,): the checksum of each path
    keys: NDArray[np.uint64]  # (n,): see `_key`, in ascending order
    order: NDArray[np.int32]  # (n,): the row of each key

    def __len__(self) -> int:
        return len(self.owners)

    @classmethod
    def of(cls, addresses: Iterable[tuple[str, str]]) -> Addresses:
        """Args: addresses: document and path of each row."""
        places: dict[str, int] = {}
        owners, paths = [], []
        for document, path in addresses:
            owners.append(places.setdefault(document, len(places)))
            paths.append(path.encode())
        letters = np.frombuffer(b"".join(paths), np.uint8)
        ends = np.cumsum([len(path) for path in paths], dtype=np.int64)
        sums = np.array([zlib.crc32(path) for path in paths], np.uint32)
        return cls._sorted(list(places), np.array(owners, np.int32), letters, ends, sums)

    @classmethod
    def joined(cls, parts: Sequence[Addresses]) -> Addresses:
        """The rows of all of them."""
        places: dict[str, int] = {}
        owners, ends, before = [], [], 0
        for part in parts:
            used, compact = np.unique(part.owners, return_inverse=True)
            moved = [places.setdefault(part.documents[old], len(places)) for old in used]
            owners.append(np.array(moved, np.int32)[compact] if len(used) else part.owners)
            ends.append(part.ends + before)
            before += len(part.letters)
        letters = np.concatenate([part.letters for part in parts])
        sums = np.concatenate([part.sums for part in parts])
        return cls._sorted(list(places), np.concatenate(owners), letters, np.concatenate(ends), sums)

    @classmethod
    def _sorted(
        cls,
        documents: Sequence[str],
        owners: NDArray[np.int32],
        letters: NDArray[np.uint8],
        ends: NDArray[np.int64],
        sums: NDArray[np.uint32],
    ) -> Addresses:
        keys = owners.astype(np.uint64) << np.uint64(32) | sums
        order = np.argsort(keys, kind="stable").astype(np.int32)
        return cls(documents, owners, letters, ends, sums, keys[order], order)

    def take(self, rows: Rows) -> Addresses:
        """These rows alone, in this order."""
        starts, ends = self._bounds(rows)
        letters, sums = self.letters[spans(starts, ends)], self.sums[rows]
        return self._sorted(self.documents, self.owners[rows], letters, np.cumsum(ends - starts), sums)

    @classmethod
    def load(cls, folder: Path) -> Addresses:
        """Raises OSError or ValueError where they are damaged."""
        documents = json.loads((folder / _DOCUMENTS).read_text(encoding="utf-8"))
        arrays: dict[str, Any] = {name: mapped(folder / f"{name}.npy") for name in _ARRAYS}
        return cls(documents, **arrays)

    def save(self, folder: Path) -> None:
        """Write them into a new version."""
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / _DOCUMENTS).write_text(json.dumps(self.documents), encoding="utf-8")

    def at(self, rows: Rows) -> list[tuple[str, str]]:
        """Document and path of each of these rows."""
        starts, ends = self._bounds(rows)
        return [
            (self.documents[owner], self.letters[start:end].tobytes().decode())
            for owner, start, end in zip(self.owners[rows].tolist(), starts.tolist(), ends.tolist(), strict=True)
        ]

    def rows(self, addresses: Sequence[tuple[str, str]]) -> Rows:
        """The row of each of these addresses; -1 for one that is not there."""
        if not len(self) or not addresses:
            return np.full(len(addresses), -1, np.int64)
        owners = [self._places.get(document, -1) for document, _ in addresses]
        keys = np.array(
            [_key(max(o, 0), path.encode()) for o, (_, path) in zip(owners, addresses, strict=True)], np.uint64
        )
        places = np.searchsorted(self.keys, keys)
        rows = self.order[np.minimum(places, len(self) - 1)].astype(np.int64)
        wrong = [n for n, (one, other) in enumerate(zip(self.at(rows), addresses, strict=True)) if one != other]
        for number in wrong:
            rows[number] = self._from(int(places[number]), int(keys[number]), addresses[number])
        return rows

    def of_documents(self, documents: Collection[str] | Except) -> Rows:
        """The rows of these documents, in order."""
        meant = documents.documents if isinstance(documents, Except) else documents
        owners = [self._places[document] for document in meant if document in self._places]
        return np.flatnonzero(np.isin(self.owners, owners, invert=isinstance(documents, Except)))

    def _bounds(self, rows: Rows) -> tuple[Rows, Rows]:
        """Where in `letters` the paths of these rows begin and end."""
        ends = self.ends[rows]
        return np.where(rows > 0, self.ends[rows - 1], 0) if len(rows) else ends, ends

    def _from(self, place: int, key: int, address: tuple[str, str]) -> int:
        """The row of an address among those of one key, which two paths may share."""
        while place < len(self.keys) and int(self.keys[place]) == key:
            row = int(self.order[place])
            if self.at(np.array([row]))[0] == address:
                return row
            place += 1
        return -1

    @cached_property
    def _places(self) -> dict[str, int]:
        return {document: place for place, document in enumerate(self.documents)}


def _key(owner: int, path: bytes) -> int:
    """64 bits that nearly always tell an address from others."""
    return owner << 32 | zlib.crc32(path)


def mapped(file: Path) -> NDArray[Any]:
    """An array that is read from its file where it is looked at."""
    array: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)  # slices of numpy's own kind of mapped array cost ten times as much


def spans(starts: Rows, ends: Rows) -> Rows:
    """Every number from each start up to its end."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    found: Rows = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
    return found
