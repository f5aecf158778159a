"""Tasks in tables and in lines with labels: who leads, who joins in, by when."""

from __future__ import annotations

import pytest

from ingest.document import compose_document
from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, ROW
from ingest.model import Document
from ingest.normalize import normalize

HEADS = "TT|Nội dung công việc|Cơ quan chủ trì|Cơ quan phối hợp|Thời gian hoàn thành"


def read(body: str) -> Document:
    """A plan of 2024 with a body, in which rows are written "¶" and cells "|"; "^" and "<" are covered places."""
    marks = str.maketrans({"|": CELL, "^": FROM_ABOVE, "<": FROM_LEFT, "¶": ROW})
    raw = f"Số: 5/KH-UBND\n\nAn Bình, ngày 05 tháng 01 năm 2024\n\nKẾ HOẠCH\nVề việc A\n\nI. NỘI DUNG\n\n{body}\n\nII. KINH PHÍ\n\nHai."
    normalized = normalize(raw.translate(marks))
    return compose_document("a.docx", "0", normalized.text, tables=normalized.tables)


def table(*rows: str) -> str:
    return "\n".join(f"¶{row}" for row in rows)


# body → (actor, role, action, partners) of every duty
DUTIES = {
    "a row": (
        table(HEADS, "1|Lập danh sách hộ nghèo|Phòng Nội vụ|Phòng Y tế, các xã|Tháng 5"),
        [
            ("Phòng Nội vụ", "chủ trì", "Lập danh sách hộ nghèo", ("Phòng Y tế", "các xã")),
            ("Phòng Y tế", "phối hợp", "Lập danh sách hộ nghèo", ()),
        ],
    ),
    "several lead": (
        table(HEADS, "1|Kiểm tra kho|Sở Công Thương; Sở Xây dựng||Thường xuyên"),
        [("Sở Công Thương", "chủ trì", "Kiểm tra kho", ()), ("Sở Xây dựng", "chủ trì", "Kiểm tra kho", ())],
    ),
    "one who leads several tasks": (
        table(HEADS, "1|Lập kế hoạch|Phòng Nội vụ||Tháng 5", "2|Tổng kết|^||Tháng 12"),
        [("Phòng Nội vụ", "chủ trì", "Lập kế hoạch", ()), ("Phòng Nội vụ", "chủ trì", "Tổng kết", ())],
    ),
    "a row that is a heading": (
        table(HEADS, "I. Tuyên truyền|<|<|<|<", "1|In tờ rơi|Hội Nông dân||"),
        [("Hội Nông dân", "chủ trì", "In tờ rơi", ())],
    ),
    "who is assigned": (
        table("Nhiệm vụ|Đơn vị thực hiện", "Trực báo cháy|Công an xã"),
        [("Công an xã", "thực hiện", "Trực báo cháy", ())],
    ),
    "a table of figures": (table("Đơn vị|Số lượng", "Sở Y tế chủ trì|12 lớp"), []),
    "lines with labels": (
        (
            "1. Xây dựng kế hoạch năm\n\n- Cơ quan chủ trì: Phòng Nội vụ.\n\n- Đơn vị phối hợp: Phòng Y tế, Công an xã.\n\n"
            "- Thời gian hoàn thành: tháng 5/2024."
        ),
        [
            ("Phòng Nội vụ", "chủ trì", "Xây dựng kế hoạch năm", ()),
            ("Phòng Y tế", "phối hợp", "Xây dựng kế hoạch năm", ()),
            ("Công an xã", "phối hợp", "Xây dựng kế hoạch năm", ()),
        ],
    ),
}


@pytest.mark.parametrize(("body", "expected"), DUTIES.values(), ids=DUTIES.keys())
def test_duties(body: str, expected: list[tuple[str, str, str, tuple[str, ...]]]) -> None:
    document = read(body)
    assert [(duty.actor, duty.role, duty.action, duty.partners) for duty in document.facts.duties] == expected
    for duty in document.facts.duties:
        assert document.text[duty.start : duty.start + len(duty.quote)] == duty.quote
        assert duty.actor in duty.quote


# body → (date, what) of every deadline
DEADLINES = {
    "the column says when": (
        table(HEADS, "1|Lập danh sách|Phòng Nội vụ||Trước 20/5", "2|Tổng kết|Phòng Nội vụ||Quý IV/2024"),
        [("2024-05-20", "Lập danh sách"), ("2024-10/2024-12", "Tổng kết")],
    ),
    "every year": (table(HEADS, "1|Sơ kết|Phòng Nội vụ||Hằng năm"), [("R/P1Y", "Sơ kết")]),
    "within a year": (table(HEADS, "1|Rà soát|Phòng Nội vụ||Trong năm 2025"), [("2025", "Rà soát")]),
    "no time": (table(HEADS, "1|Rà soát|Phòng Nội vụ||Thường xuyên"), []),
    "a sentence in a cell": (
        table("Đơn vị|Ghi chú", "Sở Y tế|Báo cáo Sở Nội vụ trước ngày 15/6/2024"),
        [("2024-06-15", "Báo cáo")],
    ),
}


@pytest.mark.parametrize(("body", "expected"), DEADLINES.values(), ids=DEADLINES.keys())
def test_deadlines(body: str, expected: list[tuple[str, str]]) -> None:
    facts = read(body).facts
    assert [(deadline.date, deadline.what) for deadline in facts.deadlines] == expected


# body → (value, what, by) of every target
TARGETS = {
    "a column of objectives": (
        table("Nội dung|Đơn vị tính|Chỉ tiêu năm 2025", "Hộ dùng nước sạch|%|95%", "Xã có trạm y tế|xã|12"),
        [("95%", "Hộ dùng nước sạch", "2025"), ("12", "Xã có trạm y tế", "2025")],
    ),
    "figures that are no objectives": (table("Đơn vị|Số lượng", "Sở Y tế|12"), []),
    "a sentence in a cell": (
        table("Nhóm|Yêu cầu", "Học sinh|Phấn đấu 100% học sinh có thẻ bảo hiểm y tế"),
        [("100%", "học sinh có thẻ bảo hiểm y tế", None)],
    ),
}


@pytest.mark.parametrize(("body", "expected"), TARGETS.values(), ids=TARGETS.keys())
def test_targets(body: str, expected: list[tuple[str, str, str | None]]) -> None:
    document = read(body)
    assert [(target.value, target.what, target.by) for target in document.facts.targets] == expected
    for target in document.facts.targets:
        assert document.text[target.start : target.start + len(target.quote)] == target.quote
