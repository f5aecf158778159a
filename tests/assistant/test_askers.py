"""Answers from processes of their own are those of this one; a process that dies costs nobody an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.askers import Askers
from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from ingest.document import compose_document
from tests.assistant.conftest import PLAN
from vectorstore.errors import Busy

QUESTIONS = ["Ai dọn thực bì?", "Hạt Kiểm lâm có nhiệm vụ gì?", "Hạn dọn thực bì là khi nào?", "Thủ đô của Pháp là gì?"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, llm=None, embedder=None)


@pytest.fixture
def here(settings: Settings) -> Assistant:
    assistant = open_assistant(settings)
    assistant.library.put(compose_document("31.txt", "31", PLAN), "/31.txt")
    assistant.catch_up()
    return assistant


@pytest.fixture
def askers(here: Assistant, settings: Settings) -> Iterator[Askers]:
    askers = Askers(here, settings, 2)
    yield askers
    askers.close()


def timeless(answer: Answer) -> Answer:
    return replace(answer, elapsed_ms=0.0)


def test_the_answers_are_the_same(askers: Askers, settings: Settings, here: Assistant) -> None:
    apart = open_assistant(settings)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(askers.ask, QUESTIONS))
    assert [timeless(answer) for answer in answers] == [timeless(apart.ask(question)) for question in QUESTIONS]
    pieces = list(askers.stream(QUESTIONS[1], history=[("Ai?", "Hạt.")]))
    assert isinstance(pieces[-1], Answer)
    assert "".join(map(str, pieces[:-1])) == pieces[-1].answer


def test_what_was_answered_elsewhere_is_remembered_here(askers: Askers, here: Assistant) -> None:
    answer = askers.ask(QUESTIONS[0])

    def remembered() -> Answer | None:
        return here.memory.answer(here.directory, here.memory.asked(QUESTIONS[0], (), (), None))

    assert remembered() == answer
    here.library.put(compose_document("32.txt", "32", PLAN.replace("31/KH", "32/KH")), "/32.txt")
    assert remembered() is None
    assert askers.ask(QUESTIONS[0]).receipt.corpus != answer.receipt.corpus, "a process sees what is new"


def test_a_process_that_dies_is_replaced_and_its_question_answered(askers: Askers, here: Assistant) -> None:
    askers.ask(QUESTIONS[0])
    before = set(askers._all)
    for process in before:
        process.kill()
    assert askers.ask(QUESTIONS[1]).citations
    assert askers.ask(QUESTIONS[2]).citations
    assert len(askers._all) == 2
    assert not before & askers._all
    assert json.dumps(askers.ask(QUESTIONS[3]).to_json())


def test_what_fails_there_fails_here_as_it_would(
    askers: Askers, here: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(askers, "_elsewhere", lambda *_: None)

    def busy(*_: object, **__: object) -> Answer:
        raise Busy(tmp_path, "locked")

    monkeypatch.setattr(here, "ask", busy)
    with pytest.raises(Busy):
        askers.ask(QUESTIONS[0])
