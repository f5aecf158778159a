"""Which documents a question may be answered from, and which clauses of them it finds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.directory import Directory
from assistant.finders.inquiry import READ, Inquiry, same_unit, searched
from assistant.question import Question
from assistant.relevance import Relevance
from vectorstore.evidence import Evidence
from vectorstore.retriever import HybridRetriever

_RETRIEVED = 24  # clauses looked at for one question
_HOLDERS = 1000  # documents looked up for the units that a question names


@dataclass(frozen=True, slots=True)
class Scoping:
    """Makes an Inquiry of a Question."""

    retriever: HybridRetriever

    def inquire(
        self, question: Question, directory: Directory, documents: tuple[str, ...], as_of: date | None
    ) -> Inquiry:
        """The question with the documents and clauses that it may be answered from; see `Assistant.ask`."""
        scope = _scope(question, directory, documents, as_of)

        def search(question: Question, among: Collection[str]) -> tuple[Evidence, ...]:
            if not among:
                return ()
            only = set(among) if len(among) < len(directory.cards) else None
            read = directory.documents.clauses
            return tuple(self.retriever.retrieve(question.search, limit=_RETRIEVED, documents=only, read=read))

        evidence, within = searched(search, question, scope), frozenset(scope)
        found = [e.document_id for e in evidence if e.document_id in within] if len(scope) > 1 else []
        ranked = tuple(dict.fromkeys([*found, *scope]))
        wanted = _to_read(question, directory, ranked)
        held = directory.documents.take(wanted)
        read = tuple(known for known in wanted if known in held)
        allowed = _allowed(directory, documents, as_of)
        return Inquiry(question, directory, ranked, read, allowed, evidence, Relevance(question, directory), search)


def _to_read(question: Question, directory: Directory, ranked: Sequence[str]) -> tuple[str, ...]:
    """Of many documents those whose facts are looked at: with the clauses found, then with duties of the units named."""
    if len(ranked) <= READ:
        return tuple(ranked)
    asked = [key for unit in question.units for key in unit.keys]
    actors = [
        name for key, names in directory.actors.items() if any(same_unit(key, one) for one in asked) for name in names
    ]
    within = frozenset(ranked)
    holders = [known for known in directory.with_duties(actors, limit=_HOLDERS) if known in within]
    return tuple(dict.fromkeys([*ranked[:_RETRIEVED], *holders, *ranked[_RETRIEVED:READ]]))[:READ]


def _scope(question: Question, directory: Directory, documents: tuple[str, ...], as_of: date | None) -> tuple[str, ...]:
    """Identifiers of the documents that may answer, those that the question names before all."""
    allowed = _allowed(directory, documents, as_of)
    within = frozenset(allowed) if question.documents else frozenset[str]()
    named = tuple(d for d in question.documents or () if d in within)
    if question.documents is None or (documents and not named):
        return allowed
    return named


def _allowed(directory: Directory, documents: tuple[str, ...], as_of: date | None) -> tuple[str, ...]:
    """Identifiers of all documents that may be cited: those chosen, if any are, and issued by the day."""
    chosen = (d for d in directory.cards if not documents or d in documents)
    if as_of is None:
        return tuple(chosen)
    return tuple(d for d in chosen if (directory.cards[d].header.date or "") <= as_of.isoformat())
