"""Which of two documents stands higher, and which is newer."""

from __future__ import annotations

import pytest

from assistant.standing import newest_first, rank
from ingest.model import Header

DESCENDING = {
    "a law": Header(kind="luật", issuer="Quốc hội"),
    "a decree": Header(kind="nghị định", issuer="Chính phủ"),
    "a ministry": Header(kind="thông tư", issuer="Bộ Nội vụ"),
    "a province": Header(kind="quyết định", issuer="UBND tỉnh An Lạc"),
    "a provincial department": Header(kind="công văn", issuer="Sở Nội vụ tỉnh An Lạc"),
    "a district": Header(kind="kế hoạch", issuer="UBND huyện An Hòa"),
    "a district office": Header(kind="công văn", issuer="Phòng Nội vụ"),
    "a commune": Header(kind="kế hoạch", issuer="UBND xã An Bình"),
    "nobody known": Header(),
}


@pytest.mark.parametrize("at", range(1, len(DESCENDING)), ids=list(DESCENDING)[1:])
def test_stands_below_the_one_before(at: int) -> None:
    headers = list(DESCENDING.values())
    assert rank(headers[at - 1]) < rank(headers[at])


NEWER = {
    "a later day": ("2024-05-17", "2024-05-16"),
    "a later month without a day": ("2024-06", "2024-05-31"),
    "any day before none": ("1999", None),
}


@pytest.mark.parametrize(("newer", "older"), NEWER.values(), ids=NEWER.keys())
def test_newer_comes_first(newer: str, older: str | None) -> None:
    assert newest_first(Header(date=newer)) < newest_first(Header(date=older))
