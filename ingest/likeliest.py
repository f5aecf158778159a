"""Words of recognised pages whose marks were misread: "kiêm tra" → "kiểm tra", "GIÁM ĐÓC" → "GIÁM ĐỐC".

Recognition takes marks for each other and leaves letters right. So a word competes with the syllables
of the same letters, and the sentence decides: which syllables follow each other how often was counted in
official texts (`syllable_pairs.tsv.gz`, written by `eval.count_pairs`). A word gives way only to a reading that is
far likelier, and never where both its neighbours are known to go with it.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from pathlib import Path

from ingest.spelling import bare, placed_tones

_FILE = Path(__file__).with_name("syllable_pairs.tsv.gz")
_RUN = re.compile(r"[^\W\d_]+(?:[ \n][^\W\d_]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_SURE = 3  # times that a pair was seen: the word is not looked at
# Natural logarithms.
_UNLIKELY = -9.0
_HAT, _ACUTE, _GRAVE, _TILDE, _HOOK, _DOT = "\u0302", "\u0301", "\u0300", "\u0303", "\u0309", "\u0323"
_SHAPES = (_HAT, "\u0306", "\u031b")
_LOST_SHAPE = {_HAT: -4.0, "\u0306": -6.5, "\u031b": -8.0, "đ": -5.0}
# Tones as read and as meant. On a hat a hook is read as anything else, in a third of the cases.
_TONES_ON_HAT = {
    **{(tone, _HOOK): -2.0 for tone in (_ACUTE, _TILDE, _GRAVE, "")},
    **{(one, other): -4.5 for one in (_ACUTE, _GRAVE, _TILDE, "") for other in (_ACUTE, _GRAVE, _TILDE, "")},
    **{(_HOOK, other): -5.0 for other in (_ACUTE, _GRAVE, _TILDE, "")},
}
_TONES = {
    ("", _TILDE): -4.5, ("", _GRAVE): -6.0, ("", _HOOK): -6.0, (_HOOK, ""): -4.5, (_ACUTE, _HOOK): -4.5,
    (_TILDE, _HOOK): -4.5, (_HOOK, _TILDE): -6.0, (_GRAVE, _HOOK): -6.0, (_TILDE, _ACUTE): -6.0,
}  # fmt: skip
_MARGIN = 3.0  # by which a reading must be likelier than what was read
_NAME_MARGIN = 5.5  # the same within a name, whose words go with each other in no text
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
    if all(word[:1].isupper() and word[1:].islower() for word in words):
        return list(words)  # a person's or a place's name
    lower = [word.lower() for word in words]
    candidates = [_candidates(lower, index) for index in range(len(words))]
    if all(len(found) == 1 for found in candidates):
        return list(words)
    best = _best(lower, candidates)
    read = list(lower)
    for index in [index for index, word in enumerate(best) if word != lower[index]]:
        named = words[index][:1].isupper() and not words[index].isupper()
        margin = _NAME_MARGIN if named else _MARGIN
        if placed_tones(lower[index]) == placed_tones(best[index]) or not _goes_with_neighbours(best, index):
            continue
        if (
            _score(lower, best, index) - _score(lower, [*best[:index], lower[index], *best[index + 1 :]], index)
            > margin
        ):
            read[index] = best[index]
    return [word if new == old else _in_case_of(word, new) for word, old, new in zip(words, lower, read, strict=True)]


def _candidates(words: Sequence[str], index: int) -> tuple[str, ...]:
    """What a word may be, itself first; itself alone where its neighbours are known to go with it."""
    word = words[index]
    pairs = counts().pairs
    before = index == 0 or pairs.get((words[index - 1], word), 0) >= _SURE
    behind = index == len(words) - 1 or pairs.get((word, words[index + 1]), 0) >= _SURE
    if (before and behind) or (len(word) < 3 and word.isascii()):
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


def _goes_with_neighbours(reading: Sequence[str], index: int) -> bool:
    """Whether a word is known to stand behind the one before it, or before the one behind it."""
    pairs = (tuple(reading[at : at + 2]) for at in (index - 1, index) if at >= 0)
    return any(len(pair) == 2 and counts().pairs.get((pair[0], pair[1]), 0) >= _SURE for pair in pairs)


def _score(words: Sequence[str], reading: Sequence[str], index: int) -> float:
    """What a word of a reading adds to its likelihood."""
    around = range(index, min(index + 2, len(words)))
    told = sum(counts().likelihood(reading[at], reading[at - 1] if at else None) for at in around)
    return told + _misreading(words[index], reading[index])


@lru_cache(maxsize=1 << 16)
def _misreading(read: str, meant: str) -> float:
    """Logarithm of the chance that one word is read where the other stands, of the same letters."""
    return sum(_taken(one, other) for one, other in zip(read, meant, strict=True) if one != other)


def _taken(read: str, meant: str) -> float:
    """The same for one letter, from how often recognition took it for the other on pages with known text."""
    (_, shape, tone), (_, wanted, mark) = _parts(read), _parts(meant)
    cost = 0.0
    if shape != wanted:
        cost += _LOST_SHAPE.get(wanted, _UNLIKELY) if not shape else _UNLIKELY
    if tone != mark:
        hatted = wanted == _HAT
        cost += _TONES.get((tone, mark), _UNLIKELY) if not hatted else _TONES_ON_HAT.get((tone, mark), _UNLIKELY)
    return cost


def _parts(letter: str) -> tuple[str, str, str]:
    """A letter without marks, its hat, breve, horn or stroke, and its tone."""
    if letter == "đ":
        return "d", "đ", ""
    decomposed = unicodedata.normalize("NFD", letter)
    plain, marks = decomposed[:1], decomposed[1:]
    return plain, "".join(m for m in marks if m in _SHAPES), "".join(m for m in marks if m not in _SHAPES)


def _in_case_of(word: str, reading: str) -> str:
    return reading.upper() if word.isupper() else reading.capitalize() if word[0].isupper() else reading


def corrections(text: str) -> Iterator[tuple[str, str]]:
    """Each word that `likeliest` changes, and what it becomes."""
    for before, after in zip(_WORD.findall(text), _WORD.findall(likeliest(text)), strict=True):
        if before != after:
            yield before, after
