"""Narrowing the corpus by what its headers say: place, year, kind, and words of the title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Header
from ingest.spelling import folded_words
from vectorstore.library import Card

NAMES = ("place", "year", "kind")


def facet(header: Header, name: str) -> str:
    """What a header says of one of `NAMES`; "" where it says nothing."""
    if name == "place":
        return header.place or ""
    return (header.date or "")[:4] if name == "year" else header.kind or ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Conditions that a document has to meet; "" is none."""

    place: str = ""
    year: str = ""
    kind: str = ""
    within: str = ""  # identifier of the one document meant
    words: str = ""  # all of them, or words that begin so, stand in title, number, issuer or file name

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Narrowing:
        """Read from an address or a form; what is not known is left out."""
        known = {name: str(values.get(name) or "").strip() for name in (*NAMES, "within")}
        return cls(**known, words=str(values.get("q") or "").strip())

    def __bool__(self) -> bool:
        return any((self.place, self.year, self.kind, self.within, self.words))

    def keeps(self, card: Card) -> bool:
        """Whether a document meets all of them."""
        header = card.header
        if self.within and card.id != self.within:
            return False
        if any(wanted and facet(header, name) != wanted for name, wanted in zip(NAMES, self._facets, strict=True)):
            return False
        said = f" {folded_words(' '.join(filter(None, (card.title, header.number, header.issuer, card.file))))}"
        return all(f" {word}" in said for word in folded_words(self.words).split())

    def parts(self) -> list[tuple[str, str]]:
        """As the parameters of an address; the words are not among them."""
        values = (*self._facets, self.within)
        return [(name, value) for name, value in zip((*NAMES, "within"), values, strict=True) if value]

    @property
    def _facets(self) -> tuple[str, str, str]:
        return self.place, self.year, self.kind

    def of_cards(self, cards: Iterable[Card]) -> list[Card]:
        return [card for card in cards if self.keeps(card)]


EVERYTHING = Narrowing()


def options(cards: Iterable[Card], name: str) -> Sequence[tuple[str, int]]:
    """The values of a facet with the number of documents, years from the latest, others by name."""
    counts = Counter(filter(None, (facet(card.header, name) for card in cards)))
    return sorted(counts.items(), key=lambda pair: folded_words(pair[0]), reverse=name == "year")
