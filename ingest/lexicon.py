"""Ordinary English words in the words of Vietnamese documents, written by hand: `lexicon.tsv`.

The glossary has the terms of administration under their exact names; this has what people
say besides ("forbid", "number plate", "pay back"), found by its stem (Porter's, as
PyStemmer has it), so that a row need not list "forbids" and "forbidding".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.english_words import IRREGULAR, one_form

_FILE = Path(__file__).with_name("lexicon.tsv")


class Lexicon:
    """What English phrases may be called in Vietnamese."""

    def __init__(self, rows: Sequence[tuple[Sequence[str], Sequence[str]]]) -> None:
        """Rows of (English phrases that mean the same, ways to say it in Vietnamese, the commonest first)."""
        phrases = [(phrase.split(), tuple(ways)) for english, ways in rows for phrase in english]
        stems = iter(_stems([word for words, _ in phrases for word in words]))
        self._ways: dict[str, tuple[str, ...]] = {}
        self._lengths: dict[str, int] = {}
        for words, ways in phrases:
            first = next(stems)
            said = " ".join((first, *(next(stems) for _ in words[1:]))) if len(words) > 1 else first
            known = self._ways.get(said)
            self._ways[said] = ways if known is None else tuple(dict.fromkeys((*known, *ways)))
            if len(words) > self._lengths.get(first, 0):
                self._lengths[first] = len(words)

    def longest(self, word: str) -> int:
        """How many words a phrase may have that begins with `word`; 0 when none does."""
        return self._lengths.get(_stems([word.lower()])[0], 0)

    def ways(self, words: Sequence[str]) -> tuple[str, ...]:
        """How exactly these words, in any of their forms, are said in Vietnamese; () when they are not known."""
        return self._ways.get(" ".join(_stems([word.lower() for word in words])), ())


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships."""
    rows = (line.split("\t") for line in _FILE.read_text(encoding="utf-8").splitlines() if line)
    return Lexicon([(english.split("|"), vietnamese.split("|")) for english, vietnamese in rows])


def _stems(words: Sequence[str]) -> list[str]:
    from Stemmer import Stemmer  # C; a question in Vietnamese needs none

    level = (one_form(word) if word[-1:] == "s" or "iz" in word or word in IRREGULAR else word for word in words)
    return list(Stemmer("english").stemWords(list(level)))
