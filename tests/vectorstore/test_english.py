"""English questions in the words of Vietnamese documents."""

from __future__ import annotations

import pytest

from vectorstore.english import in_vietnamese


def nowhere(one: str, other: str) -> int:
    return 0


QUESTIONS = {
    "a term of the glossary": ("Which office reports on gender equality?", ["bình đẳng giới"]),
    "a word that the glossary has not": ("What is forbidden in auctions?", ["cấm", "đấu giá"]),
    "the singular of a plural": ("crimes", ["tội phạm"]),
    "names stay": (
        "What is Sở Giáo dục và Đào tạo of Phan Thiết responsible for?",
        ["sở giáo dục và đào tạo", "phan thiết"],
    ),
    "numbers stay": ("What does decree 156/2024/NĐ-CP abolish?", ["156/2024/NĐ-CP", "bãi bỏ"]),
    "all its numbers where no document is named": ("families moved in 2025", ["gia đình", "2025"]),
}


@pytest.mark.parametrize(("question", "words"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_in_vietnamese(question: str, words: list[str]) -> None:
    said = in_vietnamese(question, nowhere).lower()
    assert [word for word in words if word.lower() not in said] == []


def test_no_word_twice() -> None:
    said = in_vietnamese("the deadline of the report on deadlines for reports", nowhere).lower().split("; ")
    assert len(said) == len(set(said))


def test_what_nobody_knows_stays() -> None:
    assert in_vietnamese("xqzt frobnicates?", nowhere) == "xqzt frobnicates?"
