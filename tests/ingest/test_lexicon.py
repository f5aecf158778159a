"""Ordinary English words in Vietnamese."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest import lexicon
from ingest.glossary import load_glossary
from ingest.lexicon import Lexicon, load_lexicon

SMALL = Lexicon(
    [(("forbid", "forbidden"), ("nghiêm cấm", "cấm")), (("number plate",), ("biển số",)), (("ban",), ("cấm",))]
)

WAYS = {
    "as it stands": (["forbid"], ("nghiêm cấm", "cấm")),
    "in another form": (["forbids"], ("nghiêm cấm", "cấm")),
    "an irregular form that a row lists": (["forbidden"], ("nghiêm cấm", "cấm")),
    "a phrase in the plural": (["number", "plates"], ("biển số",)),
    "only the whole phrase": (["plates"], ()),
    "in capitals": (["Banning"], ("cấm",)),
    "nothing that is known": (["xylophone"], ()),
}


@pytest.mark.parametrize(("words", "expected"), WAYS.values(), ids=WAYS.keys())
def test_ways(words: list[str], expected: tuple[str, ...]) -> None:
    assert SMALL.ways(words) == expected


def test_the_longest_phrase_by_its_first_word() -> None:
    assert (SMALL.longest("numbers"), SMALL.longest("forbid"), SMALL.longest("plate")) == (2, 1, 0)


def test_rows_that_ship() -> None:
    """One tab, no empty form, lower case, composed letters."""
    rows = Path(lexicon.__file__).with_name("lexicon.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows) > 5000
    assert all(row.count("\t") == 1 and row == unicodedata.normalize("NFC", row.lower()) for row in rows)
    assert all(part and part == part.strip() for row in rows for side in row.split("\t") for part in side.split("|"))
    assert "nghiêm cấm" in load_lexicon().ways(["prohibited"])


PHRASES = {
    "an ordinary word": ("What does it forbid?", "forbid", "word"),
    "a term of the glossary comes first": ("Which training is planned?", "training", "role"),
    "the longer of the two": ("Who issues number plates?", "number plates", "word"),
}


@pytest.mark.parametrize(("question", "phrase", "category"), PHRASES.values(), ids=PHRASES.keys())
def test_words_among_the_terms(question: str, phrase: str, category: str) -> None:
    assert (phrase, category) in {(p, term.category) for p, term in load_glossary().english_to_vietnamese(question)}
