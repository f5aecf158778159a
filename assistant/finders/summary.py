"""What a document says, in short: its subject, what it is for, who does what, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.cues import Kind
from assistant.finders.header import find_header_facts
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, Quote, quote_fact, quote_of
from ingest.model import Clause, Document
from ingest.spelling import folded_words
from ingest.statements import sentences, stretches

_MOST_DOCUMENTS = 3
_DUTIES = 5
_DATES = 4
_PURPOSE = re.compile(r"^(?:[ivx\d.]+ )?(?:muc dich|muc tieu|pham vi dieu chinh|muc dich,? yeu cau)\b")
_FOLLOWS = re.compile(r"\b(?:nhu sau|cac noi dung|mot so noi dung|noi dung sau|quyet dinh|de nghi|yeu cau|chi thi)\b")
_LONGEST = 400  # characters of one quote


def find_summary(inquiry: Inquiry) -> tuple[Found, ...]:
    """Of each document that the question names its subject, purpose, main duties and deadlines."""
    found: list[Found] = []
    for document_id in inquiry.scope[:_MOST_DOCUMENTS]:
        document, one = inquiry.directory.document(document_id), inquiry.within((document_id,))
        found.append(find_header_facts(one, Kind.SUBJECT))
        purpose = _purpose(document_id, document)
        found.append(Found(None, (Finding(purpose),) if purpose else ()))
        found.append(Found(Kind.DUTIES, tuple(_duties(document_id, document))))
        found.append(Found(Kind.DEADLINE, tuple(_dates(document_id, document))))
        if not any(part.findings for part in found[-3:]):
            found.append(Found(None, tuple(_openings(document_id, document))))
    return tuple(part for part in found if part.findings)


def _purpose(document_id: str, document: Document) -> Quote | None:
    """The first sentence of a clause headed "Mục đích", or the sentence that the opening leads up to."""
    for clause in document.clauses:
        if _PURPOSE.match(folded_words(clause.heading)):
            inner = [c for c in document.clauses if c.parent == clause.path]
            for part in (clause, *inner):
                if quote := _first_sentence(document_id, document, part):
                    return quote
    opening = document.clause("preamble")
    if opening is None:
        return None
    said = [s for stretch in stretches([opening]) for s in sentences(stretch) if len(s.text.split()) > 6]
    leads = [s for s in said if _FOLLOWS.search(folded_words(s.text))] or said
    return _quote(document_id, document, leads[-1].path, leads[-1].start, leads[-1].text) if leads else None


def _first_sentence(document_id: str, document: Document, clause: Clause) -> Quote | None:
    for stretch in stretches([clause]):
        for sentence in sentences(stretch):
            if len(sentence.text.split()) > 6 and sentence.text.strip(" .:") != clause.heading.strip(" .:"):
                return _quote(document_id, document, sentence.path, sentence.start, sentence.text)
    return None


def _quote(document_id: str, document: Document, path: str, start: int, text: str) -> Quote | None:
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rsplit(maxsplit=1)[0]
    return quote_fact(document_id, document, path, start, text)


def _duties(document_id: str, document: Document) -> Iterator[Finding]:
    """The first duty of each of the first units, those in the lead before others."""
    by_actor: dict[str, Finding] = {}
    for duty in sorted(document.facts.duties, key=lambda duty: (duty.role != "chủ trì", duty.start)):
        quote = quote_fact(document_id, document, duty.path, duty.start, duty.quote)
        if quote is not None and " ".join(duty.actor.split()) in quote.text:
            by_actor.setdefault(duty.actor, Finding(quote, duty.actor))
    chosen = list(by_actor.values())[:_DUTIES]
    yield from sorted(chosen, key=lambda finding: finding.quote.start)


def _dates(document_id: str, document: Document) -> Iterator[Finding]:
    due = [deadline for deadline in document.facts.deadlines if deadline.kind != "period"]
    for deadline in sorted(due, key=lambda deadline: (deadline.kind != "report", deadline.start))[:_DATES]:
        quote = quote_fact(document_id, document, deadline.path, deadline.start, deadline.quote)
        if quote is not None:
            yield Finding(quote, deadline.what, (), deadline.to or "", 1.0, deadline.date)


def _openings(document_id: str, document: Document) -> Iterator[Finding]:
    """The headings of a document that gives no duties: what its parts are about."""
    top = [c for c in document.clauses if c.parent is None and c.heading and c.label]
    for clause in top[: _DUTIES + 1]:
        yield Finding(quote_of(document_id, clause, clause.start, clause.start + min(len(clause.text), _LONGEST)))
