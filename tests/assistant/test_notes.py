"""What the officer is warned of: the cited document is over or changed, or another unit has the same duty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.assistant import open_assistant
from assistant.settings import Settings
from ingest.document import compose_document

CITED = """Số: 5/QĐ-UBND

An Lạc, ngày 1 tháng 2 năm 2023

QUYẾT ĐỊNH
Về việc thu gom rác

Điều 1. Đội Vệ sinh môi trường thu gom rác mỗi ngày một lần.

Điều 2. Phòng Tài chính chi trả tiền công cho người thu gom."""
ACTING = """Số: 40/QĐ-UBND

An Lạc, ngày 1 tháng 2 năm 2025

QUYẾT ĐỊNH
Về việc phân loại rác

Điều 1. Phân loại rác tại nguồn.

Điều 2. {}"""
QUESTION = "Theo Quyết định 5/QĐ-UBND, Đội Vệ sinh môi trường phải làm gì?"

CHANGES = {
    "replaced": ("Quyết định này thay thế Quyết định số 5/QĐ-UBND ngày 1/2/2023.", "replaced"),
    "repealed": ("Bãi bỏ Quyết định số 5/QĐ-UBND ngày 1/2/2023.", "replaced"),
    "amended in one article": ("Sửa đổi, bổ sung Điều 1 Quyết định số 5/QĐ-UBND ngày 1/2/2023.", "amended"),
    "another number is replaced": ("Quyết định này thay thế Quyết định số 15/QĐ-UBND ngày 3/3/2022.", None),
    "only cited": ("Việc thu gom theo Quyết định số 5/QĐ-UBND ngày 1/2/2023 vẫn như cũ.", None),
}


@pytest.mark.parametrize(("said", "code"), CHANGES.values(), ids=CHANGES.keys())
def test_what_another_document_does_to_the_cited_one(said: str, code: str | None, tmp_path: Path) -> None:
    assistant = open_assistant(Settings(home=tmp_path))
    for name, text in (("a.txt", CITED), ("b.txt", ACTING.format(said))):
        assistant.library.put(compose_document(name, name, text), f"/{name}")
    assistant.catch_up()
    now, before = assistant.ask(QUESTION), assistant.ask(QUESTION, as_of=date(2024, 1, 1))
    assistant.library.close()
    assert [citation.path for citation in now.citations] == ["Đ1"]
    noted = [note for note in now.notes if note.code in ("replaced", "amended")]
    assert [note.code for note in noted] == ([code] if code else [])
    assert all("40/QĐ-UBND" in note.text and "Điều 2" in note.text for note in noted)
    assert not any(note.code in ("replaced", "amended") for note in before.notes), "it was not issued yet"


PLAN = """Số: 8/KH-UBND

An Lạc, ngày 1 tháng 2 năm 2025

KẾ HOẠCH
Phòng dịch năm 2025

1. Phòng Y tế:

- Chủ trì phun thuốc khử trùng tại các chợ đầu mối.

2. {unit}:

- {duty}"""
SAME = {
    "the same words": ("Phòng Kinh tế", "Chủ trì phun thuốc khử trùng tại các chợ đầu mối.", True),
    "other words": ("Phòng Kinh tế", "Chủ trì kiểm tra giá cả tại các chợ đầu mối.", False),
    "the same unit again": ("Phòng Y tế", "Chủ trì phun thuốc khử trùng tại các chợ đầu mối.", False),
}


@pytest.mark.parametrize(("unit", "duty", "noted"), SAME.values(), ids=SAME.keys())
def test_two_units_with_the_same_duty(unit: str, duty: str, noted: bool, tmp_path: Path) -> None:
    assistant = open_assistant(Settings(home=tmp_path))
    assistant.library.put(compose_document("a.txt", "a", PLAN.format(unit=unit, duty=duty)), "/a.txt")
    assistant.catch_up()
    answer = assistant.ask("Phòng Y tế phải làm gì?")
    assistant.library.close()
    texts = [note.text for note in answer.notes if note.code == "same-duty"]
    assert bool(texts) == noted
    assert all(unit in text for text in texts)
