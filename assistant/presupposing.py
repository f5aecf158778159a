"""Whether what a question puts to us agrees with what was found; where it does not, the clause corrects it.

Only what can be told from the form of a fact is judged: a day, a year, a figure, a name, a unit.
Whether a clause agrees in words alone is not for us to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.cues import Kind
from assistant.figures import Day, days, numbers
from assistant.finders.inquiry import Inquiry
from assistant.finders.routing import find
from assistant.findings import Finding, Found, Quote
from assistant.question import Question
from ingest.spelling import LOWER, UPPER, folded_words

_DECIDING = 400  # characters of a quote that can decide
_FITS = 0.8  # share of the topic that another unit's duty must cover to correct the question
_FIGURE = re.compile(r"\d[\d.,]*(?: ?%| (?:nghìn |triệu |tỷ |tỉ )?đồng\b| (?:triệu|tỷ|tỉ)\b)")
_TITLE = re.compile(r"\b(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\s+")
_NAMED = re.compile(rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{1,3}}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a question is right, and the words that decide."""

    right: bool
    quote: Quote


def verdict(found: Sequence[Found], question: Question) -> Verdict | None:
    """On a yes-or-no question; None where the facts found do not decide it."""
    rows = [(part, finding) for part in found for finding in part.findings]
    if Kind.YES_NO not in question.kinds or not rows:
        return None
    for part, finding in rows:
        if part.corrects and len(rows) <= 2:
            return Verdict(False, finding.quote)
    if len(rows) > 1:
        return None
    (part, finding) = rows[0]
    if len(finding.quote.text) > _DECIDING:
        return None
    right = next(_judged(part.kind, finding, question), None)
    return None if right is None else Verdict(right, finding.quote)


def _judged(kind: Kind | None, finding: Finding, question: Question) -> Iterator[bool]:
    """What the first stated thing comes to that a fact of this kind can be held against."""
    text, said = question.text, finding.quote.text
    if (asked_days := days(text)) and (told := days(said)):  # words without a day contradict none
        yield all(any(_same_day(asked, day) for day in told) for asked in asked_days)
    if kind is Kind.DATE and question.years and finding.lead:
        yield any(finding.lead.startswith(str(year)) for year in question.years)
    figures = {match[0] for match in _FIGURE.finditer(text)}
    if figures and _FIGURE.search(said):
        yield {n for figure in figures for n in numbers(figure)} <= numbers(said)
    if kind is Kind.SIGNER and finding.lead:
        signer = f" {folded_words(finding.lead.partition(' - ')[0])} "
        if signer in f" {question.folded} ":
            yield True
        elif _NAMED.search(_TITLE.sub("", text)):
            yield False


def _same_day(asked: Day, told: Day) -> bool:
    return asked[:2] == told[:2] and (asked[2] == told[2] or None in (asked[2], told[2]))


def corrected(inquiry: Inquiry) -> tuple[Found, ...]:
    """Who does have the duty that a yes-or-no question gives to a unit that does not; nothing where that is not plain."""
    question = inquiry.question
    if Kind.YES_NO not in question.kinds or not question.units or inquiry.relevance.empty:
        return ()
    others = replace(question, units=(), kinds=frozenset({Kind.ACTOR}))
    parts = [part for part in find(replace(inquiry, question=others)) if part.kind is Kind.ACTOR]
    findings = [f for part in parts for f in part.findings if f.weight >= _FITS]
    if not findings or any(_is_of(inquiry, finding) for finding in findings):
        return ()
    return (Found(Kind.ACTOR, tuple(findings), corrects=True),)


def _is_of(inquiry: Inquiry, finding: Finding) -> bool:
    """Whether a duty found is one of a unit that the question names."""
    document = inquiry.directory.document(finding.quote.document_id)
    return inquiry.is_unit(finding.lead, inquiry.question.units, document)
