"""How far the reading of one file has come, told from within a reader.

A reader of a format with pages calls `page_done(done, total)` after each page, in the thread
that it was called in (the one that collects the pages, where others recognise them):

    for done, page in enumerate(pages, start=1):
        texts.append(text_of(page))
        page_done(done, len(pages))

Nobody need listen. Whoever limits the time of a file counts it from the last page that was
told, so a reader that tells every page may take as long as its pages need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

OnPage = Callable[[int, int | None], None]  # pages done, pages in all (None: not known yet)


def _unheard(done: int, total: int | None) -> None:
    """Nobody listens."""


_LISTENER: ContextVar[OnPage] = ContextVar("listener", default=_unheard)


def page_done(done: int, total: int | None) -> None:
    """Tell that `done` pages of `total` have been read; never raises for lack of a listener."""
    _LISTENER.get()(done, total)


@contextmanager
def listening(on_page: OnPage) -> Iterator[None]:
    """Let `on_page` hear every `page_done` of this thread meanwhile."""
    token = _LISTENER.set(on_page)
    try:
        yield
    finally:
        _LISTENER.reset(token)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of several files has come."""

    path: Path  # the file that this is about; others may be read at the same time
    page: int | None  # pages of it that are done; None: its format has none, or none is done yet
    pages: int | None  # in all; None: not known
    done: int  # files
    total: int


class Teller:
    """Tells the progress of several files; for several threads, one call at a time."""

    def __init__(self, total: int, on_progress: Callable[[Progress], None]) -> None:
        self._total = total
        self._done = 0
        self._on_progress = on_progress
        self._lock = Lock()

    @contextmanager
    def file(self, path: Path) -> Iterator[OnPage]:
        """Tell that `path` begins, its pages, and that it is done, read or not."""
        self._tell(path)
        try:
            yield lambda page, pages: self._tell(path, page, pages)
        finally:
            self._tell(path, done=1)

    def _tell(self, path: Path, page: int | None = None, pages: int | None = None, *, done: int = 0) -> None:
        with self._lock:
            self._done += done
            self._on_progress(Progress(path, page, pages, self._done, self._total))
