"""How much of something one account or one address may have in a time: a token bucket for each."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

_MOST = 10_000  # keys remembered; of more, those not seen for longest are forgotten


@dataclass
class Buckets:
    """A bucket of `burst` tokens for each key, filled again at `per_minute`. Safe for threads.

    Source: the token bucket of RFC 2697 with one rate, in tokens for bytes.
    """

    per_minute: float
    burst: int
    clock: Callable[[], float] = time.monotonic
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # tokens, when
    _lock: Lock = field(default_factory=Lock)

    def take(self, key: str) -> int:
        """Take a token: 0, or after how many seconds there will be one."""
        with self._lock:
            level = self._level(key)
            taken = level >= 1
            self._keep(key, level - taken)
        return 0 if taken else max(1, math.ceil((1 - level) * 60 / self.per_minute))

    def wait(self, key: str) -> int:
        """What `take` would say, without taking."""
        with self._lock:
            level = self._level(key)
        return 0 if level >= 1 else max(1, math.ceil((1 - level) * 60 / self.per_minute))

    def forget(self, key: str) -> None:
        with self._lock:
            self._levels.pop(key, None)

    def _level(self, key: str) -> float:
        level, then = self._levels.get(key, (float(self.burst), self.clock()))
        return min(float(self.burst), level + (self.clock() - then) * self.per_minute / 60)

    def _keep(self, key: str, level: float) -> None:
        self._levels[key] = (level, self.clock())
        self._levels.move_to_end(key)
        while len(self._levels) > _MOST:
            self._levels.popitem(last=False)
