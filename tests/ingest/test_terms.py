"""Terms that run from a document's own day."""

from __future__ import annotations

import pytest

from ingest.terms import find_terms, printed_term

TERMS = {
    "days from its issue": ("Trong vòng 05 ngày kể từ ngày ban hành Kế hoạch này, các xã lập kế hoạch.", ["2024-03-05"]),
    "days from its signing": ("Chậm nhất sau 10 ngày, kể từ ngày ký ban hành Quyết định này.", ["2024-03-10"]),
    "months from its coming into force": (
        "Trong thời hạn 12 tháng kể từ ngày Nghị định này có hiệu lực thi hành phải hoàn thành.", ["2025-04-15"]),
    "years, in words": ("Trong thời hạn hai năm kể từ ngày Luật này có hiệu lực.", ["2026-04-15"]),
    "a number said twice": ("Trong thời hạn 06 (sáu) tháng, kể từ ngày Thông tư này có hiệu lực.", ["2024-10-15"]),
    "at most": ("Không quá 90 ngày kể từ khi Nghị định này có hiệu lực thi hành.", ["2024-07-14"]),
    "working days are not counted": ("Trong 05 ngày làm việc kể từ ngày ban hành Kế hoạch này.", []),
    "from what happens to somebody": ("Trong thời hạn 05 ngày kể từ ngày nhận đủ hồ sơ theo Quy chế này.", []),
    "from another document": ("Trong thời hạn 05 ngày kể từ ngày Nghị định số 8/2020/NĐ-CP có hiệu lực.", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "days"), TERMS.values(), ids=TERMS.keys())
def test_term_ends_on_a_day(text: str, days: list[str]) -> None:
    assert [term.day for term in find_terms(text, "2024-02-29", "2024-04-15")] == days


UNKNOWN = {
    "not known when it holds": ("Trong thời hạn 12 tháng kể từ ngày Luật này có hiệu lực.", "2024-02-29", None),
    "day of issue not printed": ("Trong 05 ngày kể từ ngày ban hành Kế hoạch này.", "2024-02", "2024-04-15"),
}


@pytest.mark.parametrize(("text", "issued", "in_force"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_no_day_to_run_from(text: str, issued: str, in_force: str | None) -> None:
    assert list(find_terms(text, issued, in_force)) == []


def test_a_month_without_such_a_day_ends_earlier() -> None:
    [term] = find_terms("Trong thời hạn 1 tháng kể từ ngày ban hành Kế hoạch này.", "2024-01-31", None)
    assert term.day == "2024-02-29"


def test_term_as_printed() -> None:
    text = "Phải báo cáo trong thời hạn 90 ngày kể từ ngày Nghị định này có hiệu lực thi hành, trừ trường hợp khác."
    assert printed_term(text) == ("trong thời hạn 90 ngày kể từ ngày Nghị định này có hiệu lực thi hành", "90 ngày")
    assert printed_term("Báo cáo trước ngày 10/6.") is None
