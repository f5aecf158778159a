"""What was found is written, gated and rendered; by the language model where one is set and does it well."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.ambiguity import ask_back
from assistant.cues import Kind
from assistant.drafts import NumberedClause
from assistant.extractive import ExtractiveWriter
from assistant.finders.inquiry import Inquiry
from assistant.findings import Found
from assistant.grounding import gate
from assistant.presupposing import verdict
from assistant.refusing import Reason, refuse_unanswered, refuse_unknown
from assistant.rendering import Renderer
from assistant.statement import Section
from assistant.trial import Try
from ingest.glossary import Glossary

if TYPE_CHECKING:
    from assistant.generative import GenerativeWriter

_SHOWN_TO_MODEL = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question."""

    dropped: int = 0  # statements that did not pass
    corrects: bool = False  # the question presupposes what the answer contradicts
    refusal: Reason | None = None
    left: int = 0  # findings that fit as well and are not shown


@dataclass(frozen=True, slots=True)
class Writing:
    """The two writers: the language model's, if any, and the one that stands in for it."""

    glossary: Glossary
    writer: GenerativeWriter | None

    def write(
        self,
        inquiry: Inquiry,
        found: Sequence[Found],
        history: Sequence[tuple[str, str]],
        renderer: Renderer,
        attempt: Try,
    ) -> Iterator[str | Outcome]:
        """Pieces of the answer that have passed the gate, then what became of the question."""
        question, directory = inquiry.question, inquiry.directory
        if question.unknown or not inquiry.scope:
            name = question.unknown[0] if question.unknown else question.text
            yield Outcome(refusal=refuse_unknown(name, directory, question.language))
            return
        if reason := ask_back(inquiry, found, attempt):
            yield Outcome(refusal=reason)
            return
        judged = verdict(found, question)
        corrects = any(part.corrects for part in found) or (judged is not None and not judged.right)
        if self.writer is not None:
            outcome = yield from self._generated(inquiry, found, history, renderer)
            if outcome is not None:
                yield replace(outcome, corrects=corrects and outcome.refusal is None)
                return
        written = ExtractiveWriter(directory, self.glossary).write(found, question)
        gated = gate(written, directory.documents)
        yield from renderer.render(gated.sections)
        refusal = None if gated.sections else _unanswered(inquiry)
        yield Outcome(len(gated.dropped), corrects and refusal is None, refusal, sum(part.left for part in found))

    def _generated(
        self, inquiry: Inquiry, found: Sequence[Found], history: Sequence[tuple[str, str]], renderer: Renderer
    ) -> Generator[str, None, Outcome | None]:
        """What the language model writes; None when it fails, so that the other writer stands in."""
        from assistant.generative import ModelFailed, Written

        assert self.writer is not None
        question, documents = inquiry.question, inquiry.directory.documents
        ended, dropped = Written(False, 0), 0
        try:
            for part in self.writer.stream(
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
