"""Clauses that answer in their own words: targets, effects, addresses, and whatever else was retrieved."""

from __future__ import annotations

import re

from assistant.answerability import features_of, likelihood, threshold
from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, Quote, quote_fact, quote_of
from ingest.model import Clause, Document
from ingest.statements import sentences, stretches
from vectorstore.evidence import Evidence

COVERED = 0.5  # share of the topic's weight that a fact and its headings must hold
# Chosen once on the 63 development questions that no fact answered then, with the fits of 2026-11-21:
# 29 answered rightly and 4 of 18 unanswerable ones wrongly, where coverage alone gave 21 and 7. No
# command prints these two; `danchieu eval` shows what the choice leads to.
_MOST_ACTING = 200  # documents looked at for what they do to others
CONSIDERED = 8  # retrieved clauses
SHOWN = 3
NEAR_LIKELIEST = 0.7
SIMILAR = 0.3  # cosine from which a clause is about what the question is about
_WHOLLY, _HARDLY = 0.9, 0.2  # a clause that holds nearly every word of the topic may be less similar
_ATTACHED = re.compile(r"kem theo|quy dinh|quy che|dieu le|phu luc|annex|attached|regulation")
_LONG = 420  # characters; of a longer clause only the sentences on the topic are quoted
_SKIPPED = ("header", "signature", "recipients", "addressees")


def find_targets(inquiry: Inquiry) -> Found:
    """The figures to reach that the question asks about."""
    weighed = []
    for document_id, document in inquiry.documents():
        for target in document.facts.targets:
            weight = inquiry.relevance.of(target.what, target.quote, inquiry.context(document, target.path))
            quote = quote_fact(document_id, document, target.path, target.start, target.quote)
            if quote is not None and weight >= COVERED:
                weighed.append(Finding(quote, target.value, weight=weight))
    best = max((finding.weight for finding in weighed), default=0.0)
    kept = {(f.quote.document_id, f.quote.start): f for f in weighed if f.weight >= best * 0.9}
    return Found(Kind.TARGET, tuple(kept.values())[: inquiry.most(8)])


def find_validity(inquiry: Inquiry) -> Found:
    """What the documents say of their own effect, and others of replacing, amending or ending them."""
    asked = set(inquiry.question.documents or ())
    findings: dict[tuple[str, int], Finding] = {}
    acting = asked | inquiry.directory.naming("effect", (), asked, limit=_MOST_ACTING)
    for document_id in filter(acting.__contains__, inquiry.allowed):
        document = inquiry.directory.document(document_id)
        for effect in document.facts.effects:
            concerns = document_id in asked or inquiry.directory.links.affected(effect, document_id) in asked
            quote = quote_fact(document_id, document, effect.path, effect.start, effect.quote) if concerns else None
            if quote is not None:
                findings.setdefault((document_id, effect.start), Finding(quote))
    return Found(Kind.VALIDITY, tuple(findings.values())[:6], conclusive=True)


def find_address(inquiry: Inquiry) -> Found:
    """The clause that the question names by its address, in the documents that it may mean."""
    findings: list[Finding] = []
    for document_id, document in inquiry.documents():
        for clause in _at(
            document, inquiry.question.address or "", attached=bool(_ATTACHED.search(inquiry.question.folded))
        ):
            inner = [c for c in document.clauses if c.parent == clause.path] if _only_heading(clause) else []
            findings += [Finding(quote_of(document_id, part)) for part in (clause, *inner)]
    return Found(None, tuple(findings)[:12])


def _at(document: Document, address: str, *, attached: bool) -> list[Clause]:
    """The clause at an address, in the document itself or in what is attached to it."""
    own = document.clause(address)
    annexed = [
        clause for clause in document.clauses if clause.path.startswith("PL") and clause.path.endswith(f".{address}")
    ]
    if own is None or (attached and annexed):
        return annexed
    return [own]


def find_clauses(inquiry: Inquiry) -> Found:
    """The retrieved clauses that are likely enough to answer the question, and nearly as likely as the likeliest."""
    likely: list[tuple[float, Evidence]] = []
    for rank, evidence in enumerate(inquiry.evidence[:CONSIDERED], start=1):
        if evidence.clause.path.startswith(_SKIPPED) or _only_heading(evidence.clause):
            continue
        features = features_of(
            inquiry, evidence.document_id, evidence.clause.path, evidence.clause.text,
            dense=evidence.dense, lexical=evidence.lexical, rank=rank,
        )  # fmt: skip
        likely.append((likelihood(features), evidence))
    likely.sort(key=lambda row: -row[0])
    best = likely[0][0] if likely else 0.0
    findings: list[Finding] = []
    for chance, evidence in likely[:SHOWN]:
        if chance < max(threshold(), best * NEAR_LIKELIEST):
            break
        quote = _best_part(inquiry, evidence)
        if evidence.clause.heading and quote.text == " ".join(evidence.clause.heading.split()):
            quote = quote_of(
                evidence.document_id, evidence.clause
            )  # a heading says nothing without what stands below it
        if not any(quote.text in f.quote.text and f.quote.document_id == quote.document_id for f in findings):
            findings.append(Finding(quote, weight=evidence.score))
    return Found(None, tuple(findings))


def is_close(inquiry: Inquiry, evidence: Evidence) -> bool:
    """Whether a clause is close enough to the question to answer it.

    Similarity decides, not shared words: on the evaluation questions the retriever's order
    and the cosine told right clauses from wrong ones, coverage of the topic hardly did.
    """
    if evidence.dense >= SIMILAR:
        return True
    covered = 0.0 if inquiry.relevance.empty else inquiry.relevance.of(evidence.clause.text)
    return covered >= _WHOLLY and evidence.dense >= _HARDLY


def _only_heading(clause: Clause) -> bool:
    """Whether a clause is a container's heading: it names a matter and says nothing of it."""
    return bool(clause.heading) and len(clause.text) <= len(clause.heading) + len(clause.label) + 4


def _best_part(inquiry: Inquiry, evidence: Evidence) -> Quote:
    """The sentences of a long clause that are on the topic; a short one whole."""
    clause = evidence.clause
    if len(clause.text) <= _LONG:
        return quote_of(evidence.document_id, clause)
    weighed = [
        (inquiry.relevance.of(sentence.text), sentence)
        for stretch in stretches([clause])
        for sentence in sentences(stretch)
        if len(sentence.text.split()) > 3
    ]
    if not weighed:
        return quote_of(evidence.document_id, clause)
    _, sentence = max(weighed, key=lambda row: row[0])
    holder = next((item for item in clause.items if item.path == sentence.path), clause)
    return quote_of(evidence.document_id, holder, sentence.start, sentence.start + len(sentence.text))
