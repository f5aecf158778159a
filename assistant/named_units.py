"""Which units a question names, under every name that they may have in the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.answer import Language
from assistant.directory import Directory, is_any_unit
from ingest.glossary import Glossary
from ingest.spelling import UPPER, folded_words, strip_diacritics
from ingest.units import find_units, unit_key


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit that the question is about."""

    text: str  # as the question has it, or as the glossary writes it
    keys: tuple[str, ...]  # see `ingest.units.unit_key`; several when an English name is open


def units_in(
    clean: str, expanded: str, language: Language, directory: Directory, glossary: Glossary
) -> tuple[NamedUnit, ...]:
    """The units named, in order; a name within a longer one is not a unit of its own."""
    if language == "en":
        phrases: dict[str, list[str]] = {}
        for phrase, term in glossary.english_to_vietnamese(clean):
            if term.category == "unit":
                phrases.setdefault(phrase, []).append(directory.key(term.vietnamese))
        units = [NamedUnit(phrase, tuple(dict.fromkeys(keys))) for phrase, keys in phrases.items()]
        if units:
            return tuple(units)
    short = {folded_words(written): key for written, key in _abbreviated(clean, directory)}
    own = (_known_part(directory.key(mention.text), directory) for mention in find_units(expanded))
    mentioned = {name: unit_key(name) for name in own if len(name.split()) > 1 and not is_any_unit(name)}
    names = _Names({**mentioned, **short}, directory.unit_names)
    longest = max(directory.longest_unit, *(name.count(" ") + 1 for name in (*short, *mentioned)), 0)
    return tuple(
        NamedUnit(_spelled(written, key, directory), (key,))
        for written, key in _longest_names(expanded, names, longest)
    )


_SYLLABLE = re.compile(r"[a-z0-9]+")
_HEAD_AND_CAPITALS = re.compile(rf"\b(Sở|Phòng|Bộ|Ban|Chi cục|Trung tâm|sở|phòng|bộ)\s+([{UPPER}&]{{2,9}})\b")


def _abbreviated(text: str, directory: Directory) -> Iterator[tuple[str, str]]:
    """(as written, key) of units written with initials: "Sở XD" is the corpus's "Sở Xây dựng"."""
    for match in _HEAD_AND_CAPITALS.finditer(text):
        head, letters = strip_diacritics(match[1]), strip_diacritics(match[2]).replace("&", "")
        for key in directory.actors:
            words = key.split()
            if " ".join(words[: len(head.split())]) == head:
                rest = [word for word in words[len(head.split()) :] if word != "va"]
                if "".join(word[0] for word in rest).startswith(letters) and len(rest) >= len(letters):
                    yield match[0], " ".join(words)


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of units; those of a question come before the corpus's."""

    of_question: Mapping[str, str]
    of_corpus: Mapping[str, str]

    def key(self, name: str) -> str | None:
        return self.of_question[name] if name in self.of_question else self.of_corpus.get(name)


def _spelled(written: str, key: str, directory: Directory) -> str:
    """A unit as the question has it; typed without diacritics, as the corpus or the glossary spells it."""
    return written if strip_diacritics(written) != written.lower() else directory.unit_spellings.get(key, written)


def _longest_names(text: str, names: _Names, longest: int) -> Iterator[tuple[str, str]]:
    """(as written, key) of units: from left to right the longest of the names that begins at a word.

    Args:
        longest: syllables of the longest name.
    """
    places = list(_SYLLABLE.finditer(strip_diacritics(text)))  # of the same length as NFC text
    words = [place[0] for place in places]
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 1, -1):
            key = names.key(" ".join(words[at : at + length]))
            if key is not None:
                yield text[places[at].start() : places[at + length - 1].end()], key
                at += length - 1
                break
        at += 1


def _known_part(key: str, directory: Directory) -> str:
    """The longest beginning of a unit's key, two syllables at least, that stands in the corpus; "" when none does."""
    words = key.split()
    for length in range(len(words), 1, -1):
        if directory.names(" ".join(words[:length])):
            return " ".join(words[:length])
    return ""
