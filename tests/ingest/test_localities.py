"""Whose office it is: the place that a name says, or that of the document; what is open agrees with anything."""

from __future__ import annotations

import pytest

from ingest.localities import NOWHERE, Locality, locality_of, settled, unit_at_place
from ingest.model import Header

HERE = Locality("vân hạ", 2, "")
THERE = Locality("sơn lĩnh", 2, "")
PROVINCE = Locality("lạc khê", 1, "")

ISSUERS: dict[str, tuple[str | None, str | None, Locality]] = {
    "a district's committee": ("UBND huyện Vân Hạ", "Vân Hạ", HERE),
    "its office": ("Phòng Nội vụ", "Vân Hạ", HERE),
    "a committee whose name is not printed whole": ("UBND huyện", "Vân Hạ", HERE),
    "a place printed with its level": ("UBND huyện", "Huyện Vân Hạ", HERE),
    "a department": ("Sở Y tế", "Lạc Khê", PROVINCE),
    "a department of a city that is a province": ("Sở Y tế thành phố Lạc Khê", "Lạc Khê", PROVINCE),
    "a commune": ("UBND xã Kim Mai", "Kim Mai", Locality("kim mai", 3, None)),
    "a ministry sits somewhere, and is not of there": ("Bộ Y tế", "Hà Nội", NOWHERE),
    "an association": ("Hội Nông dân", "Vân Hạ", Locality("vân hạ", None, None)),
    "nothing printed": (None, None, NOWHERE),
}


@pytest.mark.parametrize(("issuer", "place", "expected"), ISSUERS.values(), ids=ISSUERS.keys())
def test_whose_document_it_is(issuer: str | None, place: str | None, expected: Locality) -> None:
    assert locality_of(Header(issuer=issuer, place=place)) == expected


NAMES: dict[str, tuple[str, Locality, str, Locality]] = {
    "bare, in the district's document": ("Phòng Nội vụ", HERE, "phong noi vu", HERE),
    "with the level alone": ("Phòng Nội vụ huyện", HERE, "phong noi vu", HERE),
    "with its place": ("Phòng Nội vụ huyện Vân Hạ", NOWHERE, "phong noi vu", HERE),
    "of another district than the document's": ("Phòng Nội vụ huyện Sơn Lĩnh", HERE, "phong noi vu", THERE),
    "with district and province": ("Phòng Nội vụ huyện Sơn Lĩnh, tỉnh Lạc Khê", HERE, "phong noi vu", THERE),
    "above the document's place": ("Sở Nội vụ", HERE, "so noi vu", NOWHERE),
    "of the province, in a district's document": ("Công an tỉnh", HERE, "cong an tinh", NOWHERE),
    "of the state": ("Bộ Nội vụ", HERE, "bo noi vu", NOWHERE),
    "a commune of the district": ("UBND xã Kim Mai", HERE, "ubnd", Locality("kim mai", 3, "vân hạ")),
    "all communes are the district's": ("UBND các xã", HERE, "ubnd cac xa", HERE),
    "a cooperative is no commune": ("Hợp tác xã An Mai", HERE, "hop tac xa an mai", HERE),
}  # fmt: skip


@pytest.mark.parametrize(("name", "own", "key", "where"), NAMES.values(), ids=NAMES.keys())
def test_where_a_unit_is(name: str, own: Locality, key: str, where: Locality) -> None:
    assert unit_at_place(name, own) == (key, where)


SETTLED: dict[str, tuple[Locality, list[Locality], Locality]] = {
    "open, one place known": (NOWHERE, [PROVINCE], PROVINCE),
    "open, two places known": (NOWHERE, [HERE, THERE], NOWHERE),
    "the level is open": (Locality("vân hạ", None, None), [HERE, THERE], HERE),
    "two districts": (HERE, [THERE], HERE),
    "a commune whose district is open": (
        Locality("kim mai", 3, None), [Locality("kim mai", 3, "vân hạ")], Locality("kim mai", 3, "vân hạ")),
}  # fmt: skip


@pytest.mark.parametrize(("one", "others", "expected"), SETTLED.values(), ids=SETTLED.keys())
def test_what_is_open_joins_the_only_one_that_agrees(one: Locality, others: list[Locality], expected: Locality) -> None:
    assert settled([one, *others])[one] == expected
