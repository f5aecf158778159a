"""Folders for what is not done yet, which tell whether the process that made them is still at it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

_LOCK = "lock"
_BEING_MADE_S = 60.0  # a folder without a lock is not yet locked, or its maker died that moment


class Scratch(tempfile.TemporaryDirectory[str]):
    """A temporary folder that is locked as long as its process lives. The name of the folder is `name`."""

    def __init__(self, within: Path, prefix: str) -> None:
        super().__init__(dir=within, prefix=prefix, ignore_cleanup_errors=True)
        self._lock = FileLock(Path(self.name) / _LOCK)
        self._lock.acquire()

    def cleanup(self) -> None:
        self._lock.release()
        super().cleanup()


def left_behind(within: Path, prefix: str) -> Iterator[Path]:
    """The folders of processes that were killed."""
    for folder in sorted(within.glob(f"{prefix}*")):
        if not (folder / _LOCK).exists():
            if time.time() - folder.stat().st_mtime > _BEING_MADE_S:
                yield folder
            continue
        try:
            with FileLock(folder / _LOCK, timeout=0):
                pass
        except Timeout:
            continue
        yield folder


def clear(within: Path, prefix: str) -> None:
    """Delete them."""
    for folder in left_behind(within, prefix):
        shutil.rmtree(folder, ignore_errors=True)
