"""The process that files are read in, one at a time; `ingest.isolation` starts, watches and ends it.

It takes jobs from its standard input and gives replies on its standard output, both as frames
(see `write_frame`). What a parser does here harms nobody: memory is limited where the system
can, nothing connects to the network, what parsers print goes to standard error, and when the
parent is gone this process ends with all that it started.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import struct
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from ingest.errors import IngestError
from ingest.progress import listening

_LENGTH = struct.Struct(">Q")
_TELL_EVERY_S = 0.1
_CONNECTING = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has started; the time of its first file begins."""


@dataclass(frozen=True, slots=True)
class Page:
    """So many pages of the file are done."""

    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """The job is done; `failure` says why it has no value."""

    value: Any = None
    failure: IngestError | None = None
    out_of_memory: bool = False
    mistake: str | None = None  # traceback of an exception that no reader should raise


Reply = Ready | Page | Done
Job = tuple[Callable[..., Any], tuple[Any, ...]]


def write_frame(pipe: IO[bytes], frame: bytes) -> None:
    """Bytes after their length, which takes eight bytes, the largest first."""
    pipe.write(_LENGTH.pack(len(frame)) + frame)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next frame; None when the other side is gone, also in the midst of one."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length: int = _LENGTH.unpack(head)[0]
    frame = pipe.read(length)
    return frame if len(frame) == length else None


def main(scratch: str, memory: int) -> None:
    """Work until the parent closes standard input.

    Args:
        scratch: folder for temporary files, of the programs started from here too.
        memory: bytes of data that this process, and each that it starts, may have.
    """
    jobs, replies = _pipes()
    _confine(scratch, memory)
    inbox: SimpleQueue[bytes] = SimpleQueue()
    receiver = threading.Thread(target=_receive, args=(jobs, inbox, scratch), daemon=True)
    receiver.start()
    with suppress(BrokenPipeError):
        write_frame(replies, pickle.dumps(Ready()))
        while True:
            write_frame(replies, _do(inbox.get(), replies))
    receiver.join()  # it ends everything


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output for ourselves: programs started from here inherit others."""
    jobs, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return jobs, replies


def _confine(scratch: str, memory: int) -> None:
    tempfile.tempdir = scratch
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = scratch
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Parsers that ask for too much at once get a MemoryError; what all processes take
        # together, and other systems, the parent watches.
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        allowed = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))
    sys.addaudithook(_stay_offline)


def _stay_offline(event: str, _: tuple[Any, ...]) -> None:
    if event in _CONNECTING:
        raise PermissionError("reading a file needs no network")


def _receive(jobs: IO[bytes], inbox: SimpleQueue[bytes], scratch: str) -> None:
    while (frame := read_frame(jobs)) is not None:
        inbox.put(frame)
    # The parent has closed the pipe or died, perhaps while a parser hangs in the other thread.
    _end_programs()
    shutil.rmtree(scratch, ignore_errors=True)
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _end_programs() -> None:
    """Also those in sessions of their own, which the end of this process's group leaves alone."""
    import psutil  # not needed otherwise, and takes longer to import than all else

    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            child.kill()


def _do(frame: bytes, replies: IO[bytes]) -> bytes:
    told = 0.0

    def tell(done: int, total: int | None) -> None:
        nonlocal told
        if time.monotonic() - told >= _TELL_EVERY_S:
            told = time.monotonic()
            write_frame(replies, pickle.dumps(Page(done, total)))

    try:
        function, arguments = pickle.loads(frame)
        with listening(tell):
            return pickle.dumps(Done(function(*arguments)))
    except IngestError as error:
        return pickle.dumps(Done(failure=error))
    except MemoryError:
        return pickle.dumps(Done(out_of_memory=True))
    except Exception:  # noqa: BLE001  # whatever it is, it is told
        return pickle.dumps(Done(mistake=traceback.format_exc()))
