"""A question as its asker would have typed it with care: missing diacritics and small slips mended.

The dictionary is the corpus, and the language as it is spoken and written anywhere: what a bare
syllable may stand for are the syllables in use, and which of them is meant follows from those
beside it, by how often they stand together (a bigram model, decoded by Viterbi's algorithm).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vectorstore.speech import load_speech
from vectorstore.words import fold, has_diacritics, is_english, numbers_in, one_spelling, syllables

_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile("[aeiouy]")
FOREIGN = 0.4  # share of words that are no Vietnamese syllables from which a question is English, …
_FOREIGN_WITH_NAMES = 0.5  # … and from which it is where some of it is written with diacritics
_MOST = 8  # readings of a syllable that are considered, the commonest
_PLAIN = 0.95  # share of syllables spelled alike from which one is taken to be the one that was typed
_CAREFUL = 0.6  # share of words with diacritics; of Vietnamese text they are three quarters
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 3  # letters; a shorter word has too many neighbours
# Syllables of a corpus that the language weighs as much as. Of 243 questions to corpora of five to 35 documents 94 % of the
# syllables come back when stripped, and 99.7 % stay when not; by the corpus alone 80 % and 89 %.
_LANGUAGE = 10_000
_TOGETHER = 0.9  # weight of the pair against the syllable alone
_UNKNOWN = (
    5.0  # times that a word is taken to have occurred that nothing knows: slips need neighbours that speak for them
)
_SLIP = -6.0  # logarithm of how likely a slip is

Readings = Sequence[tuple[str, float]]  # syllable, logarithm of what it costs to have typed it so


@dataclass(frozen=True)
class Vocabulary:
    """The syllables of a corpus, in one spelling, and how often each stands there."""

    counts: Mapping[str, int]

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """How often the corpus has each syllable, and the language as if it were a part of it."""
        syllables = {token for token in load_speech().asked if "_" not in token}
        return {
            one: self.counts.get(one, 0) + _LANGUAGE * load_speech().share(one)
            for one in syllables | self.counts.keys()
        }

    @cached_property
    def by_bare(self) -> dict[str, list[str]]:
        """Syllables by what is left of them without diacritics, the commonest first."""
        weights, found = self._weights, dict[str, list[str]]()
        for syllable in sorted(weights, key=lambda one: (-weights[one], one)):
            found.setdefault(fold(syllable), []).append(syllable)
        return found

    @cached_property
    def _bare_weights(self) -> dict[str, float]:
        """How often what is left of syllables without diacritics stands there."""
        return {bare: sum(self._weights[one] for one in some) for bare, some in self.by_bare.items()}

    def is_foreign(self, question: str) -> bool:
        """Whether a question is in English: by its little words, or since many of its words are no Vietnamese syllables."""
        if not has_diacritics(question) and is_english(question):
            return True
        words = [word for word in syllables(question) if word.isalpha() and _VOWEL.search(fold(word))]
        foreign = sum(is_english(word) or fold(word) not in self.by_bare for word in words)
        share = _FOREIGN_WITH_NAMES if has_diacritics(question) else FOREIGN
        return bool(words) and bool(self.counts) and foreign >= share * len(words)

    def mended(self, question: str, together: Callable[[str, str], int]) -> str:
        """The question with diacritics where they are missing, and slips undone.

        What has diacritics and is known stays; so do numbers and capitals.

        Args:
            together: how many entries have two syllables side by side.
        """
        if not self.counts:
            return question
        words = [match for match in _WORD.finditer(question) if not _within(match, numbers_in(question))]
        careful = sum(has_diacritics(match[0]) for match in words) >= _CAREFUL * len(words)
        readings = [self._readings(match[0], careful=careful) for match in words]
        if all(len(some) == 1 for some in readings):
            return question
        spelled = one_best(
            readings,
            self._weights,
            lambda one, other: together(one, other) + _LANGUAGE * load_speech().share(f"{one}_{other}"),
        )
        text, end = "", 0
        for match, syllable in zip(words, spelled, strict=True):
            kept = match[0] if syllable == one_spelling(match[0].lower()) else syllable
            text, end = text + question[end : match.start()] + kept, match.end()
        return text + question[end:]

    def _readings(self, word: str, *, careful: bool) -> Readings:
        """What a word may stand for, what is typed among it if it may stay.

        Args:
            careful: whether its asker types diacritics, so that a word without is meant so.
        """
        typed = one_spelling(word.lower())
        bare = fold(typed)
        if (word.isupper() and len(word) > 1) or (typed in self._weights and (careful or typed != bare)):
            return [(typed, 0.0)]
        if self._weights.get(typed, 0) >= _PLAIN * self._bare_weights.get(bare, 1):
            return [(typed, 0.0)]
        if bare in self.by_bare:
            return [(syllable, 0.0) for syllable in self.by_bare[bare][:_MOST]]
        if len(bare) < _SHORTEST:
            return [(typed, 0.0)]
        near = {s for slip in _slips(bare) for s in self.by_bare.get(slip, ())[:_MOST]}
        best = sorted(near, key=lambda one: (-self._weights[one], one))[: 2 * _MOST]
        return [(typed, 0.0), *((syllable, _SLIP) for syllable in best)]


def one_best(
    readings: Sequence[Readings], counts: Mapping[str, float], together: Callable[[str, str], float]
) -> list[str]:
    """The likeliest sequence of readings."""
    total = sum(counts.values()) or 1.0
    best: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for some in readings:
        following: dict[str, tuple[float, list[str]]] = {}
        for syllable, cost in some:
            alone = (1 - _TOGETHER) * counts.get(syllable, _UNKNOWN) / total
            paths = (
                (score + cost + math.log(alone + _TOGETHER * _share(before, syllable, counts, together)), path)
                for before, (score, path) in best.items()
            )
            score, path = max(paths, key=lambda one: one[0])
            following[syllable] = (score, [*path, syllable])
        best = following
    return max(best.values(), key=lambda one: one[0])[1]


def _share(before: str, syllable: str, counts: Mapping[str, float], together: Callable[[str, str], float]) -> float:
    times = counts.get(before, 0.0)
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
