"""Which finders a question goes to, and what they bring back together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer_types import can_answer
from assistant.cues import HEADER_KINDS, Kind
from assistant.directory import Directory
from assistant.finders.clauses import find_address, find_answering, find_clauses
from assistant.finders.comparing import find_compared
from assistant.finders.deadlines import find_deadlines, find_receivers
from assistant.finders.definitions import find_definitions
from assistant.finders.duties import find_actors_at, find_doers, find_duties_of_units, find_objectives_of
from assistant.finders.effects import find_amended, find_validity
from assistant.finders.fitness import ALIKE, better, outweighs, weeded
from assistant.finders.header import find_header_facts
from assistant.finders.inquiry import Inquiry
from assistant.finders.listing import asks_for_documents, find_list
from assistant.finders.persons import find_persons
from assistant.finders.references import find_basis, find_citing, find_citing_name
from assistant.finders.summary import find_summary
from assistant.finders.tables import find_cells
from assistant.finders.targets import COVERED, find_targets
from assistant.finders.wordings import find_wordings
from assistant.findings import Found, Quote
from ingest.model import Document
from ingest.spelling import folded_words

# What a question may ask for beside something else: "to whom, by when and how much?"
_PARTS = frozenset({Kind.ACTOR, Kind.DEADLINE, Kind.TARGET, Kind.RECEIVER, Kind.MONEY, Kind.PERSON})


_NEAR_BEST = 0.9  # share of the best subject's part of the topic that another document's must hold
_SIGNS = re.compile(
    r"(?<!thu )\bk[yi]\b|\bsign(?:s|ed|er)?\b"
)  # who signed stands in the signature, whatever his position


def find(inquiry: Inquiry) -> tuple[Found, ...]:
    """What answers a question: from the facts where they fit, from retrieved clauses where not.

    A question may ask for two things ("to whom and by when?"): each of its kinds is
    looked for. Rows of tables, then clauses in their own words, come in when no fact was found, or when they
    answer better than the facts. An empty part that is conclusive says that there is nothing to find.
    """
    if shaped := _shaped(inquiry):
        return shaped
    looked = tuple(weeded(inquiry, part) for part in facts(inquiry))
    stated = tuple(part for part in looked if part.findings)
    conclusive = tuple(part for part in looked if part.conclusive)
    if stated and not any(part.kind in ALIKE for part in stated):
        return stated
    said = better(inquiry, find_cells(inquiry), find_clauses(inquiry))
    if stated:
        return (said,) if outweighs(inquiry, said, stated) else _completed(inquiry, stated)
    settled = inquiry.question.kinds <= {part.kind for part in conclusive}
    return conclusive if conclusive and (settled or not said.findings) else ((said,) if said.findings else ())


def _completed(inquiry: Inquiry, stated: tuple[Found, ...]) -> tuple[Found, ...]:
    """Facts, and clauses for what else the question asks that they do not answer."""
    found = stated
    for kind in sorted(_PARTS & inquiry.question.kinds):
        quotes = [finding.quote for part in found for finding in part.findings]
        if not any(part.kind is kind for part in found) and not any(can_answer({kind}, q.text, "") for q in quotes):
            also = find_answering(inquiry, kind, stated[0])
            found = (*found, also) if also.findings else found
    return found


def _shaped(inquiry: Inquiry) -> tuple[Found, ...]:
    """Answers of a shape of their own: a summary, sides to compare, wordings, a list over the documents."""
    kinds = inquiry.question.kinds
    if Kind.SUMMARY in kinds and inquiry.question.documents is not None:
        return find_summary(inquiry)
    if Kind.PRECEDENT in kinds:
        return find_wordings(inquiry)
    if Kind.COMPARE in kinds and (compared := find_compared(inquiry, find)):
        return compared
    return find_list(inquiry) if Kind.LIST in kinds or asks_for_documents(inquiry) else ()


def naming(found: Sequence[Found], places: Sequence[str], directory: Directory) -> tuple[Found, ...]:
    """Those of the findings whose clause names one of the places."""
    kept = []
    for part in found:
        findings = tuple(finding for finding in part.findings if _names(finding.quote, places, directory))
        if findings:
            kept.append(replace(part, findings=findings))
    return tuple(kept)


def _names(quote: Quote, places: Sequence[str], directory: Directory) -> bool:
    clause = directory.document(quote.document_id).clause(quote.path)
    words = f" {folded_words(clause.text)} " if clause else ""
    return any(f" {place} " in words for place in places)


def facts(inquiry: Inquiry) -> Iterator[Found]:
    """What the facts say, family by family, until one settles the question."""
    for family in (_addressed, _persons, _effects, _citations, _headings, _objectives):
        parts = tuple(family(inquiry))
        yield from parts
        if any(part.findings or part.conclusive for part in parts):
            return
    attributes = {Kind.PERSON, Kind.MONEY, Kind.CONTACT} & inquiry.question.kinds
    if not attributes or HEADER_KINDS & inquiry.question.kinds:  # of these no fact tells; a clause may
        yield from _dates_and_figures(inquiry)


def _addressed(inquiry: Inquiry) -> Iterator[Found]:
    if inquiry.question.address is not None:
        yield find_address(inquiry)


def _effects(inquiry: Inquiry) -> Iterator[Found]:
    question = inquiry.question
    if question.documents is not None and question.kinds & {Kind.VALIDITY, Kind.BASIS, Kind.NUMBER}:
        amended = find_amended(inquiry)
        yield amended
        if amended.findings:  # it was asked what the document does to others, not how it stands itself
            return
    if Kind.VALIDITY in question.kinds and (question.documents is not None or question.cited or question.years):
        yield find_validity(inquiry)


def _persons(inquiry: Inquiry) -> Iterator[Found]:
    if inquiry.question.kinds & {Kind.PERSON, Kind.ACTOR, Kind.LIST, *HEADER_KINDS} and not _SIGNS.search(
        inquiry.question.folded
    ):
        yield find_persons(inquiry)


def _citations(inquiry: Inquiry) -> Iterator[Found]:
    question = inquiry.question
    of_heading = HEADER_KINDS & question.kinds and question.documents is not None
    if (question.cited and not of_heading) or (Kind.CITED_BY in question.kinds and question.documents):
        yield replace(find_citing(inquiry), conclusive=True)
    elif Kind.CITED_BY in question.kinds and not inquiry.relevance.empty:
        yield find_citing_name(inquiry)


def _headings(inquiry: Inquiry) -> Iterator[Found]:
    """Fields of the documents' headings, and what they stand on."""
    kinds, named = inquiry.question.kinds, inquiry.question.documents is not None
    about = _most_about(inquiry)
    meant = inquiry if named else inquiry.narrowed(about)
    for kind in sorted(HEADER_KINDS & kinds):
        if meant.scope and (kind is not Kind.SUBJECT or about):  # "nói gì về X" asks of X, not of the subject
            yield find_header_facts(meant, kind)
    if Kind.BASIS in kinds and not named and not inquiry.relevance.empty:
        citing = find_citing_name(inquiry)  # "văn bản nào căn cứ Luật Đất đai?"
        yield citing
        about = [] if citing.findings else about
    if Kind.BASIS in kinds and (named or about):
        yield find_basis(inquiry)


