"""A question as its asker would have typed it with care: missing diacritics and small slips mended.

The corpus is the dictionary: what a bare syllable may stand for are the syllables that it
uses, and which of them is meant follows from those beside it, by how often the corpus has
them together (a bigram model, decoded by Viterbi's algorithm).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vectorstore.words import fold, has_diacritics, is_english, numbers_in, one_spelling, syllables

_WORD = re.compile(r"[^\W\d_]+")
FOREIGN = 0.4  # share of known words under which a question without diacritics is English
_MOST = 8  # readings of a syllable that are considered, the commonest
_PLAIN = 0.95  # share of syllables spelled alike from which one is taken to be the one that was typed
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 3  # letters; a shorter word has too many neighbours
_TOGETHER = 0.9  # weight of the pair against the syllable alone
_SLIP = -6.0  # logarithm of how likely a slip is

Readings = Sequence[tuple[str, float]]  # syllable, logarithm of what it costs to have typed it so


@dataclass(frozen=True)
class Vocabulary:
    """The syllables of a corpus, in one spelling, and how often each stands there."""

    counts: Mapping[str, int]

    @cached_property
    def by_bare(self) -> dict[str, list[str]]:
        """Syllables by what is left of them without diacritics, the commonest first."""
        found: dict[str, list[str]] = {}
        for syllable in sorted(self.counts, key=lambda one: (-self.counts[one], one)):
            found.setdefault(fold(syllable), []).append(syllable)
        return found

    @cached_property
    def _bare_counts(self) -> dict[str, int]:
        """How often what is left of syllables without diacritics stands there."""
        return {bare: sum(self.counts[one] for one in some) for bare, some in self.by_bare.items()}

    def is_foreign(self, question: str) -> bool:
        """Whether a question is in English: by its little words, or since the corpus has few of its others."""
        if has_diacritics(question):
            return False
        words = [word for word in syllables(question) if word.isalpha()]
        known = sum(fold(word) in self.by_bare for word in words)
        return is_english(question) or (bool(words) and bool(self.counts) and known < FOREIGN * len(words))

    def mended(self, question: str, together: Callable[[str, str], int]) -> str:
        """The question with diacritics where they are missing, and slips undone.

        What has diacritics and is known stays; so do numbers and capitals.

        Args:
            together: how many entries have two syllables side by side.
        """
        if not self.counts:
            return question
        words = [match for match in _WORD.finditer(question) if not _within(match, numbers_in(question))]
        readings = [self._readings(match[0]) for match in words]
        if all(len(some) == 1 and some[0][0] is None for some in readings):
            return question
        spelled = one_best(
            [[(r or one_spelling(m[0].lower()), c) for r, c in some] for some, m in zip(readings, words, strict=True)],
            self.counts,
            together,
        )
        text, end = "", 0
        for match, some, syllable in zip(words, readings, spelled, strict=True):
            kept = match[0] if some[0][0] is None else syllable
            text, end = text + question[end : match.start()] + kept, match.end()
        return text + question[end:]

    def _readings(self, word: str) -> Sequence[tuple[str | None, float]]:
        """What a word may stand for; None for just what is typed."""
        typed = one_spelling(word.lower())
        bare = fold(typed)
        if (word.isupper() and len(word) > 1) or (typed != bare and typed in self.counts):
            return [(None, 0.0)]
        if self.counts.get(typed, 0) >= _PLAIN * self._bare_counts.get(bare, 1):
            return [(None, 0.0)]
        if bare in self.by_bare:
            return [(syllable, 0.0) for syllable in self.by_bare[bare][:_MOST]]
        if len(bare) < _SHORTEST:
            return [(None, 0.0)]
        near = {s for slip in _slips(bare) for s in self.by_bare.get(slip, ())[:_MOST]}
        best = sorted(near, key=lambda one: (-self.counts[one], one))[: 2 * _MOST]
        return [(syllable, _SLIP) for syllable in best] or [(None, 0.0)]


def one_best(readings: Sequence[Readings], counts: Mapping[str, int], together: Callable[[str, str], int]) -> list[str]:
    """The likeliest sequence of readings."""
    total = sum(counts.values()) or 1
    best: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for some in readings:
        following: dict[str, tuple[float, list[str]]] = {}
        for syllable, cost in some:
            alone = (1 - _TOGETHER) * (counts.get(syllable, 0) + 0.5) / total
            paths = (
                (score + cost + math.log(alone + _TOGETHER * _share(before, syllable, counts, together)), path)
                for before, (score, path) in best.items()
            )
            score, path = max(paths, key=lambda one: one[0])
            following[syllable] = (score, [*path, syllable])
        best = following
    return max(best.values(), key=lambda one: one[0])[1]


def _share(before: str, syllable: str, counts: Mapping[str, int], together: Callable[[str, str], int]) -> float:
    times = counts.get(before, 0)
    return min(1.0, together(before, syllable) / times) if times else 0.0


def _slips(word: str) -> Iterator[str]:
    """Every word from which one slip leads to this one: a letter missing, added, wrong, or two exchanged."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in _LETTERS)


def _within(match: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= match.start() < end for start, end in spans)
