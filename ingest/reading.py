"""Who reads a file: this process, or one apart that can be stopped (`ingest.isolation`)."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ingest.document import read_document
from ingest.model import Document
from ingest.progress import OnPage, listening


class Reading(Protocol):
    """Reads files, from any thread."""

    @property
    def max_bytes(self) -> int:
        """The most bytes that a file may have."""
        ...

    @property
    def at_once(self) -> int:
        """How many files are best read at the same time."""
        ...

    def read(self, path: Path, on_page: OnPage) -> Document:
        """As `read_document`; `on_page` hears of the pages."""
        ...

    def page_image(self, path: Path, page: int, width: int) -> bytes:
        """As `ingest.readers.page_image.page_image`."""
        ...

    def rest(self) -> None:
        """Nothing more is to be read for now."""
        ...

    def close(self) -> None:
        """Nothing more is to be read at all."""
        ...


class ReadingHere:
    """In this process, without limits but the size: for tests, and for files that one trusts."""

    at_once = 1

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes

    def read(self, path: Path, on_page: OnPage) -> Document:
        with listening(on_page):
            return read_document(path, max_bytes=self.max_bytes)

    def page_image(self, path: Path, page: int, width: int) -> bytes:
        from ingest.readers.page_image import page_image

        return page_image(path, page, width, self.max_bytes)

    def rest(self) -> None:
        """Nothing is held."""

    def close(self) -> None:
        """Nothing is held."""
