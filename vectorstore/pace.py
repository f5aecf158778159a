"""What takes long is not done again at once: it would be all that is done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_SHORT_S = 0.2  # may be done as often as it is wanted
_TIMES = 20.0  # of its duration that is left to everything else: at most a twentieth of the time goes into it


class Pace:
    """Of one thing that is done now and then."""

    def __init__(self) -> None:
        self._next = 0.0

    @property
    def due(self) -> bool:
        """Whether it may be done now."""
        return time.monotonic() >= self._next

    @contextmanager
    def timed(self) -> Iterator[None]:
        """While it is done."""
        began = time.monotonic()
        try:
            yield
        finally:
            took = time.monotonic() - began
            self._next = began + took * (1 + _TIMES) if took > _SHORT_S else 0.0
