"""What one visitor asks and is told, as the page shows it.

Nothing is kept here between calls: a conversation lives in the state of its own session, so
that two visitors cannot see each other's.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from assistant.answer import Answer, Language
from assistant.api.problems import sentence_for
from assistant.api.services import Asks
from assistant.chat.messages import Turn, question_button, turn_html
from assistant.chat.texts import TEXTS
from assistant.request import MAX_TURNS, QuestionEmpty, RequestError, clean_question

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


class Conversation:
    """Turns questions into what the page shows. Thread-safe: it has no state."""

    def __init__(self, assistant: Asks, examples: ExampleQuestions) -> None:
        self._assistant = assistant
        self._examples = examples

    def ask(self, question: str, turns: Turns, language: Language) -> Iterator[Shown]:
        """The page as the answer grows; the last of these has all of it, none is an empty question."""
        try:
            turn = Turn(clean_question(question))
        except QuestionEmpty:
            return
        except RequestError as error:
            turn = Turn(question, failure=sentence_for(error, language))
            yield Shown((*turns, turn), self._all(turns, language), turn_html(turn, language))
            return
        yield Shown(turns, self._all(turns, language), turn_html(turn, language))
        for step in self._answered(turn, turns, language):
            settled = (*turns, step) if step.answer or step.failure else turns
            yield Shown(settled, None, turn_html(step, language))

    def whole(self, turns: Turns, language: Language) -> Shown:
        """The page anew, in another language or after a new beginning."""
        return Shown(turns, self.earlier(turns, language), turn_html(turns[-1], language) if turns else "")

    def earlier(self, turns: Turns, language: Language) -> str:
        """All turns but the last; a greeting with example questions before the first."""
        if turns:
            return self._all(turns[:-1], language)
        texts = TEXTS[language]
        buttons = "".join(question_button(example) for example in self._examples(language))
        examples = f'<div class="dc-examples"><h3>{escape(texts.examples)}</h3>{buttons}</div>'
        return (
            f'<div class="dc-greeting"><h2>{escape(texts.greeting)}</h2>'
            f"<p>{escape(texts.greeting_more)}</p>{examples if buttons else ''}</div>"
        )

    def _all(self, turns: Turns, language: Language) -> str:
        return "".join(turn_html(turn, language) for turn in turns)

    def _answered(self, turn: Turn, turns: Turns, language: Language) -> Iterator[Turn]:
        history = [(old.question, old.answer.answer) for old in turns if old.answer is not None]
        sent = time.monotonic()
        try:
            for piece in self._assistant.stream(turn.question, history=history[-MAX_TURNS:]):
                if isinstance(piece, Answer):
                    yield replace(turn, answer=piece)
                    return
                turn = replace(turn, partial=turn.partial + piece)
                if time.monotonic() - sent >= _REFRESH_S:
                    sent = time.monotonic()
                    yield turn
        except Exception as error:
            log.exception("answering in the chat")
            yield replace(turn, failure=sentence_for(error, language))
