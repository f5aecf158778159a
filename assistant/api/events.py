"""Server-sent events: what takes a while is told while it happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import suppress
from threading import Event, Thread
from typing import Any

from fastapi.responses import StreamingResponse

EVENT_STREAM = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_SIGN_OF_LIFE_S = 15  # proxies close what is silent for a minute

Tell = Callable[[str, dict[str, Any]], None]  # an event's name and data; may raise Unheard


class Unheard(Exception):  # no error: who asked has gone, so the work is to end
    """Nobody listens any more."""


def event(name: str, data: dict[str, Any]) -> str:
    """One event, its data as JSON."""
    return f"event: {name}\n{data_event(data)}"


def data_event(data: dict[str, Any]) -> str:
    """One event without a name."""
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def stream(events: AsyncIterator[str] | Iterator[str]) -> StreamingResponse:
    return StreamingResponse(events, media_type=EVENT_STREAM, headers=_HEADERS)


async def events_of(work: Callable[[Tell], None]) -> AsyncGenerator[str, None]:
    """The events that `work` tells, as it tells them; when the listener goes, the next `Tell` raises `Unheard`.

    Args:
        work: called in a thread of its own; it must not raise.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Queue[str | None] = asyncio.Queue()
    gone = Event()

    def put(item: str | None) -> None:
        try:
            if gone.is_set():
                raise Unheard
            loop.call_soon_threadsafe(told.put_nowait, item)
        except RuntimeError as error:  # the server has ended
            raise Unheard from error

    def run() -> None:
        try:
            work(lambda name, data: put(event(name, data)))
        finally:
            with suppress(Unheard):
                put(None)

    Thread(target=run, name="events").start()
    try:
        while True:
            try:
                item = await asyncio.wait_for(told.get(), _SIGN_OF_LIFE_S)
            except TimeoutError:
                yield ": …\n\n"
                continue
            if item is None:
                return
            yield item
    finally:
        gone.set()
