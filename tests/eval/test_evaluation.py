from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import pytest

from assistant.answer import Answer, Citation
from assistant.assistant import Assistant
from eval.evaluation import evaluate
from eval.questions import Question
from ingest.model import Document


class Scripted:
    """Answers every question alike; fails on an empty history turn."""

    def __init__(self, answer: Answer, document: Document) -> None:
        self.library = self
        self._answer = answer
        self._document = document

    def ask(self, question: str, *, history: Sequence[tuple[str, str]]) -> Answer:
        if ("", "") in history:
            raise KeyError("cue")
        return self._answer

    def document(self, document_id: str) -> Document:
        return self._document


@pytest.fixture
def assistant(document: Document, cite: Callable[..., Citation], reply: Callable[..., Answer]) -> Assistant:
    return cast(Assistant, Scripted(reply("", cite("1")), document))


def test_outcomes_are_in_the_order_of_the_questions(assistant: Assistant, ask: Callable[..., Question]) -> None:
    outcomes = evaluate(assistant, [ask(id="1"), ask(id="2", refusal="not-stated")])
    assert [(outcome.question.id, outcome.right) for outcome in outcomes] == [("1", True), ("2", False)]


def test_an_assistant_that_fails_is_told_with_the_question(assistant: Assistant, ask: Callable[..., Question]) -> None:
    with pytest.raises(KeyError) as caught:
        evaluate(assistant, [ask(id="q7", history=[("", "")])])
    assert "q7" in caught.value.__notes__[0]
