"""Versions of a derived index in one folder, and the marker that names the live one.

    vectors/current.json      {"generation": 7, "version": "7-5f3a9c", …}
    vectors/7-5f3a9c/         the index itself

The marker is replaced in one step after the index is complete on the disk, so a
reader sees the old generation or the new one, never a half; a crash in between
leaves a folder that nobody points to, which the next writer clears away.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Generic, TypeVar

from vectorstore.errors import VectorstoreError, engine_errors, file_errors

T = TypeVar("T")
_MARKER = "current.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """What the live version of an index was built from."""

    generation: int  # of the library
    library: str  # its identity
    form: str  # layout of the index, and the embedder; another form means building anew
    version: str  # name of its folder
    entries: int  # how many it holds
    deleted: int = 0  # how many were taken out since it was built from scratch


class Published(Generic[T]):
    """The live version of an index, opened, and opened again when a writer has published.

    Safe for threads, and for processes of which one at a time writes.
    """

    def __init__(self, folder: Path, form: str, open_version: Callable[[Path, Marker], T]) -> None:
        self.folder = folder
        self.form = form
        self._open = open_version
        self._lock = threading.Lock()
        self._seen: tuple[object, Marker | None] = (None, None)
        self._opened: tuple[Marker, T] | None = None

    def marker(self) -> Marker | None:
        """The live version; None when there is none of this form. Costs one `stat`."""
        path = self.folder / _MARKER
        try:
            status = path.stat()
        except OSError:
            return None
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        seen = self._seen
        if seen[0] != stamp:
            seen = (stamp, _read(path))
            self._seen = seen
        marker = seen[1]
        return marker if marker is not None and marker.form == self.form else None

    def current(self) -> T | None:
        """The live version, opened; None when there is none.

        Raises:
            IndexFailed: there should be one, but it cannot be opened.
        """
        with self._lock:
            for attempt in (1, 2):
                marker = self.marker()
                if marker is None:
                    self._opened = None
                    return None
                if self._opened is not None and self._opened[0] == marker:
                    return self._opened[1]
                try:
                    with engine_errors(self.folder):
                        self._opened = (marker, self._open(self.folder / marker.version, marker))
                except VectorstoreError:
                    # A writer may have published, and cleared this version away, meanwhile.
                    if attempt == 2 or self.marker() == marker:
                        raise
        return self._opened[1] if self._opened else None

    def new_version(self, generation: int) -> Path:
        """A name for a version to be built; the folder is not made."""
        with file_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{generation}-{secrets.token_hex(3)}"

    def publish(self, marker: Marker) -> None:
        """Make a complete version the live one, and clear away all but it and the one before."""
        before = self.marker()
        path = self.folder / _MARKER
        draft = path.with_suffix(".new")
        with file_errors(self.folder):
            for part in (self.folder / marker.version).rglob("*"):
                flush(part)
            draft.write_text(json.dumps(asdict(marker)), encoding="utf-8")
            flush(draft)
            draft.replace(path)
            flush(self.folder)
        self._clear({marker.version, before.version if before else ""})

    def withdraw(self) -> None:
        """Forget the live version, so that the next writer builds anew."""
        with file_errors(self.folder):
            (self.folder / _MARKER).unlink(missing_ok=True)

    def _clear(self, kept: set[str]) -> None:
        for version in self.folder.iterdir():
            if version.is_dir() and version.name not in kept:
                shutil.rmtree(version, ignore_errors=True)


def _read(path: Path) -> Marker | None:
    try:
        return Marker(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def flush(path: Path) -> None:
    """Wait until the disk has it: the marker must not outlive what it points to."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return  # an engine's own lock or temporary file
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
