"""The names that the corpus uses: of documents, places, units and years.

Built from the library once per generation. Questions are understood against it: a
number, place or unit means something only if a document bears it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from ingest.glossary import Glossary
from ingest.model import Document, Duty, Header
from ingest.spelling import UPPER, folded_words, strip_diacritics
from ingest.units import unit_key
from vectorstore.library import Card, Library
from vectorstore.links import Links, split_number

_LEVEL = re.compile(r"^(?:tp\.?|thanh pho|tinh|huyen|quan|thi xa|thi tran|phuong|xa|dac khu)\s+")
_SYLLABLE = re.compile(r"[a-z0-9]+")


class Directory:
    """What the documents of a library are called and whom they name."""

    def __init__(self, library: Library, glossary: Glossary) -> None:
        self._glossary = glossary
        self.generation = library.generation
        cards = {card.id: card for card in library.cards()}
        self.documents: Mapping[str, Document] = library.documents(list(cards))
        # One removed between the two reads is in neither.
        self.cards: Mapping[str, Card] = {known: card for known, card in cards.items() if known in self.documents}

    def document(self, document_id: str) -> Document:
        """A document as it was when this directory was built.

        Raises:
            KeyError: the corpus had no such document then.
        """
        return self.documents[document_id]

    @cached_property
    def places(self) -> Mapping[str, frozenset[str]]:
        """Folded name of a place → identifiers of the documents issued there."""
        places: dict[str, set[str]] = {}
        for card in self.cards.values():
            for name in place_names(card.header):
                places.setdefault(name, set()).add(card.id)
        return {name: frozenset(ids) for name, ids in places.items()}

    @cached_property
    def links(self) -> Links:
        """Which documents the citations mean."""
        cited = [(known, r) for known, document in self.documents.items() for r in document.facts.references]
        return Links({known: card.header for known, card in self.cards.items()}, cited)

    @cached_property
    def numbers(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """Leading digits of a number → (identifier, symbol) of the documents that bear it."""
        numbers: dict[str, set[tuple[str, str]]] = {}
        for card in self.cards.values():
            if named := split_number(card.header.number):
                numbers.setdefault(named.ordinal, set()).add((card.id, named.symbol))
        return {ordinal: frozenset(found) for ordinal, found in numbers.items()}

    @cached_property
    def cited_numbers(self) -> Mapping[str, frozenset[str]]:
        """Leading digits → symbols of the documents that the corpus cites, held or not."""
        cited: dict[str, set[str]] = {}
        for document in self.documents.values():
            for reference in document.facts.references:
                if named := split_number(reference.number):
                    cited.setdefault(named.ordinal, set()).add(named.symbol)
        return {ordinal: frozenset(symbols) for ordinal, symbols in cited.items()}

    @cached_property
    def duties(self) -> Mapping[str, Sequence[tuple[str, Duty]]]:
        """Key of a unit → its duties, each with the document's identifier."""
        duties: dict[str, list[tuple[str, Duty]]] = {}
        for card_id, document in self.documents.items():
            for duty in document.facts.duties:
                duties.setdefault(self.key(duty.actor), []).append((card_id, duty))
        return duties

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """What a unit may be called, folded → its key: whole, or its beginning of three syllables or more."""
        keys = {
            key for key in self.duties if len(key.split()) > 1 and not key.startswith(("cac ", "nhung ", "toan the "))
        }
        keys |= {self.key(term.vietnamese) for term in self._glossary.terms if term.category == "unit"}
        names: dict[str, str] = {}
        for key in sorted(keys, key=len):
            words = key.split()
            whole_only = words[0] in _POSITIONS  # "giám đốc sở" is no beginning of one director's name
            for length in range(min(3, len(words)), len(words) if not whole_only else 0):
                name = " ".join(words[:length])
                names.setdefault(name, name)
            names[key] = key
            if words[:2] == ["ubnd", "cac"]:  # "các xã, thị trấn" are meant by their committees
                names.setdefault(" ".join(words[1:]), key)
                if len(words) > 3:
                    names.setdefault(" ".join(words[2:]), key)
        return names

    @cached_property
    def unit_spellings(self) -> Mapping[str, str]:
        """Key of a unit → its name as printed in the corpus, else as the glossary has it."""
        spelled = {
            self.key(term.vietnamese): term.vietnamese for term in self._glossary.terms if term.category == "unit"
        }
        return spelled | {key: duties[0][1].actor for key, duties in self.duties.items()}

    @cached_property
    def frequencies(self) -> Counter[str]:
        """Syllable pair or syllable, folded → number of clauses and items that hold it."""
        counts: Counter[str] = Counter()
        for document in self.documents.values():
            for clause in document.addresses():
                counts.update(set(grams(strip_diacritics(clause.text))))
        return counts

    @cached_property
    def _addresses(self) -> int:
        return sum(1 for document in self.documents.values() for _ in document.addresses())

    @cached_property
    def text(self) -> str:
        """All texts folded into one, syllables apart by one space, for looking up names."""
        return " ".join(folded_words(document.text + " " + document.file) for document in self.documents.values())

    def key(self, unit: str) -> str:
        """The key of a unit, its abbreviations written out."""
        return unit_key(self._glossary.expand(unit))

    def rarity(self, gram: str) -> float:
        """Inverse document frequency over clauses, smoothed; at least 0.

        Source: Spärck Jones 1972, in the form ln(1 + N / (1 + n)).
        """
        return math.log1p(self._addresses / (1 + self.frequencies[gram]))

    def names(self, phrase: str, documents: Collection[str] | None = None) -> bool:
        """Whether a phrase stands in the corpus, or in some of its documents."""
        wanted = f" {folded_words(phrase)} "
        if documents is None:
            return wanted in f" {self.text} "
        return any(wanted in f" {folded_words(self.documents[d].text)} " for d in documents if d in self.documents)


def is_any_unit(key: str) -> bool:
    """Whether a key names no unit but all of them: "các cơ quan, đơn vị"."""
    return set(key.split()) <= _ANY_UNIT


_POSITIONS = frozenset("giam chu truong chanh pho thu nguoi hieu bo".split())
_ANY_UNIT = frozenset(
    "cac nhung toan the phong ban nganh co quan don vi to chuc dia phuong so doan thu truong lanh dao lien quan noi".split()
)


def place_names(header: Header) -> set[str]:
    """The folded names a document's place goes by, without their level."""
    names = {header.place or ""}
    if header.issuer and (
        match := re.search(
            rf"(?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã|thị trấn|đặc khu)\s+([{UPPER}].*)$", header.issuer
        )
    ):
        names.add(match[1])
    if header.subject and (
        match := re.search(
            rf"(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn)\s+((?:[{UPPER}]\w+\s?){{1,4}})", header.subject
        )
    ):
        names.add(match[1])
    if not header.place and header.issuer is None:
        return set()
    folded = {_LEVEL.sub("", folded_words(name)) for name in names if name}
    return {name for name in folded if len(name) > 2}


def grams(folded: str) -> list[str]:
    """The syllables of a folded text and the pairs of neighbours."""
    words = _SYLLABLE.findall(folded)
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]
