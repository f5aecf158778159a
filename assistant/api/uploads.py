"""Uploaded files: kept in the home, so that they can be downloaded and read again."""

from __future__ import annotations

import shutil
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from fastapi import UploadFile

from assistant.api.services import Services
from assistant.intake import FileReport
from vectorstore.library import Card

_LONGEST_NAME = 120  # characters; file systems allow 255 bytes, a Vietnamese letter takes up to 3


def keep_uploads(services: Services, files: Sequence[UploadFile]) -> list[FileReport]:
    """Read uploaded files into the library, one after the other.

    A file is read in a folder of its own first: one that cannot be read must not take the
    place of an earlier good one of the same name.
    """
    services.uploads.mkdir(parents=True, exist_ok=True)
    reports = []
    for upload in files:
        with tempfile.TemporaryDirectory(dir=services.uploads, prefix=".incoming-") as folder:
            incoming = Path(folder) / safe_name(upload.filename or "")
            with incoming.open("wb") as file:
                shutil.copyfileobj(upload.file, file)
            reports.append(services.intake.take_upload(incoming, services.uploads / incoming.name))
    services.intake.catch_up()
    return reports


def discard_upload(services: Services, card: Card) -> None:
    """Delete the file of a removed document, if it was uploaded."""
    source = Path(card.source)
    if source.parent == services.uploads:
        source.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """A file name without folders, control characters and leading dots."""
    composed = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in composed if not unicodedata.category(letter).startswith("C"))
    stem, dot, suffix = printable.strip().lstrip(".").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    return (stem[:_LONGEST_NAME].strip() or "tep") + dot + suffix[:10]
