"""Scores one answer against its question."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer, Citation
from eval.matching import says
from eval.questions import Gold, Question
from ingest.model import Document

Documents = Callable[[str], Document | None]  # by identifier


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which an answer is wrong."""

    code: Literal[
        "refused", "answered", "asked-back", "fact-missing", "not-cited", "wrong-language", "quote-not-in-clause"
    ]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, its answer, and how they compare."""

    question: Question
    answer: Answer
    faults: tuple[Fault, ...]  # none: the answer is right
    gold_needed: int
    gold_cited: int  # of those needed
    citations: int  # that claim to answer; a refusal has none
    citations_named: int  # of these, on a place that the gold names
    quotes: int  # cited, or shown as nearest by a refusal
    stray_quotes: tuple[Citation, ...]  # of these, not in the clause that they cite
    misplaced_quotes: tuple[Citation, ...]  # of these, not what stands at their offsets

    @property
    def right(self) -> bool:
        return not self.faults


def score(question: Question, answer: Answer, documents: Documents) -> Outcome:
    """Compare an answer with what its question expects."""
    claimed = () if answer.refused else answer.citations
    shown = (*answer.citations, *(answer.refusal.nearest if answer.refusal else ()))
    strays = tuple(citation for citation in shown if not _stands(citation, documents(citation.document_id)))
    misplaced = tuple(citation for citation in shown if not _is_placed(citation, documents(citation.document_id)))
    needed, cited = _recalled(question, claimed)
    return Outcome(
        question=question,
        answer=answer,
        faults=(*_faults(question, answer), *(Fault("quote-not-in-clause", _address(stray)) for stray in strays)),
        gold_needed=needed,
        gold_cited=cited,
        citations=len(claimed),
        citations_named=sum(_is_named(citation, question.gold) for citation in claimed),
        quotes=len(shown),
        stray_quotes=strays,
        misplaced_quotes=misplaced,
    )


def _faults(question: Question, answer: Answer) -> Sequence[Fault]:
    """What is wrong; a question that mixes languages may be answered in either."""
    expected = {"en": "en", "mixed": answer.language}.get(question.typing, "vi")
    spoken = [Fault("wrong-language", answer.language)] if answer.language != expected else []
    return [*spoken, *_content_faults(question, answer)]


def _content_faults(question: Question, answer: Answer) -> Sequence[Fault]:
    asked_back = answer.refusal is not None and answer.refusal.reason == "ambiguous"
    if question.refusal is not None:
        if asked_back:
            return [Fault("asked-back")]
        return [] if answer.refused else [Fault("answered")]
    if not answer.refused:
        return _missing(question, answer.answer, answer.citations)
    if question.either and answer.refusal is not None:
        return _missing(question, answer.refusal.message, answer.refusal.nearest)
    return [Fault("asked-back" if asked_back else "refused")]


def _missing(question: Question, text: str, citations: Sequence[Citation]) -> Sequence[Fault]:
    said = "\n".join((text, *(citation.quote for citation in citations)))
    facts = [Fault("fact-missing", fact) for fact in question.facts if not says(said, fact)]
    needed = [gold for gold in question.gold if gold.needed]
    uncited = [gold for gold in needed if not _is_cited(gold, citations)]
    if question.any and len(uncited) < len(needed):
        uncited = []
    return facts + [Fault("not-cited", f"{gold.file}#{'|'.join(gold.paths)}") for gold in uncited]


def _recalled(question: Question, citations: Sequence[Citation]) -> tuple[int, int]:
    """How many gold places are needed, and how many of them are cited."""
    cited = [_is_cited(gold, citations) for gold in question.gold if gold.needed]
    return (1, int(any(cited))) if question.any else (len(cited), sum(cited))


def _is_cited(gold: Gold, citations: Iterable[Citation]) -> bool:
    return any(citation.file == gold.file and gold.covers(citation.path) for citation in citations)


def _is_named(citation: Citation, gold: Iterable[Gold]) -> bool:
    return any(_is_cited(place, [citation]) for place in gold)


def _stands(citation: Citation, document: Document | None) -> bool:
    """Whether the quote is in the clause that it cites.

    Read anew from the document, so that it does not rest on the assistant's own gate.
    """
    clause = document.clause(citation.path) if document else None
    return clause is not None and bool(citation.quote.strip()) and _folded(citation.quote) in _folded(clause.text)


def _is_placed(citation: Citation, document: Document | None) -> bool:
    """Whether the quote is what stands at its offsets, so that it can be highlighted."""
    return document is not None and _folded(citation.quote) == _folded(document.text[citation.start : citation.end])


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _address(citation: Citation) -> str:
    return f"{citation.file}#{citation.path}"
