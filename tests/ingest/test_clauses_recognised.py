"""Clauses of recognised pages: labels that were misread keep their place, specks open no quotation."""

from __future__ import annotations

import pytest

from ingest.clauses import split_clauses
from ingest.document import compose_document

CASES = {
    "a stroke is missing": (
        "I. MỤC TIÊU\n\n1. Một.\n\nII. NHIỆM VỤ\n\n1. Hai.\n\nII. PHÂN CÔNG\n\n1. Ba.\n\nIV. KINH PHÍ",
        ["I", "I.1", "II", "II.1", "III", "III.1", "IV"],
    ),
    "the first has a stroke too many": (
        "IL. MỤC TIÊU\n\n1. Một.\n\nII. NHIỆM VỤ\n\n1. Hai.",
        ["I", "I.1", "II", "II.1"],
    ),
    "a numeral without its point": (
        "L TÌNH HÌNH\n\n1. Một.\n\nII KẾT QUẢ\n\n1. Hai.\n\nIII. VIỆC",
        ["I", "I.1", "II", "II.1", "III"],
    ),
    "a speck like a quotation mark": ("1. Một.\n\n“\nTrang hai.\n\n2. Hai.\n\n3. Ba.", ["1", "2", "3"]),
    "a quotation that is announced": (
        "Điều 1. Sửa đổi Điều 8 như sau:\n\n“Điều 8. Mới\n\n1. Một.”\n\nĐiều 2. Hiệu lực",
        ["Đ1", "Đ2"],
    ),
    "what stands behind the last recipient signs": (
        "1. Một việc./.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nƯỎ HÒNG\n\n— Lộc",
        ["1", "recipients", "signature"],
    ),
}


@pytest.mark.parametrize(("text", "paths"), CASES.values(), ids=CASES.keys())
def test_of_a_recognised_page(text: str, paths: list[str]) -> None:
    assert [clause.path for clause in split_clauses(text, scans={1})] == paths


def test_a_repeated_label_of_a_text_stays_repeated() -> None:
    text = CASES["a stroke is missing"][0]
    assert [clause.path for clause in split_clauses(text) if "." not in clause.path] == ["I", "II", "II~2", "IV"]


def test_a_label_understood_otherwise_than_read_is_told() -> None:
    document = compose_document("a.pdf", "0", CASES["a stroke is missing"][0], scans={1})
    told = [(anomaly.code, anomaly.path) for anomaly in document.facts.anomalies if anomaly.code.startswith("label")]
    assert told == [("label-misread", "III")]
