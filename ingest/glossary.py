"""The language of Vietnamese administration, written by hand: `glossary.tsv`.

A row is a Vietnamese term as documents print it, its English forms (the first is
the one that is printed, the others are what people say), its short forms and what
it is. English names of ministries and departments follow Circular 03/2009/TT-BNG
and, for those founded since, the ones they use themselves; short forms of kinds of
documents follow Decree 30/2020/NĐ-CP, Annex III.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, get_args

from ingest.english_names import EnglishNames
from ingest.english_words import english_words, one_form, without_possessive
from ingest.lexicon import load_lexicon
from ingest.short_forms import ShortForms
from ingest.spelling import placed_tones

Category = Literal[
    "unit", "kind", "part", "role", "deadline", "position", "topic", "abbreviation", "typing", "place-level", "word"
]
CATEGORIES: frozenset[str] = frozenset(get_args(Category))

_FILE = Path(__file__).with_name("glossary.tsv")
# One of these alone says nothing about what a question is about.
_WORDS_OF_ASKING = frozenset("act before date day from good list order right second time within work year".split())
# Users call an office what they like: "culture department", "division of culture".
_SAME_HEAD = {
    "Phòng": ("office", "division", "department", "bureau", "section"),
    "Sở": ("department",),
    "Bộ": ("ministry",),
    "Vụ": ("department",),
    "Cục": ("department", "agency", "authority", "administration"),
    "Chi cục": ("subdepartment", "branch", "office"),
    "Trung tâm": ("centre",),
    "Ban": ("board", "committee", "commission"),
    "Trạm": ("station",),
}
_ALL_HEADS = frozenset(head for heads in _SAME_HEAD.values() for head in heads)
_OF = ("of", "for")
_ABOVE = frozenset({"provincial", "province"})
_BELOW = frozenset({"district", "town", "commune", "ward", "township"})


def fold(text: str) -> str:
    """`text` for comparing: NFC, lower case, one place for tone marks, one space, one dash."""
    level = placed_tones(unicodedata.normalize("NFC", text).lower())
    return " ".join(re.sub(r"\s*[-–—]\s*", " - ", level).split())


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the glossary."""

    vietnamese: str  # as documents print it
    english: tuple[str, ...]  # the first is printed; at least one
    abbreviations: tuple[str, ...]  # see `ingest.short_forms`
    category: Category


