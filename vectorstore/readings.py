"""What the indexes need to know of an entry's text, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from vectorstore.entries import Entry
from vectorstore.passages import Pieces, pieces_of
from vectorstore.words import Words, words_of

BATCH = 1024  # entries that are embedded and indexed at a time


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry, its pieces and their words."""

    entry: Entry
    pieces: Pieces
    heading: Words
    passages: tuple[Words, ...]  # one for each passage

    @property
    def body(self) -> Iterator[Words]:
        """The words of the entry's own text."""
        if self.pieces.is_headed:
            yield self.heading
        yield from self.passages


def batches(entries: Iterable[Entry]) -> Iterator[list[Reading]]:
    """The entries in order, read, some at a time."""
    rest = iter(entries)
    while batch := [_read(entry) for entry in islice(rest, BATCH)]:
        yield batch


@lru_cache(maxsize=4096)
def words_above(part: str) -> Words:
    """Those of a title or a heading, which stands above many entries."""
    return words_of(part)


def _read(entry: Entry) -> Reading:
    pieces = pieces_of(entry)
    return Reading(entry, pieces, words_above(pieces.heading), tuple(map(words_of, pieces.passages)))
