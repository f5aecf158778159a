"""Whether words can answer a question, and how likely a place does."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from assistant.answer_types import can_answer
from assistant.answerability import Features, answerable, likelihood, preference
from assistant.cues import Kind

TYPES = {
    "a when by a day": ({Kind.DEADLINE}, "Xong trước ngày 5/6/2024.", True),
    "a when by a term": ({Kind.DEADLINE}, "Trong 30 ngày phải nộp đủ.", True),
    "a when by no number of a document": ({Kind.DEADLINE}, "Theo Công văn số 12/UBND-VX.", False),
    "a how many by a figure": ({Kind.TARGET}, "Mỗi tầng có 02 bình.", True),
    "a how many by no label": ({Kind.TARGET}, "Theo khoản 2 Điều này.", False),
    "a how much by an amount": ({Kind.MONEY}, "Mức hỗ trợ 500 nghìn đồng.", True),
    "a how much by no count": ({Kind.MONEY}, "Lập 5 tổ.", False),
    "a telephone number": ({Kind.CONTACT}, "Gọi 0203.123.456.", True),
    "a person beside a unit": ({Kind.PERSON, Kind.ACTOR}, "Sở Y tế chủ trì.", False),
    "a who by a unit": ({Kind.ACTOR}, "Sở Y tế chủ trì.", True),
    "one of two kinds": ({Kind.ACTOR, Kind.DEADLINE}, "Sở Y tế chủ trì.", True),
    "a kind of no certain type": ({Kind.CONDITION}, "Phải có đèn.", True),
}


@pytest.mark.parametrize(("kinds", "words", "expected"), TYPES.values(), ids=TYPES.keys())
def test_can_answer(kinds: set[Kind], words: str, expected: bool) -> None:
    assert can_answer(kinds, words, "") is expected


NOTHING = Features(**{field.name: 0.0 for field in fields(Features)})
CLOSE = replace(
    NOTHING,
    score=0.8,
    words_covered=0.9,
    passage_covered=0.8,
    heading_covered=0.5,
    similarity=0.7,
    lexical=1.0,
    own=0.8,
    around=1.0,
    rarest=1.0,
    first=1.0,
    both=0.7,
    pairs=1.0,
    around_squared=1.0,
    own_squared=0.64,
    similarity_squared=0.49,
    score_root=0.9,
)


def test_a_close_first_clause_answers_and_a_far_one_does_not() -> None:
    assert answerable(CLOSE)
    assert not answerable(NOTHING)


WORSE = {
    "lower in the search": replace(CLOSE, first=0.2, lexical=0.5),
    "without the date that is asked for": replace(CLOSE, typed=1.0),
    "without the unit that is asked about": replace(CLOSE, unit=1.0, missing_unit=1.0),
}


@pytest.mark.parametrize("features", WORSE.values(), ids=WORSE.keys())
def test_less_likely(features: Features) -> None:
    assert likelihood(features) < likelihood(CLOSE)


PREFERRED = {
    "an amount where one is asked for": "money",
    "a figure of the thing that is counted": "counted",
    "below the heading of a unit whose duties are asked for": "under_unit",
    "a definition where one is asked for": "defines",
}


@pytest.mark.parametrize("sign", PREFERRED.values(), ids=PREFERRED.keys())
def test_preferred(sign: str) -> None:
    assert preference(replace(CLOSE, **{sign: 1.0})) > preference(CLOSE)
