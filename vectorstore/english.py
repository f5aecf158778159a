"""An English question in the words of Vietnamese documents.

The glossary's terms, the lexicon's phrases, as far as the corpus says it so, and single words by a
learnt dictionary, which knows what the texts say that it was learnt from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

from vectorstore.words import english_content_words, numbers_of, syllables, vietnamese_in

FILE = Path(__file__).with_name("english.tsv")


@cache
def load_dictionary(path: Path = FILE) -> Mapping[str, Sequence[str]]:
    """Vietnamese words by the English one, those that ship, written by `python -m vectorstore.training.dictionary`."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {word: meanings.split("|") for word, meanings in rows}


def in_vietnamese(question: str, together: Callable[[str, str], int]) -> str:
    """What an English question names, in Vietnamese, and its numbers; as it is when nothing of it is known.

    Args:
        together: how many entries of the corpus have two syllables side by side.
    """
    from ingest.glossary import load_glossary  # a question in Vietnamese needs none

    found = load_glossary().english_to_vietnamese(question)
    terms = [*vietnamese_in(question), *(term.vietnamese for _, term in found if term.category != "word")]
    plain = [way for _, term in found if term.category == "word" and _stands(way := term.vietnamese, together)]
    translated = {word for phrase, term in found if term.category != "word" for word in english_content_words(phrase)}
    rest = [word for word in english_content_words(question) if word not in translated]
    known = "; ".join(terms).lower()
    words = [word for word in chain(plain, *map(_meanings, rest)) if word not in known]
    return "; ".join(dict.fromkeys([*terms, *numbers_of(question), *words])) if terms or words else question


def _stands(phrase: str, together: Callable[[str, str], int]) -> bool:
    return all(together(one, other) for one, other in pairwise(syllables(phrase)))


def _meanings(word: str) -> Sequence[str]:
    """Those of the word, or of its plural or singular."""
    dictionary = load_dictionary()
    return next((dictionary[form] for form in (word, word.rstrip("s"), f"{word}s") if form in dictionary), ())