class Glossary:
    """Short forms written out, English questions in Vietnamese terms, Vietnamese names in English."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self.terms = terms

    def expand(self, text: str) -> str:
        """`text` in NFC with its short forms written out, the longest first.

        Document numbers ("5947/KH-UBND"), addresses of mail and web pages stay as they
        are, and so does whatever is no short form.
        """
        return self._short_forms.expand(unicodedata.normalize("NFC", text))

    def english_to_vietnamese(self, question: str) -> list[tuple[str, Term]]:
        """The terms that an English question names, in its order, the longest phrase first.

        What is no term of its own is a word of the lexicon ("word"), with each way to say it.

        Returns:
            (phrase as it stands in the question, term). A phrase with several meanings
            ("radio station") comes once with each, in the order of the glossary; "provincial"
            or "district" before it rules out offices of the other level.
        """
        words = [(match.start(), match.end(), one_form(match[0])) for match in english_words(question)]
        lexicon = load_lexicon()
        found: list[tuple[str, Term]] = []
        index = 0
        while index < len(words):
            longest = max(self._english.longest(words[index][2]), lexicon.longest(words[index][2]))
            for count in range(min(longest, len(words) - index), 0, -1):
                said = [word for _, _, word in words[index : index + count]]
                terms = self._english.meaning(said) or _plain(lexicon.ways(said))
                if terms:
                    phrase = without_possessive(question[words[index][0] : words[index + count - 1][1]])
                    level = words[index - 1][2] if index else ""
                    found += [(phrase, term) for term in _at_level(terms, level)]
                    break
            else:
                count = 1
            index += count
        return found

    def render_english(self, phrase: str) -> str | None:
        """A Vietnamese name in English; None when part of it is unknown.

        Levels are composed ("Phòng Y tế huyện" → "District Office of Health"), names of
        places are kept as they are.
        """
        return self._english_names.render(self.expand(phrase))

    @cached_property
    def _short_forms(self) -> ShortForms:
        return ShortForms(self.terms)

    @cached_property
    def _english_names(self) -> EnglishNames:
        names: dict[str, str] = {}
        fields: dict[str, str] = {}
        # What a word names comes before what it says to do: "tổ chức" is an organisation here.
        for term in sorted(self.terms, key=lambda term: term.category == "role"):
            if term.category != "typing":
                names.setdefault(term.vietnamese, term.english[0])
            if term.category in ("abbreviation", "topic", "role"):
                fields.setdefault(term.vietnamese, term.english[0])
        return EnglishNames(names, fields)

    @cached_property
    def _english(self) -> _EnglishPhrases:
        return _EnglishPhrases(self.terms)


class _EnglishPhrases:
    """What English phrases mean, in words of one spelling."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self._terms: dict[str, list[Term]] = {}
        self._offices: dict[str, list[tuple[Term, tuple[str, ...]]]] = {}  # what for → office, its possible heads
        self._lengths: dict[str, int] = {}
        self._order = {term.vietnamese: number for number, term in reversed(list(enumerate(terms)))}
        for term in terms:
            if term.category == "typing":
                continue
            heads = _heads_of(term)
            for variant in term.english:
                words = [one_form(match[0]) for match in english_words(variant)]
                key = " ".join(words)
                if key not in _WORDS_OF_ASKING:
                    self._terms.setdefault(key, []).append(term)
                own = (*heads, words[0])
                topic = _topic_of(words, own) if heads else ""
                if topic:
                    self._offices.setdefault(topic, []).append((term, own))
                for first in {words[0], topic.partition(" ")[0], *(own if topic else ())}:
                    self._lengths[first] = max(self._lengths.get(first, 0), len(words) + 2)

    def longest(self, word: str) -> int:
        """How many words a phrase may have that begins with `word`; 0 when none does."""
        return self._lengths.get(word, 0)

    def meaning(self, words: Sequence[str]) -> tuple[Term, ...]:
        """The terms that exactly these words may mean, in the order of the glossary."""
        found = dict.fromkeys(self._terms.get(" ".join(words), ()))
        if len(words) > 1 and (topic := _topic_of(words, _ALL_HEADS)):
            head = words[0] if words[1] in _OF else words[-1]
            found |= dict.fromkeys(term for term, heads in self._offices.get(topic, ()) if head in heads)
        one_each = {term.vietnamese.lower(): term for term in reversed(found)}
        return tuple(sorted(one_each.values(), key=lambda term: self._order[term.vietnamese]))


@cache
def load_glossary() -> Glossary:
    """The glossary that ships.

    Raises:
        ValueError: a row has no English form or an unknown category.
    """
    rows = _FILE.read_text(encoding="utf-8").splitlines()[1:]
    return Glossary(tuple(_term(row) for row in rows if row))


def _term(row: str) -> Term:
    vietnamese, english, abbreviations, category = row.split("\t")
    if category not in CATEGORIES or not english:
        raise ValueError(f"glossary.tsv: {row}")
    forms = tuple(abbreviations.split("|")) if abbreviations else ()
    return Term(vietnamese, tuple(english.split("|")), forms, category)  # type: ignore[arg-type]  # checked above


def _plain(ways: Sequence[str]) -> tuple[Term, ...]:
    return tuple(Term(way, (), (), "word") for way in ways)


def _heads_of(term: Term) -> tuple[str, ...]:
    """The English words for its kind of office; none for other terms."""
    if term.category != "unit":
        return ()
    first, _, rest = term.vietnamese.partition(" ")
    return _SAME_HEAD.get(f"{first} {rest.partition(' ')[0]}") or _SAME_HEAD.get(first, ())


def _topic_of(words: Sequence[str], heads: Collection[str]) -> str:
    """What an office is for: "health" of "office of health" and "health office"; "" without a head."""
    if len(words) > 2 and words[0] in heads and words[1] in _OF:
        return " ".join(words[2:])
    return " ".join(words[:-1]) if words[-1] in heads else ""


def _at_level(terms: tuple[Term, ...], level: str) -> tuple[Term, ...]:
    """The terms that exist at the level named before them; all when none does."""
    if level in _ABOVE:
        kept = [term for term in terms if not term.vietnamese.startswith(("Phòng ", "Bộ ", "Vụ ", "Cục "))]
    elif level in _BELOW:
        kept = [term for term in terms if not term.vietnamese.startswith(("Sở ", "Bộ ", "Vụ ", "Cục "))]
    else:
        return terms
    return tuple(kept) or terms
