"""A store in one file, and back: the library and the uploaded files; indexes are built anew from the library.

The file is a zip of `manifest.json`, `library.sqlite3` and `uploads/…`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import func, inspect, select

from vectorstore.databases import FILE, Database, database_of
from vectorstore.errors import BackupInvalid, NewerVersion, NoStore, StoreNotEmpty, file_errors, from_sqlite
from vectorstore.library import Library
from vectorstore.schema import SCHEMA, documents
from vectorstore.scratch import Scratch, clear
from vectorstore.sqlite import SqliteFile

UPLOADS = "uploads"  # folder in the home where uploaded files are kept
FORM = 1  # of the file
_MANIFEST = "manifest.json"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    form: int
    schema: int  # of the library's tables
    documents: int
    generation: int
    uploads: int  # files
    home: str  # absolute path that the sources of uploaded files begin with
    sha256: str  # of `library.sqlite3`


def back_up(home: Path, file: Path, url: str | None = None) -> Manifest:
    """Write the store in `home` to `file`, as it is at one moment; others may go on reading and writing.

    `file` is replaced in one step when the backup is complete, so an earlier one is never lost to a failure.

    Args:
        url: of the database, where it is not in `home`.

    Raises:
        NoStore: there is no library in `home`.
        VectorstoreError: the disk is full, or may not be written.
    """
    home = home.resolve()
    with file_errors(file.parent), _scratch(file.resolve().parent, ".backup-") as folder:
        library = Path(folder) / FILE
        with closing(database_of(home, url)) as database:
            if not database.exists():
                raise NoStore(database.place)
            database.copy_to(library)
        uploads = [path for path in sorted((home / UPLOADS).glob("*")) if path.is_file()]
        manifest = _manifest(library, len(uploads), home)
        draft = Path(folder) / "draft"
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, json.dumps(asdict(manifest)))
            archive.write(library, FILE)
            for upload in uploads:
                archive.write(upload, f"{UPLOADS}/{upload.name}")
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    return manifest


def restore(file: Path, home: Path, url: str | None = None, *, replace: bool = False) -> Manifest:
    """Make the store in `home` what `file` holds. Sources of uploaded files are those of this home from then on.

    Everything is checked before anything is changed; the library changes in one transaction. It gets an
    identity of its own, so that indexes built from what was there before are built anew.

    Args:
        url: of the database, where it is not to be in `home`; the backup may have been made of either kind.
        replace: whether a store that holds documents may be replaced.

    Raises:
        BackupInvalid: `file` is no backup, is damaged, or was changed.
        NewerVersion: it was written by a later version of this program.
        StoreNotEmpty: `home` holds documents, and `replace` was not said.
    """
    home = home.resolve()
    with closing(database_of(home, url)) as database, file_errors(home):
        if not replace and _documents_in(database):
            raise StoreNotEmpty(database.place)
        home.mkdir(parents=True, exist_ok=True)
        with _scratch(home, ".restoring-") as folder:
            manifest = _unpack(file, Path(folder))
            library = Path(folder) / FILE
            _settle(library, manifest, home)
            uploads = Path(folder) / UPLOADS
            (home / UPLOADS).mkdir(exist_ok=True)
            for upload in uploads.glob("*"):
                upload.replace(home / UPLOADS / upload.name)
            if url is not None:
                Library(database)  # there must be tables to fill
            database.take_from(library)
    return manifest


def _manifest(library: Path, uploads: int, home: Path) -> Manifest:
    with _sqlite(library), closing(sqlite3.connect(library)) as copy:
        schema, generation = copy.execute("SELECT schema, generation FROM meta").fetchone()
        count = copy.execute("SELECT count(*) FROM documents").fetchone()[0]
    return Manifest(FORM, schema, count, generation, uploads, str(home), _sha256(library))


def _unpack(file: Path, folder: Path) -> Manifest:
    """The parts of a backup in `folder`, each checked; a name in the zip never leads out of it."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = Manifest(**json.loads(archive.read(_MANIFEST)))
            if manifest.form > FORM or manifest.schema > SCHEMA:
                raise NewerVersion(file)
            archive.extract(FILE, folder)
            (folder / UPLOADS).mkdir()
            for name in archive.namelist():
                if name.startswith(f"{UPLOADS}/") and (own := Path(name).name):
                    with archive.open(name) as packed, (folder / UPLOADS / own).open("wb") as upload:
                        while block := packed.read(_BLOCK):
                            upload.write(block)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError) as error:
        raise BackupInvalid(file, str(error)) from error
    if _sha256(folder / FILE) != manifest.sha256:
        raise BackupInvalid(file, f"{FILE} is not the one that was backed up")
    return manifest


def _settle(library: Path, manifest: Manifest, home: Path) -> None:
    """Let an unpacked library be of this home, and of today's schema."""
    before, now = (str(Path(place) / UPLOADS) + os.sep for place in (manifest.home, home))
    with _sqlite(library), closing(sqlite3.connect(library)) as connection, connection:
        if (found := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupInvalid(library, found)
        connection.execute(
            "UPDATE documents SET source = ? || substr(source, ?) WHERE substr(source, 1, ?) = ?",
            (now, len(before) + 1, len(before), before),
        )
        connection.execute("UPDATE meta SET identity = ?", (uuid.uuid4().hex,))
    Library(SqliteFile(library)).close()


def _documents_in(database: Database) -> int:
    """Of a library of whatever schema; nothing is made or changed."""
    if not database.exists():
        return 0
    with database.errors(), database.reader.connect() as connection:
        if not inspect(connection).has_table(documents.name):
            return 0
        return connection.execute(select(func.count()).select_from(documents)).scalar_one()


def _scratch(within: Path, prefix: str) -> Scratch:
    """A folder for what is not done yet; those of killed processes are cleared away."""
    clear(within, prefix)
    return Scratch(within, prefix)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _sqlite(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(path, error) from error
