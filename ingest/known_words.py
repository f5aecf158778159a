"""Which syllables follow each other in office Vietnamese: from the texts and lists that ship with the project."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from ingest.syllables import is_syllable

_HERE = Path(__file__).parent
_RUN = re.compile(r"[^\W\d_]+(?:[ \n][^\W\d_]+)*")


@cache
def known_pairs() -> frozenset[tuple[str, str]]:
    """Pairs of neighbouring syllables in lower case and NFC, some 6,000."""
    return frozenset(pair for run in _runs() for pair in pairwise(run) if all(map(is_syllable, pair)))


@cache
def known_syllables() -> frozenset[str]:
    """Syllables in lower case and NFC, some 1,800."""
    return frozenset(word for run in _runs() for word in run if is_syllable(word))


@cache
def _runs() -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(run.split()) for text in _texts() for run in _RUN.findall(unicodedata.normalize("NFC", text).lower())
    )


def _texts() -> Iterator[str]:
    for line in (_HERE / "glossary.tsv").read_text(encoding="utf-8").splitlines():
        yield line.split("\t")[0]
    for path in sorted([*(_HERE / "sample").glob("*"), _HERE / "law_names.txt", _HERE / "office_words.txt"]):
        if path.suffix in (".txt", ".md"):
            yield path.read_text(encoding="utf-8")
