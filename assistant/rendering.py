"""Gated statements → Markdown with markers, and the citations that they point to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.answer import Citation, Language
from assistant.citing import label_of, official
from assistant.findings import Quote
from assistant.statement import PLACE, Section, Statement, index_of, place
from ingest.model import Document
from vectorstore.library import Card


class Renderer:
    """Numbers quotes in the order in which they are cited; the same quote keeps its number."""

    def __init__(self, cards: Mapping[str, Card], documents: Mapping[str, Document], language: Language) -> None:
        self._cards = cards
        self._documents = documents
        self._language = language
        self._markers: dict[Quote, int] = {}

    def render(self, sections: Sequence[Section]) -> Iterator[str]:
        """Markdown, a piece for each heading and statement, so that it can be streamed."""
        for number, section in enumerate(sections):
            gap = "\n\n" if number else ""
            if section.heading:
                yield f"{gap}{section.heading}\n\n"
            elif gap:
                yield gap
            for statement in section.statements:
                yield self.statement(statement) + "\n"

    def statement(self, statement: Statement) -> str:
        """One statement with its markers in place."""
        text = statement.text
        if not PLACE.search(text):
            text += "".join(f" {place(index)}" for index in range(len(statement.quotes)))
        return PLACE.sub(lambda m: f"[{self._marker(statement.quotes[index_of(m[0])])}]", text)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Of everything rendered so far, in the order of their markers."""
        return tuple(self.citation(quote, marker) for quote, marker in self._markers.items())

    def citation(self, quote: Quote, marker: int) -> Citation:
        """A quote with all that is needed to find it again on paper."""
        card, document = self._cards[quote.document_id], self._documents[quote.document_id]
        clause = document.clause(quote.path)
        if clause is None:  # the gate lets no such quote through
            raise KeyError(f"{quote.document_id}#{quote.path}")
        header = card.header
        return Citation(
            marker=marker, document_id=card.id, number=header.number, kind=header.kind, issuer=header.issuer, date=header.date,
            title=card.title, file=card.file, path=quote.path, label=label_of(quote.path, self._language),
            official=official(clause, header), quote=quote.text, start=quote.start, end=quote.end, page=clause.page,
        )  # fmt: skip

    def _marker(self, quote: Quote) -> int:
        return self._markers.setdefault(quote, len(self._markers) + 1)
