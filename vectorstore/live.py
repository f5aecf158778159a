"""Whose vectors answer: those of the embedder that is live, until those of another one are complete.

    vectors/live.json      {"embedder": "danchieu-static-2:5f3a…"}
    vectors/2c1d9e…/       the versions of one embedder (see `vectorstore.published`)

Whatever embedder a process was started with, it searches by the live one, so that a question
is never compared with vectors of another model.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.dense import DenseIndex
from vectorstore.errors import file_errors
from vectorstore.published import flush

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

_LIVE = "live.json"
_log = logging.getLogger(__name__)

Load = Callable[[str], "Embedder | None"]  # an embedder by its fingerprint; None where this machine lacks it


class LiveVectors:
    """The vector index that is live, and the one that is wanted. Safe for threads and processes."""

    def __init__(self, folder: Path, embedder: Embedder, load: Load) -> None:
        """
        Args:
            embedder: that of the index that is wanted.
            load: for the live one, where it is another's.
        """
        self._folder = folder
        self._load = load
        self._lock = threading.Lock()
        self._seen: tuple[object, DenseIndex] | None = None
        self._opened = {embedder.fingerprint: self._index(embedder)}
        self.wanted = self._opened[embedder.fingerprint]

    def current(self) -> DenseIndex:
        """The live index; the wanted one where none is live, or its embedder is not on this machine. Costs a `stat`."""
        try:
            status = (self._folder / _LIVE).stat()
        except OSError:
            return self.wanted
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        with self._lock:
            if self._seen is None or self._seen[0] != stamp:
                self._seen = (stamp, self._open(self._fingerprint()))
            return self._seen[1]

    def adopt(self) -> None:
        """Make the wanted index the live one; those of embedders before the last are cleared away."""
        before, wanted = self._fingerprint(), self.wanted.embedder.fingerprint
        if before == wanted:
            return
        path = self._folder / _LIVE
        draft = path.with_suffix(".new")
        with file_errors(self._folder):
            draft.write_text(json.dumps({"embedder": wanted}), encoding="utf-8")
            flush(draft)
            draft.replace(path)
            flush(self._folder)
        kept = {self._place(wanted), self._place(before or wanted)}
        for folder in self._folder.iterdir():
            if folder.is_dir() and folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def _open(self, fingerprint: str | None) -> DenseIndex:
        if fingerprint is None or fingerprint in self._opened:
            return self._opened.get(fingerprint or "", self.wanted)
        embedder = self._load(fingerprint)
        if embedder is None:
            _log.warning("the vectors are of %s, which is not on this machine", fingerprint)
            return self.wanted
        self._opened[fingerprint] = self._index(embedder)
        return self._opened[fingerprint]

    def _index(self, embedder: Embedder) -> DenseIndex:
        return DenseIndex(self._place(embedder.fingerprint), embedder)

    def _place(self, fingerprint: str) -> Path:
        return self._folder / hashlib.sha256(fingerprint.encode()).hexdigest()[:12]

    def _fingerprint(self) -> str | None:
        """Of the live embedder; None where none is."""
        try:
            return str(json.loads((self._folder / _LIVE).read_text(encoding="utf-8"))["embedder"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
