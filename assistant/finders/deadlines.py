"""By when, how often, and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, quote_fact
from ingest.model import Deadline, Document
from ingest.spelling import folded_words

_REPORT = re.compile(r"bao cao|\bnop\b|\bgui\b|report|submit|\bbc\b|may lan|how (?:often|many times)")
_PERIOD = re.compile(r"giai doan|period|den nam nao|nam nao|which years?|what years?")
_HALF_YEAR = re.compile(
    r"6 thang|sau thang|06 thang|nua nam|so ket|nua dau|half year|half yearly|mid year|six month|first half|semi|giua nam|dau nam"
)
_YEARLY = re.compile(
    r"bao cao nam|\bca nam\b|cuoi nam|tong ket|annual|yearly|year end|end of year|final report|hang nam|moi nam"
)
_QUARTER = re.compile(r"\bquy\b|hang quy|quarter")
_MONTHLY = re.compile(r"hang thang|moi thang|monthly|each month|every month")
_CYCLES = (
    (_HALF_YEAR, re.compile(r"6 thang|sau thang|so ket|06 thang")),
    (_YEARLY, re.compile(r"\bnam\b(?! thang)|tong ket|12 thang")),
    (_QUARTER, re.compile(r"\bquy\b")),
    (_MONTHLY, re.compile(r"\bthang\b")),
)
_MOST = 10
_ENOUGH = 0.45
_NEAR_BEST = 0.75


def find_deadlines(inquiry: Inquiry) -> Found:
    """The days and spans that the question asks for.

    Where a document that it names sets another day than the question does, that day is the answer, and corrects it.
    """
    question = inquiry.question
    findings = _found(inquiry)
    put_to_us = question.days or (question.years and Kind.YES_NO in question.kinds)
    dated = not findings and bool(question.years or question.days)
    others = _found(replace(inquiry, question=replace(question, days=(), years=()))) if dated else ()
    if dated and put_to_us and question.documents is not None:
        return Found(Kind.DEADLINE, others[:_MOST], conclusive=True, corrects=bool(others))
    # Of the matter itself there are deadlines, but of other days: then no clause has the day that is asked for either.
    certain = bool(others) or _only_of_other_cycles(inquiry)
    return Found(Kind.DEADLINE, findings[:_MOST], conclusive=certain and not findings)


def _found(inquiry: Inquiry) -> tuple[Finding, ...]:
    weighed = _dated([row for row in _weighed(inquiry) if row[0] >= _ENOUGH])
    best = max((weight for weight, *_ in weighed), default=0.0)
    kept = [row for row in weighed if row[0] >= best * _NEAR_BEST]
    findings = (_finding(document_id, document, deadline, weight) for weight, document_id, document, deadline in kept)
    return tuple(finding for finding in findings if finding)


def find_receivers(inquiry: Inquiry) -> Found:
    """To whom something is reported or sent."""
    units = inquiry.question.units
    findings: list[Finding] = []
    for document_id, document in inquiry.documents():
        for deadline in document.facts.deadlines:
            if (
                deadline.to
                and deadline.kind == "report"
                and inquiry.relevance.of(deadline.quote, inquiry.context(document, deadline.path)) >= _ENOUGH
            ):
                quote = quote_fact(document_id, document, deadline.path, deadline.start, deadline.quote)
                findings += [Finding(quote, deadline.to)] if quote else []
        for duty in document.facts.duties:
            if (
                duty.report_to
                and (not units or inquiry.is_unit(duty.actor, units, document))
                and inquiry.relevance.of(duty.quote) >= _ENOUGH
            ):
                quote = quote_fact(document_id, document, duty.path, duty.start, duty.quote)
                findings += [Finding(quote, duty.report_to)] if quote else []
    distinct = {(finding.quote.document_id, finding.quote.start): finding for finding in findings}
    return Found(Kind.RECEIVER, tuple(distinct.values())[:6])


def _weighed(inquiry: Inquiry) -> Iterator[tuple[float, str, Document, Deadline]]:
    words = inquiry.question.folded
    wants_report, wants_period = bool(_REPORT.search(words)), bool(_PERIOD.search(words))
    rows = []
    for document_id, document in inquiry.documents():
        for deadline in document.facts.deadlines:
            if deadline.kind == "period" and not wants_period:
                continue
            if (wants_report and deadline.kind == "campaign") or not _of_time(inquiry, deadline):
                continue
            weight = inquiry.relevance.of(deadline.what, deadline.quote, inquiry.context(document, deadline.path))
            rows.append((weight, document_id, document, deadline))
    yield from _of_cycle(rows, words)


def _of_time(inquiry: Inquiry, deadline: Deadline) -> bool:
    """Whether a deadline is of the days and years that the question names; a yearly one is of every year."""
    years, days = inquiry.question.years, inquiry.question.days
    if days and not any(f"-{month:02}-{day:02}" in deadline.date for month, day in days):
        return False
    if not years or deadline.date.startswith(("--", "R/")):
        return True
    return any(str(year) in deadline.date for year in years)


def _dated(rows: list[tuple[float, str, Document, Deadline]]) -> list[tuple[float, str, Document, Deadline]]:
    """Leave out "every year" without a day where the same document names days."""
    named = {document_id for _, document_id, _, deadline in rows if not deadline.date.startswith("R/")}
    return [row for row in rows if row[1] not in named or not row[3].date.startswith("R/")]


def _of_cycle(
    rows: list[tuple[float, str, Document, Deadline]], words: str
) -> list[tuple[float, str, Document, Deadline]]:
    """Keep the yearly, half-yearly … ones when the question asks for such, and those that name no cycle.

    Where a document has some that are asked for, they alone; a yearly report is never the half-yearly one.
    """
    if not _cycles_asked(words):
        return rows
    of_cycle = [row for row in rows if _is_of_cycle(row[3], words)]
    told = {document_id for _, document_id, _, _ in of_cycle}
    return [row for row in rows if row in of_cycle or (row[1] not in told and not _names_cycle(row[3]))]


def _cycles_asked(words: str) -> list[re.Pattern[str]]:
    return [held for asked, held in _CYCLES if asked.search(words)]


def _is_of_cycle(deadline: Deadline, words: str) -> bool:
    return any(held.search(folded_words(deadline.what)) for held in _cycles_asked(words))


def _names_cycle(deadline: Deadline) -> bool:
    return any(held.search(folded_words(deadline.what)) for _, held in _CYCLES)


def _only_of_other_cycles(inquiry: Inquiry) -> bool:
    """Whether the documents named set deadlines, each of another cycle than the question asks for."""
    words = inquiry.question.folded
    if inquiry.question.documents is None or not _cycles_asked(words):
        return False
    reports = [d for _, document in inquiry.documents() for d in document.facts.deadlines if d.kind == "report"]
    return bool(reports) and all(_names_cycle(d) and not _is_of_cycle(d, words) for d in reports)


def _finding(document_id: str, document: Document, deadline: Deadline, weight: float) -> Finding | None:
    quote = quote_fact(document_id, document, deadline.path, deadline.start, deadline.quote)
    return Finding(quote, deadline.what, (), deadline.to or "", weight, deadline.date) if quote else None