def _objectives(inquiry: Inquiry) -> Iterator[Found]:
    if inquiry.question.objectives or Kind.OBJECTIVE in inquiry.question.kinds:
        yield find_objectives_of(inquiry)


def _is_about(inquiry: Inquiry, document: Document) -> bool:
    """Whether the question's topic, if it has one, is what a document is about."""
    return not inquiry.question.topic or (
        not inquiry.relevance.empty and inquiry.relevance.of(document.header.subject or "") >= COVERED
    )


def _most_about(inquiry: Inquiry) -> list[str]:
    """The documents on the question's topic; where one's subject holds more of it than the others', that one."""
    relevance = inquiry.relevance
    about = {d: document.header.subject or "" for d, document in inquiry.documents() if _is_about(inquiry, document)}
    if relevance.empty or Kind.LIST in inquiry.question.kinds:
        return list(about)
    best = max((relevance.of(subject) for subject in about.values()), default=0.0)
    return [d for d, subject in about.items() if relevance.of(subject) >= best * _NEAR_BEST]


def _dates_and_figures(inquiry: Inquiry) -> Iterator[Found]:
    kinds, units = inquiry.question.kinds, inquiry.question.units
    if Kind.DEADLINE in kinds:
        deadlines = find_deadlines(inquiry)
        yield deadlines
        if deadlines.findings:
            if Kind.ACTOR in kinds:
                yield find_actors_at(inquiry, deadlines.findings)
            return
    if Kind.RECEIVER in kinds:
        yield find_receivers(inquiry)
        return
    if Kind.DEFINITION in kinds:
        yield find_definitions(inquiry)
    if Kind.TARGET in kinds:
        yield find_targets(inquiry)
        return
    plainly = Kind.DUTIES in kinds or (Kind.ACTOR not in kinds and () not in inquiry.question.topic)
    if units and plainly and Kind.DEADLINE not in kinds:
        yield find_duties_of_units(inquiry)
    elif Kind.ACTOR in kinds:
        yield find_doers(inquiry)
