"""What the evidence states: verbatim quotes, each at its clause, with the words that lead to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.cues import Kind
from ingest.model import Clause, Document

_BULLET = re.compile(r"^[-–—•●▪■◦*·+]+\s*")


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters of a document at one of its addresses."""

    document_id: str
    path: str
    text: str  # white space folded
    start: int  # characters into Document.text
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement: who or when, and the quote that says so.

    Every name and figure of `lead` stands in `quote` or in one of `support`.
    """

    quote: Quote
    lead: str = ""
    support: tuple[Quote, ...] = ()
    detail: str = ""  # more of the lead, behind it: "chỉ tiêu 1"
    weight: float = 1.0  # how well it fits the question, in [0, 1]
    date: str | None = None  # ISO 8601, where the statement is about a date
    shown: str = ""  # the part of the quote to show, where the lead already says the rest

    @property
    def words(self) -> str:
        """What stands between the quotation marks."""
        return self.shown or self.quote.text


@dataclass(frozen=True, slots=True)
class Found:
    """What one kind of question found."""

    kind: Kind | None  # None: clauses that answer in their own words
    findings: tuple[Finding, ...] = ()
    corrects: bool = False  # the question presupposes what these findings contradict
    conclusive: bool = False  # finding nothing here means that the documents do not say it
    left: int = 0  # more findings as good as these, which are not shown


def quote_of(document_id: str, clause: Clause, start: int | None = None, end: int | None = None) -> Quote:
    """Quote a clause, or the characters [start, end) of the document within it.

    Its bullet or label is left out: it is no part of what is said, and the citation names the place.
    """
    first = clause.start if start is None else start
    last = clause.end if end is None else end
    raw = clause.text[first - clause.start : last - clause.start]
    if first == clause.start and clause.label and not clause.label[0].isupper():
        first, raw = first + len(clause.label), raw[len(clause.label) :]
    skipped = len(raw) - len(raw.lstrip())
    raw = raw.strip()
    if bullet := _BULLET.match(raw):
        skipped += bullet.end()
        raw = raw[bullet.end() :]
    return Quote(document_id, clause.path, " ".join(raw.split()), first + skipped, first + skipped + len(raw))


def quote_fact(document_id: str, document: Document, path: str, start: int, text: str) -> Quote | None:
    """Quote a fact's own words at its clause; None when they do not stand there."""
    clause = document.clause(path)
    if clause is None or not clause.start <= start or start + len(text) > clause.end:
        return None
    return quote_of(document_id, clause, start, start + len(text))


def heading_of(document_id: str, document: Document, path: str) -> Quote | None:
    """The nearest heading at or above an address, quoted."""
    clause = document.clause(path)
    while clause is not None:
        if clause.heading:
            at = clause.text.find(clause.heading[:20])
            end = clause.text.find("\n", at + len(clause.heading) - 1)
            length = len(clause.heading) if end < 0 else end - at
            return quote_of(document_id, clause, clause.start + at, clause.start + at + length) if at >= 0 else None
        clause = document.clause(clause.parent) if clause.parent else None
    return None
