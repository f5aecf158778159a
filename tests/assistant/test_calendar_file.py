"""Deadlines in a calendar: on which days they fall, and what an event says."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from icalendar import Calendar

from assistant.calendar_file import Occasion, calendar_of, occasion_of
from ingest.model import Clause, Deadline, Document, Facts, Header

SINCE = date(2024, 3, 10)
DAYS: dict[str, tuple[str, Occasion | None]] = {
    "a day": ("2024-05-01", Occasion(date(2024, 5, 1), date(2024, 5, 1))),
    "a day with an hour": ("2024-05-01T15:00", Occasion(date(2024, 5, 1), date(2024, 5, 1))),
    "a month": ("2024-02", Occasion(date(2024, 2, 1), date(2024, 2, 29))),
    "a year": ("2025", Occasion(date(2025, 1, 1), date(2025, 12, 31))),
    "a span of days": ("2024-11-15/2024-12-15", Occasion(date(2024, 11, 15), date(2024, 12, 15))),
    "a quarter": ("2024-04/2024-06", Occasion(date(2024, 4, 1), date(2024, 6, 30))),
    "every year, still to come": ("--06-15", Occasion(date(2024, 6, 15), date(2024, 6, 15), {"freq": "yearly"})),
    "every year, past by then": ("--01-31", Occasion(date(2025, 1, 31), date(2025, 1, 31), {"freq": "yearly"})),
    "months of every year": ("--01/--03", Occasion(date(2025, 1, 1), date(2025, 3, 31), {"freq": "yearly"})),
    "over new year": ("--11-15/--01-15", Occasion(date(2024, 11, 15), date(2025, 1, 15), {"freq": "yearly"})),
    "every month": ("---05", Occasion(date(2024, 4, 5), date(2024, 4, 5), {"freq": "monthly"})),
    "the last of every month": ("---31", Occasion(date(2024, 3, 31), date(2024, 3, 31), {"freq": "monthly"})),
    "a cycle without a day": ("R/P3M", None),
    "no date": ("khi cần", None),
}  # fmt: skip


@pytest.mark.parametrize(("when", "occasion"), DAYS.values(), ids=DAYS.keys())
def test_days(when: str, occasion: Occasion | None) -> None:
    assert occasion_of(when, SINCE) == occasion


TEXT = "1. Báo cáo gửi UBND huyện trước ngày 15/6; bảo đảm: đủ, đúng."


def document(*deadlines: tuple[Literal["report", "campaign", "period"], str]) -> Document:
    clause = Clause("1", TEXT, 0, "1.")
    facts = Facts(
        deadlines=tuple(Deadline(k, d, "báo cáo; đủ, đúng", "UBND huyện", "1", TEXT[3:], 3) for k, d in deadlines)
    )
    return Document("a.txt", "0", Header("5/KH-UBND", kind="kế hoạch", date="2024-03-10"), TEXT, (clause,), facts)


def events(held: Document) -> list[dict[str, str]]:
    file = calendar_of([("a", deadline) for deadline in held.facts.deadlines], {"a": held}, SINCE)
    return [{name.lower(): str(value) for name, value in event.items()} for event in Calendar.from_ical(file).events]


def test_an_event_says_what_to_whom_and_where_it_stands() -> None:
    (event,) = events(document(("report", "--06-15")))
    assert event["summary"] == "Báo cáo; đủ, đúng"
    assert event["description"].splitlines() == [
        "mục 1 Kế hoạch số 5/KH-UBND ngày 10/3/2024",
        "“Báo cáo gửi UBND huyện trước ngày 15/6; bảo đảm: đủ, đúng.”",
        "Nơi nhận: UBND huyện",
    ]
    assert event["uid"] == "a.3.--06-15@danchieu"


def test_periods_and_cycles_are_no_appointments() -> None:
    assert events(document(("period", "2021/2025"), ("report", "R/P1Y"))) == []
