"""The gate: no quote in the clause, no sentence.

Both writers pass through here. A statement passes when each of its quotes stands word
for word in the clause that it cites, and each number, day and document number of the statement, and each name that
its writer gives for it, stands in one of these quotes or is the normal form of one that does
(`assistant.figures`), or stands in the heading of the cited document (the year of a date
that the sentence itself leaves out).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.figures import Day, days, document_numbers, numbers
from assistant.findings import Quote
from assistant.statement import PLACE, Section, Statement
from ingest.model import Document, Header
from ingest.spelling import folded_words

_LIST_MARK = re.compile(r"^\s*(?:[-*]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A statement that did not pass, and why."""

    statement: Statement
    reason: str


@dataclass(frozen=True, slots=True)
class Gated:
    """What passed, and what did not."""

    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...]


def gate(sections: Sequence[Section], documents: Mapping[str, Document]) -> Gated:
    """Let through the statements that their quotes carry.

    Args:
        documents: by identifier, every document that a quote may cite.
    """
    dropped: list[Dropped] = []
    kept: list[Section] = []
    for section in sections:
        passed = []
        for statement in section.statements:
            reason = fault(statement, documents)
            if reason is None:
                passed.append(statement)
            else:
                dropped.append(Dropped(statement, reason))
        if passed:
            kept.append(replace(section, statements=tuple(passed)))
    return Gated(tuple(kept), tuple(dropped))


def fault(statement: Statement, documents: Mapping[str, Document]) -> str | None:
    """Why a statement may not pass; None when it may."""
    if not statement.quotes:
        return "no quote"
    for quote in statement.quotes:
        if not stands(quote, documents):
            return f"quote does not stand in {quote.document_id}#{quote.path}"
    said = " ".join(quote.text for quote in statement.quotes)
    folded = f" {folded_words(said)} "
    for name in statement.names:
        if f" {folded_words(name)} " not in folded:
            return f"name not in a quote: {name}"
    told = PLACE.sub("", _LIST_MARK.sub("", statement.text))
    return _unsaid(told, said, [documents[quote.document_id].header for quote in statement.quotes])


def _unsaid(told: str, quoted: str, headers: Sequence[Header]) -> str | None:
    """Why figures of a statement are not those of its quotes; None when all are."""
    heading = " ".join(f"{header.number or ''} {header.date or ''} {header.subject or ''}" for header in headers)
    known = numbers(quoted) | numbers(heading) | set(re.findall(r"[1-9]\d*", heading))
    if unsaid := numbers(told) - known:
        return f"number not in a quote: {min(unsaid)}"
    held = days(quoted) | {day for header in headers for day in _issued(header)}
    for day in days(told):
        if not any(
            day[:2] == other[:2] and (day[2] is None or day[2] == other[2] or other[2] is None) for other in held
        ):
            return f"day not in a quote: {day[0]}/{day[1]}"
    cited = document_numbers(quoted) | document_numbers(heading)
    if wrong := document_numbers(told) - cited:
        return f"document not in a quote: {min(wrong, key=str)}"
    return None


def _issued(header: Header) -> set[Day]:
    """The day on which a document was issued, as a heading tells it."""
    year, _, rest = (header.date or "").partition("-")
    month, _, day = rest.partition("-")
    return {(int(day), int(month), int(year))} if day else set()


def stands(quote: Quote, documents: Mapping[str, Document]) -> bool:
    """Whether a quote stands word for word in the clause that it cites."""
    document = documents.get(quote.document_id)
    clause = document.clause(quote.path) if document else None
    return bool(quote.text) and clause is not None and fold_space(quote.text) in fold_space(clause.text)


def fold_space(text: str) -> str:
    """NFC, every run of white space one space: how the contract compares quote and clause."""
    return " ".join(unicodedata.normalize("NFC", text).split())
