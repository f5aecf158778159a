"""Asks every question of a set, in this process, and scores the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.assistant import Assistant, open_assistant
from assistant.intake import FileReport, open_intake
from assistant.settings import Settings
from eval.answers import Outcome, score
from eval.questions import Question


@contextmanager
def temporary_assistant(
    corpus: Sequence[Path], settings: Settings, on_failure: Callable[[FileReport], None]
) -> Iterator[Assistant]:
    """An assistant over the documents of some folders alone, in a store that is gone afterwards.

    Args:
        settings: all but `home` holds here too.
        on_failure: told of every file that could not be read; the others are taken in.
    """
    with TemporaryDirectory(prefix="danchieu-eval-") as home:
        apart = settings.model_copy(update={"home": Path(home)})
        for report in open_intake(apart).take(list(corpus)).failed:
            on_failure(report)
        yield open_assistant(apart)


def evaluate(assistant: Assistant, questions: Sequence[Question]) -> list[Outcome]:
    """One outcome a question, in order.

    A question on which the assistant fails ends the evaluation, and is noted on the error.
    """
    outcomes: list[Outcome] = []
    for question in questions:
        try:
            answer = assistant.ask(question.question, history=question.history)
        except Exception as error:
            error.add_note(f"asked: {question.id}: {question.question}")
            raise
        outcomes.append(score(question, answer, assistant.library.document))
    return outcomes
