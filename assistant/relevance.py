"""How well a text covers what a question is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.directory import Directory, grams
from assistant.question import Question
from ingest.letters import folded_words

# Weight of a syllable pair against its rarity. Vietnamese words are mostly pairs: "hiệu lực" is
# not there because "hiệu quả" and "bạo lực" are.
_PAIR = 1.5


class Relevance:
    """Coverage of one question's content words, weighted by how rare they are in the corpus."""

    def __init__(self, question: Question, directory: Directory) -> None:
        self._weights = {
            gram: directory.rarity(gram) * (_PAIR if " " in gram else 1.0)
            for run in question.topic
            for gram in grams(run)
        }
        self._total = sum(self._weights.values())

    @property
    def empty(self) -> bool:
        """Whether the question has no content words: only names and words of asking."""
        return not self._weights

    def of(self, *texts: str) -> float:
        """Share of the question's content that the texts hold, in [0, 1]; 1 for a question without any."""
        if not self._total:
            return 1.0
        held = set(_grams_of(texts))
        return sum(weight for gram, weight in self._weights.items() if gram in held) / self._total


def _grams_of(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from grams(folded_words(text))
