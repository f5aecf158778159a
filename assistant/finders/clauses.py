"""Clauses that answer in their own words: the one that a question names by its address, and those retrieved."""

from __future__ import annotations

import re

from assistant.answer_types import can_answer
from assistant.answerability import threshold
from assistant.cues import Kind
from assistant.finders.fitness import weighed
from assistant.finders.inquiry import Inquiry
from assistant.finders.passages import names_matter, only_heading, passages
from assistant.findings import Finding, Found, quote_of
from ingest.model import Clause, Document
from ingest.spelling import folded_words
from vectorstore.evidence import Evidence

CONSIDERED = 8  # retrieved clauses
SHOWN = 3
NEAR_LIKELIEST = 0.7
SIMILAR = 0.3  # cosine from which a clause is about what the question is about
_WHOLLY, _HARDLY = 0.9, 0.2  # a clause that holds nearly every word of the topic may be less similar
_ATTACHED = re.compile(r"kem theo|quy dinh|quy che|dieu le|phu luc|annex|attached|regulation")
_SKIPPED = ("header", "signature", "recipients", "addressees")
_HEADED = 0.75  # likelihood that what stands below a heading answers that names what is asked for
_OF_A_SIDE = 0.5  # share of the threshold that a clause needs where the question says that the document answers
_MOST = 16
_UNTOLD = 0.2  # what is left of the likelihood, before scaling, of a clause that holds none of a follow-up's words
_TURNING = frozenset(
    {"con", "the", "vay", "thi", "sao", "nao", "what", "how", "about", "and"}
)  # turn to something else


def find_address(inquiry: Inquiry) -> Found:
    """The clause that the question names by its address, in the documents that it may mean."""
    findings: list[Finding] = []
    attached = bool(_ATTACHED.search(inquiry.question.folded))
    for document_id, document in inquiry.documents():
        for clause in _at(document, inquiry.question.address or "", attached=attached):
            inner = [c for c in document.clauses if c.parent == clause.path] if only_heading(clause) else []
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
    likely = likely_clauses(inquiry)
    best = likely[0][0] if likely else 0.0
    findings: list[Finding] = []
    for chance, evidence in likely[:SHOWN]:
        if chance < max(threshold(), best * NEAR_LIKELIEST):
            break
        for finding in passages(inquiry, evidence.document_id, evidence.clause):
            if not any(_holds(other, finding) for other in findings):
                findings.append(finding)
    return Found(None, tuple(findings)[:_MOST])


def find_likeliest(inquiry: Inquiry) -> Found:
    """The likeliest clause, where a question is put to one of several documents that it compares."""
    for chance, evidence in likely_clauses(inquiry)[:1]:
        if chance >= threshold() * _OF_A_SIDE:
            return Found(None, passages(inquiry, evidence.document_id, evidence.clause))
    return Found(None)


def find_answering(inquiry: Inquiry, kind: Kind, beside: Found) -> Found:
    """The likeliest clause that answers one more kind that is asked for, in the documents that answer the others."""
    documents = {finding.quote.document_id for finding in beside.findings}
    for chance, evidence in likely_clauses(inquiry):
        context = inquiry.context(inquiry.directory.document(evidence.document_id), evidence.clause.path)
        fits = evidence.document_id in documents and can_answer({kind}, evidence.clause.text, context)
        if fits and chance >= threshold() * NEAR_LIKELIEST:
            return Found(None, passages(inquiry, evidence.document_id, evidence.clause))
    return Found(None)


def likely_clauses(inquiry: Inquiry) -> list[tuple[float, Evidence]]:
    """The first retrieved clauses, the one that answers rather than the others first, with falling likelihoods.

    How likely it is that any answers, and which of them does, are learnt apart: the likelihoods are
    handed out in the order of preference. A heading that names what is asked for answers with what
    stands below it, wherever the search ranks it.
    """
    chances: list[float] = []
    preferred: list[tuple[bool, float, Evidence]] = []
    for rank, evidence in enumerate(e for e in inquiry.evidence if not e.clause.path.startswith(_SKIPPED)):
        document = inquiry.directory.document(evidence.document_id)
        headed = names_matter(inquiry, document, evidence.clause)
        if rank < CONSIDERED or headed:
            chance, preference = weighed(inquiry, quote_of(evidence.document_id, evidence.clause))
            chances.append(max(chance, _HEADED) if headed else chance)
            preferred.append((headed, preference, evidence))
    order = sorted(preferred, key=lambda row: row[:2], reverse=True)
    likely = [(chance, row[2]) for chance, row in zip(sorted(chances, reverse=True), order, strict=True)]
    return sorted(_in_turn(inquiry, likely), key=lambda row: -row[0])


def _in_turn(inquiry: Inquiry, likely: list[tuple[float, Evidence]]) -> list[tuple[float, Evidence]]:
    """For a follow-up the likelihoods in the order of its own few words; that of the likeliest stays what it was.

    Of clauses that are alike but for one word, "hạng A1 …", "hạng B …", it wants the one with its word.
    """
    question, directory = inquiry.question, inquiry.directory
    words = folded_words(question.text).split()
    asked = {w: directory.rarity(w) for w in words if directory.frequencies[w] and w not in _TURNING}
    total = sum(asked.values())
    if not (question.follow_up and len(question.topic) <= 1 and total and likely):
        return likely
    turned = []
    for chance, evidence in likely:
        held = set(folded_words(evidence.clause.text).split())
        share = sum(rarity for word, rarity in asked.items() if word in held) / total
        turned.append((chance * (_UNTOLD + share**2), evidence))
    scale = max(chance for chance, _ in likely) / max(chance for chance, _ in turned)
    return [(chance * scale, evidence) for chance, evidence in turned]


def is_close(inquiry: Inquiry, evidence: Evidence) -> bool:
    """Whether a clause is close enough to the question to answer it.

    Similarity decides, not shared words: on the evaluation questions the retriever's order
    and the cosine told right clauses from wrong ones, coverage of the topic hardly did.
    """
    if evidence.dense >= SIMILAR:
        return True
    covered = 0.0 if inquiry.relevance.empty else inquiry.relevance.of(evidence.clause.text)
    return covered >= _WHOLLY and evidence.dense >= _HARDLY


def _holds(one: Finding, other: Finding) -> bool:
    """Whether a finding quotes all that another does."""
    a, b = one.quote, other.quote
    return a.document_id == b.document_id and a.start <= b.start and b.end <= a.end
