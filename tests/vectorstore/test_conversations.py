"""Conversations of visitors: kept, found, renamed, removed, each only by its owner."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from vectorstore.conversations import Conversations, KeptTurn
from vectorstore.library import FILE, Library

FIRST = KeptTurn("Hạt Kiểm lâm có nhiệm vụ gì?", {"answer": "Trực canh lửa [1].", "refused": False})
SECOND = KeptTurn("Nộp báo cáo khi nào?", {"answer": "Trước ngày 30/4.", "refused": False})


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Library.open(tmp_path).conversations


def test_a_conversation_grows_and_is_read_again(kept: Conversations) -> None:
    begun = kept.keep("an", None, FIRST)
    assert kept.keep("an", begun, SECOND) == begun
    found = kept.conversation(begun, "an")
    assert found is not None
    assert (found.title, found.owned, found.turns) == (FIRST.question, True, (FIRST, SECOND))
    assert [(card.id, card.turns) for card in kept.cards("an")] == [(begun, 2)]


FOUND = {
    "a word of a question": ("kiểm lâm", True),
    "a word of an answer": ("canh lửa", True),
    "without diacritics": ("canh lua", True),
    "words of different turns": ("kiểm lâm báo cáo", True),
    "one word is missing": ("kiểm lâm giáo dục", False),
    "a sign of LIKE is a sign": ("%", True),  # no word at all: the whole list
    "the new title": ("rừng", True),
}


@pytest.mark.parametrize(("words", "there"), FOUND.values(), ids=FOUND.keys())
def test_a_conversation_is_found_by_words(kept: Conversations, words: str, there: bool) -> None:
    begun = kept.keep("an", None, FIRST)
    kept.keep("an", begun, SECOND)
    assert kept.rename(begun, "an", "Cháy rừng")
    assert bool(kept.cards("an", words)) is there


def test_another_visitor_may_read_by_the_address_and_nothing_else(kept: Conversations) -> None:
    begun = kept.keep("an", None, FIRST)
    assert kept.cards("binh") == []
    found = kept.conversation(begun, "binh")
    assert found is not None
    assert not found.owned
    assert not kept.rename(begun, "binh", "x")
    assert not kept.remove(begun, "binh")
    assert not kept.review(begun, "binh", 0, "up")
    own = kept.keep("binh", begun, SECOND, earlier=found.turns)
    assert own != begun
    copied = kept.conversation(own, "binh")
    assert copied is not None
    assert copied.turns == (FIRST, SECOND)


def test_a_review_outlives_its_conversation_and_can_be_taken_back(kept: Conversations) -> None:
    begun = kept.keep("an", None, FIRST)
    kept.keep("an", begun, SECOND)
    assert kept.review(begun, "an", 1, "down", "sai ngày")
    assert kept.review(begun, "an", 0, "up")
    assert kept.review(begun, "an", 0, None)
    assert not kept.review(begun, "an", 2, "up")
    assert kept.remove(begun, "an")
    assert kept.conversation(begun, "an") is None
    (review,) = kept.reviews()
    assert (review.verdict, review.reason, review.question) == ("down", "sai ngày", SECOND.question)
    assert list(review.history) == [(FIRST.question, "Trực canh lửa [1].")]
    assert kept.discard_review(begun, 1)
    assert kept.reviews() == []


def test_the_secret_of_a_visitor_is_not_in_the_file(kept: Conversations, tmp_path: Path) -> None:
    kept.keep("a-secret", None, FIRST)
    with sqlite3.connect(tmp_path / FILE) as connection:
        assert "a-secret" not in "\n".join(connection.iterdump())


def test_a_library_of_the_first_schema_gets_the_tables(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        for table in ("turns", "reviews", "conversations"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE meta SET schema = 1")
    library = Library.open(tmp_path)
    assert library.conversations.keep("an", None, FIRST)
    assert library.generation == 0
