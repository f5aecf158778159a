"""What the indexes keep of each entry: its words, and the vectors of the whole and of its passages.

Flat arrays that are mapped, not loaded: a search reads the few hundred entries that were
found, however large the store is.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.addresses import Addresses, Rows, mapped, spans
from vectorstore.readings import Reading, words_above
from vectorstore.spelling import Vocabulary

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

_COUNTS = "syllables.json"
_ARRAYS = (
    "whole", "whole_scale", "passages", "passage_scale", "words", "segments", "entries", "above", "above_words", "aboves"
)  # fmt: skip
_CHAINED = ("segments", "entries", "aboves")  # boundaries, which move when others come before them
_VOCABULARIES = 16
_LONGEST = 4000  # syllables of one entry that are kept; the ranker needs no more


@lru_cache(maxsize=65_536)
def word_key(syllable: str) -> int:
    """32 bits that stand for a syllable."""
    return zlib.crc32(syllable.encode())


@dataclass(frozen=True)
class Sheets:
    """Entries in the order of their rows.

    The first segment of an entry is its heading, maybe empty; the others are its passages.
    """

    addresses: Addresses
    whole: NDArray[np.int8]  # (n, dimension), to be multiplied by
    whole_scale: NDArray[np.float32]  # (n,); 0 for a text without direction
    passages: NDArray[np.int8]  # (p, dimension)
    passage_scale: NDArray[np.float32]  # (p,)
    words: NDArray[np.uint32]  # see `word_key`; of all segments, one after the other
    segments: NDArray[np.int64]  # (p + n + 1,): where in `words` each begins, and the last ends
    entries: NDArray[np.int64]  # (n + 1,): the first segment of each, and one more
    above: NDArray[np.int32]  # (n,): which stretch of `above_words` stands above each, that many share
    above_words: NDArray[np.uint32]  # of titles, numbers, issuers and headings
    aboves: NDArray[np.int64]  # where in `above_words` each stretch begins, and the last ends
    counts: Mapping[str, int] = field(default_factory=dict)  # of syllables

    def __len__(self) -> int:
        return len(self.whole)

    @classmethod
    def empty(cls, dimension: int) -> Sheets:
        vectors, scale = np.zeros((0, dimension), np.int8), np.zeros(0, np.float32)
        first, words = np.zeros(1, np.int64), np.zeros(0, np.uint32)
        no = np.zeros(0, np.int32)
        return cls(Addresses.of([]), vectors, scale, vectors, scale, words, first, first, no, words, first)

    @classmethod
    def load(cls, folder: Path) -> Sheets:
        """Those of a version of the index.

        Raises:
            OSError, ValueError: they are damaged.
        """
        arrays: dict[str, Any] = {name: mapped(folder / f"{name}.npy") for name in _ARRAYS}
        counts = json.loads((folder / _COUNTS).read_text(encoding="utf-8"))
        sheets = cls(Addresses.load(folder), **arrays, counts=counts)
        if not len(sheets.addresses) == len(sheets.whole) == len(sheets.entries) - 1:
            raise ValueError(f"{folder}: {len(sheets.whole)} sheets for {len(sheets.addresses)} entries")
        return sheets

    @staticmethod
    def save(parts: Sequence[Sheets], folder: Path) -> None:
        """Write the rows of all of them into a new version, one array after the other, since all do not fit twice."""
        for name in _ARRAYS:
            arrays = [getattr(one, name) for one in parts]
            if name == "above":
                before = np.cumsum([0, *(len(one.aboves) - 1 for one in parts[:-1])], dtype=np.int32)
                arrays = [array + shift for array, shift in zip(arrays, before, strict=True)]
            np.save(folder / f"{name}.npy", _chained(arrays) if name in _CHAINED else np.concatenate(arrays))
        Addresses.joined([one.addresses for one in parts]).save(folder)
        counts: Counter[str] = Counter()
        for one in parts:
            counts.update(one.counts)
        (folder / _COUNTS).write_text(json.dumps(counts, ensure_ascii=False), encoding="utf-8")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The syllables of all entries; those of entries taken out since may be among them."""
        return Vocabulary(self.counts)

    def vocabulary_without(self, documents: frozenset[str]) -> Vocabulary:
        """The syllables of all entries but those of some documents. Remembered for the last few asked for."""
        if documents not in self._vocabularies:
            if len(self._vocabularies) >= _VOCABULARIES:
                self._vocabularies.clear()
            keys, times = np.unique(self.take(self.addresses.of_documents(documents)).words, return_counts=True)
            gone = dict(zip(keys.tolist(), times.tolist(), strict=True))
            left = {syllable: count - gone.get(word_key(syllable), 0) for syllable, count in self.counts.items()}
            self._vocabularies[documents] = Vocabulary({known: count for known, count in left.items() if count > 0})
        return self._vocabularies[documents]

    @cached_property
    def _vocabularies(self) -> dict[frozenset[str], Vocabulary]:
        return {}

    def take(self, rows: Rows) -> Sheets:
        """These rows alone, in this order."""
        first, after = self.entries[rows], self.entries[rows + 1]
        segments = spans(first, after)
        starts, ends = self.segments[segments], self.segments[segments + 1]
        passages = spans(first - rows, after - rows - 1)  # each entry has one segment more than passages
        return Sheets(
            self.addresses.take(rows),
            self.whole[rows],
            self.whole_scale[rows],
            self.passages[passages],
            self.passage_scale[passages],
            self.words[spans(starts, ends)],
            np.append(0, np.cumsum(ends - starts)),
            np.append(0, np.cumsum(after - first)),
            self.above[rows],
            self.above_words,
            self.aboves,
            self.counts,
        )

    def without(self, documents: Collection[str]) -> Sheets:
        gone = self.addresses.of_documents(documents)
        return self.take(np.delete(np.arange(len(self)), gone)) if len(gone) else self

    @classmethod
    def of(cls, readings: Sequence[Reading], embedder: Embedder) -> Sheets:
        """Those of new entries."""
        vectors = embedder.encode_parts([(*_above(one), *one.pieces.passages) for one in readings])
        under = [(one.pieces.heading, passage) for one in readings for passage in one.pieces.passages]
        whole, whole_scale = quantize(vectors)
        passages, passage_scale = quantize(embedder.encode_parts(under))
        kept = [part for one in readings for part in _kept(one)]
        words = list(chain.from_iterable(kept))
        places: dict[tuple[str, ...], int] = {}
        above = [places.setdefault(one.entry.above, len(places)) for one in readings]
        aboves = [[word for part in parts for word in words_above(part).syllables] for parts in places]
        return cls(
            Addresses.of((one.entry.document_id, one.entry.path) for one in readings),
            whole,
            whole_scale,
            passages,
            passage_scale,
            _keys(words),
            np.append(0, np.cumsum([len(part) for part in kept])),
            np.append(0, np.cumsum([1 + len(one.passages) for one in readings])),
            np.array(above, np.int32),
            _keys(chain.from_iterable(aboves)),
            np.append(0, np.cumsum([len(part) for part in aboves])),
            Counter(words),
        )


