"""Deadlines as they fall in a year: those that come again, again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from assistant.calendar_file import Occasion, issued_on, occasion_of
from ingest.model import Deadline
from vectorstore.library import Card

_STEP = {"yearly": relativedelta(years=1), "monthly": relativedelta(months=1)}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Once that a deadline falls."""

    first: date
    last: date
    document_id: str
    deadline: Deadline
    again: bool  # it comes again every month or year


def occurrences(
    deadlines: Iterable[tuple[str, Deadline]], cards: Mapping[str, Card], year: int, today: date
) -> list[Occurrence]:
    """Those whose last day is in `year`, in order of that day.

    Args:
        cards: by identifier; a deadline of another document is left out.
        today: the day of issue of documents that have none.
    """
    found = []
    for document_id, deadline in deadlines:
        found_at = occasion(document_id, deadline, cards, today)
        for first, last in _in_year(found_at, year):
            found.append(Occurrence(first, last, document_id, deadline, found_at is not None and bool(found_at.again)))
    return sorted(found, key=lambda one: (one.last, one.first, one.document_id, one.deadline.start))


def occasion(document_id: str, deadline: Deadline, cards: Mapping[str, Card], today: date) -> Occasion | None:
    """The days of a deadline; None for a programme's period, and for what is on no day."""
    if document_id not in cards or deadline.kind == "period":
        return None
    return occasion_of(deadline.date, issued_on(cards[document_id].header, today))


def years(deadlines: Iterable[tuple[str, Deadline]], cards: Mapping[str, Card], today: date) -> list[int]:
    """The years in which something falls, from the first on; this one among them when anything comes again."""
    found: set[int] = set()
    for document_id, deadline in deadlines:
        found_at = occasion(document_id, deadline, cards, today)
        if found_at is not None:
            found.add(found_at.last.year)
            if found_at.again and found_at.last.year < today.year:
                found.add(today.year)
    return sorted(found)


def _in_year(occasion: Occasion | None, year: int) -> Iterator[tuple[date, date]]:
    if occasion is None:
        return
    first, last = occasion.first, occasion.last
    step = _STEP[str(occasion.again["freq"])] if occasion.again else None
    count = 0
    while last.year <= year:
        if last.year == year:
            yield first, last
        if step is None:
            return
        count += 1
        # From the first occasion, not from the one before: the 31st comes back after February.
        first, last = occasion.first + step * count, occasion.last + step * count
