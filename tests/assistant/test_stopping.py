"""SIGTERM: what is in flight is answered, what comes is sent away, streams say why they end, exit status 0."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.assistant.browsing import ROOT

ASK = {"question": "Ai trực canh lửa?"}
LONG, NONE = 60.0, 0.0  # seconds of grace


@contextmanager
def serving(folder: Path, grace_s: float) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = folder / "port"
    command = [sys.executable, "-m", "tests.assistant.held_server", str(folder), str(port), str(grace_s)]
    with subprocess.Popen(command, cwd=ROOT) as server:
        try:
            until(lambda: port.exists() and bool(port.read_text()))
            yield server, f"http://127.0.0.1:{port.read_text()}"
        finally:
            server.kill()


def until(holds: Callable[[], bool]) -> None:
    for _ in range(3000):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it never came to that")


def test_what_is_in_flight_is_answered_and_what_comes_is_sent_away(tmp_path: Path) -> None:
    with serving(tmp_path, LONG) as (server, address), ThreadPoolExecutor(1) as other:
        answer = other.submit(httpx.post, f"{address}/v1/ask", json=ASK, timeout=60)
        until((tmp_path / "begun").exists)
        server.send_signal(signal.SIGTERM)
        until(lambda: httpx.get(f"{address}/readyz").status_code == 503)
        refused = httpx.post(f"{address}/v1/ask", json=ASK)
        assert (refused.status_code, refused.json()["type"]) == (503, "urn:danchieu:problem:stopping")
        assert int(refused.headers["retry-after"]) > 0
        assert httpx.get(f"{address}/healthz").status_code == 200
        assert server.poll() is None, "it waits for the answer"
        (tmp_path / "go").touch()
        assert answer.result().json()["citations"]
        assert server.wait(30) == 0


STREAMS = {
    "an answer": ("/v1/ask", ASK | {"stream": True}, "event: error\n"),
    "to another program": (
        "/v1/chat/completions",
        {"messages": [{"role": "user", "content": "Ai?"}], "stream": True},
        "",
    ),
}


@pytest.mark.parametrize(("path", "body", "named"), STREAMS.values(), ids=STREAMS.keys())
def test_a_stream_that_takes_too_long_ends_with_an_event(
    path: str, body: dict[str, object], named: str, tmp_path: Path
) -> None:
    with serving(tmp_path, NONE) as (server, address), httpx.stream("POST", f"{address}{path}", json=body) as stream:
        until((tmp_path / "begun").exists)
        server.send_signal(signal.SIGTERM)
        last = "".join(stream.iter_text()).strip().rsplit("\n\n", 1)[-1] + "\n"
        assert last.startswith(f"{named}data: ")
        told = json.loads(last.split("data: ", 1)[1])
        assert "stopping" in json.dumps(told)
        assert server.wait(30) == 0


def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    with serving(tmp_path, LONG) as (server, address), ThreadPoolExecutor(1) as other:
        answer = other.submit(httpx.post, f"{address}/v1/ask", json=ASK, timeout=60)
        until((tmp_path / "begun").exists)
        server.send_signal(signal.SIGINT)
        until(lambda: httpx.get(f"{address}/readyz").status_code == 503)
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0
        assert answer.exception() is not None or answer.result().status_code >= 500
