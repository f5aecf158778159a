"""The names that the corpus uses: of documents, places, units and years.

Questions are understood against it: a number, place or unit means something only if a
document bears it. It holds the cards of the documents; what they say is looked up in the
library and the full-text index when a question needs it, so that it is soon there after a
change, however large the library is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.titles import Titles, titles_of
from ingest.citations import NAMED_KINDS
from ingest.glossary import Glossary
from ingest.model import Clause, Document, Header
from ingest.spelling import UPPER, bare, folded_words
from ingest.units import unit_key
from vectorstore.corpus_words import CorpusWords
from vectorstore.kept import KeptDocuments
from vectorstore.library import Card, Library
from vectorstore.links import Links, split_number
from vectorstore.words import syllables

_LEVEL = re.compile(r"^(?:tp\.?|thanh pho|tinh|huyen|quan|thi xa|thi tran|phuong|xa|dac khu)\s+")

_KEPT = 1024  # sets of units whose documents are remembered


class Directory:
    """What the documents of a library are called and whom they name."""

    def __init__(self, library: Library, glossary: Glossary, words: CorpusWords) -> None:
        """Args: words: of the full-text index of this library."""
        self._library = library
        self._glossary = glossary
        self.generation = library.generation
        self.cards: Mapping[str, Card] = {card.id: card for card in library.cards()}
        self.documents = Shelf(library, self.cards)
        self.frequencies = words  # number of clauses and items that hold a syllable or a pair, folded
        self._keys: dict[str, str] = {}
        self._holders: dict[frozenset[str], Sequence[str]] = {}
        self._numbers_of: dict[str, dict[str, list[str]]] = {}

    def prepare(self) -> None:
        """Work out now what every question needs."""
        _ = self.places, self.titles, self.unit_names, self.longest_unit, self.kinds

    def document(self, document_id: str) -> Document:
        """A document of this directory.

        Raises:
            KeyError: the corpus had no such document when the directory was built, or has it no more.
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
    def kinds(self) -> Mapping[str, Sequence[str]]:
        """Kind of document as printed → identifiers."""
        return _grouped((card.header.kind or "", card.id) for card in self.cards.values())

    @cached_property
    def issuers(self) -> Mapping[str, Sequence[str]]:
        """Folded name of an issuer → identifiers of its documents."""
        return _grouped((folded_words(card.header.issuer or ""), card.id) for card in self.cards.values())

    @cached_property
    def titles(self) -> Titles:
        """What the documents are called."""
        return titles_of(self.cards.values())

    @cached_property
    def links(self) -> Links:
        """Which documents the citations mean."""
        return Links({known: card.header for known, card in self.cards.items()})

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
        return {
            ordinal: frozenset(named.symbol for number in numbers if (named := split_number(number)))
            for ordinal, numbers in self._by_ordinal("reference").items()
        }

    def naming(self, kind: str, ordinals: Collection[str], documents: Collection[str], *, limit: int) -> set[str]:
        """Documents with a reference or an effect that may mean one of these numbers or documents.

        Args:
            kind: "reference" or "effect".
            ordinals: leading digits of numbers.
            documents: identifiers; a law may be named by its title alone.
        """
        headers = [self.cards[known].header for known in documents]
        bare = {named.ordinal for header in headers if (named := split_number(header.number))}
        known = self._by_ordinal(kind)
        numbers = [number for ordinal in {*ordinals, *bare} for number in known.get(ordinal, ())]
        found = set(self._library.holders(kind, numbers, limit=limit))
        if any(header.kind in NAMED_KINDS for header in headers):
            found |= set(self._library.holders(kind, [None], limit=limit))
        return found & self.cards.keys()

    def _by_ordinal(self, kind: str) -> Mapping[str, Sequence[str]]:
        """Leading digits → the numbers as they are printed, of one kind of fact."""
        if kind not in self._numbers_of:
            found: dict[str, list[str]] = {}
            for number in self._library.keys(kind):
                if named := split_number(number):
                    found.setdefault(named.ordinal, []).append(number)
            self._numbers_of[kind] = found
        return self._numbers_of[kind]

    @cached_property
    def actors(self) -> Mapping[str, Sequence[str]]:
        """Key of a unit that has duties → its names as printed."""
        actors: dict[str, list[str]] = {}
        for actor in self._library.keys("duty"):
            actors.setdefault(self.key(actor), []).append(actor)
        return actors

    def with_duties(self, actors: Collection[str], *, limit: int) -> Sequence[str]:
        """Documents that give duties to one of these units, named as printed."""
        wanted = frozenset(actors)
        if wanted not in self._holders:
            if len(self._holders) >= _KEPT:
                self._holders.clear()
            found = self._library.holders("duty", actors, limit=limit)
            self._holders[wanted] = [known for known in found if known in self.cards]
        return self._holders[wanted]

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """What a unit may be called, folded → its key: whole, or its beginning of three syllables or more."""
        keys = {
            key
            for key in self.actors
            if len(key.split()) > 1 and not key.startswith(("cac ", "nhung ", "toan the ")) and not is_any_unit(key)
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
    def longest_unit(self) -> int:
        """Syllables of the longest of `unit_names`."""
        return max((name.count(" ") + 1 for name in self.unit_names), default=0)

    @cached_property
    def unit_spellings(self) -> Mapping[str, str]:
        """Key of a unit → its name as printed in the corpus, else as the glossary has it."""
        spelled = {
            self.key(term.vietnamese): term.vietnamese for term in self._glossary.terms if term.category == "unit"
        }
        return spelled | {key: names[0] for key, names in self.actors.items()}

    @cached_property
    def _files(self) -> str:
        """The names of all files folded into one text, syllables apart by one space."""
        return f" {' '.join(folded_words(card.file) for card in self.cards.values())} "

    def key(self, unit: str) -> str:
        """The key of a unit, its abbreviations written out."""
        if unit not in self._keys:
            self._keys[unit] = unit_key(self._glossary.expand(unit))
        return self._keys[unit]

    def rarity(self, gram: str) -> float:
        """Inverse document frequency over clauses, smoothed; at least 0.

        Source: Spärck Jones 1972, in the form ln(1 + N / (1 + n)).
        """
        return math.log1p(self.frequencies.entries / (1 + self.frequencies[gram]))

    def names(self, phrase: str, documents: Collection[str] | None = None) -> bool:
        """Whether a phrase stands in the corpus, or in some of its documents."""
        folded = folded_words(phrase)
        if self.frequencies.stands(folded, documents):
            return True
        return documents is None and f" {folded} " in self._files


class Shelf(Mapping[str, Document]):
    """The documents of a directory, read from the library when they are wanted. Safe for threads."""

    def __init__(self, library: Library, cards: Mapping[str, Card]) -> None:
        self._library = library
        self._cards = cards
        self._held = KeptDocuments()  # of one state each, whatever becomes of them meanwhile

    def __getitem__(self, document_id: str) -> Document:
        found = self.take([document_id]).get(document_id)
        if found is None:
            raise KeyError(document_id)
        return found

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._cards

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)

    def clauses(self, addresses: Collection[tuple[str, str]]) -> dict[tuple[str, str], Clause]:
        """Those of the clauses and items, by document and path, that there are in these documents as they are read."""
        held = self.take({document_id for document_id, _ in addresses})  # some may be newer, or gone just now
        found = ((address, held[address[0]].clause(address[1])) for address in addresses if address[0] in held)
        return {address: clause for address, clause in found if clause is not None}

    def take(self, document_ids: Collection[str]) -> dict[str, Document]:
        """Those of the documents that there are, read together."""
        found = self._held.of(dict.fromkeys(document_ids, 0))
        missing = [known for known in document_ids if known in self._cards and known not in found]
        if missing:
            read = self._library.documents(missing)
            self._held.keep(read, dict.fromkeys(read, 0))
            found |= read
        return found


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def is_any_unit(key: str) -> bool:
    """Whether a key names no unit but all of them: "các cơ quan, đơn vị"."""
    return set(key.split()) <= _ANY_UNIT


