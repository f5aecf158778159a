"""The one road from a question to an Answer.

understand → retrieve → find → write → gate → render. Without a language model the
extractive writer writes; with one it does, and the extractive writer stands in when it
fails. All doors come through `Assistant.ask` or `Assistant.stream`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answer import Answer, Note, Receipt, Refusal
from assistant.cues import Kind
from assistant.directory import Directory
from assistant.drafts import NumberedClause
from assistant.extractive import ExtractiveWriter
from assistant.finders.inquiry import READ, Inquiry, same_unit
from assistant.finders.routing import find, naming
from assistant.findings import Found
from assistant.follow_ups import follow_ups
from assistant.grounding import gate
from assistant.notes import notes_on
from assistant.precedents import Precedent, find_precedents
from assistant.question import Question, understand, understand_in_turn, widened
from assistant.refusing import Reason, refuse_unanswered, refuse_unknown
from assistant.relevance import Relevance
from assistant.rendering import Renderer
from assistant.settings import Settings
from assistant.statement import Section
from assistant.wording import say
from ingest.glossary import Glossary, load_glossary
from vectorstore.corpus_words import CorpusWords
from vectorstore.embedder import Embedder, load_embedder
from vectorstore.evidence import Evidence
from vectorstore.indexes import Indexes, Reindexing
from vectorstore.library import Library
from vectorstore.retriever import HybridRetriever

if TYPE_CHECKING:
    from assistant.generative import GenerativeWriter

_RETRIEVED = 24  # clauses looked at for one question
_SHOWN_TO_MODEL = 12
_TURNS_TAKEN_UP = 1  # before the last, in the light of which it is answered anew to see from which document
_HOLDERS = 1000  # documents looked up for the units that a question names


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question."""

    dropped: int = 0  # statements that did not pass
    corrects: bool = False  # the question presupposes what the answer contradicts
    refusal: Reason | None = None


