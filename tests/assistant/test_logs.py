"""Log lines: JSON for programs, one line each; what was asked only where that is set."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.services import Services
from assistant.logs import JsonLines, TextLines, request_id
from assistant.settings import Settings
from tests.assistant.conftest import FakeAssistant

QUESTION = "Ai trực\ncanh lửa?"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the service writes at INFO."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("danchieu")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield written
    ours.removeHandler(handler)
    ours.setLevel(logging.NOTSET)


def asked(services: Services, lines: io.StringIO, **settings: Any) -> list[dict[str, Any]]:
    with TestClient(create_app(replace(services, **settings)), raise_server_exceptions=False) as client:
        answer = client.post("/v1/ask", json={"question": QUESTION})
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    (known,) = {line["request"] for line in written}
    assert answer.status_code == 500 or answer.headers["x-request-id"] == known
    return written


def test_a_question_and_its_request_are_a_line_each(services: Services, lines: io.StringIO) -> None:
    question, request = asked(services, lines)
    assert (question["message"], question["outcome"], question["dropped"]) == ("question", "answered", False)
    assert (request["message"], request["route"], request["status"]) == ("request", "/v1/ask", 200)
    assert request["ms"] >= question["ms"] >= 0
    assert "lửa" not in lines.getvalue(), "what was asked is nobody's affair"


def test_what_was_asked_is_written_where_that_is_set(services: Services, lines: io.StringIO) -> None:
    question, _ = asked(services, lines, log_questions=True)
    assert question["question"] == QUESTION


def test_an_answer_that_failed_is_told(services: Services, lines: io.StringIO, assistant: FakeAssistant) -> None:
    assistant.failure = RuntimeError("broken")
    question, request = asked(services, lines)
    assert (question["outcome"], request["status"]) == ("failed", 500)


def record(message: str, **extra: Any) -> logging.LogRecord:
    own = {"msg": message, "levelno": logging.WARNING, "levelname": "WARNING", "name": "x"}
    return logging.makeLogRecord(own | extra)


LINES: dict[str, tuple[dict[str, Any], str]] = {
    "a line break stays in its line": ({"question": "a\nb"}, '"question": "a\\nb"'),
    "Vietnamese is written as it is": ({"question": "lửa"}, '"question": "lửa"'),
    "what is no JSON is written as text": ({"at": {1}}, '"at": "{1}"'),
}


@pytest.mark.parametrize(("extra", "part"), LINES.values(), ids=LINES.keys())
def test_json_lines(extra: dict[str, Any], part: str) -> None:
    token = request_id.set("r1")
    line = JsonLines().format(record("said", **extra))
    request_id.reset(token)
    assert part in line
    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"], told["request"]) == ("warning", "x", "said", "r1")


def test_a_text_line_has_the_same_and_keeps_to_its_line() -> None:
    line = TextLines().format(record("said", question="a\nb", ms=1.5))
    assert line.endswith(r'WARNING x: said question="a\nb" ms=1.5')


def test_an_error_has_its_traceback() -> None:
    try:
        raise ValueError("broken")
    except ValueError as error:
        line = JsonLines().format(record("said", exc_info=(type(error), error, error.__traceback__)))
    assert "ValueError: broken" in json.loads(line)["error"]


def test_nothing_is_told_of_questions_unless_it_is_set() -> None:
    settings = Settings.model_construct()
    assert (settings.log_questions, settings.log_level, settings.log_format) == (False, "WARNING", "text")
