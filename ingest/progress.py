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
