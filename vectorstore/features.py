"""What speaks for a candidate, each a number that explains itself.

Read from the sheets of the candidates alone, all at once: a few milliseconds for two hundred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.sheets import Sheets, word_key

Numbers = NDArray[np.float32]

NAMES = (
    "words",  # BM25 over the best one of this search
    "meaning",  # cosine of the question with the whole clause, under its title and headings
    "passage_meaning",  # cosine with the closest passage under its heading
    "words_covered",  # share of the question's words, weighed by their rarity, that stand in it
    "pairs_covered",  # likewise of its pairs of neighbouring syllables
    "passage_covered",  # both, in one passage and the heading: the words stand close together
    "phrase",  # the longest stretch of the question that stands in it word for word
    "heading_covered",  # share of the question's words in the heading
    "heading_pairs",  # likewise of pairs
    "heading_asked",  # share of the heading's words that the question has
    "length",  # logarithm of its length
    "heading_length",
    "document",  # how well the three best other clauses of the same document do
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's words as they are looked for."""

    syllables: tuple[str, ...]  # in order
    rarity: Mapping[str, float]  # idf of each syllable and pair ("bình_đẳng"), ≥ 0

    def keys(self) -> NDArray[np.uint32]:
        return np.array([word_key(syllable) for syllable in self.syllables], np.uint32)


def features(asked: Asked, vector: Numbers, words: Numbers, candidates: Sheets, *, known: float) -> Numbers:
    """One row a candidate, one column for each of `NAMES`.

    Args:
        vector: of the question, unit length.
        words: BM25 of each candidate over the best one, in [0, 1].
        known: share of the question's words that the index knows; what is found by words
            counts so much less in a question of another language.
    """
    meaning = (candidates.whole @ vector) * candidates.whole_scale
    passages = (candidates.passages @ vector) * candidates.passage_scale
    first = candidates.entries[:-1]
    closest = np.maximum.reduceat(passages, first - np.arange(len(first))) if len(passages) else meaning
    lexical = _Matches(asked, candidates)
    lengths = np.diff(candidates.segments)
    heading = lengths[first]
    whole = candidates.segments[candidates.entries[1:]] - candidates.segments[first]
    base = 0.4 * words * known + 0.6 * closest
    columns = [
        words * known,
        meaning,
        closest,
        *(column * known for column in lexical.columns()),
        np.log(10 + whole - heading) / 5,
        np.minimum(heading, 40) / 40,
        _support(candidates.addresses.owners, base),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


class _Matches:
    """Where the words of a question stand in the candidates."""

    def __init__(self, asked: Asked, candidates: Sheets) -> None:
        keys = asked.keys()
        order = np.unique(keys)
        self._first = candidates.entries[:-1]
        self._lengths = np.diff(candidates.segments)
        pairs = [f"{a}_{b}" for a, b in zip(asked.syllables, asked.syllables[1:], strict=False)]
        place = np.searchsorted(order, keys)
        self._rarity = np.zeros(len(order), np.float32)
        self._rarity[place] = [asked.rarity.get(syllable, 0.0) for syllable in asked.syllables]
        following = np.full((len(order), len(order)), -1, np.int32)
        following[place[:-1], place[1:]] = np.arange(len(pairs))
        self._pair_rarity = np.array([asked.rarity.get(pair, 0.0) for pair in pairs], np.float32)
        stored = candidates.words
        found = np.minimum(np.searchsorted(order, stored), max(len(order) - 1, 0))
        at = np.flatnonzero(order[found] == stored) if len(order) else np.zeros(0, np.int64)
        self._at, self._word = at, found[at]
        self._segment = np.searchsorted(candidates.segments, at, side="right") - 1
        joined = (np.diff(at) == 1) & (np.diff(self._segment) == 0)
        pair = following[self._word[:-1], self._word[1:]] if len(order) else np.zeros(0, np.int32)
        self._pair = np.where(joined, pair, -1)

    def columns(self) -> Sequence[NDArray[Any]]:
        """In the order of `NAMES`, from "words_covered" to "heading_asked"."""
        words = self._standing(self._segment, self._word, len(self._rarity))
        kept = self._pair >= 0
        pairs = self._standing(self._segment[:-1][kept], self._pair[kept], len(self._pair_rarity))
        of_words, of_pairs = (rarity / (rarity.sum() or 1) for rarity in (self._rarity, self._pair_rarity))
        counts = np.diff(np.append(self._first, len(self._lengths)))
        in_heading = np.repeat(words[self._first], counts, axis=0), np.repeat(pairs[self._first], counts, axis=0)
        both = (words | in_heading[0]) @ of_words + (pairs | in_heading[1]) @ of_pairs
        asked = np.bincount(self._segment, minlength=len(self._lengths))[self._first]
        return (
            np.logical_or.reduceat(words, self._first) @ of_words,
            np.logical_or.reduceat(pairs, self._first) @ of_pairs,
            np.maximum.reduceat(both, self._first) / 2,
            np.maximum.reduceat(self._longest_run(), self._first) / (self._rarity.sum() or 1),
            words[self._first] @ of_words,
            pairs[self._first] @ of_pairs,
            asked / np.maximum(self._lengths[self._first], 1),
        )

    def _standing(self, segments: NDArray[np.int64], things: NDArray[np.integer], count: int) -> NDArray[np.bool_]:
        table = np.zeros((len(self._lengths), count), np.bool_)
        table[segments, things] = True
        return table

    def _longest_run(self) -> Numbers:
        """For each segment the rarity of the longest stretch that follows the question word for word."""
        best = np.zeros(len(self._lengths), np.float32)
        if not len(self._at):
            return best
        begins = np.append(0, np.flatnonzero(self._pair < 0) + 1)
        runs = np.add.reduceat(self._rarity[self._word], begins)
        np.maximum.at(best, self._segment[begins], runs)
        return best


def _support(owners: NDArray[np.int32], base: Numbers) -> Numbers:
    """A third of the sum of the three best others of each candidate's document."""
    order = np.lexsort((-base, owners))
    first = np.append(True, np.diff(owners[order]) != 0)
    starts = np.flatnonzero(first)
    group = np.cumsum(first) - 1
    place = np.arange(len(order)) - starts[group]  # within its document
    best = np.where(place < 4, base[order], 0)
    four, fourth = np.add.reduceat(best, starts), np.add.reduceat(np.where(place == 3, best, 0), starts)
    support = np.zeros(len(base), np.float32)
    support[order] = (four[group] - np.where(place < 4, best, fourth[group])) / 3
    return support
