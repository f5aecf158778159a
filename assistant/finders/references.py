"""What a document stands on, and what stands on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.cues import Kind
from assistant.directory import Directory, folded_words, split_number
from assistant.finders.header import number_quote
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, Quote, quote_fact
from ingest.model import Document, Reference

_ISSUER_LEVELS = re.compile(
    r"\b(?:cua|tu|by|from|of|the) (?:nhung |cac |mot )?(?P<level>bo|so|tinh|chinh phu|thu tuong|trung uong|quoc hoi|ministry|province|government|prime minister|department)\b"
)
_LEVEL_WORDS = {
    "ministry": "bo", "province": "tinh", "government": "chinh phu", "prime minister": "thu tuong", "department": "so",
}  # fmt: skip
_MOST = 10
_WHOLE = re.compile(r"\b(?:toan bo|tat ca|moi|nhung van ban nao duoc|all|every|list)\b")


def find_basis(inquiry: Inquiry) -> Found:
    """The documents that those in scope are based on: from their preamble, else from anywhere in them."""
    findings: list[Finding] = []
    for document_id, document in inquiry.documents():
        held = document.facts.references
        opening = [reference for reference in held if reference.path.startswith("preamble")]
        wanted = list(held) if _WHOLE.search(inquiry.question.folded) or not opening else opening
        findings += _findings(inquiry, document_id, document, _of_level(wanted, inquiry.question.folded))
    return Found(Kind.BASIS, tuple(findings)[:_MOST])


def find_citing(inquiry: Inquiry) -> Found:
    """Where the documents that the question names are cited by others."""
    directory, question = inquiry.directory, inquiry.question
    wanted = set(question.cited)
    for document_id in question.documents or ():
        if named := split_number(directory.cards[document_id].header.number):
            wanted.add(named.ordinal)
    findings: list[Finding] = []
    for document_id, document in directory.documents.items():
        if question.documents and document_id in question.documents and not question.cited:
            continue
        cited = [r for r in document.facts.references if (n := split_number(r.number)) and n.ordinal in wanted]
        findings += _findings(inquiry, document_id, document, cited)
    return Found(Kind.CITED_BY, tuple(findings)[:_MOST])


def held_document(reference: Reference, directory: Directory) -> str | None:
    """The document of the corpus that a reference means; None when it is not held, or not certain."""
    named = split_number(reference.number)
    if named is None:
        return None
    found = [d for d, symbol in directory.numbers.get(named.ordinal, ()) if symbol == named.symbol]
    if reference.date and len(found) > 1:
        found = [d for d in found if directory.cards[d].header.date == reference.date]
    return found[0] if len(found) == 1 else None


def _of_level(references: list[Reference], words: str) -> list[Reference]:
    """Those of the issuer's level that the question asks for, when there are some."""
    match = _ISSUER_LEVELS.search(words)
    if not match:
        return references
    level = _LEVEL_WORDS.get(match["level"], match["level"])
    return [r for r in references if f" {level} " in f" {folded_words(r.issuer or '')} "] or references


def _findings(inquiry: Inquiry, document_id: str, document: Document, references: list[Reference]) -> Iterator[Finding]:
    for reference in references:
        quote = quote_fact(document_id, document, reference.path, reference.start, reference.quote)
        if quote is not None:
            yield Finding(quote, "", _held_quote(reference, inquiry.directory))


def _held_quote(reference: Reference, directory: Directory) -> tuple[Quote, ...]:
    """The number line of the cited document, when the corpus holds it, so that it can be opened."""
    document_id = held_document(reference, directory)
    quote = number_quote(document_id, directory.document(document_id)) if document_id else None
    return (quote,) if quote else ()
