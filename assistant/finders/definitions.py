"""What a term or an abbreviation means, where a text itself says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry, context_of
from assistant.findings import Finding, Found, Quote, quote_fact, quote_of
from ingest.model import Clause, Document
from ingest.spelling import UPPER, folded_words
from ingest.statements import sentences, stretches

_CAPITALS = re.compile(rf"\b[{UPPER}][{UPPER}&-]{{1,11}}\b")
_MOST = 4
# "An ninh quốc gia là …", "“Hộ kinh doanh” được hiểu là …", "Lối thoát nạn thứ hai: …"
_TERM = re.compile(
    r"\s*(?:[-+–]\s*)?[“\"]?(?P<term>[^.;:,“”\"\n]{3,90}?)[”\"]?\s*(?:,\s*)?(?:(?:được hiểu |gọi )?là(?: gồm)?\s|gồm(?: có)?\s|bao gồm\s|:\s)"
)
_EXPLAINED = re.compile(r"giai thich tu ngu|tu ngu duoi day|duoc hieu nhu sau")


def find_definitions(inquiry: Inquiry) -> Found:
    """Abbreviations with their full form and terms with their explanation, each meaning once."""
    findings: dict[str, Finding] = {}
    for document_id, document in inquiry.documents():
        for finding in (*_abbreviated(inquiry, document_id, document), *_explained(inquiry, document_id, document)):
            findings.setdefault(folded_words(finding.lead or finding.quote.text), finding)
    best = max((finding.weight for finding in findings.values()), default=0.0)
    return Found(Kind.DEFINITION, tuple(f for f in findings.values() if f.weight >= best)[:_MOST])


def _abbreviated(inquiry: Inquiry, document_id: str, document: Document) -> Iterator[Finding]:
    words, text = f" {inquiry.question.folded} ", inquiry.question.text
    meanings = document.facts.abbreviations
    for short in dict.fromkeys([*meanings, *_CAPITALS.findall(text)]):
        asked = f" {folded_words(short)} " in words or short in text
        if asked and (quote := _defining(document_id, document, short)):
            yield Finding(quote, f"{short}: {meanings[short]}" if short in meanings else short)


def _defining(document_id: str, document: Document, short: str) -> Quote | None:
    """The sentence that gives a short form in brackets or quotation marks."""
    pattern = re.compile(
        rf"\([^()]*\b{re.escape(short)}\b[^()]*\)|[“\"‘]{re.escape(short)}[”\"’]|^\W*{re.escape(short)} ?[:(]"
    )
    for clause in document.clauses:
        match = pattern.search(clause.text)
        if match is None:
            continue
        at = clause.start + match.start()
        for stretch in stretches([clause]):
            for sentence in sentences(stretch):
                if sentence.start <= at < sentence.start + len(sentence.text):
                    return quote_fact(document_id, document, sentence.path, sentence.start, sentence.text)
    return None


def _explained(inquiry: Inquiry, document_id: str, document: Document) -> Iterator[Finding]:
    """Clauses that explain the term that the question asks for; those under "Giải thích từ ngữ" before others."""
    if inquiry.relevance.empty:
        return
    words = f" {inquiry.question.folded} "
    for clause, term, explained in document.derived(_terms):
        named = f" {folded_words(term)} " in words and (explained or inquiry.relevance.of(term) >= _MEANT)
        if named or _same(inquiry, term):
            yield Finding(quote_of(document_id, clause), weight=1.0 if explained else _BESIDE)


_MEANT = 0.6  # share of the topic that a term named in the question must hold
_BESIDE = 0.9  # weight of an explanation that stands outside the article of explanations


def _terms(document: Document) -> Sequence[tuple[Clause, str, bool]]:
    """Clauses that explain a term of two words or more: clause, term, whether it stands where terms are explained."""
    found = []
    for clause in document.addresses():
        term = _term(clause)
        if len(term.split()) >= 2:
            context = folded_words(context_of(document, clause.path))
            found.append((clause, term, _EXPLAINED.search(context) is not None))
    return found


def _term(clause: Clause) -> str:
    """The term that a clause explains; "" where it explains none."""
    body = clause.text[len(clause.label) :]
    match = _TERM.match(body)
    return match["term"].strip() if match else ""


def _same(inquiry: Inquiry, term: str) -> bool:
    """Whether a term is the question's topic in another language or order: it holds the topic and little else."""
    said = {word for matter in inquiry.question.topic for way in matter for word in folded_words(way).split()}
    words = folded_words(term).split()
    return inquiry.relevance.of(term) >= _WHOLE and sum(word in said for word in words) >= _WHOLE * len(words)


_WHOLE = 0.8
