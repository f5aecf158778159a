"""Ordinary English words in the words of Vietnamese documents, written by hand: `lexicon.tsv`.

The glossary has the terms of administration under their exact names; this has what people
say besides ("forbid", "number plate", "pay back"), found by its stem (Porter's, as
PyStemmer has it), so that a row need not list "forbids" and "forbidding".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.english_words import one_form

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
            key = [next(stems) for _ in words]
            said = " ".join(key)
            self._ways[said] = tuple(dict.fromkeys((*self._ways.get(said, ()), *ways)))
            self._lengths[key[0]] = max(self._lengths.get(key[0], 0), len(key))

    def longest(self, word: str) -> int:
        """How many words a phrase may have that begins with `word`; 0 when none does."""
        return self._lengths.get(_stems([word])[0], 0)

    def ways(self, words: Sequence[str]) -> tuple[str, ...]:
        """How exactly these words, in any of their forms, are said in Vietnamese; () when they are not known."""
        return self._ways.get(" ".join(_stems(words)), ())


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships."""
    rows = (line.split("\t") for line in _FILE.read_text(encoding="utf-8").splitlines() if line)
    return Lexicon([(english.split("|"), vietnamese.split("|")) for english, vietnamese in rows])


def _stems(words: Sequence[str]) -> list[str]:
    from Stemmer import Stemmer  # C; a question in Vietnamese needs none

    return list(Stemmer("english").stemWords([one_form(word.lower()) for word in words]))
