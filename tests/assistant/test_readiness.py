"""Ready is who can answer from the library as it is; how far the index is behind is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api import readiness
from assistant.api.app import create_app
from assistant.api.services import Services
from ingest.document import compose_document
from tests.assistant.conftest import FakeAssistant

Told = Callable[[Any], tuple[int, str]]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets time pass."""
    now = 0.0

    def passes(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr("assistant.api.readiness.time.monotonic", lambda: now)
    return passes


BEHIND: dict[str, tuple[int, float, bool]] = {  # changes missed (of one), for seconds, ready
    "up to date": (0, 0, True),
    "unbuilt": (1, 0, False),
}


@pytest.mark.parametrize(("missed", "seconds", "ready"), BEHIND.values(), ids=BEHIND.keys())
def test_ready(missed: int, seconds: float, ready: bool, services: Services, problem: Told) -> None:
    indexed = services.library.generation - missed
    client = TestClient(create_app(replace(services, indexed=lambda: indexed)))
    response = client.get("/readyz")
    if ready:
        assert (response.json()["indexed"], response.json()["behind_s"]) == (1, 0)
    else:
        assert problem(response) == (503, "not-ready")


def test_an_index_may_be_behind_for_a_while_and_not_for_ever(
    services: Services, clock: Callable[[float], None], problem: Told
) -> None:
    later = services.library.put(compose_document("b.txt", "b", "1. Việc khác."), "/b.txt")
    assert later
    indexed = 1
    client = TestClient(create_app(replace(services, indexed=lambda: indexed)))
    assert client.get("/readyz").json()["indexed"] == 1
    clock(readiness.BEHIND_S + 1)
    assert problem(client.get("/readyz")) == (503, "not-ready")
    counted = client.get("/metrics").text
    assert "danchieu_index_behind 1\n" in counted
    assert f"danchieu_index_lag_seconds {readiness.BEHIND_S + 1}\n" in counted
    indexed = 2
    assert client.get("/readyz").json()["behind_s"] == 0


def test_what_the_gate_dropped_is_counted(services: Services, assistant: FakeAssistant) -> None:
    client = TestClient(create_app(services))
    client.post("/v1/ask", json={"question": "Ai?"})
    assert "danchieu_gate_drops_total 0\n" in client.get("/metrics").text
    client.post("/v1/ask", json={"question": "Ai? (dropped)"})
    counted = client.get("/metrics").text
    assert "danchieu_gate_drops_total 1\n" in counted
    assert "danchieu_questions_waiting 0\n" in counted
    assert 'danchieu_http_request_seconds_count{route="/v1/ask"} 2\n' in counted


def test_every_family_is_described_once(client: TestClient) -> None:
    """Prometheus refuses a page that describes one twice."""
    lines = client.get("/metrics").text.splitlines()
    described = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(described) == len(set(described)) > 8
