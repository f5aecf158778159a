"""From when a document holds, what it replaces, amends or ends, and what does so to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, quote_fact
from ingest.model import Document, Effect
from ingest.spelling import folded_words
from vectorstore.links import split_number

_MOST = 6
_MOST_ACTING = 200  # documents looked at for what they do to others
_SINCE = re.compile(
    r"\b(?:tu|ke tu|khi|ngay|hom|bao gio|truoc|sau) (?:khi )?(?:nao|ngay|may|hom)|bao gio|khi nao|\bwhen\b|from (?:which|what)|what date|hieu luc truoc"
)
_HOLDS = frozenset({"có hiệu lực", "hết hiệu lực", "kéo dài"})
_ACTS = {
    "thay thế": re.compile(r"\bthay(?: the)?\b|\breplac|\bsupersed"),
    "bãi bỏ": re.compile(
        r"\bbai bo|\bbo (?:di|han|chuong|dieu|khoan|muc)|\brepeal|\bstr(?:ike|uck)|\babolish|\bthay(?: the)?\b"
    ),
    "sửa đổi, bổ sung": re.compile(r"\bsua\b|\bbo sung\b|\bamend"),
}  # how a question asks for what a document does to others


def find_validity(inquiry: Inquiry) -> Found:
    """What the documents say of their own effect, and others of replacing, amending or ending them.

    A document that is only cited is asked about as much as one that is held: "Thông tư 220/2010 còn hiệu lực không?"
    """
    findings: dict[tuple[str, int], Finding] = {}
    for document_id, effect in _concerned(inquiry):
        document = inquiry.directory.document(document_id)
        quote = quote_fact(document_id, document, effect.path, effect.start, effect.quote)
        if quote is not None:
            findings.setdefault((document_id, effect.start), Finding(quote, effect.act, date=effect.date))
    own = {key: finding for key, finding in findings.items() if finding.lead in _HOLDS and finding.date}
    if own and _SINCE.search(inquiry.question.folded):
        findings = own
    findings = {key: replace(finding, lead="") for key, finding in findings.items()}
    return Found(Kind.VALIDITY, tuple(findings.values())[:_MOST], conclusive=inquiry.question.documents is not None)


def find_amended(inquiry: Inquiry) -> Found:
    """Which other documents those in scope replace, amend or end: each once for each such act."""
    acts = {act for act, words in _ACTS.items() if words.search(inquiry.question.folded)}
    findings: dict[tuple[str, str], Finding] = {}
    for document_id, document in inquiry.documents():
        for effect in document.facts.effects:
            quote = quote_fact(document_id, document, effect.path, effect.start, effect.quote)
            if quote is not None and effect.act in acts and (effect.number or effect.about):
                findings.setdefault((effect.act, effect.number or effect.about or ""), Finding(quote))
    return Found(Kind.VALIDITY, tuple(findings.values())[: inquiry.most(_MOST)])


def _concerned(inquiry: Inquiry) -> Iterator[tuple[str, Effect]]:
    question, links = inquiry.question, inquiry.directory.links
    asked = set(question.documents or ())
    acting = asked | inquiry.directory.naming("effect", question.cited, asked, limit=_MOST_ACTING)
    acting |= set(inquiry.read) if question.years else set()
    for document_id in filter(acting.__contains__, inquiry.allowed):
        document = inquiry.directory.document(document_id)
        for effect in document.facts.effects:
            own = document_id in asked and not question.cited
            if own or links.affected(effect, document_id) in asked or _is_cited(inquiry, document, effect):
                yield document_id, effect


def _is_cited(inquiry: Inquiry, document: Document, effect: Effect) -> bool:
    """Whether an effect is on a document that the question names and the corpus only cites."""
    question = inquiry.question
    named = split_number(effect.number)
    if named is not None and named.ordinal in question.cited:
        year = re.search(r"\b((?:19|20)\d\d)\b", f"{effect.number} {effect.issued}")
        return not question.years or year is None or int(year[1]) in question.years
    if effect.kind is None or effect.about is None or not question.years:
        return False  # "Luật Giáo dục năm 2005": by its name and year
    words, name = f" {question.folded} ", folded_words(f"{effect.kind} {effect.about}")
    return f" {name} " in words and any(str(year) in f"{effect.number} {effect.issued}" for year in question.years)
