"""Every question that an account asks is written down, through whichever door it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.answer import Answer

if TYPE_CHECKING:
    from assistant.api.services import Asks
    from assistant.precedents import Precedent
    from vectorstore.evidence import Evidence

Record = Callable[[str, str, str], None]  # action, what, outcome


class Audited:
    """An assistant whose questions are written down; implements `Asks`."""

    def __init__(self, assistant: Asks, record: Record) -> None:
        self._assistant = assistant
        self._record = record

    def ask(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Answer:
        answer = self._assistant.ask(question, history=history, documents=documents, as_of=as_of)
        self._answered(question, answer)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Iterator[str | Answer]:
        for piece in self._assistant.stream(question, history=history, documents=documents, as_of=as_of):
            if isinstance(piece, Answer):
                self._answered(question, piece)
            yield piece

    def found(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Sequence[Evidence]:
        self._record("search", question, "")
        return self._assistant.found(question, history=history, documents=documents, as_of=as_of)

    def precedents(self, text: str, *, documents: Sequence[str] = ()) -> Sequence[Precedent]:
        self._record("precedents", text, "")
        return self._assistant.precedents(text, documents=documents)

    def _answered(self, question: str, answer: Answer) -> None:
        self._record("ask", question, "answered" if answer.refusal is None else answer.refusal.reason)
