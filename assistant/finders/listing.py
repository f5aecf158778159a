"""Everything of one kind that the documents have: objectives with their units, reports with their dates, effects, documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.cues import HEADER_KINDS, Kind
from assistant.finders.header import find_header_facts, number_quote
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, quote_fact, quote_of
from assistant.standing import newest_first, rank
from ingest.model import Document

MOST = 40  # findings in one list
_MOST_DOCUMENTS = 200  # looked at for one list
_ABOUT = 0.75  # share of the topic that a document's place must hold for it to be in a list of documents on it
_DOCUMENTS = re.compile(
    r"(?:nhung|cac|may|bao nhieu|tat ca|moi) (?:van ban|cong van|ke hoach|quyet dinh|tai lieu)|van ban nao|(?:which|what|all|every|list) (?:\w+ )?(?:documents|letters|plans|decisions|directives)"
)
_REPORTS = re.compile(r"bao cao|reports?\b|han nop|deadlines?|thoi han|due\b")
_ACTS = re.compile(r"\bthay the\b|\bbai bo\b|\breplac|\brepeal|\bsupersed")
_ENDS = frozenset({"thay thế", "bãi bỏ", "hết hiệu lực"})
_CITES = re.compile(r"can cu|dan chieu|vien dan|trich dan|dua tren|\bcite|\bbased|\brel(?:y|ies)|\brefer")
_EVERY = re.compile(
    r"\b(?:liet ke|ke (?:ra|het)|danh sach|tat ca|moi|toan bo|tung|cac|nhung|trong kho|list|every|all|each)\b"
)


def asks_for_documents(inquiry: Inquiry) -> bool:
    """Whether a question that names no document asks which documents do something to others."""
    question = inquiry.question
    acts = _ACTS.search(question.folded)
    return bool(acts) and question.documents is None and bool(_DOCUMENTS.search(question.folded))


def find_list(inquiry: Inquiry) -> tuple[Found, ...]:
    """What the question wants listed; empty when it is no list that facts can give."""
    question = inquiry.question
    words, kinds = question.folded, question.kinds
    if not _EVERY.search(words) and not asks_for_documents(inquiry):
        return ()
    header = sorted(HEADER_KINDS & kinds - {Kind.SUBJECT})
    if header and (not question.topic or question.documents is not None):  # else it asks of its topic
        ordered = inquiry.in_order([document_id for document_id, _ in _in_order(inquiry)])
        return tuple(find_header_facts(ordered, kind) for kind in header)
    if _ACTS.search(words) and question.documents is None:
        return _found(Kind.VALIDITY, _effects(inquiry))
    if Kind.DEADLINE in kinds and _REPORTS.search(words) and inquiry.relevance.empty:
        return _found(Kind.DEADLINE, _reports(inquiry))
    unnamed = question.documents is None or (inquiry.relevance.empty and Kind.BASIS not in kinds)
    if (
        unnamed
        and _DOCUMENTS.search(words)
        and not kinds & {Kind.CITED_BY, Kind.DEFINITION}
        and not _CITES.search(words)
    ):
        return _found(None, _documents(inquiry))
    return ()


def _found(kind: Kind | None, findings: Iterator[Finding]) -> tuple[Found, ...]:
    held = tuple(findings)
    return (Found(kind, held[:MOST], left=max(len(held) - MOST, 0)),) if held else ()


def _in_order(inquiry: Inquiry) -> Iterator[tuple[str, Document]]:
    """The documents in scope, highest and newest first."""
    cards = inquiry.directory.cards
    order = sorted(inquiry.scope, key=lambda known: (rank(cards[known].header), newest_first(cards[known].header)))
    for document_id in order[:_MOST_DOCUMENTS]:
        yield document_id, inquiry.directory.document(document_id)


def _effects(inquiry: Inquiry) -> Iterator[Finding]:
    """Which documents replace or end which, each once."""
    for document_id, document in _in_order(inquiry):
        ended: dict[str, Finding] = {}
        for effect in document.facts.effects:
            quote = quote_fact(document_id, document, effect.path, effect.start, effect.quote)
            if quote is not None and effect.act in _ENDS and (effect.number or effect.kind):
                ended.setdefault(effect.number or f"{effect.kind} {effect.about}", Finding(quote))
        yield from ended.values()


def _reports(inquiry: Inquiry) -> Iterator[Finding]:
    for document_id, document in _in_order(inquiry):
        for deadline in document.facts.deadlines:
            quote = quote_fact(document_id, document, deadline.path, deadline.start, deadline.quote)
            if quote is not None and deadline.kind == "report":
                yield Finding(quote, deadline.what, (), deadline.to or "", 1.0, deadline.date)


def _documents(inquiry: Inquiry) -> Iterator[Finding]:
    """Each document with the place that is on the topic; with its number where the question has no topic."""
    for document_id, document in _in_order(inquiry):
        if inquiry.relevance.empty:
            quote = number_quote(document_id, document)
            if quote is not None:
                yield Finding(quote)
            continue
        weighed = [
            (inquiry.relevance.of(clause.text), -len(clause.text), clause.start, clause)
            for clause in document.addresses()
            if not clause.path.startswith(("signature", "recipients", "addressees"))
        ]
        best = max(weighed, default=None)
        if best is not None and best[0] >= _ABOUT:
            yield Finding(quote_of(document_id, best[3]), weight=best[0])
