from __future__ import annotations

import pytest

from ingest.facts.targets import find_targets
from ingest.model import Clause

TARGETS = {
    "head of a bullet": ("- 100% thôn có cán bộ thú y.", [("100%", "thôn có cán bộ thú y", None)]),
    "more than": ("Phấn đấu trên 50% hộ dân dùng nước sạch.", [("trên 50%", "hộ dân dùng nước sạch", None)]),
    "at least, by a year": (
        "Phấn đấu đến năm 2025, ít nhất 60% trường đạt chuẩn.", [("ít nhất 60%", "trường đạt chuẩn", "2025")]),
    "two in a sentence": (
        "Phấn đấu 80% người dân hiểu luật; 100% cán bộ được tập huấn.",
        [("80%", "người dân hiểu luật", None), ("100%", "cán bộ được tập huấn", None)]),
    "or more": ("Phấn đấu 70% trở lên hộ có nhà tiêu.", [("70% trở lên", "hộ có nhà tiêu", None)]),
    "rate named before": ("Bảo đảm tỷ lệ bao phủ bảo hiểm y tế đạt 95%.", [("95%", "tỷ lệ bao phủ bảo hiểm y tế", None)]),
    "decimal": ("Mục tiêu giảm tỷ lệ hộ nghèo còn 1,5% vào năm 2026.", [("1,5%", "giảm tỷ lệ hộ nghèo", "2026")]),
    "count": ("Phấn đấu tổ chức ít nhất 02 lớp tập huấn cho cán bộ xã.", [("ít nhất 02 lớp", "tập huấn cho cán bộ xã", None)]),
    "a count inside a percentage's statement": (
        "- 100% nạn nhân được tiếp cận ít nhất một dịch vụ.", [("100%", "nạn nhân được tiếp cận ít nhất một dịch vụ", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TARGETS.values(), ids=TARGETS.keys())
def test_targets(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    targets = find_targets([Clause(path="I.2", text=text, start=0)])
    assert [(t.value, t.what, t.by) for t in targets] == expected
    assert all(text[t.start : t.start + len(t.quote)] == t.quote for t in targets)


NONE = {
    "a tax": "Thuế suất 10% áp dụng với hàng hóa.",
    "a loan": "Lãi suất bằng 80% lãi suất cho vay hộ nghèo.",
    "a vote": "Phải được ít nhất 65% số phiếu biểu quyết tán thành.",
    "a time": "Gửi ít nhất 05 ngày trước cuộc họp.",
    "what was reached": "Năm 2023 đã đạt 98% kế hoạch.",
    "a bare share": "Nguồn vốn gồm 30% ngân sách huyện.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_no_target(text: str) -> None:
    assert find_targets([Clause(path="2", text=text, start=0)]) == ()


def test_heading_gives_the_year_and_makes_figures_targets() -> None:
    head = Clause(path="II", text="II. Mục tiêu đến năm 2030", start=0, label="II.", heading="Mục tiêu đến năm 2030")
    body = Clause(path="II.1", text="1. Nông thôn: 90% đường thôn được cứng hóa.", start=30, label="1.", parent="II")
    assert [(t.value, t.by, t.path) for t in find_targets([head, body])] == [("90%", "2030", "II.1")]
