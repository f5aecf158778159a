"""A stop that loses nothing: what is in flight ends, what comes is sent away, streams say why they end, exit status 0."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import time
from threading import Lock
from types import FrameType

import uvicorn
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.errors import Stopping
from assistant.api.problem_responses import problem_response
from assistant.api.problems import problem_of, subject_of

GRACE_S = 15.0  # for what is in flight, before streams are told to end; systemd waits for 90 s
LAST_S = 3.0  # for them to do so
_ASKED_MEANWHILE = frozenset({"/healthz", "/readyz", "/metrics"})
_NEVER_ENDS = ("/gradio_api/heartbeat",)  # while a page is open; nothing is lost with it


class Flight:
    """What is being done for callers, and whether the service is about to stop."""

    def __init__(self) -> None:
        self.stopping = False
        self.over = False  # streams are to end now
        self.active = 0
        self._lock = Lock()

    def change(self, by: int) -> None:
        with self._lock:
            self.active += by


class InFlight:
    """Counts requests from the first byte to the last of the response; a stopping service takes no new ones."""

    def __init__(self, app: ASGIApp, *, flight: Flight) -> None:
        self._app = app
        self._flight = flight

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_NEVER_ENDS):
            await self._app(scope, receive, send)
            return
        if self._flight.stopping and scope["path"] not in _ASKED_MEANWHILE:
            error = Stopping()
            response = problem_response(Request(scope), problem_of(error), subject=subject_of(error))
            response.headers.update({"Retry-After": str(error.retry_after_s), "Connection": "close"})
            await response(scope, receive, send)
            return
        self._flight.change(1)
        try:
            await self._app(scope, receive, send)
        finally:
            self._flight.change(-1)


def leave(patience_s: float = 1.0) -> None:
    """Let the process end though a thread may hang: whoever waited for it has been told."""
    until = time.monotonic() + patience_s
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
    for thread in others:
        thread.join(max(0.0, until - time.monotonic()))
    if any(thread.is_alive() for thread in others):
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


class StoppingServer(uvicorn.Server):
    """Ends when what was in flight has ended; a second signal does not wait for that."""

    def __init__(self, config: uvicorn.Config, flight: Flight, grace_s: float = GRACE_S) -> None:
        super().__init__(config)
        self._flight = flight
        self._grace_s = grace_s
        self._since: float | None = None

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        super().run(sockets=sockets)
        leave()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Not uvicorn's own, which raises the signal again at the end: an orderly stop is no failure.
        self.should_exit = self.should_exit or self._flight.stopping
        self._flight.stopping = True

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second; whether to end."""
        if self._flight.stopping:
            self._since = self._since or time.monotonic()
            waited = time.monotonic() - self._since
            self._flight.over = waited >= self._grace_s
            self.should_exit |= self._flight.active == 0 or waited >= self._grace_s + LAST_S
        return await super().on_tick(counter) or self.should_exit
