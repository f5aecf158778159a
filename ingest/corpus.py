"""From files and folders to Documents, one outcome per file.

The walk is in sorted order, so the same folder always gives the same run. A folder's
hidden files, its README and files of other formats are not failures: they are `Skipped`,
and whoever reports may count them. A file that was named by itself is never skipped.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.document import read_document
from ingest.errors import IngestError, NoPermission, NotFound, UnreadableFile
from ingest.model import Document
from ingest.readers import READERS

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Read:
    """A file that is new, or is not what it was."""

    path: Path
    document: Document


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file with the bytes that are known already."""

    path: Path


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that is hidden, describes the folder, or has no reader for its format."""

    path: Path


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that should have been read but was not, or a folder that cannot be opened."""

    path: Path
    error: IngestError


Outcome = Read | Unchanged | Skipped | Failed


def read_corpus(paths: Iterable[Path], known: Mapping[str, str], max_bytes: int) -> Iterator[Outcome]:
    """Read what is new under `paths`, lazily; no file is given twice.

    Args:
        paths: files and folders. Folders are walked to the bottom; symbolic links are
            followed, but no folder is entered twice, so a loop of links ends.
        known: absolute path to the SHA-256 of the bytes last read from there.
        max_bytes: larger files fail with `TooLarge`.
    """
    seen: set[Path] = set()
    for path in paths:
        for outcome in _walk(path.resolve(), known, max_bytes):
            if outcome.path not in seen:
                seen.add(outcome.path)
                yield outcome


def _walk(path: Path, known: Mapping[str, str], max_bytes: int) -> Iterator[Outcome]:
    try:
        is_folder = path.is_dir()
        if not is_folder and not path.exists():
            yield Failed(path, NotFound(path, "không có tệp hay thư mục này; hãy kiểm tra đường dẫn"))
            return
    except OSError as error:
        yield Failed(path, _as_ingest_error(path, error))
        return
    if not is_folder:
        yield _read(path, known, max_bytes)
        return
    for found in _files_in(path, entered=set()):
        if isinstance(found, Path):
            yield _read(found, known, max_bytes)
        else:
            yield found


def _files_in(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Path | Skipped | Failed]:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in entered:
            return
        entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Failed(folder, _as_ingest_error(folder, error))
        return
    for child in children:
        path = folder / child.name
        try:
            is_folder = child.is_dir()
            is_file = child.is_file()
        except OSError as error:
            yield Failed(path, _as_ingest_error(path, error))
            continue
        if child.name.startswith("."):
            if is_file:
                yield Skipped(path)
        elif is_folder:
            yield from _files_in(path, entered)
        elif is_file and path.suffix.lower() in READERS and path.stem.upper() != "README":
            yield path
        else:  # another format, a dangling link, a socket
            yield Skipped(path)


def _read(path: Path, known: Mapping[str, str], max_bytes: int) -> Outcome:
    try:
        # The size first, so that a huge file is refused without reading it through.
        known_hash = known.get(str(path))
        if known_hash and path.stat().st_size <= max_bytes and _sha256(path) == known_hash:
            return Unchanged(path)
        return Read(path, read_document(path, max_bytes=max_bytes))
    except IngestError as error:
        return Failed(path, error)
    except OSError as error:
        return Failed(path, _as_ingest_error(path, error))
    except Exception as error:
        # A mistake of ours on one odd file must not cost the user the other thousand.
        log.exception("reading %s", path)
        return Failed(path, UnreadableFile(path, f"{type(error).__name__}: {error}"))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_ingest_error(path: Path, error: OSError) -> IngestError:
    match error:
        case PermissionError():
            return NoPermission(path, "hệ điều hành không cho mở; hãy cấp quyền đọc")
        case FileNotFoundError():
            return NotFound(path, "tệp biến mất trong khi đọc thư mục; hãy nạp lại")
        case _:
            return UnreadableFile(path, error.strerror or str(error))
