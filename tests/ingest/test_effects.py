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
    "suspends": (
        "1. Ngưng hiệu lực thi hành Thông tư số 5/2020/TT-BYT từ ngày 01/3/2025 đến hết ngày 31/12/2025.",
        [("ngưng hiệu lực", "5/2020/TT-BYT", "2025-03-01", None)]),
    "suspends a part": (
        "2. Khoản 2 Điều 5 Nghị định số 62/2020/NĐ-CP ngưng hiệu lực thi hành đến hết ngày 31/12/2025.",
        [("ngưng hiệu lực", "62/2020/NĐ-CP", "2025-12-31", "Khoản 2 Điều 5")]),
    "ends in part": (
        "2. Các quy định về vị trí việc làm tại Nghị định số 62/2020/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
        [("hết hiệu lực", "62/2020/NĐ-CP", None, "quy định về vị trí việc làm")]),
    "repeals provisions that semicolons part": (
        "3. Bãi bỏ các khoản 1, 2 Điều 1; Chương II; Phụ lục I và III của Thông tư số 42/2022/TT-BCT quy định về kiểm tra.",
        [("bãi bỏ", "42/2022/TT-BCT", None, "các khoản 1, 2 Điều 1; Chương II; Phụ lục I và III")]),
    "amends": (
        "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 84/2015/NĐ-CP như sau:", [("sửa đổi, bổ sung", "84/2015/NĐ-CP", None, None)]),
    "extends": (
        "Điều 1. Kéo dài thời gian thực hiện Nghị quyết số 5/NQ-HĐND đến hết ngày 31/12/2026.", [("kéo dài", "5/NQ-HĐND", "2026-12-31", None)]),
    "replaces, in other words": ("Quyết định này có hiệu lực từ ngày ký và thay cho Kế hoạch số 9/KH-UBND.",
        [("có hiệu lực", None, "2025-02-01", None), ("thay thế", "9/KH-UBND", "2025-02-01", None)]),
    "replaces two, the titles between them": (
        "Điều 3. Thông tư này thay thế các Thông tư số 8/2022/TT-BGDĐT kèm theo Quy chế thi và Thông tư số 6/2025/TT-BGDĐT sửa đổi Thông tư số 8/2022/TT-BGDĐT.",
        [("thay thế", "8/2022/TT-BGDĐT", None, None), ("thay thế", "6/2025/TT-BGDĐT", None, None)]),
    "repeals one, which guides two others": (
        "3. Bãi bỏ Thông tư số 4/2013/TT-BTC hướng dẫn một số điều của Nghị định số 30/2006/NĐ-CP và Nghị định số 46/2012/NĐ-CP.",
        [("bãi bỏ", "4/2013/TT-BTC", None, None)]),
    "the title of what is replaced amends": (
        "2. Nghị định này thay thế Điều 2 Nghị định số 46/2012/NĐ-CP của Chính phủ sửa đổi, bổ sung Nghị định số 35/2003/NĐ-CP.",
        [("thay thế", "46/2012/NĐ-CP", None, "Điều 2")]),
    "leaves out words": (
        "Điều 1. Bãi bỏ cụm từ “và quy định khác có liên quan” tại điểm b khoản 5 Điều 36 Nghị định số 26/2019/NĐ-CP.",
        [("bãi bỏ", "26/2019/NĐ-CP", None, "điểm b khoản 5 Điều 36")]),
    "a form of an annex": (
        "a) Thay thế Mẫu số 01 tại Phụ lục I ban hành kèm theo Thông tư số 5/2024/TT-BXD bằng Mẫu số 01 ban hành kèm theo Thông tư này;",
        [("thay thế", "5/2024/TT-BXD", None, "Mẫu số 01 tại Phụ lục I")]),
    "the annex, not all of it": (
        "2. Bãi bỏ Phụ lục ban hành kèm theo Thông tư số 5/2024/TT-BXD.", [("bãi bỏ", "5/2024/TT-BXD", None, "Phụ lục")]),
    "adjusts": ("Điều 1. Điều chỉnh khoản 2 Điều 1 Quyết định số 5/QĐ-UBND như sau:",
        [("sửa đổi, bổ sung", "5/QĐ-UBND", None, "khoản 2 Điều 1")]),
    "adjusts something by another document": ("Điều 1. Điều chỉnh nội dung dự án theo Quyết định số 5/QĐ-UBND.", []),
    "amends and repeals in one breath": ("Điều 1. Sửa đổi, bổ sung, bãi bỏ một số điều của Thông tư số 57/2024/TT-BYT",
        [("sửa đổi, bổ sung", "57/2024/TT-BYT", None, None)]),
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


