"""A bounded queue before the threads that answer: so many questions at once, in the order of their arrival.

Python computes on one core at a time, so that more threads only make every answer later. Who would wait longer than is
reasonable is told so at once, with the time after which to come again; so the service recovers by itself.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

import anyio
import anyio.to_thread

from assistant.api.errors import Overloaded

T = TypeVar("T")

_FIRST_GUESS_S = 0.1  # for one answer, before any was given
_WEIGHT = 0.1  # of the newest answer in the mean of their times


class Turnstile:
    """Belongs to one event loop."""

    def __init__(self, *, at_once: int = 2, longest_wait_s: float = 20.0, most: int = 1000) -> None:
        """
        Args:
            at_once: threads that answer.
            longest_wait_s: expected, of the last in the queue.
            most: in the queue, whatever their wait.
        """
        self._at_once = at_once
        self._longest_wait_s = longest_wait_s
        self._most = most
        self._limiter = anyio.CapacityLimiter(at_once)
        self._mean_s = _FIRST_GUESS_S
        self._lock = Lock()
        self.inside = 0  # waiting or being answered

    def enter(self) -> Turn:
        """A place in the queue.

        Raises:
            Overloaded: it is too long.
        """
        with self._lock:
            wait = self.inside / self._at_once * self._mean_s
            if wait > self._longest_wait_s or self.inside >= self._most + self._at_once:
                raise Overloaded(max(1, math.ceil(wait - self._longest_wait_s / 2)))
            self.inside += 1
        return Turn(self)

    async def run(self, work: Callable[[], T]) -> T:
        """Enter, wait, and do it in a thread."""
        return await self.enter().run(work)

    async def _run(self, work: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(self._timed, work, limiter=self._limiter, abandon_on_cancel=True)

    def _timed(self, work: Callable[[], T]) -> T:
        began = time.monotonic()
        try:
            return work()
        finally:
            self._mean_s += _WEIGHT * (time.monotonic() - began - self._mean_s)

    def _leave(self) -> None:
        with self._lock:
            self.inside -= 1


class Turn:
    """A place in the queue; it is given back when the work is done, or when nobody holds it any more."""

    def __init__(self, turnstile: Turnstile) -> None:
        self._turnstile: Turnstile | None = turnstile

    async def run(self, work: Callable[[], T]) -> T:
        """Wait for a thread and do it there; once only."""
        assert self._turnstile is not None
        try:
            return await self._turnstile._run(work)
        finally:
            self._give_back()

    def _give_back(self) -> None:
        turnstile, self._turnstile = self._turnstile, None
        if turnstile is not None:
            turnstile._leave()

    def __del__(self) -> None:
        self._give_back()
