"""Work on several items at a time, results in the items' order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 8  # times as many results as are worked on may wait for a slow one before them


def in_order(function: Callable[[T], R], items: Iterable[T], at_once: int) -> Generator[R, None, None]:
    """`map(function, items)` on `at_once` threads; with one, in the caller's own, when the result is asked for.

    Work that has not begun when the generator is closed is not done.
    """
    if at_once == 1:
        yield from map(function, items)
        return
    threads = ThreadPoolExecutor(at_once, thread_name_prefix="reading")
    waiting: deque[Future[R]] = deque()
    todo = iter(items)
    try:
        waiting.extend(threads.submit(function, item) for item in islice(todo, at_once * _AHEAD))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(threads.submit(function, item) for item in islice(todo, 1))
            yield result
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
