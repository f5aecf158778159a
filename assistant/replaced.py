"""Which documents have been replaced or repealed, and what still stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.citing import name_of, name_of_cited
from assistant.held_links import links_of
from ingest.model import Effect, Header, Reference
from vectorstore.library import Library
from vectorstore.links import Links, NamedNumber, split_number
from vectorstore.visibility import VIEWS

_ENDS = ("thay thế", "bãi bỏ", "hết hiệu lực")


@dataclass(frozen=True, slots=True)
class Ended:
    """A document that another one ended."""

    name: str  # of the document that is over
    itself: bool  # it is the one asked about, not one that this stands on
    act: str  # "thay thế", "bãi bỏ", "hết hiệu lực"
    by: str  # name of the document that says so
    document_id: str  # and where it says so
    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """What the effects stated in a corpus ended: whole documents, not parts of them."""

    headers: dict[str, Header]
    references: dict[str, list[Reference]]
    links: Links
    held: dict[str, tuple[str, Effect]]  # identifier of what is over → who says so
    named: dict[NamedNumber, tuple[str, Effect]]  # the same for documents that the corpus lacks

    def of(self, document_id: str) -> Sequence[Ended]:
        """What is over of a document and of those that it stands on, itself first."""
        found: list[Ended] = []
        if document_id in self.held:
            found.append(self._ended(name_of(self.headers[document_id]), self.held[document_id], itself=True))
        for reference in self.references.get(document_id, ()):
            known = self.links.held(reference, document_id)
            said = self.held.get(known) if known else self._by_number(reference)
            if said is not None and said[0] != document_id:
                name = name_of(self.headers[known]) if known else name_of_cited(reference)
                found.append(self._ended(name, said, itself=False))
        return list({one.name: one for one in reversed(found)}.values())[::-1]

    def _by_number(self, reference: Reference) -> tuple[str, Effect] | None:
        named = split_number(reference.number)
        said = self.named.get(named) if named and named.symbol else None
        return said if said and (not reference.date or not said[1].issued or reference.date == said[1].issued) else None

    def _ended(self, name: str, said: tuple[str, Effect], *, itself: bool) -> Ended:
        acting, effect = said
        end = effect.start + len(effect.quote)
        return Ended(
            name, itself, effect.act, name_of(self.headers[acting]), acting, effect.path, effect.start, end
        )  # fmt: skip


def replaced(library: Library) -> Replaced:
    """That of a library as it is now."""
    return _replaced(library, library.generation)


@lru_cache(maxsize=VIEWS)
def _replaced(library: Library, generation: int) -> Replaced:
    headers = {card.id: card.header for card in library.cards()}
    links = links_of(library)
    references: dict[str, list[Reference]] = {}
    for citing, reference in library.references():
        references.setdefault(citing, []).append(reference)
    held: dict[str, tuple[str, Effect]] = {}
    named: dict[NamedNumber, tuple[str, Effect]] = {}
    for acting, effect in library.effects():
        if effect.act not in _ENDS or effect.part or acting not in headers:
            continue
        known, number = links.affected(effect, acting), split_number(effect.number)
        if known:
            held.setdefault(known, (acting, effect))
        elif number and number.symbol:
            named.setdefault(number, (acting, effect))
    return Replaced(headers, references, links, held, named)
