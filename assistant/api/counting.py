"""Every question is counted and written down, through whichever door it comes."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Unpack

from assistant.answer import Answer
from assistant.api.metrics import Metrics
from assistant.api.services import Services
from assistant.asks import Asks, Before, How
from vectorstore.visible_library import VisibleLibrary

log = logging.getLogger("danchieu.questions")


def counted(services: Services, metrics: Metrics) -> Services:
    """The same services, whose questions are counted."""

    def over(assistant: Asks) -> Asks:
        return Counting(assistant, metrics, telling=services.log_questions)

    def restrict(library: VisibleLibrary) -> Asks:
        return over(services.restrict(library))

    return replace(services, assistant=over(services.assistant), restrict=restrict)


class Counting(Before):
    """An assistant whose answers are counted."""

    def __init__(self, assistant: Asks, metrics: Metrics, *, telling: bool = False) -> None:
        """Args: telling: whether the log has what was asked."""
        super().__init__(assistant)
        self._metrics = metrics
        self._telling = telling

    def ask(self, question: str, **how: Unpack[How]) -> Answer:
        began = time.monotonic()
        try:
            answer = self._assistant.ask(question, **how)
        except Exception:
            self._count(question, "failed", began)
            raise
        self._answered(question, answer, began)
        return answer

    def stream(self, question: str, **how: Unpack[How]) -> Iterator[str | Answer]:
        began = time.monotonic()
        try:
            for piece in self._assistant.stream(question, **how):
                if isinstance(piece, Answer):
                    self._answered(question, piece, began)
                yield piece
        except Exception:
            self._count(question, "failed", began)
            raise

    def _answered(self, question: str, answer: Answer, began: float) -> None:
        dropped = any(note.code == "dropped" for note in answer.notes)
        self._count(question, "answered" if answer.refusal is None else answer.refusal.reason, began, dropped=dropped)

    def _count(self, question: str, outcome: str, began: float, *, dropped: bool = False) -> None:
        """
        Args:
            outcome: "answered", a refusal's reason, or "failed".
            dropped: whether the gate kept a statement back.
        """
        seconds = time.monotonic() - began
        self._metrics.count_question(outcome, seconds, dropped=dropped)
        told = {"outcome": outcome, "ms": round(seconds * 1000, 1), "dropped": dropped}
        log.info("question", extra=told | ({"question": question} if self._telling else {}))
