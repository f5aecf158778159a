"""The same question is answered from memory as long as nothing that it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant, open_assistant
from assistant.remembered import Asked, Remembered
from assistant.settings import Settings
from ingest.document import compose_document
from tests.assistant.conftest import PLAN

QUESTION = "Ai dọn thực bì?"
OTHER = PLAN.replace("31/KH-UBND", "32/KH-UBND").replace("Các chủ rừng", "Hội Nông dân").replace("2024", "2025")


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    assistant = open_assistant(Settings(home=tmp_path, llm=None, embedder=None))
    assistant.library.put(compose_document("31.txt", "31", PLAN), "/31.txt")
    assistant.catch_up()
    return assistant


@pytest.fixture
def thought(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were not answered from memory."""
    asked: list[str] = []
    find = assistant._find

    def noted(text: str, *rest: Any) -> Any:
        asked.append(text)
        return find(text, *rest)

    monkeypatch.setattr(assistant, "_find", noted)
    return asked


def timeless(answer: Answer) -> Answer:
    return replace(answer, elapsed_ms=0.0)


def test_asked_again_the_answer_is_the_same(assistant: Assistant, thought: list[str]) -> None:
    first, second = assistant.ask(QUESTION), assistant.ask(QUESTION)
    assert timeless(first) == timeless(second)
    assert first.citations
    assert thought == [QUESTION]


def test_as_a_stream_too(assistant: Assistant, thought: list[str]) -> None:
    first, second = list(assistant.stream(QUESTION)), list(assistant.stream(QUESTION))
    assert "".join(map(str, first[:-1])).strip() == "".join(map(str, second[:-1]))
    assert thought == [QUESTION]


CHANGED: dict[str, Callable[[Assistant], Any]] = {
    "another question": lambda assistant: assistant.ask("Ai gắn biển báo?"),
    "the same, typed otherwise": lambda assistant: assistant.ask("ai dọn thực bì"),
    "another day": lambda assistant: assistant.ask(QUESTION, as_of=date(2024, 5, 1)),
    "some documents only": lambda assistant: assistant.ask(QUESTION, documents=[assistant.library.cards()[0].id]),
    "in a conversation": lambda assistant: assistant.ask(QUESTION, history=[("Ai gắn biển báo?", "Hạt Kiểm lâm.")]),
}


@pytest.mark.parametrize("again", CHANGED.values(), ids=CHANGED.keys())
def test_something_else_is_thought_about(
    again: Callable[[Assistant], Any], assistant: Assistant, thought: list[str]
) -> None:
    assistant.ask(QUESTION)
    again(assistant)
    assert len(thought) >= 2


def test_a_document_that_comes_or_goes_changes_the_answer(assistant: Assistant) -> None:
    assert "chủ rừng" in assistant.ask(QUESTION).answer
    known, _ = assistant.library.put(compose_document("32.txt", "32", OTHER), "/32.txt")
    both = assistant.ask(QUESTION)
    assert "Hội Nông dân" in both.answer, both
    assistant.library.remove(known)
    alone = assistant.ask(QUESTION)
    assert "Hội Nông dân" not in str(alone.to_json())
    assert alone.receipt.corpus != both.receipt.corpus


def test_the_least_lately_asked_for_gives_way(assistant: Assistant) -> None:
    remembered, directory = Remembered(assistant.memory._indexes, most=2), assistant.directory
    answer = assistant.ask(QUESTION)
    keys = [Asked(name, (), (), None, date(2024, 1, 1), (1, "e")) for name in "abc"]
    for key in keys[:2]:
        remembered.keep(directory, key, answer)
    assert remembered.answer(directory, keys[0]) is answer
    remembered.keep(directory, keys[2], answer)
    assert [remembered.answer(directory, key) is not None for key in keys] == [True, False, True]
