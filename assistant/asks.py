"""Who answers questions, whichever door they come through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack

if TYPE_CHECKING:
    from datetime import date

    from assistant.answer import Answer
    from assistant.precedents import Precedent
    from vectorstore.evidence import Evidence


class How(TypedDict, total=False):
    """What narrows a question; see `Assistant.ask`."""

    history: Sequence[tuple[str, str]]
    documents: Sequence[str]
    as_of: date | None


class Asks(Protocol):
    """Whatever answers questions: the Assistant, one that stands before it, or a fake in tests. Thread-safe."""

    def ask(self, question: str, **how: Unpack[How]) -> Answer: ...

    def stream(self, question: str, **how: Unpack[How]) -> Iterator[str | Answer]:
        """Pieces of the answer's Markdown, then the whole Answer."""
        ...

    def found(self, question: str, **how: Unpack[How]) -> Sequence[Evidence]:
        """The clauses found for a question, best first."""
        ...

    def precedents(self, text: str, *, documents: Sequence[str] = ()) -> Sequence[Precedent]:
        """How documents of the corpus have worded what a text says."""
        ...


class Before:
    """Stands before another that answers, and hands on what it has nothing to do with; implements `Asks`."""

    def __init__(self, assistant: Asks) -> None:
        self._assistant = assistant

    def ask(self, question: str, **how: Unpack[How]) -> Answer:
        return self._assistant.ask(question, **how)

    def stream(self, question: str, **how: Unpack[How]) -> Iterator[str | Answer]:
        return self._assistant.stream(question, **how)

    def found(self, question: str, **how: Unpack[How]) -> Sequence[Evidence]:
        return self._assistant.found(question, **how)

    def precedents(self, text: str, *, documents: Sequence[str] = ()) -> Sequence[Precedent]:
        return self._assistant.precedents(text, documents=documents)