class Assistant:
    """Answers questions from one library. Safe for threads."""

    def __init__(
        self,
        library: Library,
        indexes: Indexes,
        embedder: Embedder,
        glossary: Glossary,
        writer: GenerativeWriter | None = None,
    ) -> None:
        self.library = library
        self.retriever = HybridRetriever(library, indexes, embedder)
        self._indexes = indexes
        self.embedder = embedder
        self._glossary = glossary
        self._writer = writer
        self._directory: Directory | None = None
        self._lock = threading.Lock()

    def ask(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Answer:
        """Answer one question.

        Args:
            question: as typed.
            history: earlier questions and answers of the conversation, oldest first.
            documents: identifiers to answer from; empty means all.
            as_of: the day on which the answer is to hold: later documents are left out,
                plans of earlier years are noted. None means today, and leaves none out.
        """
        answer = None
        for part in self.stream(question, history=history, documents=documents, as_of=as_of):
            if isinstance(part, Answer):
                answer = part
        assert answer is not None  # `stream` ends with it
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Iterator[str | Answer]:
        """Pieces of the answer's Markdown that have passed the gate, then the whole Answer."""
        began = time.perf_counter()
        inquiry, found = self._find(question, history, tuple(documents), as_of)
        cards, language = inquiry.directory.cards, inquiry.question.language
        renderer = Renderer(cards, inquiry.directory.documents, language)
        pieces: list[str] = []
        outcome = Outcome()
        for part in self._write(inquiry, found, history, renderer):
            if isinstance(part, Outcome):
                outcome = part
            else:
                pieces.append(part)
                yield part
        if outcome.refusal is not None:
            pieces.append(outcome.refusal.message)
            yield outcome.refusal.message
        answer = self._answer(inquiry, renderer, "".join(pieces).strip(), outcome, as_of or date.today())  # noqa: DTZ011  # the office computer's own day
        yield replace(answer, question=question, elapsed_ms=round((time.perf_counter() - began) * 1000, 3))

    def precedents(self, text: str, *, documents: Sequence[str] = ()) -> tuple[Precedent, ...]:
        """How documents of the corpus have worded what a text says."""
        return find_precedents(text, self.retriever, self.directory, documents=documents)

    def inquire(self, text: str, *, history: Sequence[tuple[str, str]] = ()) -> Inquiry:
        """A question as understood, with the documents and clauses that it may be answered from."""
        directory = self.directory
        return self._inquire(understand_in_turn(text, history, directory, self._glossary), directory, (), None)

    def found(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Sequence[Evidence]:
        """The clauses that the retriever found for a question, best first, and why."""
        inquiry, _ = self._find(question, history, tuple(documents), as_of)
        return inquiry.evidence

    def catch_up(self) -> bool:
        """Bring the indexes up to the library; whether this was needed."""
        return self._indexes.catch_up(self.library)

    def reindex(self) -> bool:
        """See `Indexes.reindex`."""
        return self._indexes.reindex(self.library)

    def reindexing(self) -> Reindexing | None:
        """See `Indexes.reindexing`."""
        return self._indexes.reindexing()

    @property
    def directory(self) -> Directory:
        """The names of the corpus at the library's generation."""
        with self._lock:
            if self._directory is None or self._directory.generation != self.library.generation:
                self._indexes.refresh(self.library)
                self._directory = Directory(self.library, self._glossary, CorpusWords(self._indexes.lexical))
            return self._directory

    def _find(
        self, text: str, history: Sequence[tuple[str, str]], documents: tuple[str, ...], as_of: date | None
    ) -> tuple[Inquiry, tuple[Found, ...]]:
        """What answers a question; where its places have issued nothing that does, what others say of them."""
        directory = self.directory
        question = self._understood(text, history, directory)
        if question.follow_up and question.documents is None and history:
            question = replace(question, documents=self._answered_from(history, documents, as_of))
        inquiry = self._inquire(question, directory, documents, as_of)
        if question.unknown or not inquiry.scope or question.kinds == {Kind.CHATTER}:
            return inquiry, ()
        found = find(inquiry)
        settled = any(part.findings or part.conclusive for part in found)
        if question.places and not settled:
            wide = self._inquire(widened(question), directory, documents, as_of)
            if elsewhere := naming(find(wide), question.places, directory):
                return wide, elsewhere
        return inquiry, found

    def _answered_from(
        self, history: Sequence[tuple[str, str]], documents: tuple[str, ...], as_of: date | None
    ) -> tuple[str, ...] | None:
        """The one document that answered the last question, which a follow-up that names none goes on about."""
        (asked, _), before = history[-1], history[:-1][-_TURNS_TAKEN_UP:]
        _, found = self._find(asked, before, documents, as_of)
        answering = {finding.quote.document_id for part in found for finding in part.findings}
        return tuple(answering) if len(answering) == 1 else None

    def _understood(self, text: str, history: Sequence[tuple[str, str]], directory: Directory) -> Question:
        """The question; a follow-up as the language model rewrites it, where one is set and can be trusted."""
        question = understand_in_turn(text, history, directory, self._glossary)
        rewritten = self._writer.standalone(text, history) if self._writer and question.follow_up else None
        if rewritten is None:
            return question
        alone = understand(rewritten, directory, self._glossary)
        return replace(alone, language=question.language, follow_up=True)

    def _inquire(
        self, question: Question, directory: Directory, documents: tuple[str, ...], as_of: date | None
    ) -> Inquiry:
        scope = _scope(question, directory, documents, as_of)

        def search(question: Question, among: Collection[str]) -> tuple[Evidence, ...]:
            if not among:
                return ()
            only = set(among) if len(among) < len(directory.cards) else None
            found = self.retriever.retrieve(question.search, limit=_RETRIEVED, documents=only)
            held = directory.documents.take({e.document_id for e in found})
            return tuple(e for e in found if e.document_id in held)  # some may be newer, or gone just now

        evidence, within = search(question, scope), frozenset(scope)
        ranked = tuple(dict.fromkeys([*(e.document_id for e in evidence if e.document_id in within), *scope]))
        wanted = _to_read(question, directory, ranked)
        held = directory.documents.take(wanted)
        read = tuple(known for known in wanted if known in held)
        allowed = _allowed(directory, documents, as_of)
        return Inquiry(question, directory, ranked, read, allowed, evidence, Relevance(question, directory), search)

    def _write(
        self, inquiry: Inquiry, found: Sequence[Found], history: Sequence[tuple[str, str]], renderer: Renderer
    ) -> Iterator[str | Outcome]:
        """Pieces of the answer that have passed the gate, then what became of the question."""
        question, directory = inquiry.question, inquiry.directory
        if question.unknown or not inquiry.scope:
            name = question.unknown[0] if question.unknown else question.text
            yield Outcome(refusal=refuse_unknown(name, directory, question.language))
            return
        corrects = any(part.corrects for part in found)
        if self._writer is not None:
            outcome = yield from self._generated(inquiry, found, history, renderer)
            if outcome is not None:
                yield replace(outcome, corrects=corrects and outcome.refusal is None)
                return
        written = ExtractiveWriter(directory, self._glossary).write(found, question)
        gated = gate(written, directory.documents)
        yield from renderer.render(gated.sections)
        refusal = None if gated.sections else _unanswered(inquiry)
        yield Outcome(len(gated.dropped), corrects and refusal is None, refusal)

    def _generated(
        self, inquiry: Inquiry, found: Sequence[Found], history: Sequence[tuple[str, str]], renderer: Renderer
    ) -> Generator[str, None, Outcome | None]:
        """What the language model writes; None when it fails, so that the other writer stands in."""
        from assistant.generative import ModelFailed, Written

        assert self._writer is not None
        question, documents = inquiry.question, inquiry.directory.documents
        ended, dropped = Written(False, 0), 0
        try:
            for part in self._writer.stream(
                question.text,
                question.language,
                _clauses_shown(inquiry, found),
                earlier=[asked for asked, _ in history],
            ):
                if isinstance(part, Written):
                    ended = part
                    continue
                gated = gate([Section("", (part,))], documents)
                dropped += len(gated.dropped)
                yield from renderer.render(gated.sections)
        except ModelFailed:
            return None
        return Outcome(ended.dropped + dropped, refusal=_unanswered(inquiry) if ended.not_stated else None)

    def _answer(self, inquiry: Inquiry, renderer: Renderer, text: str, outcome: Outcome, as_of: date) -> Answer:
        question, documents = inquiry.question, inquiry.directory.documents
        citations = renderer.citations
        notes = list(notes_on(citations, documents, question.language, as_of))
        if outcome.corrects:
            notes.append(Note("presupposition", say("presupposition", question.language)))
        if outcome.dropped:
            notes.append(Note("dropped", say("dropped", question.language)))
        refusal = None
        if reason := outcome.refusal:
            nearest = tuple(renderer.citation(quote, i) for i, quote in enumerate(reason.nearest, start=1))
            refusal = Refusal(reason.reason, reason.message, nearest)
        return Answer(
            id=None, question=question.text, language=question.language, answer=text, refused=refusal is not None,
            refusal=refusal, citations=citations, notes=tuple(notes), follow_ups=follow_ups(question, citations, documents),
            receipt=self._receipt(), elapsed_ms=0.0,
        )  # fmt: skip

    def _receipt(self) -> Receipt:
        return Receipt(
            corpus=self.library.fingerprint,
            embedder=self._indexes.dense.embedder.fingerprint,
            llm=self._writer.name if self._writer else None,
            prompt=self._writer.prompt.fingerprint if self._writer else None,
        )


def open_assistant(settings: Settings) -> Assistant:
    """Open the library in `settings.home` and everything that answers from it.

    Raises:
        VectorstoreError: the store cannot be opened.
        ValueError: `DANCHIEU_LLM` or `DANCHIEU_EMBEDDER` names nothing that can be loaded.
    """
    library = Library.open(settings.home)
    embedder = load_embedder(settings.embedder)
    writer = None
    if settings.llm:
        from assistant.generative import load_writer

        writer = load_writer(settings)
    return Assistant(library, Indexes(settings.home, embedder), embedder, load_glossary(), writer)


def _unanswered(inquiry: Inquiry) -> Reason:
    question = inquiry.question
    named = question.kinds != {Kind.CHATTER} and (question.documents is not None or bool(question.units))
    return refuse_unanswered(inquiry, named)


def _clauses_shown(inquiry: Inquiry, found: Sequence[Found]) -> list[NumberedClause]:
    """What a language model gets to see: the clauses of the facts found, then those retrieved."""
    addresses = [(f.quote.document_id, f.quote.path) for part in found for f in part.findings]
    addresses += [(e.document_id, e.clause.path) for e in inquiry.evidence]
    clauses = []
    for document_id, path in list(dict.fromkeys(addresses))[:_SHOWN_TO_MODEL]:
        document = inquiry.directory.document(document_id)
        if clause := document.clause(path):
            clauses.append(NumberedClause(document_id, document, clause))
    return clauses


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
