"""So many questions at once and so many waiting; the others are told when to come again, and later they are let in."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from threading import Event, Lock, Thread
from typing import Any, Unpack

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Answer
from assistant.api.app import create_app
from assistant.api.errors import Overloaded
from assistant.api.services import Services
from assistant.api.turnstile import Turnstile
from assistant.asks import How
from tests.assistant.conftest import FakeAssistant

ASK = {"question": "Ai trực canh lửa?"}


def test_no_more_work_at_once_and_in_the_order_of_arrival() -> None:
    begun: list[int] = []
    working, most = 0, 0
    lock = Lock()

    async def visit() -> None:
        turnstile = Turnstile(at_once=2)
        first_two = Event()

        def work(number: int) -> None:
            nonlocal working, most
            with lock:
                working += 1
                most = max(most, working)
                begun.append(number)
                if working == 2:
                    first_two.set()
            assert first_two.wait(10)
            with lock:
                working -= 1

        await asyncio.gather(*(turnstile.run(partial(work, number)) for number in range(8)))
        assert turnstile.inside == 0

    asyncio.run(visit())
    assert most == 2
    assert sorted(begun[:2]) == [0, 1]
    assert sorted(begun) == list(range(8))


REFUSED: dict[str, tuple[dict[str, Any], int]] = {
    "the queue is full": ({"at_once": 1, "most": 2}, 3),
    "the last would wait too long": ({"at_once": 1, "longest_wait_s": 0.25}, 3),
    "twice as many threads, twice as many in": ({"at_once": 2, "longest_wait_s": 0.25}, 6),
}


@pytest.mark.parametrize(("settings", "let_in"), REFUSED.values(), ids=REFUSED.keys())
def test_who_would_wait_too_long_is_told_so(settings: dict[str, Any], let_in: int) -> None:
    async def visit() -> None:
        turnstile = Turnstile(**settings)
        turns = [turnstile.enter() for _ in range(let_in)]
        with pytest.raises(Overloaded) as refusal:
            turnstile.enter()
        assert refusal.value.retry_after_s >= 1
        await turns[0].run(lambda: None)
        assert turnstile.inside == let_in - 1
        turnstile.enter()

    asyncio.run(visit())


def test_a_place_that_nobody_took_is_given_back() -> None:
    async def visit() -> None:
        turnstile = Turnstile(at_once=1, most=1)
        turns = [turnstile.enter(), turnstile.enter()]
        del turns
        gc.collect()
        assert turnstile.inside == 0

    asyncio.run(visit())


class Held(FakeAssistant):
    """Answers when it is told to."""

    begun: Event
    go: Event

    def ask(self, question: str, **how: Unpack[How]) -> Answer:
        self.begun.set()
        assert self.go.wait(20)
        return super().ask(question, **how)


@pytest.fixture
def held(services: Services) -> Iterator[tuple[TestClient, Held]]:
    assistant = Held(services.library)
    assistant.begun, assistant.go = Event(), Event()
    app = create_app(replace(services, assistant=assistant, answers_at_once=1, longest_wait_s=0.05))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client, assistant


DOORS: dict[str, Callable[[TestClient], Any]] = {
    "a question": lambda client: client.post("/v1/ask", json=ASK),
    "a stream": lambda client: client.post("/v1/ask", json=ASK | {"stream": True}),
    "another program": lambda client: client.post(
        "/v1/chat/completions", json={"messages": [{"role": "user", "content": "Ai?"}]}
    ),
    "a draft": lambda client: client.get("/v1/precedents", params={"q": "canh lửa"}),
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_an_overloaded_service_says_so_and_recovers(
    door: Callable[[TestClient], Any], held: tuple[TestClient, Held], problem: Callable[[Any], tuple[int, str]]
) -> None:
    client, assistant = held
    answered: list[Any] = []
    first = Thread(target=lambda: answered.append(client.post("/v1/ask", json=ASK)))
    first.start()
    assert assistant.begun.wait(10)
    refused = door(client)
    assert problem(refused) == (429, "overloaded")
    seconds = int(refused.headers["retry-after"])
    assert seconds >= 1
    assert f"sau {seconds} giây" in refused.json()["detail"]
    assert client.get("/healthz").status_code == 200, "what does not ask is not kept waiting"
    assistant.go.set()
    first.join()
    assert answered[0].status_code == 200
    assert door(client).status_code == 200


def test_a_tool_of_another_program_says_so_too(held: tuple[TestClient, Held]) -> None:
    client, assistant = held
    first = Thread(target=lambda: client.post("/v1/ask", json=ASK))
    first.start()
    assert assistant.begun.wait(10)
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": ASK}}
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    result = client.post("/mcp", json=call, headers=headers).json()["result"]
    assistant.go.set()
    first.join()
    assert result["isError"]
    assert "Đang có quá nhiều câu hỏi cùng lúc" in json.dumps(result, ensure_ascii=False)
