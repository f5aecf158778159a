"""Server-sent events: what takes a while is told while it happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import suppress
from threading import Event
from typing import Any

import anyio
import anyio.to_thread
from fastapi.responses import StreamingResponse

from assistant.api.stopping import Flight

EVENT_STREAM = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_SIGN_OF_LIFE_S = 15  # proxies close what is silent for a minute
_LOOK_S = 1.0  # how often a silent stream looks whether the service is stopping

Tell = Callable[[str, dict[str, Any]], None]  # an event's name and data; may raise Unheard
Put = Callable[[str], None]  # an event as it is sent; may raise Unheard
Run = Callable[[Callable[[], None]], Awaitable[None]]


class Unheard(Exception):  # no error: who asked has gone, so the work is to end
    """Nobody listens any more."""


def event(name: str, data: dict[str, Any]) -> str:
    """One event, its data as JSON."""
    return f"event: {name}\n{data_event(data)}"


def data_event(data: dict[str, Any]) -> str:
    """One event without a name."""
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def stream(events: AsyncIterator[str]) -> StreamingResponse:
    return StreamingResponse(events, media_type=EVENT_STREAM, headers=_HEADERS)


async def in_thread(work: Callable[[], None]) -> None:
    """Do it in a thread of its own."""
    await anyio.to_thread.run_sync(work, limiter=anyio.CapacityLimiter(1), abandon_on_cancel=True)


async def events_of(
    work: Callable[[Put], None], flight: Flight, last: str, run: Run = in_thread
) -> AsyncGenerator[str, None]:
    """The events that `work` puts, as it puts them; when the listener goes, or the service stops, the next `Put` raises `Unheard`.

    However slowly they are read, the work goes on and its thread is free as soon as it is done.

    Args:
        work: it must not raise.
        last: the event that ends what a stopping service does not wait for.
        run: does the work off the event loop.
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

    def whole() -> None:
        try:
            work(put)
        finally:
            with suppress(Unheard):
                put(None)

    working = asyncio.ensure_future(run(whole))
    silent = 0.0
    try:
        while not flight.over:
            try:
                item = await asyncio.wait_for(told.get(), _LOOK_S)
            except TimeoutError:
                silent += _LOOK_S
                if silent >= _SIGN_OF_LIFE_S:
                    silent = 0.0
                    yield ": …\n\n"
                continue
            if item is None:
                await working
                return
            silent = 0.0
            yield item
        yield last
    finally:
        gone.set()
