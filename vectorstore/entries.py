"""What the indexes hold: one entry for each address of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Clause, Document
from vectorstore.names import title_of

_MAX_HEADING = 160  # characters; a lead-in that stands for a heading is cut here


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause, or an item of one, as it is indexed."""

    document_id: str
    path: str
    text: str  # its own words, line by line: what its items say is theirs
    title: str  # of the document
    origin: str  # number, issuer, place and year of the document
    headings: tuple[str, ...]  # of the clauses above it, outermost first

    @property
    def above(self) -> tuple[str, ...]:
        """All that stands above it: the document's title and origin, and the headings."""
        return (self.title, self.origin, *self.headings)

    @property
    def context(self) -> str:
        """What a reader who turned to the clause would know before reading it."""
        return "\n".join((self.title, *self.headings))


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that an index found."""

    document_id: str
    path: str
    score: float  # larger is closer; see the index for the range


def entries_of(document_id: str, document: Document) -> Iterator[Entry]:
    """The entries of a document in reading order; addresses without a word have none."""
    title = title_of(document)
    origin = _origin(document)
    clauses = {clause.path: clause for clause in document.clauses}
    for clause in document.clauses:
        above = tuple(_headings(clause, clauses))
        for address in (clause, *clause.items):
            inner = _inner(address, clause.items)
            text = _own_words(address, inner)
            if not any(character.isalnum() for character in text.removeprefix(clause.label)):
                continue
            headings = above if address is clause else (*above, *_over_item(address, clause))
            yield Entry(document_id, address.path, text, title, origin, tuple(filter(None, headings)))


def _origin(document: Document) -> str:
    header = document.header
    year = (header.date or "")[:4]
    known = (header.number, header.issuer, header.place, year if year.isdigit() else None)
    return "\n".join(part for part in known if part)


def _headings(clause: Clause, clauses: Mapping[str, Clause]) -> list[str]:
    """The headings of the clauses that `clause` stands in, outermost first."""
    found: list[str] = []
    parent = clause.parent
    while parent is not None and (above := clauses.get(parent)) is not None:
        found.insert(0, _heading(above, above.items))
        parent = above.parent
    return found


def _over_item(item: Clause, clause: Clause) -> list[str]:
    """The heading of the clause, then the items that hold this one, outermost first."""
    holders = [other for other in clause.items if other is not item and _holds(other, item)]
    return [_heading(clause, clause.items), *(_heading(holder, clause.items) for holder in holders)]


def _heading(clause: Clause, items: Sequence[Clause]) -> str:
    return clause.heading or " ".join(_own_words(clause, _inner(clause, items)).split())[:_MAX_HEADING]


def _inner(clause: Clause, items: Sequence[Clause]) -> list[Clause]:
    return [item for item in items if item is not clause and _holds(clause, item)]


def _holds(outer: Clause, inner: Clause) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _own_words(clause: Clause, inner: Sequence[Clause]) -> str:
    parts: list[str] = []
    position = clause.start
    for item in inner:
        if item.start >= position:
            parts.append(clause.text[position - clause.start : item.start - clause.start])
            position = item.end
    parts.append(clause.text[position - clause.start :])
    lines = (" ".join(line.split()) for line in " ".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
