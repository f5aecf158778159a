"""Every question that an account asks is written down, through whichever door it comes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Unpack

from assistant.answer import Answer
from assistant.asks import Before
from vectorstore.errors import VectorstoreError

if TYPE_CHECKING:
    from assistant.asks import Asks, How
    from assistant.precedents import Precedent
    from vectorstore.evidence import Evidence

log = logging.getLogger(__name__)

Record = Callable[[str, str, str], None]  # action, what, outcome


class Audited(Before):
    """An assistant whose questions are written down."""

    def __init__(self, assistant: Asks, record: Record) -> None:
        super().__init__(assistant)
        self._record = record

    def ask(self, question: str, **how: Unpack[How]) -> Answer:
        answer = self._assistant.ask(question, **how)
        self._answered(question, answer)
        return answer

    def stream(self, question: str, **how: Unpack[How]) -> Iterator[str | Answer]:
        for piece in self._assistant.stream(question, **how):
            if isinstance(piece, Answer):
                self._answered(question, piece)
            yield piece

    def found(self, question: str, **how: Unpack[How]) -> Sequence[Evidence]:
        self._note("search", question, "")
        return super().found(question, **how)

    def precedents(self, text: str, *, documents: Sequence[str] = ()) -> Sequence[Precedent]:
        self._note("precedents", text, "")
        return super().precedents(text, documents=documents)

    def _answered(self, question: str, answer: Answer) -> None:
        self._note("ask", question, "answered" if answer.refusal is None else answer.refusal.reason)

    def _note(self, action: str, what: str, outcome: str) -> None:
        """Write it down; a full disk is told by the log, and is no reason to withhold the answer."""
        try:
            self._record(action, what, outcome)
        except VectorstoreError:
            log.exception("the audit log cannot be written")
