"""Who has to do what: duties of a unit, doers of a thing, objectives and who reports them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.cues import Kind
from assistant.finders.clauses import is_close
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, Quote, heading_of, quote_fact
from ingest.model import Document, Duty, ObjectiveShare
from ingest.spelling import folded_words

_ROLE_CUES = {
    "chủ trì": re.compile(r"chu tri|\blead|in charge|dung dau|\bchinh\b"),
    "phối hợp": re.compile(r"phoi hop|coordinat|support|\bjoin|assist|cooperat|work with|help"),
    "tham mưu": re.compile(r"tham muu|advis"),
    "báo cáo": re.compile(r"bao cao|report|tong hop"),
}
_ENOUGH = 0.45  # share of the topic that a duty must cover to be an answer; see `danchieu eval`
_MUCH = 4  # syllables of topic from which a question about a unit is about something of its own
_BARELY = 0.2  # below, none of a unit's duties has to do with the topic
_NEAR_BEST = 0.9  # duties this close to the best one answer beside it
_MOST = 14  # statements in one answer


def find_objectives_of(inquiry: Inquiry) -> Found:
    """Duties about the objectives that the question numbers, or all objectives of its units.

    A unit asked about that has others than the objective asked about is a false
    presupposition: its own are found instead, beside who does have that one.
    """
    question = inquiry.question
    reports = "báo cáo" in _roles_asked(inquiry)
    rows = [row for row in _duties(inquiry) if row[2].objectives and (row[2].role == "báo cáo" or not reports)]
    of_units = (
        [row for row in rows if inquiry.is_unit(row[2].actor, question.units, row[1])] if question.units else rows
    )
    asked = [row for row in of_units if _shares(row[2], question.objectives)]
    if asked or not (question.units or any(share.indicators for share in question.objectives)):
        return Found(Kind.OBJECTIVE, _with_shares(asked, question.objectives)[: inquiry.most(_MOST)], conclusive=True)
    whole = tuple(ObjectiveShare(share.objective) for share in question.objectives)
    elsewhere = [row for row in rows if _shares(row[2], whole)]
    own = _with_shares(of_units, ())[:_MOST] if question.units else ()
    corrected = (*own, *_with_shares(elsewhere, whole)[:_MOST]) if own or not question.units else ()
    return Found(Kind.OBJECTIVE, corrected, conclusive=True, corrects=bool(corrected))


def _with_shares(rows: Iterable[tuple[str, Document, Duty]], asked: tuple[ObjectiveShare, ...]) -> tuple[Finding, ...]:
    findings = (
        _finding(document_id, document, duty, 1.0, detail="; ".join(map(_share_words, _shares(duty, asked))))
        for document_id, document, duty in rows
    )
    return _distinct(finding for finding in findings if finding)


def _shares(duty: Duty, asked: tuple[ObjectiveShare, ...]) -> list[ObjectiveShare]:
    return [share for share in duty.objectives if not asked or _asked(share, asked)]


def find_duties_of_units(inquiry: Inquiry) -> Found:
    """What the units named in the question have to do; about its topic, if it has one."""
    units = inquiry.question.units
    roles = _roles_asked(inquiry)
    weighed = [
        (inquiry.relevance.of(duty.quote, inquiry.context(document, duty.path)), document_id, document, duty)
        for document_id, document, duty in _duties(inquiry)
        if inquiry.is_unit(duty.actor, units, document)
    ]
    if roles and any(duty.role in roles for _, _, _, duty in weighed):
        weighed = [row for row in weighed if row[3].role in roles]
    best = max((weight for weight, *_ in weighed), default=0.0)
    said = sum(len(matter[0].split()) for matter in inquiry.question.topic if matter)
    if best < _BARELY and said >= _MUCH:  # its duties are about other things
        weighed = []
    floor = best * _NEAR_BEST if best >= _ENOUGH and not inquiry.relevance.empty else 0.0
    findings = [
        _finding(document_id, document, duty, weight)
        for weight, document_id, document, duty in weighed
        if weight >= floor
    ]
    named = any(inquiry.directory.names(key, inquiry.scope) for unit in units for key in unit.keys)
    return Found(Kind.DUTIES, _distinct(f for f in findings if f)[: inquiry.most(_MOST)], conclusive=not named)


def find_doers(inquiry: Inquiry) -> Found:
    """Who does what the question is about."""
    roles = _roles_asked(inquiry)
    similarity = {(e.document_id, e.clause.path): e.score for e in inquiry.evidence}
    close = {(e.document_id, e.clause.path) for e in inquiry.evidence[:3] if is_close(inquiry, e)}
    weighed = []
    for document_id, document, duty in _duties(inquiry):
        if (roles and duty.role not in roles) or not _concerns(inquiry, document, duty):
            continue
        covered = 0.0 if inquiry.relevance.empty else inquiry.relevance.of(duty.action, duty.quote)
        if (document_id, duty.path) in close and (covered >= _BARELY or inquiry.relevance.empty):
            covered = max(covered, _ENOUGH)
        weighed.append(
            (covered + 0.3 * similarity.get((document_id, duty.path), 0.0), covered, document_id, document, duty)
        )
    best = max((weight for weight, *_ in weighed), default=0.0)
    findings = [
        _finding(document_id, document, duty, min(covered, 1.0))
        for weight, covered, document_id, document, duty in weighed
        if covered >= _ENOUGH and weight >= best * _NEAR_BEST
    ]
    return Found(Kind.ACTOR, _distinct(f for f in findings if f)[:4])


def find_actors_at(inquiry: Inquiry, findings: Iterable[Finding]) -> Found:
    """Who has to do what other findings are about: the duties that their quotes give."""
    quotes = [(finding.quote.document_id, finding.quote.path) for finding in findings]
    here = (
        _finding(document_id, document, duty, 1.0)
        for document_id, document, duty in _duties(inquiry)
        if (document_id, duty.path) in quotes
    )
    return Found(Kind.ACTOR, _distinct(finding for finding in here if finding)[:4])


def _duties(inquiry: Inquiry) -> Iterator[tuple[str, Document, Duty]]:
    for document_id, document in inquiry.documents():
        for duty in document.facts.duties:
            yield document_id, document, duty


def _concerns(inquiry: Inquiry, document: Document, duty: Duty) -> bool:
    """Whether a duty is of a unit that the question names, or names it.

    Any is when it names none, or names one only to ask for others ("ngoài Sở Y tế ra").
    """
    units = () if inquiry.asks_for_others else inquiry.question.units
    words = f" {folded_words(duty.quote)} "
    return (
        not units
        or inquiry.is_unit(duty.actor, units, document)
        or any(f" {key} " in words for unit in units for key in unit.keys)
    )


def _roles_asked(inquiry: Inquiry) -> frozenset[str]:
    words = inquiry.question.folded
    return frozenset(role for role, cue in _ROLE_CUES.items() if cue.search(words))


def _asked(share: ObjectiveShare, asked: tuple[ObjectiveShare, ...]) -> bool:
    """Whether a duty's share of an objective is one that the question means."""
    for wanted in asked:
        if share.objective == wanted.objective and (
            not wanted.indicators or not share.indicators or set(wanted.indicators) & set(share.indicators)
        ):
            return True
    return False


