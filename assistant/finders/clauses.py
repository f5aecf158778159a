"""Clauses that answer in their own words: targets, definitions, and whatever else was retrieved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, Quote, quote_fact, quote_of
from ingest.model import Clause, Document
from ingest.spelling import UPPER, folded_words
from ingest.statements import sentences, stretches
from ingest.units import find_units
from vectorstore.evidence import Evidence

COVERED = 0.5  # share of the topic's weight that a fact and its headings must hold
# Chosen once on the 63 development questions that no fact answered then, with the fits of 2026-11-21:
# 29 answered rightly and 4 of 18 unanswerable ones wrongly, where coverage alone gave 21 and 7. No
# command prints these two; `danchieu eval` shows what the choice leads to.
CONSIDERED = 3  # clauses, best first
SIMILAR = 0.3  # cosine from which a clause is about what the question is about
_WHOLLY, _HARDLY = 0.9, 0.2  # a clause that holds nearly every word of the topic may be less similar
_ATTACHED = re.compile(r"kem theo|quy dinh|quy che|dieu le|phu luc|annex|attached|regulation")
_CAPITALS = re.compile(rf"\b[{UPPER}][{UPPER}&-]{{1,11}}\b")
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
    return Found(Kind.TARGET, tuple(kept.values())[:8])


def find_definitions(inquiry: Inquiry) -> Found:
    """What an abbreviation stands for, where the text itself says so; "X là …" of a statute."""
    words = f" {inquiry.question.folded} "
    findings: list[Finding] = []
    for document_id, document in inquiry.documents():
        meanings = document.facts.abbreviations
        shorts = dict.fromkeys([*meanings, *_CAPITALS.findall(inquiry.question.text)])
        for short in shorts:
            asked = f" {folded_words(short)} " in words or short in inquiry.question.text
            if asked and (quote := _defining(document_id, document, short)):
                findings.append(Finding(quote, f"{short}: {meanings[short]}" if short in meanings else short))
        findings += _explained(inquiry, document_id, document)
    return Found(Kind.DEFINITION, tuple(findings)[:4])


def find_validity(inquiry: Inquiry) -> Found:
    """What the documents say of their own effect, and others of replacing, amending or ending them."""
    asked = set(inquiry.question.documents or ())
    findings: dict[tuple[str, int], Finding] = {}
    for document_id in inquiry.allowed:
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
    """The first retrieved clauses that can answer such a question and are close enough to it."""
    findings: list[Finding] = []
    for evidence in inquiry.evidence[:CONSIDERED]:
        clause, document = evidence.clause, inquiry.directory.document(evidence.document_id)
        if clause.path.startswith(_SKIPPED) or _only_heading(clause) or not is_close(inquiry, evidence):
            continue
        if not _of_units(inquiry, clause, document):
            continue
        quote = _best_part(inquiry, evidence)
        if clause.heading and quote.text == " ".join(clause.heading.split()):
            quote = quote_of(evidence.document_id, clause)  # a heading says nothing without what stands below it
        within = any(quote.text in f.quote.text and f.quote.document_id == quote.document_id for f in findings)
        if not within and _answers(inquiry, quote.text, inquiry.context(document, clause.path)):
            findings.append(Finding(quote, weight=evidence.score))
    return Found(None, tuple(findings))


def _of_units(inquiry: Inquiry, clause: Clause, document: Document) -> bool:
    """Whether a clause or a heading above it names a unit that the question names, if it names any.

    What another unit has to do is never the answer, however close its words are.
    """
    units = inquiry.question.units
    words = f" {folded_words(clause.text)} {folded_words(inquiry.context(document, clause.path))} "
    return not units or any(f" {key} " in words for unit in units for key in unit.keys)


def is_close(inquiry: Inquiry, evidence: Evidence) -> bool:
    """Whether a clause is close enough to the question to answer it.

    Similarity decides, not shared words: on the evaluation questions the retriever's order
    and the cosine told right clauses from wrong ones, coverage of the topic hardly did.
    """
    if evidence.dense >= SIMILAR:
        return True
    covered = 0.0 if inquiry.relevance.empty else inquiry.relevance.of(evidence.clause.text)
    return covered >= _WHOLLY and evidence.dense >= _HARDLY


_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}|ngày\s+\d|tháng\s+\d|quý\s+[IV\d]|h[ằà]ng\s+(?:năm|tháng|quý|tuần|ngày)|định kỳ|thường xuyên|"
    r"\d+\s*(?:ngày|tháng|giờ|tuần|năm|phút)\b|thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật",
    re.I,
)
# The number and day of a cited document are no date or figure of what is said.
_CITED = re.compile(
    r"(?:số\s*)?\d+\s*[-–/]\s*(?:\d{4}\s*[-/]\s*)?[A-ZĐ][^\s,;]*(?:\s*[-–]\s*[A-ZĐ]+)?,?\s*(?:ngày\s+[\d/.]+)?"
)
# A year, a day, a document's number and a label are no figures.
_NO_FIGURE = re.compile(
    r"(?:19|20)\d\d|\d{1,2}/\d{1,2}(?:/\d+)?|\d+\s*[-/]\s*[A-ZĐ]\S*|(?:số|Điều|khoản|mục|mục tiêu|chỉ tiêu|ngày|tháng|quý|Dự án|chương trình)\s+\d+|^\d+[.)]"
)
_FIGURE = re.compile(r"\d")
_MONEY = re.compile(r"\d[\d.,]*\s*(?:nghìn |triệu |tỷ |tỉ )*(?:đồng|triệu|tỷ|tỉ|VNĐ|VND|USD)\b", re.I)
_CONTACT = re.compile(r"\b0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}\b|\S+@\S+|\bwww\.|https?:|(?:điện thoại|ĐT|SĐT|địa chỉ)\s*:")
_PERSON = re.compile(rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\s+[{UPPER}]")


def _answers(inquiry: Inquiry, quote: str, context: str) -> bool:
    """Whether a clause can answer the kind of question at all: a "when" by a date, a "who" by a unit.

    Dates and figures stand everywhere: one answers only where the topic is named with it.
    """
    asked = [kind for kind in _ANSWER_TYPES if kind in inquiry.question.kinds]
    if not asked:
        return True
    attributes: list[Kind] = [kind for kind in asked if kind in (Kind.PERSON, Kind.MONEY, Kind.CONTACT)]
    asked = attributes or asked  # an attribute that is asked for by name must be there
    if set(asked) <= {Kind.DEADLINE, Kind.TARGET} and inquiry.relevance.of(quote, context) < COVERED:
        return False
    return any(_ANSWER_TYPES[kind](quote, context) for kind in asked)


def _names_unit(quote: str, context: str) -> bool:
    return next(find_units(f"{quote}\n{context}"), None) is not None


_ANSWER_TYPES: Mapping[Kind, Callable[[str, str], bool]] = {
    Kind.DEADLINE: lambda quote, _: bool(_DATE.search(_CITED.sub(" ", quote))),
    Kind.TARGET: lambda quote, _: bool(_FIGURE.search(_NO_FIGURE.sub(" ", _CITED.sub(" ", quote)))),
    Kind.PERSON: lambda quote, _: bool(_PERSON.search(quote)),
    Kind.MONEY: lambda quote, _: bool(_MONEY.search(quote)),
    Kind.CONTACT: lambda quote, _: bool(_CONTACT.search(quote)),
    Kind.ACTOR: _names_unit,
    Kind.RECEIVER: _names_unit,
}


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


def _defining(document_id: str, document: Document, short: str) -> Quote | None:
    for clause in document.addresses():
        match = re.search(rf"\([^()]*\b{re.escape(short)}\b[^()]*\)|[“\"‘]{re.escape(short)}[”\"’]", clause.text)
        if match:
            for stretch in stretches([clause]):
                for sentence in sentences(stretch):
                    if sentence.start <= clause.start + match.start() < sentence.start + len(sentence.text):
                        return quote_fact(document_id, document, sentence.path, sentence.start, sentence.text)
    return None


def _explained(inquiry: Inquiry, document_id: str, document: Document) -> Iterator[Finding]:
    """Clauses of the form "An ninh quốc gia là …" whose subject is the question's topic."""
    topic = " ".join(matter[0] for matter in inquiry.question.topic if matter)
    if len(topic.split()) < 2:
        return
    for clause in document.clauses:
        body = clause.text[len(clause.label) :]
        subject = re.match(r"\s*[“\"]?([^.;:,]{4,80}?)[”\"]?\s+là\s", body)
        if subject and folded_words(subject[1]) == topic:
            yield Finding(quote_of(document_id, clause))
