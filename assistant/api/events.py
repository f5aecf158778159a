"""Server-sent events: what takes a while is told while it happens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from fastapi.responses import StreamingResponse

EVENT_STREAM = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_SIGN_OF_LIFE_S = 15  # proxies close what is silent for a minute

Tell = Callable[[str, dict[str, Any]], None]  # an event's name and data


def event(name: str, data: dict[str, Any]) -> str:
    """One event, its data as JSON."""
    return f"event: {name}\n{data_event(data)}"


def data_event(data: dict[str, Any]) -> str:
    """One event without a name."""
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def stream(events: Iterator[str]) -> StreamingResponse:
    return StreamingResponse(events, media_type=EVENT_STREAM, headers=_HEADERS)


def events_of(work: Callable[[Tell], None]) -> Iterator[str]:
    """The events that `work` tells, as it tells them; it is finished even if nobody listens any more.

    Args:
        work: called in a thread of its own; it must not raise.
    """
    told: SimpleQueue[str | None] = SimpleQueue()

    def run() -> None:
        try:
            work(lambda name, data: told.put(event(name, data)))
        finally:
            told.put(None)

    Thread(target=run, name="events").start()
    while True:
        try:
            item = told.get(timeout=_SIGN_OF_LIFE_S)
        except Empty:
            yield ": …\n\n"
            continue
        if item is None:
            return
        yield item
