"""Facts about a document itself: number, date, signer, issuer, addressees, recipients, subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from assistant.cues import HEADER_KINDS, Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, Quote, quote_of
from ingest.heading import is_number_line, is_subject_line, read_date_line
from ingest.lines import lines_of
from ingest.model import Clause, Document, Header
from ingest.spelling import folded_words

_MOST_DOCUMENTS = 6  # of which a question that names none is answered


def find_header_facts(inquiry: Inquiry, kind: Kind) -> Found:
    """One header field of each document in scope that prints it, or says that it does not."""
    if kind not in HEADER_KINDS:
        raise ValueError(f"{kind} is no header field")
    findings: list[Finding] = []
    for document_id, document in list(inquiry.documents())[: inquiry.most(_MOST_DOCUMENTS)]:
        lead = _LEADS[kind](document.header)
        for quote in _QUOTES[kind](document_id, document):
            findings.append(Finding(quote, lead or ""))
            break
    named = [f for f in findings if _is_named(f.lead, inquiry)] if kind is Kind.SIGNER and len(findings) > 1 else []
    return Found(kind, tuple(named or findings), conclusive=True)


def _is_named(signer: str, inquiry: Inquiry) -> bool:
    """Whether the question names who signed: then it asks which documents are his."""
    name = folded_words(signer.partition(" - ")[0])
    return len(name.split()) > 1 and f" {name} " in f" {inquiry.question.folded} "


def number_quote(document_id: str, document: Document) -> Quote | None:
    """The line that prints the number, or where that is missing the first of the header."""
    return next(_line_quote(document_id, document, is_number_line), None) or next(
        _line_quote(document_id, document, lambda text: True), None
    )


def _line_quote(document_id: str, document: Document, wanted: Callable[[str], bool]) -> Iterator[Quote]:
    clause = document.clause("header")
    if clause is None:
        return
    for line in lines_of(clause.text):
        if wanted(line.text):
            yield quote_of(document_id, clause, clause.start + line.start, clause.start + line.end)


def _part(*paths: str) -> Callable[[str, Document], Iterator[Quote]]:
    """Quotes the parts at `paths` that a document has; a plan has no addressees, only recipients."""

    def quotes(document_id: str, document: Document) -> Iterator[Quote]:
        for clause in map(document.clause, paths):
            if clause is not None:
                yield quote_of(document_id, clause)

    return quotes


def _numbers(document_id: str, document: Document) -> Iterator[Quote]:
    yield from _line_quote(document_id, document, is_number_line)


def _dates(document_id: str, document: Document) -> Iterator[Quote]:
    yield from _line_quote(document_id, document, lambda text: read_date_line(text) is not None)


def _subjects(document_id: str, document: Document) -> Iterator[Quote]:
    clause, subject = document.clause("header"), document.header.subject
    if clause is None or subject is None:
        return
    pattern = r"\s+".join(re.escape(word) for word in subject.split())
    if match := re.search(pattern, clause.text):
        yield quote_of(document_id, clause, clause.start + match.start(), clause.start + match.end())
    yield from _line_quote(document_id, document, is_subject_line)


def _issuers(document_id: str, document: Document) -> Iterator[Quote]:
    """The letterhead, or the sentence of the opening in which the issuer acts."""
    issuer = document.header.issuer
    if issuer is None:
        return
    words = _issuer_words(issuer)
    for path in ("header", "preamble", "closing", "signature"):
        clause = document.clause(path)
        if clause is None:
            continue
        for span in _holding(clause, words):
            yield quote_of(document_id, clause, *span)


def _issuer_words(issuer: str) -> list[str]:
    """The issuer's name without the locality, which is often printed only in the date line."""
    words = folded_words(issuer).replace("ubnd", "uy ban nhan dan").split()
    return words[:4] if words[:4] == "uy ban nhan dan".split() else words


def _holding(clause: Clause, words: list[str]) -> Iterator[tuple[int, int]]:
    """The first lines of a clause that hold the words, as offsets into the document."""
    lines = lines_of(clause.text)
    for index in range(len(lines)):
        for last in range(index, min(index + 3, len(lines))):
            held = folded_words(clause.text[lines[index].start : lines[last].end]).replace("ubnd", "uy ban nhan dan")
            if f" {' '.join(words)} " in f" {held} ":
                yield clause.start + lines[index].start, clause.start + lines[last].end
                return


def _role_and_name(header: Header) -> str | None:
    return " - ".join(filter(None, (header.signer, header.signer_role))) or None


_LEADS: Mapping[Kind, Callable[[Header], str | None]] = {
    Kind.NUMBER: lambda header: header.number,
    Kind.DATE: lambda header: header.date,
    Kind.SIGNER: _role_and_name,
    Kind.ISSUER: lambda header: header.issuer,
    Kind.SUBJECT: lambda header: header.subject,
    Kind.ADDRESSEES: lambda header: None,
    Kind.RECIPIENTS: lambda header: None,
}
_QUOTES: Mapping[Kind, Callable[[str, Document], Iterator[Quote]]] = {
    Kind.NUMBER: _numbers,
    Kind.DATE: _dates,
    Kind.SIGNER: _part("signature"),
    Kind.ISSUER: _issuers,
    Kind.SUBJECT: _subjects,
    Kind.ADDRESSEES: _part("addressees", "recipients"),
    Kind.RECIPIENTS: _part("recipients", "addressees"),
}