def _keys(words: Iterable[str]) -> NDArray[np.uint32]:
    return np.fromiter(map(word_key, words), np.uint32)


def _above(reading: Reading) -> tuple[str, ...]:
    """What is read before the passages when the whole entry is embedded: a reader would know it."""
    own = (reading.pieces.heading,) if reading.pieces.is_headed else ()
    return (reading.entry.title, *reading.entry.headings, *own)


def _kept(reading: Reading) -> list[list[str]]:
    left = _LONGEST
    kept = []
    for words in (reading.heading, *reading.passages):
        kept.append(words.syllables[:left])
        left -= len(kept[-1])
    return kept


def quantize(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows in whole numbers of [-127, 127] and what to multiply each row by."""
    scales = np.abs(vectors).max(axis=1, initial=0) / 127
    rows = np.divide(vectors, scales[:, None], out=np.zeros_like(vectors), where=scales[:, None] > 0)
    return np.round(rows).astype(np.int8), scales.astype(np.float32)


def _chained(boundaries: Sequence[Rows]) -> Rows:
    """Boundaries, each set of them moved behind the one before."""
    ends = np.cumsum([0, *(one[-1] for one in boundaries)])
    moved = [one[:-1] + end for one, end in zip(boundaries, ends, strict=False)]
    return np.append(np.concatenate(moved), ends[-1])
