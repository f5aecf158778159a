"""The gate: what passes, and what does not."""

from __future__ import annotations

import pytest

from assistant.findings import Quote
from assistant.grounding import gate
from assistant.statement import PLACE, Section, Statement, place, said
from ingest.document import compose_document
from ingest.normalize import normalize

TEXT = """Số: 12/KH-UBND

An Lạc, ngày 9 tháng 3 năm 2025

KẾ HOẠCH
Tiêm phòng năm 2025

Căn cứ Luật Thú y;

1. Phòng Kinh tế:

- Tổng hợp, báo cáo UBND huyện
trước ngày 15/6.

2. Trạm Thú y tiêm 95% đàn bò.

3. Từ ngày 5 tháng 11 đến ngày 12/6, tỷ lệ 94,2% và 80.000 đồng một con theo Quyết định số 100/QĐ-UBND."""
DOCUMENT = compose_document("a.txt", "0" * 64, TEXT)


def quote(text: str, path: str = "1-1") -> Quote:
    return Quote("a", path, text, 0, len(text))


REPORT = quote("Tổng hợp, báo cáo UBND huyện trước ngày 15/6.")
SPAN = quote(
    "Từ ngày 5 tháng 11 đến ngày 12/6, tỷ lệ 94,2% và 80.000 đồng một con theo Quyết định số 100/QĐ-UBND.", "3"
)
CASES = {
    "verbatim over a line break": (Statement(f"- “Tổng hợp” {place(0)}", (REPORT,)), True),
    "a date with the document's own year": (Statement(f"- **15/6/2025** {place(0)}", (REPORT,)), True),
    "no quote": (Statement("- Nộp báo cáo.", ()), False),
    "a word changed": (Statement(f"- x {place(0)}", (quote("Tổng hợp, gửi UBND huyện trước ngày 15/6."),)), False),
    "words of another clause": (Statement(f"- x {place(0)}", (quote("Trạm Thú y tiêm 95% đàn bò."),)), False),
    "a clause that is not there": (Statement(f"- x {place(0)}", (quote("Tổng hợp", "9"),)), False),
    "a day that the quote does not name": (Statement(f"- **16/6** {place(0)}", (REPORT,)), False),
    "a number that the quote does not name": (
        Statement(f"- đạt 96% {place(0)}", (quote("tiêm 95% đàn bò", "2"),)),
        False,
    ),
    "day and month of two days made into a third": (Statement(f"- **5/6** {place(0)}", (SPAN,)), False),
    "another year than the quote's document": (Statement(f"- **15/6/2024** {place(0)}", (REPORT,)), False),
    "the same day in words": (Statement(f"- 12 June, 5/11 {place(0)}", (SPAN,)), True),
    "a piece of a decimal": (Statement(f"- 94% {place(0)}", (SPAN,)), False),
    "a decimal turned round": (Statement(f"- 2,94% {place(0)}", (SPAN,)), False),
    "the decimal with a point": (Statement(f"- 94.2% {place(0)}", (SPAN,)), True),
    "thousands as in English": (Statement(f"- 80,000 dong {place(0)}", (SPAN,)), True),
    "thousands lost": (Statement(f"- 80 đồng {place(0)}", (SPAN,)), False),
    "a document with another symbol": (Statement(f"- Quyết định 100/QĐ-TTg {place(0)}", (SPAN,)), False),
    "the document as quoted, set otherwise": (Statement(f"- Quyết định 100 /QĐ - UBND {place(0)}", (SPAN,)), True),
    "the cited document's own number": (Statement(f"- Kế hoạch 12/KH-UBND ngày 9/3/2025 {place(0)}", (REPORT,)), True),
    "its digits under another symbol": (Statement(f"- Kế hoạch 12/QĐ-UBND {place(0)}", (REPORT,)), False),
    "a unit that stands in its quote": (
        Statement(f"- x {place(0)}", (quote("Phòng Kinh tế", "1"),), ("Phòng Kinh tế",)),
        True,
    ),
    "a unit that does not": (Statement(f"- x {place(0)}", (REPORT,), ("Phòng Y tế",)), False),
    "a document that is not there": (Statement(f"- x {place(0)}", (Quote("b", "1", "Phòng", 0, 5),)), False),
    "an empty quote": (Statement(f"- x {place(0)}", (quote(""),)), False),
}


@pytest.mark.parametrize(("statement", "passes"), CASES.values(), ids=CASES.keys())
def test_gate(statement: Statement, passes: bool) -> None:
    gated = gate([Section("", (statement,))], {"a": DOCUMENT})
    assert bool(gated.sections) == passes
    assert len(gated.dropped) == (0 if passes else 1)


def test_what_fails_is_dropped_and_the_rest_stays() -> None:
    good, bad = Statement(f"- “Tổng hợp” {place(0)}", (REPORT,)), Statement("- x", ())
    gated = gate([Section("**A**", (bad, good))], {"a": DOCUMENT})
    assert gated.sections == (Section("**A**", (good,)),)
    assert [row.reason for row in gated.dropped] == ["no quote"]


def test_no_text_of_a_document_passes_for_a_marker() -> None:
    text = compose_document("a.txt", "0" * 64, normalize("1. Chép {0} và [1] và \ue000 vào đây.").text)
    clause = text.clauses[0]
    statement = Statement(f"- “{said(clause.text)}” {place(0)}", (Quote("a", "1", clause.text, 0, clause.end),))
    assert gate([Section("", (statement,))], {"a": text}).dropped == ()
    assert len(PLACE.findall(statement.text)) == 1
    assert "[1]" not in statement.text