def _share_words(share: ObjectiveShare) -> str:
    if not share.indicators:
        return f"mục tiêu {share.objective}"
    return f"mục tiêu {share.objective} (chỉ tiêu {', '.join(map(str, share.indicators))})"


def _finding(document_id: str, document: Document, duty: Duty, weight: float, detail: str = "") -> Finding | None:
    quote = quote_fact(document_id, document, duty.path, duty.start, duty.quote)
    if quote is None:
        return None
    support: tuple[Quote, ...] = ()
    if " ".join(duty.actor.split()) not in quote.text:
        heading = heading_of(document_id, document, duty.path)
        if heading and (joined := _joined(heading, quote, document)):
            return Finding(joined, duty.actor, (), detail, weight, shown=quote.text)
        support = (heading,) if heading else ()
    return Finding(quote, duty.actor, support, detail, weight)


def _joined(heading: Quote, quote: Quote, document: Document) -> Quote | None:
    """Heading and statement as one quote, where nothing stands between them in the same clause."""
    if (
        heading.path != quote.path
        or document.text[heading.end : quote.start].strip(" :.\n")
        or heading.end > quote.start
    ):
        return None
    return Quote(
        quote.document_id,
        quote.path,
        " ".join(document.text[heading.start : quote.end].split()),
        heading.start,
        quote.end,
    )


def _distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding per unit and quote: a statement may give a unit two roles."""
    return tuple(
        {(finding.lead, finding.quote.start, finding.quote.document_id): finding for finding in findings}.values()
    )
