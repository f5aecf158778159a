"""What a document stands on, and what stands on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.cues import Kind
from assistant.directory import Directory
from assistant.finders.header import number_quote
from assistant.finders.inquiry import Inquiry
from assistant.finders.targets import COVERED
from assistant.findings import Finding, Found, Quote, quote_fact
from ingest.model import Document, Reference
from ingest.spelling import folded_words
from vectorstore.links import split_number

_ISSUER_LEVELS = re.compile(
    r"\b(?:cua|tu|by|from|of|the|cap|which|what) (?:nhung |cac |mot )?(?P<level>bo|so|tinh|chinh phu|thu tuong|trung uong|quoc hoi|ministry|ministerial|province|provincial|government|prime minister|department)\b"
)
_LEVEL_WORDS = {
    "ministry": "bo", "ministerial": "bo", "province": "tinh", "provincial": "tinh", "government": "chinh phu", "prime minister": "thu tuong", "department": "so",
}  # fmt: skip
_KIND_ASKED = re.compile(
    r"\b(?P<kind>quyet dinh|ke hoach|nghi quyet|nghi dinh|thong tu|chi thi|huong dan|luat|cong van|decision|plan|resolution|decree|circular|directive|law|guidance|letter)s?(?: so)? (?:nao|do|is|are|was|does)\b|"
    r"\b(?:cac|nhung|may|bao nhieu) (?P<kind3>quyet dinh|ke hoach|nghi quyet|nghi dinh|thong tu|chi thi|huong dan|luat|cong van)\b|"
    r"\b(?:which|what) (?:\w+ )?(?P<kind2>decision|plan|resolution|decree|circular|directive|law|guidance|letter)s?\b"
)
_KIND_WORDS = {
    "decision": "quyet dinh", "plan": "ke hoach", "resolution": "nghi quyet", "decree": "nghi dinh", "circular": "thong tu",
    "directive": "chi thi", "law": "luat", "guidance": "huong dan", "letter": "cong van",
}  # fmt: skip
_MOST = 10
_MOST_CITING = 200  # documents looked at
_NAMED = 0.75  # share of the topic that a citation must hold for the question to call it by its name
_WHOLE = re.compile(
    r"\b(?:toan bo|tat ca|moi|ke het|liet ke|nhac|nhung van ban nao duoc|all|every|list|mentions?|mentioned)\b"
)


def find_basis(inquiry: Inquiry) -> Found:
    """The documents that those in scope are based on: as the question narrows them, else those of the preamble."""
    findings: list[Finding] = []
    on_topic: list[Finding] = []  # where one document cites something on the topic, what others stand on is beside it
    for document_id, document in inquiry.documents():
        held = _distinct(document.facts.references)
        narrowed = _narrowed(held, inquiry.question.folded)
        opening = [reference for reference in narrowed if reference.path.startswith("preamble")]
        wanted = narrowed if _WHOLE.search(inquiry.question.folded) or not opening else opening
        about = _on_topic(inquiry, document, narrowed)
        on_topic += _findings(inquiry, document_id, document, about)
        findings += _findings(inquiry, document_id, document, about or wanted)
    return Found(Kind.BASIS, tuple(on_topic or findings)[: inquiry.most(_MOST)])


def find_citing(inquiry: Inquiry) -> Found:
    """Where the documents that the question names are cited by others."""
    directory, question = inquiry.directory, inquiry.question
    findings: list[Finding] = []
    citing = directory.naming("reference", question.cited, question.documents or (), limit=_MOST_CITING)
    for document_id in filter(citing.__contains__, inquiry.allowed):
        document = directory.document(document_id)
        if question.documents and (document_id in question.documents) != bool(question.cited):
            continue
        cited = [r for r in document.facts.references if _is_asked(r, document_id, inquiry)]
        findings += _findings(inquiry, document_id, document, cited)
    return Found(Kind.CITED_BY, tuple(findings)[: inquiry.most(_MOST)])


def find_citing_name(inquiry: Inquiry) -> Found:
    """Where a document that the question calls by its name, a law mostly, is cited, once in each document."""
    findings: list[Finding] = []
    for document_id, document in inquiry.documents():
        weighed = [
            (inquiry.relevance.of(r.quote), -r.start, r) for r in document.facts.references if r.about or r.number
        ]
        best = max(weighed, default=None)
        if best is not None and best[0] >= _NAMED:
            findings += _findings(inquiry, document_id, document, [best[2]])
    return Found(Kind.CITED_BY, tuple(findings)[: inquiry.most(_MOST)])


def _is_asked(reference: Reference, citing: str, inquiry: Inquiry) -> bool:
    """Whether a citation means a document that the question names, held or not."""
    question = inquiry.question
    held = inquiry.directory.links.held(reference, citing)
    if held and question.documents and not question.cited:
        return held in question.documents
    named = split_number(reference.number)
    return bool(named and named.ordinal in question.cited)


def _distinct(references: Iterable[Reference]) -> list[Reference]:
    """Each cited document once, where it is cited first."""
    return list({(r.number or r.about, r.date): r for r in reversed(list(references))}.values())[::-1]


def _on_topic(inquiry: Inquiry, document: Document, references: list[Reference]) -> list[Reference]:
    """Those cited where the question's topic is spoken of, when it has one and they are some of many."""
    if inquiry.relevance.empty:
        return []
    weighed = [
        (inquiry.relevance.of(r.quote, clause.text if (clause := document.clause(r.path)) else ""), r)
        for r in references
    ]
    best = max((weight for weight, _ in weighed), default=0.0)
    return [r for weight, r in weighed if weight >= 0.9 * best] if best >= COVERED else []


def _of_level(issuer: str, level: str) -> bool:
    """Whether an issuer is of a level: "Bộ Y tế" of bộ, "UBND tỉnh" and "Tỉnh ủy" of tỉnh."""
    return f"{issuer} ".startswith(
        (f"{level} ", f"ubnd {level} ", f"hdnd {level} ", f"uy ban nhan dan {level} ", f"chu tich ubnd {level} ")
    )


def _narrowed(references: list[Reference], words: str) -> list[Reference]:
    """Those of the issuer's level and of the kind that the question asks for, as far as there are any."""
    if matches := list(_ISSUER_LEVELS.finditer(words)):
        asked_level = matches[-1]["level"]  # "kế hoạch của tỉnh dựa theo công văn nào của Bộ?"
        level = _LEVEL_WORDS.get(asked_level, asked_level)
        references = [r for r in references if _of_level(folded_words(r.issuer or ""), level)] or references
    if match := _KIND_ASKED.search(words):
        asked = match["kind"] or match["kind2"] or match["kind3"]
        kind = _KIND_WORDS.get(asked, asked)
        references = [r for r in references if folded_words(r.kind or "").startswith(kind)] or references
    return references


def _findings(inquiry: Inquiry, document_id: str, document: Document, references: list[Reference]) -> Iterator[Finding]:
    for reference in references:
        quote = quote_fact(document_id, document, reference.path, reference.start, reference.quote)
        if quote is not None:
            yield Finding(quote, "", _held_quote(reference, inquiry.directory, inquiry.allowed))


def _held_quote(reference: Reference, directory: Directory, allowed: tuple[str, ...]) -> tuple[Quote, ...]:
    """The number line of the cited document, when the corpus holds it, so that it can be opened."""
    document_id = directory.links.held(reference)
    if document_id not in allowed:
        return ()
    quote = number_quote(document_id, directory.document(document_id)) if document_id else None
    return (quote,) if quote else ()
