"""What speaks for a candidate, each a number that explains itself.

Read from the sheets of the candidates alone, all at once: a few milliseconds for two hundred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.addresses import spans
from vectorstore.sheets import Sheets, word_key

Numbers = NDArray[np.float32]

NAMES = (
    "words",  # BM25 over the best one of this search
    "meaning",  # cosine of the question with the whole clause, under its title and headings
    "passage_meaning",  # cosine with the closest passage under its heading
    "words_covered",  # share of the question's words, weighed by their rarity, that stand in it
    "pairs_covered",  # likewise of its pairs of neighbouring syllables
    "words_around",  # share of the question's words that stand in it, or in the title, origin and headings above it
    "pairs_around",  # likewise of pairs
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
    rarity: Mapping[str, float]  # idf of each syllable and pair ("bình_đẳng"), ≥ 0; less for words of asking

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


@dataclass(frozen=True, slots=True)
class _Standing:
    """The question's words in stretches of text."""

    lengths: NDArray[np.int64]  # of the stretches, in words
    word: NDArray[np.int64]  # of the question, at each place where one stands
    segment: NDArray[np.int64]  # the stretch of that place
    pair: NDArray[np.int64]  # of the question, that begins there and goes on at the next; -1 for none
    words: NDArray[np.bool_]  # (stretches, words of the question)
    pairs: NDArray[np.bool_]  # (stretches, pairs of the question)


class _Matches:
    """Where the words of a question stand in the candidates."""

    def __init__(self, asked: Asked, candidates: Sheets) -> None:
        keys = asked.keys()
        self._order = np.unique(keys)
        self._first = candidates.entries[:-1]
        pairs = [f"{a}_{b}" for a, b in zip(asked.syllables, asked.syllables[1:], strict=False)]
        place = np.searchsorted(self._order, keys)
        self._rarity = np.zeros(len(self._order), np.float32)
        self._rarity[place] = [asked.rarity.get(syllable, 0.0) for syllable in asked.syllables]
        self._following = np.full((len(self._order), len(self._order)), -1, np.int32)
        self._following[place[:-1], place[1:]] = np.arange(len(pairs))
        self._pair_rarity = np.array([asked.rarity.get(pair, 0.0) for pair in pairs], np.float32)
        self._own = self._standing(candidates.words, candidates.segments)
        stretches, self._above = np.unique(candidates.above, return_inverse=True)
        starts, ends = candidates.aboves[stretches], candidates.aboves[stretches + 1]
        ordered = candidates.above_words[spans(starts, ends)]
        self._around = self._standing(ordered, np.append(0, np.cumsum(ends - starts)))

    def columns(self) -> Sequence[NDArray[Any]]:
        """In the order of `NAMES`, from "words_covered" to "heading_asked"."""
        own, first = self._own, self._first
        words, pairs = own.words, own.pairs
        of_words, of_pairs = (rarity / (rarity.sum() or 1) for rarity in (self._rarity, self._pair_rarity))
        counts = np.diff(np.append(first, len(words)))
        in_heading = np.repeat(words[first], counts, axis=0), np.repeat(pairs[first], counts, axis=0)
        both = (words | in_heading[0]) @ of_words + (pairs | in_heading[1]) @ of_pairs
        asked = np.bincount(own.segment, minlength=len(words))[first]
        all_words, all_pairs = np.logical_or.reduceat(words, first), np.logical_or.reduceat(pairs, first)
        return (
            all_words @ of_words,
            all_pairs @ of_pairs,
            (all_words | self._around.words[self._above]) @ of_words,
            (all_pairs | self._around.pairs[self._above]) @ of_pairs,
            np.maximum.reduceat(both, first) / 2,
            np.maximum.reduceat(self._longest_run(), first) / (self._rarity.sum() or 1),
            words[first] @ of_words,
            pairs[first] @ of_pairs,
            asked / np.maximum(own.lengths[first], 1),
        )

    def _standing(self, stored: NDArray[np.uint32], boundaries: NDArray[np.int64]) -> _Standing:
        order, lengths = self._order, np.diff(boundaries)
        words = np.zeros((len(lengths), len(order)), np.bool_)
        pairs = np.zeros((len(lengths), len(self._pair_rarity)), np.bool_)
        if not len(order):
            none = np.zeros(0, np.int64)
            return _Standing(lengths, none, none, none, words, pairs)
        found = np.minimum(np.searchsorted(order, stored), len(order) - 1)
        at = np.flatnonzero(order[found] == stored)
        word, segment = found[at], np.searchsorted(boundaries, at, side="right") - 1
        joined = (np.diff(at) == 1) & (np.diff(segment) == 0)
        pair = np.where(joined, self._following[word[:-1], word[1:]], -1)
        words[segment, word] = True
        pairs[segment[:-1][pair >= 0], pair[pair >= 0]] = True
        return _Standing(lengths, word, segment, pair, words, pairs)

    def _longest_run(self) -> Numbers:
        """For each segment the rarity of the longest stretch that follows the question word for word."""
        own = self._own
        best = np.zeros(len(own.lengths), np.float32)
        if len(own.word):
            begins = np.append(0, np.flatnonzero(own.pair < 0) + 1)
            runs = np.add.reduceat(self._rarity[own.word], begins)
            np.maximum.at(best, own.segment[begins], runs)
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
