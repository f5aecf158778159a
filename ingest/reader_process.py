"""One process that reads files, one at a time, seen from the process that has it read them."""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

import psutil

from ingest.errors import IngestError, TooDemanding, UnreadableFile
from ingest.progress import OnPage
from ingest.worker import Done, Page, Ready, Reply, read_frame, write_frame

log = logging.getLogger(__name__)

_IN_ALL = 30  # times the limit of a page: what a file may take whose pages go on and on
_START_S = 30  # on a slow machine
_WATCH_S = 0.05
_COUNT_CHILDREN_S = 0.5  # looking through all processes of the machine costs milliseconds
_GROWN = 4  # a process that keeps this part of the memory it may have is not used again
_SIGKILL = 9


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take."""

    max_bytes: int  # of the file
    seconds: float = 120.0  # until its first page is done, and from each to the next
    memory: int = 2_000_000_000  # bytes resident, of the process that reads it and those it starts


class ReaderProcess:
    """One process, for one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._scratch = tempfile.TemporaryDirectory(prefix="danchieu-", ignore_cleanup_errors=True)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # standard error, for the log when it dies
        self._process = _start(self._scratch.name, limits.memory, self._said)
        self._watched = psutil.Process(self._process.pid)
        self._family: set[psutil.Process] = set()  # every process seen to be started from it
        self._replies: SimpleQueue[Reply | None] = SimpleQueue()  # None: there will be no more
        self._ready = False
        self._closing = threading.Lock()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def usable(self) -> bool:
        """It lives, and has given back the memory of the files before."""
        return self._replies.empty() and self._resident(self._watched) * _GROWN < self._limits.memory

    def call(self, job: bytes, source: Path, on_page: OnPage) -> Done:
        """Let the process do a job on `source`.

        Raises:
            TooDemanding, UnreadableFile: it went over a limit or died, and cannot be used again.
        """
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it died: the queue says so
            write_frame(self._process.stdin, job)
        counted = time.monotonic()
        began = paged = counted + (0 if self._ready else _START_S)
        memory = 0
        while True:
            try:
                match self._replies.get(timeout=_WATCH_S):
                    case Done() as done:
                        return done
                    case Page(done=pages, total=total):
                        paged = time.monotonic()
                        on_page(pages, total)
                    case Ready():
                        self._ready = True
                        began = paged = time.monotonic()
                    case None:
                        raise self._death(source, memory)
            except Empty:
                pass
            now = time.monotonic()
            if now - paged > self._limits.seconds or now - began > _IN_ALL * self._limits.seconds:
                raise _too_long(source, now - began)
            if now - counted > _COUNT_CHILDREN_S:
                counted = now
                self._meet_family()
            memory = self._resident(self._watched, *self._family)
            if memory > self._limits.memory:
                raise too_much_memory(source, self._limits)

    def close(self) -> None:
        """End it with everything that it has started; its temporary files go too."""
        with self._closing:
            self._kill()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout, self._said):
            with suppress(OSError):  # what was not yet written to a dead process
                pipe.close() if pipe else None
        with self._closing:
            self._scratch.cleanup()

    def _kill(self) -> None:
        """`_closing` is held: once it is waited for, its number may be another's."""
        if self._process.returncode is not None:
            return
        self._meet_family()
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        for process in self._family:
            with suppress(psutil.Error):
                process.kill()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while (frame := read_frame(self._process.stdout)) is not None:
            self._replies.put(pickle.loads(frame))
        self._replies.put(None)

    def _meet_family(self) -> None:
        with suppress(psutil.Error):
            self._family |= {*self._watched.children(recursive=True)}

    def _resident(self, *processes: psutil.Process) -> int:
        total = 0
        for process in processes:
            with suppress(psutil.Error):
                total += process.memory_info().rss
        return total

    def _death(self, source: Path, memory: int) -> IngestError:
        with self._closing:
            self._kill()  # it is dead already, what it started may not be
        status = self._process.returncode
        self._said.seek(0)
        said = self._said.read()[-4000:].decode("utf-8", "replace")
        log.error("%s: the process that read it ended with status %d\n%s", source, status, said)
        if status == -_SIGKILL or (status < 0 and memory * 2 > self._limits.memory):
            return TooDemanding(
                source,
                "hệ điều hành đã dừng tiến trình đọc tệp này, thường vì máy hết bộ nhớ; "
                "hãy đóng bớt chương trình hoặc chia nhỏ tệp rồi nạp lại",
            )
        how = signal.Signals(-status).name if status < 0 else f"mã {status}"
        return UnreadableFile(
            source, f"trình đọc bị sập ({how}), tệp có thể hỏng; hãy mở tệp, lưu lại dưới tên khác rồi nạp lại"
        )


def _start(scratch: str, memory: int, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    # As this process finds modules, so must that one, wherever it was started from.
    program = f"import sys; sys.path[:] = {sys.path!r}; from ingest.worker import main; main({scratch!r}, {memory})"
    command = [sys.executable, "-X", "faulthandler", "-X", "utf8", "-c", program]
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return subprocess.Popen(command, stdin=-1, stdout=-1, stderr=errors, creationflags=flags)
    # A session of its own: Ctrl+C in the terminal reaches us alone, and we end the others.
    return subprocess.Popen(command, stdin=-1, stdout=-1, stderr=errors, start_new_session=True)


def _too_long(source: Path, seconds: float) -> TooDemanding:
    return TooDemanding(
        source,
        f"đã đọc {seconds:.0f} giây mà chưa xong nên dừng lại; hãy chia nhỏ tệp hoặc lưu lại ở định dạng khác, "
        "tệp lớn thật thì tăng DANCHIEU_FILE_TIMEOUT_S",
    )


def too_much_memory(source: Path, limits: Limits) -> TooDemanding:
    return TooDemanding(
        source,
        f"cần hơn {limits.memory / 1e6:.0f} MB bộ nhớ để đọc nên dừng lại; tệp có thể là “bom nén”, "
        "tệp lớn thật thì chia nhỏ hoặc tăng DANCHIEU_FILE_MEMORY_MB",
    )
