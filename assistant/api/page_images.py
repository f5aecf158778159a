"""Pictures of the pages of documents, made once and then kept in the store's folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

WIDTH = 1100  # pixels: sharp in half of a wide screen
_MOST = 2_000  # pictures that are kept, some 100 kB each; beyond, the oldest go
_SWEEP = 100  # pictures beyond that before they do


@dataclass(frozen=True, slots=True)
class PageImages:
    """Safe for threads and processes: a picture appears whole, under the name of its file's bytes."""

    make: Callable[[Path, int, int], bytes]  # file, page from 1, width
    folder: Path

    def image(self, source: Path, sha256: str, page: int) -> bytes:
        """A page as WebP.

        Raises:
            IngestError: it cannot be made.
        """
        kept = self.folder / f"{sha256[:32]}-{page}.webp"
        try:
            return kept.read_bytes()
        except OSError:
            made = self.make(source, page, WIDTH)
        with suppress(OSError):  # a full disk is no reason not to show it
            self._keep(kept, made)
        return made

    def _keep(self, path: Path, image: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(image)
        Path(file.name).replace(path)
        kept = sorted(self.folder.glob("*.webp"), key=lambda one: one.stat().st_mtime)
        if len(kept) > _MOST + _SWEEP:
            for old in kept[:-_MOST]:
                old.unlink(missing_ok=True)
