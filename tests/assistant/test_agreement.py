"""Whether words have the form that a question asks for."""

from __future__ import annotations

import pytest

from assistant.agreement import SIGNS, signs
from assistant.cues import Kind
from assistant.question import language_of
from ingest.spelling import folded_words

CASES = {
    "the thing that is counted": ("Mỗi hộ được mấy lít nước?", "Mỗi hộ tối thiểu 60 lít một ngày;", "counted"),
    "with a word between": ("Có bao nhiêu xe?", "Mua 03 chiếc xe thang.", "counted"),
    "a share where one is asked for": ("Bao nhiêu phần trăm dân có thẻ?", "Bao phủ đạt 94,2% dân số.", "counted"),
    "a figure of something else": ("Mỗi hộ được mấy lít nước?", "Lập 05 tổ.", "uncounted"),
    "in English": ("How many cars are bought?", "Mua 03 xe ô tô.", "counted"),
    "the measure that is put to us": ("Trẻ 5 tuổi vào lớp một phải không?", "Tuổi vào lớp một là 06 tuổi.", "counted"),
    "an amount": ("Mỗi buổi được trả bao nhiêu tiền?", "Mức chi là 80.000 đồng/buổi.", "money"),
    "a share instead of an amount": ("Mỗi buổi được trả bao nhiêu tiền?", "Đạt 90%.", "percent"),
    "below a unit's name": ("Sở Y tế phải làm gì?", "Kiểm tra bếp ăn.", "under_unit"),
    "a definition": ("Lối thoát nạn thứ hai là gì?", "2. Lối thoát nạn thứ hai là lối ra khác cửa chính.", "defines"),
    "a lead-in": ("Những trường hợp nào bị đình chỉ?", "1. Cơ sở bị đình chỉ trong các trường hợp sau:", "leads_in"),
    "a unit of that kind": ("Phòng nào phụ trách?", "Phòng Nội vụ tham mưu.", "of_that_kind"),
}
KINDS = {"uncounted": Kind.TARGET, "counted": Kind.TARGET, "money": Kind.MONEY, "percent": Kind.MONEY,
         "under_unit": Kind.DUTIES, "defines": Kind.DEFINITION, "leads_in": Kind.CONDITION, "of_that_kind": Kind.ACTOR}  # fmt: skip


def found(question: str, kinds: set[Kind], text: str) -> dict[str, float]:
    return dict(signs(folded_words(question), language_of(question), frozenset(kinds), "1", text, "\n1. Sở Y tế"))


@pytest.mark.parametrize(("question", "text", "sign"), CASES.values(), ids=CASES.keys())
def test_signs(question: str, text: str, sign: str) -> None:
    kinds = {KINDS[sign]} | ({Kind.YES_NO} if "phải không" in question else set())
    assert found(question, kinds, text)[sign] == 1.0


def test_of_a_question_that_asks_for_nothing_of_the_kind_nothing_is_claimed() -> None:
    values = found("Sở Y tế ở đâu?", set(), "Mua 03 xe, 80.000 đồng, đạt 90%.")
    assert set(values) == set(SIGNS)
    assert not any(values.values())
