"""How documents have worded what the question is about: `assistant.precedents` as an answer."""

from __future__ import annotations

from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, quote_of
from assistant.precedents import wordings

_SHOWN = 4


def find_wordings(inquiry: Inquiry) -> tuple[Found, ...]:
    """The closest wordings, each once, those of the highest and newest documents first."""
    findings = []
    for group in wordings(inquiry.evidence, inquiry.directory, _SHOWN):
        quotes = [quote_of(evidence.document_id, evidence.clause) for evidence in group]
        findings.append(Finding(quotes[0], support=tuple(quotes[1:3]), weight=max(e.score for e in group)))
    return (Found(Kind.PRECEDENT, tuple(findings)),) if findings else ()
