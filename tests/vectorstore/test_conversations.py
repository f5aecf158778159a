"""Conversations of visitors: kept, found, renamed, removed, each only by its owner."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from vectorstore.conversations import Conversations, KeptTurn
from vectorstore.library import Library

FIRST = KeptTurn("Hạt Kiểm lâm có nhiệm vụ gì?", {"answer": "Trực canh lửa [1].", "refused": False})
SECOND = KeptTurn("Nộp báo cáo khi nào?", {"answer": "Trước ngày 30/4.", "refused": False})


@pytest.fixture
def library(tmp_path: Path, url: str | None) -> Iterator[Library]:
    library = Library.open(tmp_path, url)
    yield library
    library.close()


@pytest.fixture
def kept(library: Library) -> Conversations:
    return library.conversations


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


def test_the_secret_of_a_visitor_is_not_in_the_tables(library: Library, tmp_path: Path) -> None:
    library.conversations.keep("a-secret", None, FIRST)
    library._database.copy_to(tmp_path / "copy.sqlite3")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as connection:
        told = "\n".join(connection.iterdump())
    assert FIRST.question in told
    assert "a-secret" not in told


STRANGE = {
    "NUL": ("Ai\0 canh lửa?", "Ai canh lửa?"),
    "half of a pair of surrogates": ("Ai \ud83d canh lửa?", "Ai ? canh lửa?"),
    "an emoji stays": ("Ai 🔥 canh lửa?", "Ai 🔥 canh lửa?"),
}


@pytest.mark.parametrize(("asked", "stored"), STRANGE.values(), ids=STRANGE.keys())
def test_what_a_database_cannot_hold_is_left_out(kept: Conversations, asked: str, stored: str) -> None:
    begun = kept.keep("an", None, KeptTurn(asked, {"answer": asked}))
    assert kept.review(begun, "an", 0, "down", asked)
    found = kept.conversation(begun, "an")
    assert found is not None
    assert (found.title, found.turns[0].question) == (stored, stored)
    assert kept.reviews()[0].reason == stored
