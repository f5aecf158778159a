"""A reader that does to its process what the file's name says; imported there by its name."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ingest.document import read_document
from ingest.model import Document
from ingest.progress import page_done


def _hang() -> None:
    while True:
        pass


def _wait_for_a_program() -> None:
    subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"], check=False, start_new_session=True)


def _grow() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(b"x" * 10_000_000))


def _let_programs_grow() -> None:
    """Each takes less than one process may have."""
    grow = "import time; hoard = bytearray(b'x') * 170_000_000; time.sleep(600)"
    for program in [subprocess.Popen([sys.executable, "-c", grow]) for _ in range(2)]:
        program.wait()


def _mistake() -> None:
    raise ZeroDivisionError


def _talk() -> None:
    os.write(1, b"a parser talks")


def _turn_pages() -> None:
    for page in range(1, 13):
        time.sleep(0.25)
        page_done(page, 12)


def _connect() -> None:
    socket.create_connection(("127.0.0.1", 9))


_DEEDS: dict[str, Callable[[], object]] = {
    "treo": _hang,
    "treo-con": _wait_for_a_program,
    "phinh": _grow,
    "phinh-con": _let_programs_grow,
    "sap": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "bi-giet": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "thoat": lambda: os._exit(3),
    "nham": _mistake,
    "noi": _talk,
    "trang": _turn_pages,
    "mang": _connect,
}


def read_hostile(path: Path) -> Document:
    """As `read_document`, after the deed."""
    if path.stem in _DEEDS:
        _DEEDS[path.stem]()
    return read_document(path, max_bytes=1_000_000)
