"""What is being read, told on standard error once it takes longer than two seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import TextIO

from ingest.progress import Progress

_PATIENCE_S = 2.0
_REDRAW_S = 0.1
_LINE_EVERY_S = 10.0  # where lines cannot be redrawn: a log, a pipe


class ProgressLine:
    """One line that is redrawn in a terminal; elsewhere a line now and then. Safe for threads."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._redraws = stream.isatty()
        self._next = clock() + _PATIENCE_S
        self._drawn = False
        self._lock = Lock()

    def tell(self, progress: Progress) -> None:
        with self._lock:
            if self._clock() < self._next:
                return
            self._next = self._clock() + (_REDRAW_S if self._redraws else _LINE_EVERY_S)
            self._drawn = self._redraws
            line = _line(progress)
            self._stream.write(f"\r\033[K{line}" if self._redraws else f"{line}\n")
            self._stream.flush()

    def clear(self) -> None:
        """Make room for another line."""
        with self._lock:
            if self._drawn:
                self._stream.write("\r\033[K")
                self._stream.flush()
            self._drawn = False


def _line(progress: Progress) -> str:
    if progress.done == progress.total:
        return f"[{progress.done}/{progress.total}] đang lưu và lập chỉ mục"
    line = f"[{progress.done}/{progress.total}] {progress.path.name}"
    if progress.page is not None:
        line += f", trang {progress.page}/{progress.pages or '?'}"
    return line
