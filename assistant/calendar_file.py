"""Deadlines as an iCalendar file (RFC 5545), to be opened in any calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from icalendar import Calendar, Event

from assistant.citing import official
from ingest.model import Deadline, Document, Header

MEDIA_TYPE = "text/calendar"
_POINT = re.compile(r"(?:(?P<year>\d{4})|-)-?(?:(?P<month>\d\d)|-)?(?:-(?P<day>\d\d))?(?:T.*)?")


@dataclass(frozen=True, slots=True)
class Occasion:
    """The first days on which a deadline falls, and how it comes again."""

    first: date
    last: date
    again: dict[str, object] | None = None  # an RRULE's parts


def calendar_of(deadlines: Iterable[tuple[str, Deadline]], documents: Mapping[str, Document], today: date) -> bytes:
    """One all-day event for each report and campaign that falls on known days.

    Programme periods ("giai đoạn 2021-2025") and cycles without a day ("hằng quý") are no appointment.

    Args:
        documents: by identifier, at least those of the deadlines.
        today: the year from which a yearly day counts where its document is not dated.
    """
    file = Calendar()
    file.add("prodid", "-//danchieu//deadlines//VI")
    file.add("version", "2.0")
    for document_id, deadline in deadlines:
        document = documents[document_id]
        occasion = None if deadline.kind == "period" else occasion_of(deadline.date, issued_on(document.header, today))
        if occasion is not None:
            file.add_component(_event(document_id, deadline, document, occasion))
    return bytes(file.to_ical())


def occasion_of(when: str, since: date) -> Occasion | None:
    """The days that an ISO date, span or yearly day means; None for what is on no day.

    Args:
        since: the first day on which a day that comes again may fall.
    """
    begin, _, end = when.partition("/")
    opening, closing = _POINT.fullmatch(begin), _POINT.fullmatch(end or begin)
    if begin == "R" or opening is None or closing is None:
        return None
    first, last = _days_of(opening, since)[0], _days_of(closing, since)[1]
    if opening["year"]:
        return Occasion(first, max(first, last))
    step = relativedelta(years=1) if opening["month"] else relativedelta(months=1)
    while last < first:  # from November to January
        last += step
    while first < since:
        first, last = first + step, last + step
    return Occasion(first, last, {"freq": "yearly" if opening["month"] else "monthly"})


def _days_of(point: re.Match[str], since: date) -> tuple[date, date]:
    """The first and the last day of a day, month or year; what it leaves open is that of `since`."""
    year = int(point["year"] or since.year)
    if not point["month"] and not point["day"]:
        return date(year, 1, 1), date(year, 12, 31)
    month = date(year, int(point["month"] or since.month), 1)
    if not point["day"]:
        return month, month + relativedelta(months=1, days=-1)
    day = month + relativedelta(day=int(point["day"]))  # the month's last, where it has no such day
    return day, day


def issued_on(header: Header, today: date) -> date:
    """The day of issue, or the first that its header leaves open; `today` where it has none."""
    point = _POINT.fullmatch(header.date or "")
    return _days_of(point, today)[0] if point else today


def _event(document_id: str, deadline: Deadline, document: Document, occasion: Occasion) -> Event:
    clause = document.clause(deadline.path)
    source = official(clause, document.header) if clause else document.file
    to = f"Nơi nhận: {deadline.to}" if deadline.to else ""
    event = Event()
    event.add("uid", f"{document_id}.{deadline.start}.{deadline.date.replace('/', '_')}@danchieu")
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", occasion.first)
    event.add("dtend", occasion.last + timedelta(days=1))  # RFC 5545: the day behind the last
    if occasion.again:
        event.add("rrule", occasion.again)
    event.add("summary", deadline.what[:1].upper() + deadline.what[1:])
    event.add("description", "\n".join(filter(None, (source, f"“{' '.join(deadline.quote.split())}”", to))))
    event.add("categories", [deadline.kind])
    return event
