"""Questions to begin with, made from what the documents at hand state.

They are the same for everyone's documents: whatever is in the library, an example asks for
something that one of its clauses says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.answer import Language
from ingest.model import Duty
from vectorstore.library import Card, Library

_FORMS: dict[str, dict[Language, str]] = {
    "objective": {
        "vi": "Đơn vị nào báo cáo mục tiêu {}?",
        "en": "Which department reports objective {}?",
    },
    "deadline": {
        "vi": "Báo cáo của {} nộp trước ngày nào, qua đâu?",
        "en": "When is the report of {} due, and to whom?",
    },
    "reference": {
        "vi": "{} căn cứ vào văn bản nào?",
        "en": "Which documents is {} based on?",
    },
    "duty": {
        "vi": "{} có nhiệm vụ gì?",
        "en": "What is {} responsible for?",
    },
}

Found = tuple[str, str]  # a document's identifier, and what to ask about in it


class Examples:
    """One question of each form at most, about as many different documents as possible."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: tuple[int, tuple[tuple[str, str], ...]] = (-1, ())

    def __call__(self, language: Language) -> Sequence[str]:
        generation = self._library.generation
        if self._made[0] != generation:
            self._made = (generation, self._choose())
        return [_FORMS[form][language].format(subject) for form, subject in self._made[1]]

    def _choose(self) -> tuple[tuple[str, str], ...]:
        cards = {card.id: card for card in self._library.cards()}
        finders: dict[str, Callable[[dict[str, Card]], Iterator[Found]]] = {
            "objective": self._objectives,
            "deadline": self._deadlines,
            "reference": self._references,
            "duty": self._duties,
        }
        chosen: list[tuple[str, str]] = []
        used: set[str] = set()
        for form, find in finders.items():
            found = list(find(cards))
            fresh = [pair for pair in found if pair[0] not in used]
            if found:
                document_id, subject = (fresh or found)[0]
                used.add(document_id)
                chosen.append((form, subject))
        return tuple(chosen)

    def _objectives(self, cards: dict[str, Card]) -> Iterator[Found]:
        for document_id, duty in self._library.duties():
            if duty.role == "báo cáo" and duty.objectives:
                yield document_id, str(duty.objectives[0].objective)

    def _deadlines(self, cards: dict[str, Card]) -> Iterator[Found]:
        for document_id, deadline in self._library.deadlines():
            place = cards[document_id].header.place if document_id in cards else None
            # A repetition without a day ("R/P1Y") answers no "before which day".
            if deadline.kind == "report" and deadline.to and place and not deadline.date.startswith("R"):
                yield document_id, place

    def _references(self, cards: dict[str, Card]) -> Iterator[Found]:
        for document_id, reference in self._library.references():
            header = cards[document_id].header if document_id in cards else None
            if header and header.number and header.kind and reference.number and reference.path == "preamble":
                yield document_id, f"{header.kind.capitalize()} {header.number}"

    def _duties(self, cards: dict[str, Card]) -> Iterator[Found]:
        for document_id, duty in self._library.duties():
            if _is_one_unit(duty):
                yield document_id, duty.actor


def _is_one_unit(duty: Duty) -> bool:
    """A unit with a name of its own, not "the departments concerned"."""
    return duty.role == "chủ trì" and duty.actor[:1].isupper() and not duty.actor.startswith("Các")
