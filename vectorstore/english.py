"""An English question in the words of Vietnamese documents: the glossary's terms, then single words by a learnt dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from vectorstore.words import english_words, numbers_of, vietnamese_in

FILE = Path(__file__).with_name("english.tsv")


@cache
def load_dictionary(path: Path = FILE) -> Mapping[str, Sequence[str]]:
    """Vietnamese words by the English one, those that ship, written by `python -m vectorstore.training.dictionary`."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {word: meanings.split("|") for word, meanings in rows}


def in_vietnamese(question: str) -> str:
    """What an English question names, in Vietnamese, and its numbers; as it is when nothing of it is known."""
    from ingest.glossary import load_glossary  # a question in Vietnamese needs none

    found = load_glossary().english_to_vietnamese(question)
    translated = {word for phrase, _ in found for word in english_words(phrase)}
    terms = [*vietnamese_in(question), *(term.vietnamese for _, term in found)]
    rest = [word for word in english_words(question) if word not in translated]
    known = "; ".join(terms).lower()
    words = [word for word in chain.from_iterable(map(_meanings, rest)) if word not in known]
    return "; ".join(dict.fromkeys([*terms, *numbers_of(question), *words])) if terms or words else question


def _meanings(word: str) -> Sequence[str]:
    """Those of the word, or of its plural or singular."""
    dictionary = load_dictionary()
    return next((dictionary[form] for form in (word, word.rstrip("s"), f"{word}s") if form in dictionary), ())
