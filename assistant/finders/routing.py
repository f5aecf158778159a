"""Which finders a question goes to, and what they bring back together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.cues import HEADER_KINDS, Kind
from assistant.directory import Directory
from assistant.finders.clauses import COVERED, find_address, find_clauses, find_targets, find_validity
from assistant.finders.comparing import find_compared
from assistant.finders.deadlines import find_deadlines, find_receivers
from assistant.finders.definitions import find_definitions
from assistant.finders.duties import find_actors_at, find_doers, find_duties_of_units, find_objectives_of
from assistant.finders.fitness import outweighs, weeded
from assistant.finders.header import find_header_facts
from assistant.finders.inquiry import Inquiry
from assistant.finders.listing import find_list
from assistant.finders.references import find_basis, find_citing
from assistant.finders.summary import find_summary
from assistant.finders.tables import find_cells
from assistant.finders.wordings import find_wordings
from assistant.findings import Found, Quote
from ingest.spelling import folded_words


def find(inquiry: Inquiry) -> tuple[Found, ...]:
    """What answers a question: from the facts where they fit, from retrieved clauses where not.

    A question may ask for two things ("to whom and by when?"): each of its kinds is
    looked for. Rows of tables, then clauses in their own words, come in when no fact was found, or when they
    answer better than the facts. An empty part that is conclusive says that there is nothing to find.
    """
    if shaped := _shaped(inquiry):
        return shaped
    looked = tuple(weeded(inquiry, part) for part in _facts(inquiry))
    facts = tuple(part for part in looked if part.findings)
    conclusive = tuple(part for part in looked if part.conclusive)
    said = next((part for part in (look(inquiry) for look in (find_cells, find_clauses)) if part.findings), None)
    if facts:
        return (said,) if said and outweighs(inquiry, said, facts) else facts
    return conclusive or ((said,) if said else ())


def _shaped(inquiry: Inquiry) -> tuple[Found, ...]:
    """Answers of a shape of their own: a summary, sides to compare, wordings, a list over the documents."""
    kinds = inquiry.question.kinds
    if Kind.SUMMARY in kinds and inquiry.question.documents is not None:
        return find_summary(inquiry)
    if Kind.PRECEDENT in kinds:
        return find_wordings(inquiry)
    if Kind.COMPARE in kinds and (compared := find_compared(inquiry, find)):
        return compared
    return find_list(inquiry) if Kind.LIST in kinds else ()


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


def _facts(inquiry: Inquiry) -> Iterator[Found]:
    question = inquiry.question
    kinds = question.kinds
    if question.address is not None:
        addressed = find_address(inquiry)
        yield addressed
        if addressed.findings:
            return
    if Kind.VALIDITY in kinds and question.documents is not None:
        yield find_validity(inquiry)
        return
    if kinds & {Kind.PERSON, Kind.MONEY, Kind.CONTACT} and not kinds & HEADER_KINDS:
        return  # no fact holds these; a clause may
    if question.cited or (Kind.CITED_BY in kinds and question.documents):
        yield find_citing(inquiry)
        return
    if question.documents is not None or _covers_subject(inquiry):
        for kind in sorted(HEADER_KINDS & kinds):
            if kind is not Kind.SUBJECT or _covers_subject(inquiry):  # "nói gì về X" asks of X
                yield find_header_facts(inquiry, kind)
        if Kind.BASIS in kinds:
            yield find_basis(inquiry)
            return
    if question.objectives or Kind.OBJECTIVE in kinds:
        yield find_objectives_of(inquiry)
        return
    yield from _dates_and_figures(inquiry)


def _covers_subject(inquiry: Inquiry) -> bool:
    """Whether a question that names no document speaks of what some of them are about."""
    return inquiry.relevance.empty or any(
        inquiry.relevance.of(document.header.subject or "") >= COVERED for _, document in inquiry.documents()
    )


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
