"""What one visitor asks and is told, as the page shows it.

A conversation lives in the state of its own session, so that two visitors cannot see each
other's, and is kept turn by turn under the visitor's secret, so that it is found again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pydantic import TypeAdapter

from assistant.answer import Answer, Language
from assistant.api.problems import sentence_for
from assistant.asks import Asks
from assistant.chat.messages import Turn, turn_html
from assistant.chat.templating import render, speaker
from assistant.facets import EVERYTHING, Narrowing
from assistant.request import MAX_TURNS, QuestionEmpty, RequestError, clean_question
from vectorstore.conversations import Kept, KeptTurn
from vectorstore.library import Library

log = logging.getLogger(__name__)

_REFRESH_S = 0.06  # no oftener is a half-written answer sent to the page

Turns = tuple[Turn, ...]
ExampleQuestions = Callable[[Language], Sequence[str]]  # about the documents at hand


@dataclass(frozen=True, slots=True)
class Shown:
    """What changes on the page; None leaves it as it is."""

    turns: Turns  # of this session
    earlier: str | None  # HTML of all turns but the last
    latest: str  # HTML of the last turn


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, in which language of the interface, and of which documents."""

    language: Language = "vi"
    visitor: str = ""  # the secret of the browser; "": nothing is kept
    narrowing: Narrowing = EVERYTHING


class Conversation:
    """Turns questions into what the page shows. Thread-safe: it has no state."""

    def __init__(self, assistant: Asks, examples: ExampleQuestions, library: Library) -> None:
        self._assistant = assistant
        self._examples = examples
        self._library = library

    def ask(self, question: str, turns: Turns, asker: Asker) -> Iterator[Shown]:
        """The page as the answer grows; the last of these has all of it, none is an empty question."""
        language = asker.language
        try:
            turn = Turn(clean_question(question))
        except QuestionEmpty:
            return
        except RequestError as error:
            turn = Turn(question, failure=sentence_for(error, language))
            yield Shown((*turns, turn), self._all(turns, language), turn_html(turn, language))
            return
        yield Shown(turns, self._all(turns, language), turn_html(turn, language))
        for step in self._answered(turn, turns, asker):
            if step.answer is None and step.failure is None:
                yield Shown(turns, None, turn_html(step, language))
            else:
                settled = self._kept((*turns, step), asker)
                yield Shown(settled, None, turn_html(settled[-1], language))

    def whole(self, turns: Turns, language: Language) -> Shown:
        """The page anew, in another language or after a new beginning."""
        return Shown(turns, self.earlier(turns, language), turn_html(turns[-1], language) if turns else "")

    def earlier(self, turns: Turns, language: Language) -> str:
        """All turns but the last; a greeting with example questions before the first."""
        if turns:
            return self._all(turns[:-1], language)
        empty = not self._library.cards()
        return render("greeting", language, examples=[] if empty else self._examples(language), empty=empty)

    def reopened(self, identifier: str, visitor: str) -> Turns:
        """A conversation by its address. Of another visitor's, what is asked next begins a new one."""
        kept = self._library.conversations.conversation(identifier, visitor)
        return turns_of(kept) if kept else ()

    def _all(self, turns: Turns, language: Language) -> str:
        return "".join(turn_html(turn, language) for turn in turns)

    def _answered(self, turn: Turn, turns: Turns, asker: Asker) -> Iterator[Turn]:
        history = [(old.question, old.answer.answer) for old in turns if old.answer is not None]
        documents: list[str] = []
        sent = time.monotonic()
        try:
            if asker.narrowing:
                documents = [card.id for card in asker.narrowing.of_cards(self._library.cards())]
                if not documents:
                    yield replace(turn, failure=_nothing_left(asker.language))
                    return
            for piece in self._assistant.stream(turn.question, history=history[-MAX_TURNS:], documents=documents):
                if isinstance(piece, Answer):
                    yield replace(turn, answer=piece, partial="")
                    return
                turn = replace(turn, partial=turn.partial + piece)
                if time.monotonic() - sent >= _REFRESH_S:
                    sent = time.monotonic()
                    yield turn
        except Exception as error:
            log.exception("answering in the chat")
            yield replace(turn, failure=sentence_for(error, asker.language))

    def _kept(self, turns: Turns, asker: Asker) -> Turns:
        """The turns with the address of the conversation, the last of them kept; a failure is not."""
        *before, last = turns
        if last.answer is None or not asker.visitor:
            return turns
        earlier = [KeptTurn(old.question, old.answer.to_json()) for old in before if old.answer]
        known = next((old.conversation for old in reversed(before) if old.conversation), None)
        try:
            added = KeptTurn(last.question, last.answer.to_json())
            conversation = self._library.conversations.keep(asker.visitor, known, added, earlier)
        except Exception:
            log.exception("keeping a conversation")  # a full disk is no reason to withhold the answer
            return turns
        return _addressed(turns, conversation)


def turns_of(kept: Kept) -> Turns:
    """The turns of a conversation that was kept."""
    turns = tuple(Turn(turn.question, answer=answer_of(turn.answer), verdict=turn.verdict) for turn in kept.turns)
    return _addressed(turns, kept.id) if kept.owned else turns


def answer_of(kept: Mapping[str, object]) -> Answer:
    """An answer from its JSON."""
    return _answers().validate_python(kept)


@cache
def _answers() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)


def _addressed(turns: Turns, conversation: str) -> Turns:
    found, ordinal = [], 0
    for turn in turns:
        found.append(replace(turn, conversation=conversation, ordinal=ordinal) if turn.answer else turn)
        ordinal += turn.answer is not None
    return tuple(found)


def _nothing_left(language: Language) -> str:
    return speaker(language)(
        "Không có văn bản nào trong kho khớp với phần thu hẹp. Hãy bớt điều kiện ở nút Thu hẹp rồi hỏi lại.",
        "No document in the store meets the conditions. Drop some of them under Narrow, and ask again.",
    )
