"""From files, folders and zip files to Documents, one outcome per file.

The walk is in sorted order and outcomes come in that order, whoever reads them and however many
at a time, so the same folder always gives the same run. A folder's hidden files, its README and
files of other formats are not failures: they are `Skipped`, and whoever reports may count them.
A file that was named by itself is never skipped.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ingest.archives import ARCHIVES, archive_of, members, open_source
from ingest.errors import EmptyFile, IngestError, NoPermission, NotFound, UnreadableFile, UnsupportedFormat
from ingest.model import Document
from ingest.ordered import in_order
from ingest.progress import Progress, Teller
from ingest.readers import READERS
from ingest.reading import Reading

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


_DESCRIBING = ("README", "INDEX")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that is hidden, describes the folder, or has no reader for its format."""

    path: Path

    @property
    def may_be_meant(self) -> bool:
        """Whether somebody may have thought to hand it in: its name tells nothing else."""
        return not self.path.name.startswith((".", "~$", "__MACOSX")) and self.path.stem.upper() not in _DESCRIBING


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that should have been read but was not, or a folder that cannot be opened."""

    path: Path
    error: IngestError


Outcome = Read | Unchanged | Skipped | Failed
_Found = Path | Skipped | Failed  # a path is still to be read


def read_corpus(
    paths: Iterable[Path],
    known: Mapping[str, str],
    reading: Reading,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Iterator[Outcome]:
    """Read what is new under `paths`; no file is given twice.

    Args:
        paths: files, folders and zip files. Folders are walked to the bottom; symbolic links
            are followed, but no folder is entered twice, so a loop of links ends.
        known: absolute path to the SHA-256 of the bytes last read from there.
        on_progress: hears of files and pages as they are read, one call at a time but from any
            thread; not of what is skipped.
    """
    found: dict[Path, _Found] = {}
    for path in paths:
        for item in _walk(path.resolve(), reading.max_bytes):
            found.setdefault(item if isinstance(item, Path) else item.path, item)
    teller = Teller(sum(isinstance(item, Path) for item in found.values()), on_progress)

    def outcome(item: _Found) -> Outcome:
        if not isinstance(item, Path):
            return item
        with teller.file(item) as on_page:
            return _read(item, known, reading, on_page)

    try:
        with closing(in_order(outcome, found.values(), reading.at_once)) as outcomes:
            yield from outcomes
    finally:
        reading.rest()


def _walk(path: Path, max_bytes: int) -> Iterator[_Found]:
    try:
        is_folder = path.is_dir()
        if not is_folder and not path.exists() and archive_of(path) is None:
            yield Failed(path, NotFound(path, "không có tệp hay thư mục này; hãy kiểm tra đường dẫn"))
            return
    except OSError as error:
        yield Failed(path, _as_ingest_error(path, error))
        return
    if is_folder:
        yield from _files_in(path, set(), max_bytes)
    elif path.suffix.lower() in ARCHIVES and path.exists():
        found = [*_members_of(path, max_bytes)]
        yield from found
        if all(isinstance(item, Skipped) for item in found):
            yield Failed(path, EmptyFile(path, "không có văn bản nào đọc được trong tệp zip; hãy kiểm tra lại tệp gốc"))
    else:
        yield path


def _files_in(folder: Path, entered: set[tuple[int, int]], max_bytes: int) -> Iterator[_Found]:
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
            yield from _files_in(path, entered, max_bytes)
        elif is_file and path.suffix.lower() in ARCHIVES:
            yield from _members_of(path, max_bytes)
        elif is_file and _is_document(path):
            yield path
        else:  # another format, a dangling link, a socket
            yield Skipped(path)


def _members_of(archive: Path, max_bytes: int) -> Iterator[_Found]:
    try:
        found = members(archive, max_bytes)
    except IngestError as error:
        yield Failed(archive, error)
        return
    for member in found:
        path = member.path
        own = path.relative_to(archive).parts
        if member.is_link or any(part.startswith((".", "__MACOSX")) for part in own):
            yield Skipped(path)
        elif path.suffix.lower() in ARCHIVES:
            nested = "tệp zip nằm trong tệp zip không được mở; hãy giải nén tệp ngoài rồi nạp lại"
            yield Failed(path, UnsupportedFormat(path, nested))
        elif _is_document(path):
            yield path
        else:
            yield Skipped(path)


def _is_document(path: Path) -> bool:
    """Not what describes a folder, nor what Word keeps beside a file while it is open."""
    return path.suffix.lower() in READERS and path.stem.upper() not in _DESCRIBING and not path.name.startswith("~$")


def _read(
    path: Path, known: Mapping[str, str], reading: Reading, on_page: Callable[[int, int | None], None]
) -> Outcome:
    try:
        known_hash = known.get(str(path))
        if known_hash and _sha256(path, reading.max_bytes) == known_hash:
            return Unchanged(path)
        return Read(path, reading.read(path, on_page))
    except IngestError as error:
        return Failed(path, error)
    except OSError as error:
        return Failed(path, _as_ingest_error(path, error))
    except Exception as error:
        # A mistake of ours on one odd file must not cost the user the other thousand.
        log.exception("reading %s", path)
        return Failed(path, UnreadableFile(path, f"{type(error).__name__}: {error}"))


def _sha256(path: Path, max_bytes: int) -> str | None:
    """None for a file over the limit, which is not even looked through."""
    with open_source(path, max_bytes) as file:
        if path.is_file() and path.stat().st_size > max_bytes:
            return None
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # an archive's can be read into


def _as_ingest_error(path: Path, error: OSError) -> IngestError:
    match error:
        case PermissionError():
            return NoPermission(path, "hệ điều hành không cho mở; hãy cấp quyền đọc")
        case FileNotFoundError():
            return NotFound(path, "tệp biến mất trong khi đọc thư mục; hãy nạp lại")
        case _:
            return UnreadableFile(path, error.strerror or str(error))
