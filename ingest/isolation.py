"""Every file is read in a process apart, with limits on its time and memory.

A process reads one file after another, since starting one takes longer than reading most files.
One whose file goes over a limit, or that dies, is ended with all that it has started
(recognising a scan, converting old Word run programs of their own), and only that file fails.
"""

from __future__ import annotations

import logging
import os
import pickle
import threading
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Self

from ingest.document import read_document
from ingest.errors import UnreadableFile
from ingest.model import Document
from ingest.progress import OnPage
from ingest.reader_process import Limits, ReaderProcess, too_much_memory
from ingest.worker import Done

log = logging.getLogger(__name__)

_MOST = 8  # processes; each may take a gigabyte


class Workers:
    """Reads files in processes apart, some at a time; safe for threads. To be closed at the end."""

    def __init__(self, limits: Limits, read: Callable[[Path], Document] | None = None) -> None:
        """
        Args:
            read: what to call instead of `read_document`; it must be picklable.
        """
        self.at_once = min(_processors(), _MOST)
        self._limits = limits
        self._read = read or partial(read_document, max_bytes=limits.max_bytes)
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(self.at_once)
        self._all: set[ReaderProcess] = set()
        self._idle: list[ReaderProcess] = []
        self._end = weakref.finalize(self, _close, self._lock, self._all)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def max_bytes(self) -> int:
        return self._limits.max_bytes

    def read(self, path: Path, on_page: OnPage) -> Document:
        """As `read_document`.

        Raises:
            IngestError: `TooDemanding` if it went over a limit; `UnreadableFile` also if the
                process died of it, or for a mistake of ours, which the log has.
        """
        document: Document = self._value(self._do(pickle.dumps((self._read, (path,))), path, on_page), path)
        return document

    def page_image(self, path: Path, page: int, width: int) -> bytes:
        """As `ingest.readers.page_image.page_image`, raising what `read` raises too."""
        from ingest.readers.page_image import page_image  # a search never needs it

        job = pickle.dumps((page_image, (path, page, width, self._limits.max_bytes)))
        image: bytes = self._value(self._do(job, path, lambda done, total: None), path)
        return image

    def _value(self, done: Done, path: Path) -> Any:
        if done.failure is not None:
            raise done.failure
        if done.out_of_memory:
            raise too_much_memory(path, self._limits)
        if done.mistake is not None:
            log.error("reading %s\n%s", path, done.mistake)
            raise UnreadableFile(path, done.mistake.strip().rpartition("\n")[2])
        return done.value

    def rest(self) -> None:
        """End all that idle but one, which the next file need not wait for."""
        with self._lock:
            idle, self._idle[1:] = self._idle[1:], []
            self._all.difference_update(idle)
        for worker in idle:
            worker.close()

    def close(self) -> None:
        """End all; what is being read fails."""
        self._end()

    def _do(self, job: bytes, source: Path, on_page: OnPage) -> Done:
        with self._places:
            worker = self._take()
            try:
                done = worker.call(job, source, on_page)
            except BaseException:
                self._discard(worker)
                raise
            if worker.usable:
                with self._lock:
                    self._idle.append(worker)
            else:
                self._discard(worker)
            return done

    def _take(self) -> ReaderProcess:
        while True:
            with self._lock:
                if not self._end.alive:
                    raise RuntimeError("closed")
                if not self._idle:
                    worker = ReaderProcess(self._limits)
                    self._all.add(worker)
                    return worker
                worker = self._idle.pop()
            if worker.usable:
                return worker
            self._discard(worker)

    def _discard(self, worker: ReaderProcess) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.close()


def _close(lock: threading.Lock, workers: set[ReaderProcess]) -> None:
    with lock:
        ending = [*workers]
        workers.clear()
    for worker in ending:
        worker.close()


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))  # may be fewer than the machine has
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
