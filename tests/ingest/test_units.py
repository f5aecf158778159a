"""Units: where their names begin and end, and when two names are one unit."""

from __future__ import annotations

import pytest

from ingest.glossary import load_glossary
from ingest.units import find_units, split_units, unit_key

FOUND = {
    "ends before the verb": ("Sở Y tế chủ trì kiểm tra", ["Sở Y tế"]),
    "holds và and dashes": ("Phòng Văn hoá và Thông tin huyện báo cáo", ["Phòng Văn hoá và Thông tin huyện"]),
    "several": ("Giao Sở Y tế phối hợp với Công an tỉnh thực hiện", ["Sở Y tế", "Công an tỉnh"]),
    "a plural": ("Yêu cầu các cơ quan, tổ chức thực hiện", ["các cơ quan, tổ chức"]),
    "a level ends the name": ("Trung tâm Y tế huyện nâng chất lượng khám", ["Trung tâm Y tế huyện"]),
    "a place goes on behind the level": ("UBND thành phố Hồ Chí Minh tổ chức", ["UBND thành phố Hồ Chí Minh"]),
    "verbs within a name": (
        "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh chủ trì",
        ["Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh"],
    ),
    "a comma within a name": (
        "Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn tỉnh tổ chức",
        ["Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn tỉnh"],
    ),
    "what a committee is about": (
        "Ban Chỉ đạo tỉnh về phòng, chống tham nhũng họp",
        ["Ban Chỉ đạo tỉnh về phòng, chống tham nhũng"],
    ),
    "a small letter before the name": (
        "gửi phòng Lao động - Thương binh và Xã hội",
        ["phòng Lao động - Thương binh và Xã hội"],
    ),
    "other words that begin alike": ("Ban hành kế hoạch phòng, chống lụt; tổ chức hội nghị; trường hợp khẩn cấp", []),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_find_units(text: str, expected: list[str]) -> None:
    assert [mention.text for mention in find_units(text)] == expected


SPLIT = {
    "và parts two units": ("Hội Nông dân và Hội Phụ nữ", ("Hội Nông dân", "Hội Phụ nữ")),
    "và within a name": ("Sở Văn hóa và Thể thao", ("Sở Văn hóa và Thể thao",)),
    "an office that serves two": ("Văn phòng HĐND và UBND huyện", ("Văn phòng HĐND và UBND huyện",)),
    "levels belong together": ("UBND các huyện, thành phố", ("UBND các huyện, thành phố",)),
    "kinds of bodies belong together": (
        "các Sở, ban, ngành và Ủy ban nhân dân các xã, phường",
        ("các Sở, ban, ngành", "Ủy ban nhân dân các xã, phường"),
    ),
    "a shared head": ("các Sở: Nội vụ, Nông nghiệp và Môi trường", ("Sở Nội vụ", "Sở Nông nghiệp và Môi trường")),
    "a person with an office": (
        "đồng chí Trần Văn An, Phó Chủ tịch UBND huyện",
        ("đồng chí Trần Văn An, Phó Chủ tịch UBND huyện",),
    ),
    "a semicolon": ("Trạm Y tế; Trạm Thú y", ("Trạm Y tế", "Trạm Thú y")),
}


@pytest.mark.parametrize(("text", "expected"), SPLIT.values(), ids=SPLIT.keys())
def test_split_units(text: str, expected: tuple[str, ...]) -> None:
    assert split_units(text) == expected


SAME = {
    "dashes": ("Phòng Tài chính – Kế hoạch huyện", "phòng Tài chính - Kế hoạch"),
    "tone marks": ("Phòng Văn hoá", "phòng văn hóa"),
    "the level behind it": ("Phòng Nội vụ thành phố", "Phòng Nội vụ"),
    "ủy ban written out": ("Ủy ban nhân dân các xã", "UBND các xã"),
    "levels in another order": ("UBND các phường, xã", "Ủy ban nhân dân các xã và phường"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_one_key(one: str, other: str) -> None:
    assert unit_key(one) == unit_key(other)


DIFFERENT = {
    "another level's office": ("Sở Y tế", "Phòng Y tế"),
    "another place": ("UBND xã Kim Sơn", "UBND xã Hải Ninh"),
    "all levels are more than one of them": ("UBND các phường, xã", "UBND các xã, thị trấn"),
    "one of the levels": ("UBND các xã", "UBND các phường"),
    "the police of another level": ("Công an tỉnh", "Công an xã"),
    "inspectors of another level": ("Thanh tra tỉnh", "Thanh tra huyện"),
    "the same office of another district": ("Phòng Y tế huyện An Bình", "Phòng Y tế huyện Hòa Sơn"),
    "who heads it": ("Chủ tịch UBND tỉnh", "UBND tỉnh"),
    "names that begin alike": ("Sở Tài chính", "Sở Tài nguyên và Môi trường"),
    "a customs office keeps its name": ("Hải quan", "Hải"),
    "a cooperative keeps its name": ("Hợp tác xã", "Hợp tác"),
}


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_different_keys(one: str, other: str) -> None:
    assert unit_key(one) != unit_key(other)


# Short forms are written out by the glossary before the keys are compared, as `assistant.directory` does.
SPELLED = {
    "initials of a part": ("Phòng Lao động - TB&XH", "phòng LĐTBXH huyện"),
    "initials with a dash": ("Phòng LĐ-TB và XH", "Phòng Lao động - Thương binh và Xã hội"),
    "a short head": ("P. LĐTBXH", "Phòng LĐTBXH"),
    "initials of the rest": ("Sở NN và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    "a comma among initials": ("Sở VH,TT&DL", "Sở Văn hoá, Thể thao và Du lịch"),
    "a department since 2025": ("Sở NN&MT", "Sở Nông nghiệp và Môi trường"),
    "a district office": ("Phòng TC-KH", "Phòng Tài chính - Kế hoạch huyện"),
    "a mass organisation": ("Hội LHPN huyện", "Hội Liên hiệp Phụ nữ"),
    "a trade union": ("LĐLĐ huyện", "Liên đoàn Lao động"),
    "an office that serves two": ("Văn phòng HĐND&UBND huyện", "Văn phòng HĐND và UBND huyện"),
}


@pytest.mark.parametrize(("one", "other"), SPELLED.values(), ids=SPELLED.keys())
def test_one_key_whatever_the_spelling(one: str, other: str) -> None:
    glossary = load_glossary()
    assert unit_key(glossary.expand(one)) == unit_key(glossary.expand(other))
