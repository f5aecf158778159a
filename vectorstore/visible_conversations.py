"""Conversations as somebody sees them who may not see every document: what was answered from a hidden one is withheld."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from vectorstore.cards import Card
from vectorstore.conversations import Conversations, Kept, KeptTurn, Review

WITHHELD = (
    "Câu trả lời này dẫn văn bản mà tài khoản của bạn không được xem nữa. Hãy hỏi lại, hoặc liên hệ người quản trị."
)
_SHORTEST = 6  # characters of a number or title from which it tells a document


class VisibleConversations(Conversations):
    """Those of a library, as far as its hidden documents do not show through."""

    def __init__(self, whole: Conversations, hidden: Callable[[], Iterable[Card]]) -> None:
        super().__init__(whole._read, whole._write)
        self._hidden = hidden

    def conversation(self, identifier: str, visitor: str) -> Kept | None:
        """One's own with what may not be seen withheld; another's only if all of it may be seen."""
        kept = super().conversation(identifier, visitor)
        if kept is None:
            return None
        hidden = list(self._hidden())
        turns = tuple(withheld(turn) if _shows(turn.answer, hidden) else turn for turn in kept.turns)
        if not kept.owned and turns != kept.turns:
            return None
        return replace(kept, turns=turns)

    def reviews(self) -> Sequence[Review]:
        """Of those that show nothing hidden."""
        hidden = list(self._hidden())
        return [review for review in super().reviews() if not _shows(review.answer, hidden)]


def withheld(turn: KeptTurn) -> KeptTurn:
    """The turn with a refusal for its answer."""
    refusal = {"reason": "not-in-corpus", "message": WITHHELD, "nearest": []}
    empty: dict[str, Any] = {"citations": [], "notes": [], "follow_ups": [], "refused": True, "refusal": refusal}
    return replace(turn, answer=dict(turn.answer) | empty | {"answer": WITHHELD})


def _shows(answer: Mapping[str, Any], hidden: Collection[Card]) -> bool:
    """Whether an answer quotes a hidden document, or names one."""
    cited = {citation["document_id"] for citation in _citations(answer)}
    if any(card.id in cited for card in hidden):
        return True
    text = json.dumps(answer, ensure_ascii=False)
    return any(name in text for card in hidden for name in _names(card))


def _citations(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from answer.get("citations") or ()
    yield from (answer.get("refusal") or {}).get("nearest") or ()


def _names(card: Card) -> Iterator[str]:
    for name in (card.header.number, card.title, card.file):
        if name and len(name) >= _SHORTEST:
            yield json.dumps(name, ensure_ascii=False)[1:-1]
