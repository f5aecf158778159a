"""Thời hạn: what falls due in a year, as a calendar of a month and as a list."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from assistant.chat.templating import render, speaker
from assistant.chat.views.ask import facet_fields
from assistant.chat.views.request import ViewRequest
from assistant.citing import label_of, name_of
from assistant.duty_matrix import duty_matrix, units_at
from assistant.facets import NAMES, Narrowing
from assistant.occurrences import Occurrence, occasion, occurrences, years
from ingest.model import Deadline
from vectorstore.library import Card

Found = tuple[str, Deadline]


def deadlines_view(request: ViewRequest) -> str:
    """The year and month that the address names; this year, or the last in which something falls."""
    cards = {card.id: card for card in request.cards()}
    narrowing = Narrowing.of({**request.query, "q": "", "year": ""})
    rows = duty_matrix(request.services.library)
    units = units_at(rows)
    kept = {card.id for card in narrowing.of_cards(cards.values())}
    unit = request.get("unit")
    found = [
        (known, deadline)
        for known, deadline in request.services.library.deadlines()
        if known in kept and (not unit or unit in units.get((known, deadline.start), ()))
    ]
    all_years = years(found, cards, request.today)
    year = request.number("in", _year(all_years, request.today))
    falling = occurrences(found, cards, year, request.today)
    month = _month(request, falling, year)
    with_units = {key for keys in units.values() for key in keys}
    names = {row.key: row.name for row in rows if row.key in with_units}
    say = speaker(request.language)
    return render(
        "deadlines",
        request.language,
        request=request,
        narrowing=narrowing,
        facets=[field for field in facet_fields(request) if field[0] != "year"],
        chosen={name: getattr(narrowing, name) for name in NAMES},
        document=cards.get(narrowing.within),
        units=sorted(names.items(), key=lambda pair: pair[1]),
        unit=unit,
        years=all_years,
        year=year,
        month=month,
        months=_months(falling, year, request.today),
        whole=request.get("show") == "list",
        weeks=_weeks(falling, year, month, request.today),
        weekdays=say("Hai Ba Tư Năm Sáu Bảy CN", "Mon Tue Wed Thu Fri Sat Sun").split(),
        listed=[_row(request, one, cards) for one in falling if request.get("show") == "list" or one.last.month == month],
        undated=[
            (known, deadline, label_of(deadline.path, request.language), name_of(cards[known].header))
            for known, deadline in found
            if known in cards and occasion(known, deadline, cards, request.today) is None
        ],
        calendar=f"/v1/deadlines.ics?{urlencode([*narrowing.parts(), *([('unit', unit)] if unit else [])])}",
        today=request.today,
    )  # fmt: skip


def _year(found: Sequence[int], today: date) -> int:
    return today.year if not found or today.year in found else found[-1]


def _month(request: ViewRequest, falling: Sequence[Occurrence], year: int) -> int:
    """The month asked for; else this one, or the first after it with something due, or the year's first."""
    asked = request.number("month", 0)
    if 1 <= asked <= 12:
        return asked
    due = sorted({one.last.month for one in falling})
    if year == request.today.year:
        return next((month for month in due if month >= request.today.month), request.today.month)
    return due[0] if due else 1


def _months(falling: Sequence[Occurrence], year: int, today: date) -> list[tuple[int, int, bool]]:
    """Each month with how much is due in it, and whether it is past."""
    counts = [sum(one.last.month == month for one in falling) for month in range(1, 13)]
    return [(month, counts[month - 1], (year, month) < (today.year, today.month)) for month in range(1, 13)]


def _weeks(falling: Sequence[Occurrence], year: int, month: int, today: date) -> list[list[dict[str, Any]]]:
    """The weeks of a month from Monday, each day with what ends on it."""
    days: dict[date, list[Occurrence]] = {}
    for one in falling:
        days.setdefault(one.last, []).append(one)
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return [
        [{"day": day, "due": days.get(day, []), "inside": day.month == month, "today": day == today} for day in week]
        for week in weeks
    ]


def _row(request: ViewRequest, one: Occurrence, cards: dict[str, Card]) -> dict[str, Any]:
    deadline = one.deadline
    return {
        "one": one,
        "what": deadline.what[:1].upper() + deadline.what[1:],
        "past": one.last < request.today,
        "place": label_of(deadline.path, request.language),
        "source": name_of(cards[one.document_id].header),
        "end": deadline.start + len(deadline.quote),
    }
