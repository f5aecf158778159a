from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Citation
from eval.answers import Outcome, score
from eval.questions import Question
from eval.shares import Share
from eval.summary import summarise, summarise_by
from ingest.model import Document


@pytest.fixture
def outcomes(
    document: Document, ask: Callable[..., Question], cite: Callable[..., Citation], reply: Callable[..., Answer]
) -> list[Outcome]:
    """Two answerable questions, one refused; three unanswerable, one answered; one that may be either."""
    pairs = [
        (ask(), reply("", cite("1"), cite("2"), ms=10)),
        (ask(typing="en"), reply("", reason="not-stated", ms=20)),
        (ask(refusal="not-stated"), reply("", reason="not-stated", ms=30)),
        (ask(refusal="not-stated"), reply("", reason="not-in-corpus", ms=40)),
        (ask(refusal="not-in-corpus"), reply("", cite("2"), ms=50)),
        (ask(either=True), reply("", cite("1"), reason="not-stated", ms=60)),
    ]
    return [score(question, answer, lambda _: document) for question, answer in pairs]


def test_summarise(outcomes: list[Outcome]) -> None:
    summary = summarise(outcomes)
    assert summary.right == Share(4, 6)
    assert summary.clause_recall == Share(1, 2)
    assert summary.citation_precision == Share(1, 3)
    assert summary.answerable_refused == Share(1, 2)
    assert summary.unanswerable_answered == Share(1, 3)
    assert summary.refusal_reason == Share(1, 2)
    assert summary.stray_quotes == summary.misplaced_quotes == Share(0, 4)
    assert (summary.p50_ms, summary.p95_ms) == (35, 57.5)


def test_summarise_by(outcomes: list[Outcome]) -> None:
    groups = summarise_by(outcomes, lambda outcome: outcome.question.typing)
    assert {name: group.right for name, group in groups.items()} == {"en": Share(0, 1), "vi": Share(4, 5)}


def test_summarise_nothing() -> None:
    assert summarise([]).right == Share(0, 0)
    assert summarise([]).p50_ms is None
