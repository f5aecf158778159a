"""Units of one name in two districts are two; spellings of one unit of one district are one."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.api.services import Services
from assistant.assistant import open_assistant
from assistant.duty_matrix import UnitRow, duty_matrix
from assistant.settings import Settings
from ingest.document import compose_document

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN {upper}

Số: {number}/KH-UBND

{place}, ngày 1 tháng 2 năm 2031

KẾ HOẠCH
{subject}

1. {office} chủ trì {matter}, báo cáo UBND huyện trước ngày 30/6/2031.
2. Đề nghị Sở Nội vụ hướng dẫn {matter}.

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Lò Thị Mai
"""
PLANS = {
    "van-ha": ("Vân Hạ", 171, "Phòng Nội vụ", "Tinh giản biên chế", "rà soát biên chế của các trường"),
    "van-ha-2": ("Vân Hạ", 172, "Phòng Nội vụ huyện Vân Hạ", "Lưu trữ hồ sơ", "chỉnh lý hồ sơ lưu trữ"),
    "van-ha-3": ("Vân Hạ", 173, "phòng Nội vụ huyện", "Thi đua", "phát động phong trào thi đua"),
    "son-linh": ("Sơn Lĩnh", 174, "Phòng Nội vụ", "Cải cách hành chính", "kiểm tra thủ tục hành chính"),
}


def plan(name: str) -> str:
    place, number, office, subject, matter = PLANS[name]
    return PLAN.format(upper=place.upper(), place=place, number=number, office=office, subject=subject, matter=matter)


@pytest.fixture
def districts(services: Services, tmp_path: Path) -> Services:
    """Plans of two invented districts."""
    for name in PLANS:
        (tmp_path / f"{name}.txt").write_text(plan(name), encoding="utf-8")
    services.intake.take([tmp_path / f"{name}.txt" for name in PLANS])
    return services


def rows(services: Services) -> list[UnitRow]:
    wanted = {card.id for card in services.library.cards() if card.header.place in ("Vân Hạ", "Sơn Lĩnh")}
    return list(duty_matrix(services.library, wanted))


def test_each_district_has_its_office(districts: Services) -> None:
    offices = {row.name: len(row.of("chủ trì")) for row in rows(districts) if "nội vụ" in row.name.lower()}
    offices.pop("Sở Nội vụ")
    assert sorted(offices.values()) == [1, 3]
    assert all(("Vân Hạ" in name) == (count == 3) for name, count in offices.items())
    assert all(("Sơn Lĩnh" in name) == (count == 1) for name, count in offices.items())


def test_a_department_above_both_is_one(districts: Services) -> None:
    (department,) = [row for row in rows(districts) if row.name == "Sở Nội vụ"]
    assert len({share.document_id for share in department.shares}) == 4


def test_keys_tell_them_apart(districts: Services) -> None:
    keys = [row.key for row in rows(districts)]
    assert len(keys) == len(set(keys))
    assert len([key for key in keys if key.startswith("phong noi vu")]) == 2


ASKED = {
    "the bare name, in that district's plan": ("Phòng Nội vụ huyện Sơn Lĩnh chủ trì việc gì?", {"son-linh.txt"}),
    "all spellings of the other": ("Phòng Nội vụ huyện Vân Hạ chủ trì những việc gì?", {"van-ha.txt", "van-ha-2.txt", "van-ha-3.txt"}),
}  # fmt: skip


@pytest.mark.parametrize(("question", "files"), ASKED.values(), ids=ASKED.keys())
def test_a_question_names_one_of_them(tmp_path: Path, question: str, files: set[str]) -> None:
    assistant = open_assistant(Settings(home=tmp_path))
    for name in PLANS:
        assistant.library.put(compose_document(f"{name}.txt", name, plan(name)), f"/{name}.txt")
    assistant.catch_up()
    answer = assistant.ask(question)
    assistant.library.close()
    assert {citation.file for citation in answer.citations} == files
