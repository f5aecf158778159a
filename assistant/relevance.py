"""How well a text covers what a question is about."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.directory import Directory, grams, grams_in
from assistant.question import Question
from vectorstore.words import syllables

# Weight of a syllable pair against its rarity. Vietnamese words are mostly pairs: "hiệu lực" is
# not there because "hiệu quả" and "bạo lực" are.
_PAIR = 1.5

_Weights = dict[str, float]


class Relevance:
    """Coverage of one question's topic, its words weighted by how rare they are in the corpus."""

    def __init__(self, question: Question, directory: Directory) -> None:
        self._matters: list[tuple[float, list[_Weights]]] = []
        for matter in question.topic:
            if not matter:  # an English word that the glossary does not have: nothing to look for
                continue
            ways = [
                {gram: directory.rarity(gram) * (_PAIR if " " in gram else 1.0) for gram in grams(way)}
                for way in matter
            ]
            weight = sum(sum(way.values()) for way in ways) / len(ways)
            self._matters.append((weight, ways))
        self._total = sum(weight for weight, _ in self._matters)
        words = {word for matter in question.topic for way in matter for word in syllables(way)}
        self.syllables = sum(max((len(way.split()) for way in matter), default=1) for matter in question.topic)
        self._rarest = max(words, key=lambda word: (directory.rarity(word), word), default="")
        known = sum(
            bool(matter) and all(directory.frequencies[w] for w in syllables(matter[0])) for matter in question.topic
        )
        self.unheard = 1 - known / len(question.topic) if question.topic else 0.0  # share of matters that stand nowhere

        self._pairs = {
            gram
            for matter in question.topic
            for way in matter[:1]
            for gram in grams(way)
            if " " in gram and directory.frequencies[gram]
        }
        heard = [directory.rarity(w) for w in words if directory.frequencies[w]]
        silent = [directory.rarity(w) for w in words if not directory.frequencies[w]]
        said = sum(silent) + sum(heard)  # 0 in an empty library
        self.silence = sum(silent) / said if said else 0.0  # share of the topic's weight that stands nowhere

    def pairs(self, *texts: str) -> float:
        """Share of the topic's pairs of syllables, as far as the corpus has them, that the texts hold."""
        return len(self._pairs & _grams_of(texts)) / len(self._pairs) if self._pairs else 0.0

    @property
    def empty(self) -> bool:
        """Whether the question has no topic: only names and words of asking."""
        return not self._total

    def rarest(self, *texts: str) -> float:
        """1 when the texts hold the rarest word of the topic, or there is none; else 0."""
        return float(not self._rarest or any(self._rarest in grams_in(text) for text in texts))

    def of(self, *texts: str) -> float:
        """Share of the question's topic that the texts hold, in [0, 1]; 1 for a question without any."""
        if not self._total:
            return 1.0
        held = _grams_of(texts)
        return (
            sum(weight * max((_share(way, held) for way in ways), default=0.0) for weight, ways in self._matters)
            / self._total
        )


def _share(way: _Weights, held: frozenset[str]) -> float:
    total = sum(way.values())
    return sum(weight for gram, weight in way.items() if gram in held) / total if total else 0.0


def _grams_of(texts: Sequence[str]) -> frozenset[str]:
    first, *others = map(grams_in, texts)
    return first.union(*others) if others else first