_POSITIONS = frozenset("giam chu truong chanh pho thu nguoi hieu bo".split())
_ANY_UNIT = frozenset(
    "cac nhung toan the phong ban nganh co quan don vi to chuc dia phuong so doan thu truong lanh dao lien quan noi".split()
)


@lru_cache(maxsize=65_536)  # headers stay the same from one directory to the next
def place_names(header: Header) -> frozenset[str]:
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
        return frozenset()
    folded = {_LEVEL.sub("", folded_words(name)) for name in names if name}
    return frozenset(name for name in folded if len(name) > 2)


def grams(phrase: str) -> list[str]:
    """The syllables of a phrase and the pairs of neighbours, as they are compared.

    A syllable typed with diacritics is just itself, one without may stand for any; so a pair keeps its
    diacritics where both have them: "bệnh viện", "benh vien" of "benh viện".
    """
    words = syllables(phrase)
    plain = [bare(word) for word in words]
    marked = [word != without for word, without in zip(words, plain, strict=True)]
    pairs = (
        f"{words[at]} {words[at + 1]}" if marked[at] and marked[at + 1] else f"{plain[at]} {plain[at + 1]}"
        for at in range(len(words) - 1)
    )
    return [*words, *pairs]


@lru_cache(maxsize=1 << 14)
def grams_in(text: str) -> frozenset[str]:
    """All that `grams` may be held against: those of a text with and without diacritics.

    Kept, because every question is held against the same facts and headings.
    """
    words = syllables(text)
    plain = [bare(word) for word in words]
    pairs = (f"{a} {b}" for line in (words, plain) for a, b in pairwise(line))
    return frozenset((*words, *plain, *pairs))
