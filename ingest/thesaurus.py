"""Words of everyday life in those of official documents, written by hand: `thesaurus.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.spelling import bare, placed_tones

_FILE = Path(__file__).with_name("thesaurus.tsv")


class Thesaurus:
    """What lay words are called in documents."""

    def __init__(self, rows: Sequence[tuple[Sequence[str], Sequence[str]]]) -> None:
        """Rows of (lay phrases that mean the same, official ones, the commonest first), in lower case."""
        self._official: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for lay, official in rows:
            for phrase in lay:
                words = tuple(placed_tones(phrase).split())
                self._official.setdefault(bare(" ".join(words)), []).append((words, tuple(official)))
        self.longest = max((key.count(" ") + 1 for key in self._official), default=0)  # words of a lay phrase

    def official(self, words: Sequence[str]) -> tuple[str, ...]:
        """What exactly these words are called; a word typed without diacritics may stand for any.

        Args:
            words: in lower case.
        """
        typed = [placed_tones(word) for word in words]
        for lay, official in self._official.get(bare(" ".join(typed)), ()):
            if all(one in (other, bare(other)) for one, other in zip(typed, lay, strict=True)):
                return official
        return ()


@cache
def load_thesaurus() -> Thesaurus:
    """The thesaurus that ships."""
    rows = (row.split("\t") for row in _FILE.read_text(encoding="utf-8").splitlines() if row)
    return Thesaurus([(lay.split("|"), official.split("|")) for lay, official in rows])
