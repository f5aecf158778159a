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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, get_args

from ingest.english_names import EnglishNames
from ingest.short_forms import ShortForms, placed_tones

Category = Literal[
    "unit", "kind", "part", "role", "deadline", "position", "topic", "abbreviation", "typing", "place-level"
]
CATEGORIES: frozenset[str] = frozenset(get_args(Category))

_FILE = Path(__file__).with_name("glossary.tsv")
_ENGLISH_WORD = re.compile(r"viet ?nam|&|[a-z0-9]+(?:/[a-z]+)?(?:['’]s\b)?")
_POSSESSIVE = re.compile(r"['’]s$")
_NO_PLURAL = re.compile(r"(?:ss|us|is|news)$")
_ONE_SPELLING = {
    "labor": "labour", "center": "centre", "defense": "defence", "program": "programme", "license": "licence",
    "women": "woman", "children": "child", "men": "man", "people": "person", "criteria": "criterion",
    "annexe": "annex", "appendice": "appendix", "viet nam": "vietnam", "&": "and", "dike": "dyke", "catalog": "catalogue",
}  # fmt: skip
_LONGEST = 16  # English words of a term
# Users call an office what they like: "culture department", "division of culture".
_SAME_HEAD = {
    "Phòng": ("office", "division", "department", "bureau", "section"),
    "Sở": ("department",),
    "Bộ": ("ministry",),
    "Vụ": ("department",),
    "Cục": ("department", "agency", "authority", "administration"),
    "Chi cục": ("sub-department", "branch", "office"),
    "Trung tâm": ("centre",),
    "Ban": ("board", "committee", "commission"),
    "Trạm": ("station",),
}
_OF = re.compile(r"([\w-]+) (of|for) (?:the )?(.+)")
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

        Returns:
            (phrase as it stands in the question, term). A phrase with several meanings
            ("radio station") comes once with each, in the order of the glossary; "provincial"
            or "district" before it rules out offices of the other level.
        """
        words = [(match.start(), match.end(), _one_spelling(match[0])) for match in _words_of(question)]
        found: list[tuple[str, Term]] = []
        index = 0
        while index < len(words):
            for count in range(min(_LONGEST, len(words) - index), 0, -1):
                terms = self._english.get(" ".join(word for _, _, word in words[index : index + count]))
                if terms:
                    phrase = _POSSESSIVE.sub("", question[words[index][0] : words[index + count - 1][1]])
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
    def _english(self) -> dict[str, tuple[Term, ...]]:
        index: dict[str, dict[Term, None]] = {}
        for term in self.terms:
            if term.category == "typing":
                continue
            for variant in _variants(term):
                key = " ".join(_one_spelling(match[0]) for match in _words_of(variant))
                index.setdefault(key, {})[term] = None
        return {key: tuple(terms) for key, terms in index.items()}


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


def _words_of(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _ENGLISH_WORD.finditer(text.lower()) if match[0] != "the")


@cache
def _one_spelling(word: str) -> str:
    """One form for singular and plural, British and American: "organizations" → "organisation"."""
    word = _POSSESSIVE.sub("", word)
    word = re.sub(r"iz(?=e|ing|ation)", "is", word)
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif re.search(r"(?:ss|x|ch|sh)es$", word):
        word = word[:-2]
    elif word.endswith("s") and len(word) > 3 and not _NO_PLURAL.search(word):
        word = word[:-1]
    return _ONE_SPELLING.get(word, word)


def _variants(term: Term) -> Iterator[str]:
    """The English forms of a term, those of an office also with its other usual heads."""
    yield from term.english
    if term.category != "unit":
        return
    head = next((h for h in sorted(_SAME_HEAD, key=len, reverse=True) if term.vietnamese.startswith(f"{h} ")), "")
    heads = _SAME_HEAD.get(head, ())
    for variant in term.english:
        form = _OF.fullmatch(variant)
        if form:
            for other in dict.fromkeys((form[1].lower(), *heads)):
                yield f"{form[3]} {other}"
                yield f"{other} {form[2]} {form[3]}"
        else:
            name, _, last = variant.rpartition(" ")
            if name and _one_spelling(last.lower()) in heads:
                yield from (f"{name} {other}" for other in heads)
                yield from (f"{other} of {name}" for other in heads)


def _at_level(terms: tuple[Term, ...], level: str) -> tuple[Term, ...]:
    """The terms that exist at the level named before them; all when none does."""
    if level in _ABOVE:
        kept = [term for term in terms if not term.vietnamese.startswith(("Phòng ", "Bộ ", "Vụ ", "Cục "))]
    elif level in _BELOW:
        kept = [term for term in terms if not term.vietnamese.startswith(("Sở ", "Bộ ", "Vụ ", "Cục "))]
    else:
        return terms
    return tuple(kept) or terms