TITLES = {
    "in capitals": ("THÔNG TƯ\nSỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA THÔNG TƯ SỐ 43/2025/TT-BCT", ["43/2025/TT-BCT"]),
    "which repeats the kind": ("THÔNG TƯ\nThông tư sửa đổi Điều 5 Thông tư số 43/2025/TT-BCT", ["43/2025/TT-BCT"]),
    "below its own number": ("Số: 35/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc sửa đổi Quyết định số 9/QĐ-UBND", ["9/QĐ-UBND"]),
    "on carrying out an amending act": ("KẾ HOẠCH\nTriển khai Luật sửa đổi, bổ sung Luật số 9/2020/QH14", []),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.values(), ids=TITLES.keys())
def test_titles(title: str, expected: list[str]) -> None:
    assert [effect.number for effect in effects(("header", title))] == expected


def test_parts_below_a_heading_that_announces_several() -> None:
    found = effects(
        ("Đ1", "Điều 1. Sửa đổi, bổ sung một số điều của Thông tư số 27/2024/TT-BCT"),
        ("Đ1.1", "1. Sửa đổi, bổ sung một số khoản của Điều 3 như sau:"),
        ("Đ1.1.a", "a) Bổ sung khoản 2a vào sau khoản 2 như sau:\n“2a. Điều 9 không áp dụng.”"),
        ("Đ1.2", "2. Thay thế cụm từ “năng lượng” bằng cụm từ “điện lực” tại khoản 1 Điều 1."),
    )
    assert [(effect.path, effect.part) for effect in found] == [
        ("Đ1", None),
        ("Đ1.1", "Điều 3"),
        ("Đ1.1.a", "khoản 2a vào sau khoản 2"),
        ("Đ1.2", "khoản 1 Điều 1"),
    ]


def test_chapters_that_amend_one_document_each() -> None:
    found = effects(
        ("CI", "Chương I\nSỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA THÔNG TƯ SỐ 38/2014/TT-NHNN"),
        ("Đ1", "Điều 1. Sửa đổi, bổ sung khoản 5 Điều 8"),
        ("CII", "Chương II\nSỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA THÔNG TƯ SỐ 63/2024/TT-NHNN"),
        ("Đ2", "Điều 2. Bãi bỏ Điều 3"),
    )
    assert [(e.path, e.act, e.number, e.part) for e in found] == [
        ("CI", "sửa đổi, bổ sung", "38/2014/TT-NHNN", None),
        ("Đ1", "sửa đổi, bổ sung", "38/2014/TT-NHNN", "khoản 5 Điều 8"),
        ("CII", "sửa đổi, bổ sung", "63/2024/TT-NHNN", None),
        ("Đ2", "bãi bỏ", "63/2024/TT-NHNN", "Điều 3"),
    ]


def test_a_list_whose_announcement_has_no_colon() -> None:
    found = effects(
        ("Đ5.2", "2. Bãi bỏ các văn bản quy phạm pháp luật sau đây kể từ ngày Quyết định này có hiệu lực thi hành"),
        ("Đ5.2.a", "a) Thông tư số 35/2016/TT-BTTTT ngày 26 tháng 12 năm 2016;"),
    )
    assert [(e.path, e.act, e.number) for e in found] == [("Đ5.2.a", "bãi bỏ", "35/2016/TT-BTTTT")]


def test_a_form_comes_into_force_for_nobody() -> None:
    assert effects(("PL1.B08.Đ1", "Quyết định này có hiệu lực kể từ ngày ký.")) == ()


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
