"""Uploads on their way into the library, so that one which a killed server left half done is finished or forgotten.

Each change of uploaded files has a folder beside them while it lasts. It holds what is received, the names of
the uploads that are changed, and a lock, by which another process knows whether anyone is still at it.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.intake import Intake
from vectorstore.library import Library

_PREFIX = ".incoming-"
_LOCK, _NAMES = "lock", "names.json"
_BEING_MADE_S = 60.0  # a folder without a lock is not yet locked, or its maker died that moment


class Incoming(tempfile.TemporaryDirectory[str]):
    """A change of some uploads, and the folder for it. At its end the change is done, or undone by who made it."""

    def __init__(self, uploads: Path, names: Sequence[str]) -> None:
        """Args: names: of the uploads that are put, replaced or deleted."""
        uploads.mkdir(parents=True, exist_ok=True)
        super().__init__(dir=uploads, prefix=_PREFIX, ignore_cleanup_errors=True)
        self._lock = FileLock(Path(self.name) / _LOCK)
        self._lock.acquire()
        (Path(self.name) / _NAMES).write_text(json.dumps(list(names)), encoding="utf-8")

    def cleanup(self) -> None:
        self._lock.release()
        super().cleanup()


def finish(uploads: Path, library: Library, intake: Intake) -> list[str]:
    """Bring what killed processes left half done to where library and uploads agree; the names concerned.

    An upload that is in its place is read; a document whose upload is gone is removed; what had only
    been received is forgotten, since nobody was told that it was taken.
    """
    names: list[str] = []
    for folder in _left(uploads):
        names += _names(folder)
        shutil.rmtree(folder, ignore_errors=True)
    paths = [uploads / name for name in dict.fromkeys(names)]
    for path in paths:
        card = library.by_source(str(path))
        if card is not None and not path.exists():
            library.remove(card.id)
    if there := [path for path in paths if path.exists()]:
        intake.take(there)
    return names


def _left(uploads: Path) -> Iterator[Path]:
    """Folders of changes that nobody is at any more."""
    for folder in sorted(uploads.glob(f"{_PREFIX}*")):
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


def _names(folder: Path) -> list[str]:
    try:
        return [Path(name).name for name in json.loads((folder / _NAMES).read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []  # killed before anything was changed
