"""What a document does to others: the acts, whom they affect, from when; and what is no act."""

from __future__ import annotations

import pytest

from ingest.facts.effects import find_effects
from ingest.model import Clause, Effect, Header

HEADER = Header(number="35/QĐ-UBND", kind="quyết định", date="2025-02-01")


def effects(*clauses: tuple[str, str]) -> tuple[Effect, ...]:
    laid, start = [], 0
    for path, text in clauses:
        laid.append(Clause(path=path, text=text, start=start))
        start += len(text) + 1
    whole = "\n".join(text for _, text in clauses)
    found = find_effects(HEADER, laid)
    assert all(whole[effect.start : effect.start + len(effect.quote)] == effect.quote for effect in found)
    return found


ACTS = {
    "in force from a day": ("Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày 01/7/2025.", [("có hiệu lực", None, "2025-07-01", None)]),
    "in force from its signing": ("Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", [("có hiệu lực", None, "2025-02-01", None)]),
    "in force some days later": ("1. Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký ban hành.", [("có hiệu lực", None, "2025-03-18", None)]),
    "replaces": (
        "Điều 2. Quyết định này có hiệu lực từ ngày 10/2/2025 và thay thế Quyết định số 15/QĐ-UBND ngày 3/3/2022.",
        [("có hiệu lực", None, "2025-02-10", None), ("thay thế", "15/QĐ-UBND", "2025-02-10", None)]),
    "replaces several": (
        "Quyết định này thay thế Quyết định số 15/QĐ-UBND và Quyết định số 16/QĐ-UBND.",
        [("thay thế", "15/QĐ-UBND", None, None), ("thay thế", "16/QĐ-UBND", None, None)]),
    "repeals a part": (
        "3. Bãi bỏ Điều 1 và khoản 2 Điều 3 của Thông tư số 4/2024/TT-BTP.",
        [("bãi bỏ", "4/2024/TT-BTP", None, "Điều 1 và khoản 2 Điều 3")]),
    "ends another": (
        "2. Nghị định số 62/2020/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.", [("hết hiệu lực", "62/2020/NĐ-CP", None, None)]),
    "amends": (
        "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 84/2015/NĐ-CP như sau:", [("sửa đổi, bổ sung", "84/2015/NĐ-CP", None, None)]),
    "extends": (
        "Điều 1. Kéo dài thời gian thực hiện Nghị quyết số 5/NQ-HĐND đến hết ngày 31/12/2026.", [("kéo dài", "5/NQ-HĐND", "2026-12-31", None)]),
    "history of another document": ("Căn cứ Luật Đất đai số 31/2024/QH15 được sửa đổi, bổ sung bởi Luật số 43/2024/QH15;", []),
    "history of what is replaced": (
        "Thông tư này thay thế Thông tư số 1/2020/TT-BYT đã được sửa đổi, bổ sung bởi Thông tư số 2/2021/TT-BYT.",
        [("thay thế", "1/2020/TT-BYT", None, None)]),
    "a rule about replacing": ("5. Trường hợp văn bản viện dẫn được thay thế thì áp dụng văn bản mới.", []),
    "a duty to propose": ("1. Sở Y tế tham mưu bãi bỏ Quyết định số 1/QĐ-UBND.", []),
    "a replacement subject to a law": ("1. Việc sửa đổi, bổ sung Luật Đất đai số 31/2024/QH15 do Quốc hội quyết định.", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ACTS.values(), ids=ACTS.keys())
def test_acts(text: str, expected: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert [(e.act, e.number, e.date, e.part) for e in effects(("Đ1", text))] == expected


def test_the_title_of_an_amending_act_and_the_parts_it_amends() -> None:
    found = effects(
        ("header", "NGHỊ ĐỊNH\nSửa đổi, bổ sung một số điều của Nghị định số 84/2015/NĐ-CP"),
        (
            "Đ1",
            "Điều 1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:\n“2. Quyết định này thay thế Quyết định số 9/QĐ-UBND.”",
        ),
    )
    assert [(e.number, e.part, e.path) for e in found] == [
        ("84/2015/NĐ-CP", None, "header"),
        ("84/2015/NĐ-CP", "khoản 2 Điều 5", "Đ1"),
    ]


def test_a_list_of_what_is_ended() -> None:
    found = effects(
        ("Đ2.2", "2. Các văn bản sau đây hết hiệu lực kể từ ngày Thông tư này có hiệu lực:"),
        ("Đ2.2.a", "a) Thông tư số 1/2020/TT-BYT quy định về thuốc;"),
        ("Đ2.2.b", "b) Điều 3 Thông tư số 2/2021/TT-BYT."),
        ("Đ2.3", "3. Thông tư số 3/2022/TT-BYT tiếp tục được áp dụng."),
    )
    assert [(e.act, e.number, e.part) for e in found] == [
        ("hết hiệu lực", "1/2020/TT-BYT", None),
        ("hết hiệu lực", "2/2021/TT-BYT", "Điều 3"),
    ]
