"""Words of recognised pages whose marks were misread: "kiêm tra" → "kiểm tra", "GIÁM ĐÓC" → "GIÁM ĐỐC".

Recognition takes marks for each other and leaves letters right. So a word competes with the syllables
of the same letters, and the sentence decides: which syllables follow each other how often was counted in
official texts (`syllable_pairs.tsv.gz`, written by `eval.count_pairs`). A word gives way only to a reading that is
far likelier, and never where both its neighbours are known to go with it.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

from ingest.spelling import bare

_FILE = Path(__file__).with_name("syllable_pairs.tsv.gz")
_RUN = re.compile(r"[^\W\d_]+(?:[ \n][^\W\d_]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_SURE = 3  # times that a pair was seen: the word is not looked at
# Natural logarithms.
_MISREAD = -4.5  # one word in a hundred has a mark misread
_EACH_MORE = -1.5  # for each further letter whose mark differs
_MARGIN = 2.5  # by which a reading must be likelier than what was read
_NAME_MARGIN = 5.0  # the same within a name, whose words go with each other in no text
_UNSEEN = 0.1  # times, what was never seen
_BACK_OFF = 0.4


@dataclass(frozen=True, slots=True)
class Counts:
    """How often syllables, and pairs of them, stand in official texts; lower case and NFC."""

    single: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    total: int

    def likelihood(self, word: str, before: str | None) -> float:
        """Logarithm of the chance of a word behind another, or behind a break."""
        alone = (self.single.get(word, 0) + _UNSEEN) / self.total
        if before is None:
            return log(alone)
        seen = self.pairs.get((before, word), 0)
        of = self.single.get(before, 0)
        return log((seen + 8 * _BACK_OFF * alone) / (of + 8)) if of else log(_BACK_OFF * alone)


@cache
def counts() -> Counts:
    """The table that ships with the project."""
    single: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    with gzip.open(_FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            (word, count), *following = (entry.rsplit(" ", 1) for entry in line.rstrip("\n").split("\t"))
            single[word] = int(count)
            pairs.update(((word, other), int(times)) for other, times in following)
    return Counts(single, pairs, sum(single.values()))


def likeliest(text: str) -> str:
    """`text` with marks put right where the words around leave little doubt; of the same length."""
    pieces: list[str] = []
    end = 0
    for run in _RUN.finditer(text):
        words = list(_WORD.finditer(run[0]))
        for word, reading in zip(words, _readings([word[0] for word in words]), strict=True):
            start = run.start() + word.start()
            pieces += text[end:start], reading
            end = run.start() + word.end()
    return "".join(pieces) + text[end:]


def _readings(words: Sequence[str]) -> list[str]:
    """What each of some words that follow each other is likeliest to be."""
    lower = [word.lower() for word in words]
    candidates = [_candidates(lower, index) for index in range(len(words))]
    if all(len(found) == 1 for found in candidates):
        return list(words)
    best = _best(lower, candidates)
    read = list(lower)
    for index in [index for index, word in enumerate(best) if word != lower[index]]:
        named = words[index][:1].isupper() and not words[index].isupper()
        margin = _NAME_MARGIN if named else _MARGIN
        if _score(lower, best, index) - _score(lower, [*best[:index], lower[index], *best[index + 1 :]], index) > margin:
            read[index] = best[index]
    return [word if new == old else _in_case_of(word, new) for word, old, new in zip(words, lower, read, strict=True)]


def _candidates(words: Sequence[str], index: int) -> tuple[str, ...]:
    """What a word may be, itself first; itself alone where its neighbours are known to go with it."""
    word = words[index]
    pairs = counts().pairs
    before = index == 0 or pairs.get((words[index - 1], word), 0) >= _SURE
    behind = index == len(words) - 1 or pairs.get((word, words[index + 1]), 0) >= _SURE
    if (before and behind) or len(word) < 2:
        return (word,)
    return (word, *(other for other in _by_letters().get(bare(word), ()) if other != word))


@cache
def _by_letters() -> Mapping[str, tuple[str, ...]]:
    """The syllables of each row of letters without marks."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in counts().single:
        found[bare(word)].append(word)
    return {letters: tuple(words) for letters, words in found.items()}


def _best(words: Sequence[str], candidates: Sequence[Sequence[str]]) -> list[str]:
    """The likeliest of all rows of candidates (Viterbi)."""
    ways: dict[str | None, tuple[float, tuple[str, ...]]] = {None: (0.0, ())}
    for word, found in zip(words, candidates, strict=True):
        ways = {
            candidate: max(
                (score + counts().likelihood(candidate, before) + _misreading(word, candidate), (*way, candidate))
                for before, (score, way) in ways.items()
            )
            for candidate in found
        }
    return list(max(ways.values())[1])


def _score(words: Sequence[str], reading: Sequence[str], index: int) -> float:
    """What a word of a reading adds to its likelihood."""
    around = range(index, min(index + 2, len(words)))
    told = sum(counts().likelihood(reading[at], reading[at - 1] if at else None) for at in around)
    return told + _misreading(words[index], reading[index])


def _misreading(read: str, meant: str) -> float:
    differing = sum(one != other for one, other in zip(read, meant, strict=True))
    return _MISREAD + _EACH_MORE * (differing - 1) if differing else 0.0


def _in_case_of(word: str, reading: str) -> str:
    return reading.upper() if word.isupper() else reading.capitalize() if word[0].isupper() else reading


def corrections(text: str) -> Iterator[tuple[str, str]]:
    """Each word that `likeliest` changes, and what it becomes."""
    for before, after in zip(_WORD.findall(text), _WORD.findall(likeliest(text)), strict=True):
        if before != after:
            yield before, after
