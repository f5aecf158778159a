from __future__ import annotations

import pytest

from ingest.dates import date_after, is_after, iso, read_date, show, year_of

PRINTED = {
    "slashes": ("ngày 05/4/2018", "2018-04-05"),
    "points": ("ngày 5.4.2018", "2018-04-05"),
    "hyphens": ("05-04-2018", "2018-04-05"),
    "a space after the slash": ("ngày 30/01/ 2019", "2019-01-30"),
    "in words": ("ngày 05 tháng 4 năm 2018", "2018-04-05"),
    "in words, broken": ("ngày  05  tháng 4  năm 2018", "2018-04-05"),
    "day blank": ("ngày    tháng 4 năm 2024", "2024-04"),
    "day dotted": ("ngày … tháng 4 năm 2024", "2024-04"),
    "day dotted, slashes": ("ngày .../5/2023", "2023-05"),
    "month": ("tháng 4/2024", "2024-04"),
    "year": ("năm 2019", "2019"),
    "no such day": ("ngày 31/02/2020", None),
    "no such month": ("ngày 05/13/2020", None),
    "mixed marks are no date": ("2.1/2020", None),
    "no date": ("số 12/2018/QH14", None),
}


@pytest.mark.parametrize(("text", "expected"), PRINTED.values(), ids=PRINTED.keys())
def test_read_date(text: str, expected: str | None) -> None:
    assert read_date(text) == expected


AFTER = {
    "comma": (", ngày 1/2/2020 của", "2020-02-01"),
    "bracket": (" (ngày 1/2/2020)", "2020-02-01"),
    "signed": (" ký ngày 1/2/2020", "2020-02-01"),
    "bare": (", 1/2/2020", "2020-02-01"),
    "year": (" năm 2020", "2020"),
    "not right there": (" của Bộ ngày 1/2/2020", None),
}


@pytest.mark.parametrize(("text", "expected"), AFTER.values(), ids=AFTER.keys())
def test_date_after(text: str, expected: str | None) -> None:
    found = date_after(text, 0)
    assert (found.iso if found else None) == expected


COMPARED = {
    "later day": ("2023-06-24", "2023-05-15", True),
    "earlier day": ("2023-04-24", "2023-05-15", False),
    "same day": ("2023-05-15", "2023-05-15", False),
    "same month, day unknown": ("2024-04-11", "2024-04", False),
    "later month, day unknown": ("2024-05-11", "2024-04", True),
    "yearly": ("--06-15", "2023-05-15", False),
}


@pytest.mark.parametrize(("value", "other", "expected"), COMPARED.values(), ids=COMPARED.keys())
def test_is_after(value: str, other: str, expected: bool) -> None:
    assert is_after(value, other) is expected


def test_partial_values() -> None:
    assert (iso(None, 6, 15), iso(None, None, 25), iso(2024, 4), iso(2023, 2, 29)) == (
        "--06-15",
        "---25",
        "2024-04",
        None,
    )
    assert (year_of("2024-04"), year_of("--06-15"), year_of(None)) == (2024, None, None)
    assert (show("2023-06-24"), show("2024-04"), show("2024")) == ("24/6/2023", "4/2024", "2024")
