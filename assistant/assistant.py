"""The one road from a question to an Answer.

understand → retrieve → find → write → gate → render. Without a language model the
extractive writer writes; with one it does, and the extractive writer stands in when it
fails. All doors come through `Assistant.ask` or `Assistant.stream`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answer import Answer, Note, Receipt, Refusal
from assistant.cues import Kind
from assistant.directory import Directory
from assistant.finders.inquiry import Inquiry
from assistant.finders.routing import find, naming
from assistant.findings import Found
from assistant.follow_ups import follow_ups
from assistant.notes import notes_on
from assistant.precedents import Precedent, find_precedents
from assistant.presupposing import corrected
from assistant.question import Question, understand, understand_in_turn, widened
from assistant.remembered import Remembered
from assistant.rendering import Renderer
from assistant.scoping import Scoping
from assistant.settings import Settings
from assistant.trial import Trial, Tried
from assistant.wording import say
from assistant.writing import Outcome, Writing
from ingest.glossary import Glossary, load_glossary
from vectorstore.corpus_words import CorpusWords
from vectorstore.embedder import Embedder, load_embedder
from vectorstore.evidence import Evidence
from vectorstore.indexes import Indexes, Reindexing
from vectorstore.library import Library
from vectorstore.pace import Pace
from vectorstore.retriever import HybridRetriever

if TYPE_CHECKING:
    from assistant.generative import GenerativeWriter
    from vectorstore.visible_library import VisibleLibrary

_TURNS_TAKEN_UP = 1  # before the last, in the light of which it is answered anew to see from which document


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
        self._scoping = Scoping(self.retriever)
        self._writing = Writing(glossary, writer)
        self._trial = Trial(self._scoping, glossary)
        self._indexes = indexes
        self.embedder = embedder
        self._glossary = glossary
        self._writer = writer
        self._directory: Directory | None = None
        self.memory = Remembered(indexes)
        self._lock = threading.Lock()
        self._pace = Pace()

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
        asked = self.memory.asked(question, history, documents, as_of)
        known = None if self._writer else self.memory.answer(self.directory, asked)
        if known is not None:
            yield known.answer
            yield replace(known, elapsed_ms=_ms_since(began))
            return
        inquiry, found = self._find(question, history, tuple(documents), as_of)
        cards, language = inquiry.directory.cards, inquiry.question.language
        renderer = Renderer(cards, inquiry.directory.documents, language)
        pieces: list[str] = []
        outcome = Outcome()

        def attempt(text: str, meant: str | None = None) -> Tried:
            return self._trial.of(text, inquiry.directory, tuple(documents), as_of, meant)

        for part in self._writing.write(inquiry, found, history, renderer, attempt):
            if isinstance(part, Outcome):
                outcome = part
            else:
                pieces.append(part)
                yield part
        if outcome.refusal is not None:
            pieces.append(outcome.refusal.message)
            yield outcome.refusal.message
        answer = self._answer(inquiry, renderer, "".join(pieces).strip(), outcome, as_of or asked.today)
        offered = outcome.refusal.choices if outcome.refusal else follow_ups(inquiry, answer.citations, attempt)
        answer = replace(answer, question=question, follow_ups=offered, elapsed_ms=_ms_since(began))
        if self._writer is None:
            self.memory.keep(inquiry.directory, asked, answer)
        yield answer

    def precedents(self, text: str, *, documents: Sequence[str] = ()) -> tuple[Precedent, ...]:
        """How documents of the corpus have worded what a text says."""
        return find_precedents(text, self.retriever, self.directory, documents=documents)

    def restricted(self, library: VisibleLibrary) -> Assistant:
        """One that answers from a view of the library."""
        from vectorstore.visible_indexes import VisibleIndexes  # who asks from the command line sees everything

        indexes = VisibleIndexes(self._indexes, library)
        return Assistant(library, indexes, self.embedder, self._glossary, self._writer)

    def inquire(self, text: str, *, history: Sequence[tuple[str, str]] = ()) -> Inquiry:
        """A question as understood, with the documents and clauses that it may be answered from."""
        directory = self.directory
        return self._scoping.inquire(understand_in_turn(text, history, directory, self._glossary), directory, (), None)

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

    def warm_up(self, question: str) -> None:
        """Load now what the first question would wait for; a language model is not asked."""
        self._trial.of(question, self.directory, (), None)

    def indexed(self) -> int:
        """The generation of the library that both indexes have; 0 when one of them is missing."""
        return self._indexes.generation

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
            generation = self.library.generation
            self._indexes.refresh(self.library, generation)
            if self._directory is None or (self._directory.generation != generation and self._may_renew(generation)):
                with self._pace.timed():
                    self._directory = Directory(self.library, self._glossary, CorpusWords(self._indexes.lexical))
                    self._directory.prepare()
            return self._directory

    def _may_renew(self, generation: int) -> bool:
        """While changes come faster than a large library's indexes take them in, names are not read anew for each."""
        return self._pace.due or self._indexes.is_current(self.library, generation)

    def _find(
        self, text: str, history: Sequence[tuple[str, str]], documents: tuple[str, ...], as_of: date | None
    ) -> tuple[Inquiry, tuple[Found, ...]]:
        """What answers a question; where its places have issued nothing that does, what others say of them."""
        directory = self.directory
        question = self._understood(text, history, directory)
        if question.follow_up and question.documents is None and history:
            question = replace(question, documents=self._answered_from(history, documents, as_of))
        inquiry = self._scoping.inquire(question, directory, documents, as_of)
        if question.unknown or not inquiry.scope or question.kinds == {Kind.CHATTER}:
            return inquiry, ()
        found = find(inquiry)
        settled = any(part.findings or part.conclusive for part in found)
        if question.places and not settled:
            wide = self._scoping.inquire(widened(question), directory, documents, as_of)
            if elsewhere := naming(find(wide), question.places, directory):
                return wide, elsewhere
        told = any(part.findings and part.kind is not None for part in found)
        return inquiry, found if told else corrected(inquiry) or found

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

    def _answer(self, inquiry: Inquiry, renderer: Renderer, text: str, outcome: Outcome, as_of: date) -> Answer:
        question = inquiry.question
        citations = renderer.citations
        notes = list(notes_on(citations, inquiry, as_of))
        if outcome.corrects:
            notes.append(Note("presupposition", say("presupposition", question.language)))
        if outcome.left:
            notes.append(Note("more-found", say("more-found", question.language, outcome.left)))
        if outcome.dropped:
            notes.append(Note("dropped", say("dropped", question.language)))
        refusal = None
        if reason := outcome.refusal:
            nearest = tuple(renderer.citation(quote, i) for i, quote in enumerate(reason.nearest, start=1))
            refusal = Refusal(reason.reason, reason.message, nearest)
        return Answer(
            id=None, question=question.text, language=question.language, answer=text, refused=refusal is not None,
            refusal=refusal, citations=citations, notes=tuple(notes), follow_ups=(),
            receipt=self._receipt(inquiry.directory), elapsed_ms=0.0,
        )  # fmt: skip

    def _receipt(self, directory: Directory) -> Receipt:
        return Receipt(
            corpus=self.library.fingerprint_at(directory.generation),
            embedder=self._indexes.dense.embedder.fingerprint,
            llm=self._writer.name if self._writer else None,
            prompt=self._writer.prompt.fingerprint if self._writer else None,
        )


def _ms_since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 3)


def open_assistant(settings: Settings) -> Assistant:
    """Open the library in `settings.home` and everything that answers from it.

    Raises:
        VectorstoreError: the store cannot be opened.
        ValueError: `DANCHIEU_LLM` or `DANCHIEU_EMBEDDER` names nothing that can be loaded.
    """
    library = Library.open(settings.home, settings.database)
    embedder = load_embedder(settings.embedder)
    writer = None
    if settings.llm:
        from assistant.generative import load_writer

        writer = load_writer(settings)
    return Assistant(library, Indexes(settings.home, embedder), embedder, load_glossary(), writer)
