from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import compose_document
from tests.vectorstore.older_stores import columns
from vectorstore.backup import UPLOADS, back_up, restore
from vectorstore.conversations import KeptTurn
from vectorstore.databases import FILE
from vectorstore.errors import BackupInvalid, NewerVersion, NoStore, StoreNotEmpty, VectorstoreError
from vectorstore.library import Library

TEXT = "Số: {0}/KH-UBND\n\nKẾ HOẠCH\nTrồng rừng\n\n1. Hạt Kiểm lâm cấp {0} cây giống trước ngày 30/4/2031.\n"


def put(home: Path, number: int, source: Path, url: str | None = None) -> None:
    library = Library.open(home, url)
    library.put(compose_document(source.name, f"{number:064d}", TEXT.format(number)), str(source))
    library.close()


@pytest.fixture
def home(tmp_path: Path, url: str | None) -> Path:
    """Two documents, one of an uploaded file, and a conversation."""
    home = tmp_path / "home"
    put(home, 1, tmp_path / "folder" / "a.txt", url)
    (home / UPLOADS).mkdir()
    (home / UPLOADS / "tải lên.txt").write_text("gốc", encoding="utf-8")
    put(home, 2, home / UPLOADS / "tải lên.txt", url)
    library = Library.open(home, url)
    library.conversations.keep("an", None, KeptTurn("Ai cấp cây giống?", {"answer": "Hạt Kiểm lâm"}))
    library.close()
    return home


def texts(home: Path, url: str | None = None) -> dict[str, str]:
    library = Library.open(home, url)
    found = {card.source: library.documents([card.id])[card.id].text for card in library.cards()}
    library.close()
    return found


def test_a_store_comes_back_elsewhere_with_its_uploads(home: Path, url: str | None, tmp_path: Path) -> None:
    """On another machine, where the library is a file, whatever it was before."""
    manifest = back_up(home, tmp_path / "store.zip", url)
    assert (manifest.documents, manifest.uploads) == (2, 1)
    before = texts(home, url)
    shutil.rmtree(home)
    elsewhere = tmp_path / "elsewhere"
    restore(tmp_path / "store.zip", elsewhere)
    upload = elsewhere / UPLOADS / "tải lên.txt"
    assert upload.read_text(encoding="utf-8") == "gốc"
    moved = {source.replace(str(home), str(elsewhere)): text for source, text in before.items()}
    assert texts(elsewhere) == moved
    assert str(upload) in moved
    library = Library.open(elsewhere)
    assert [card.title for card in library.conversations.cards("an")] == ["Ai cấp cây giống?"]
    library.close()


def test_a_file_moves_to_a_server_and_back(tmp_path: Path, database_url: str) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for number in range(3):
        put(one, number, tmp_path / "folder" / f"{number}.txt")
    back_up(one, tmp_path / "one.zip")
    restore(tmp_path / "one.zip", one, database_url)
    assert texts(one, database_url) == texts(one)
    put(one, 9, tmp_path / "folder" / "9.txt", database_url)
    back_up(one, tmp_path / "server.zip", database_url)
    restore(tmp_path / "server.zip", other)
    assert texts(other) == texts(one, database_url)
    made = [columns(home / FILE) for home in (one, other)]
    assert made[0] == made[1]


def test_a_restored_library_is_another_one_to_the_indexes(home: Path, url: str | None, tmp_path: Path) -> None:
    back_up(home, tmp_path / "store.zip", url)
    before = Library.open(home, url)
    restore(tmp_path / "store.zip", home, url, replace=True)
    after = Library.open(home, url)
    assert before.identity != after.identity
    assert before.generation == after.generation, "who has it open sees the restored state"
    before.close()
    after.close()


def test_documents_are_replaced_only_when_told(home: Path, url: str | None, tmp_path: Path) -> None:
    back_up(home, tmp_path / "store.zip", url)
    put(home, 3, tmp_path / "folder" / "c.txt", url)
    with pytest.raises(StoreNotEmpty, match="--replace"):
        restore(tmp_path / "store.zip", home, url)
    assert len(texts(home, url)) == 3
    restore(tmp_path / "store.zip", home, url, replace=True)
    assert len(texts(home, url)) == 2


def test_a_backup_while_others_write_is_of_one_moment(home: Path, url: str | None, tmp_path: Path) -> None:
    """Writers go on meanwhile: documents put, replaced and removed, each in a transaction of its own."""
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        library = Library.open(home, url)
        number = 10
        while not stop.is_set():
            source = tmp_path / "folder" / f"{number % 4}.txt"
            document = compose_document(source.name, f"{number:064d}", TEXT.format(number))
            identifier, _ = library.put(document, str(source))
            if number % 5 == 0:
                library.remove(identifier)
            written.append(number)
            number += 1
        library.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        manifests = []
        for round_ in range(3):
            before = len(written)
            manifests.append(back_up(home, tmp_path / f"{round_}.zip", url))
            while len(written) == before:
                stop.wait(0.01)
    finally:
        stop.set()
        writer.join()
    assert len({manifest.generation for manifest in manifests}) == 3, "nobody wrote meanwhile"
    for round_, manifest in enumerate(manifests):
        restored = tmp_path / f"restored-{round_}"
        restore(tmp_path / f"{round_}.zip", restored)
        assert len(texts(restored)) == manifest.documents
        library = Library.open(restored)
        assert library.generation == manifest.generation
        assert max(card.generation for card in library.cards()) <= manifest.generation
        library.close()


def test_nothing_is_made_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="--home"):
        back_up(tmp_path / "none", tmp_path / "store.zip")
    assert not (tmp_path / "none").exists()
    assert not (tmp_path / "store.zip").exists()


def other_library(file: Path) -> None:
    """The library of the backup is not the one that was backed up."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[FILE] = parts[FILE].replace(b"KH-UBND", b"KH-UBNX")
    write(file, parts)


def newer(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | {"schema": 99}).encode()
    write(file, parts)


def without_manifest(file: Path) -> None:
    write(file, {"readme.txt": b"x"})


def write(file: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


SPOILT: dict[str, tuple[Callable[[Path], object], type[VectorstoreError]]] = {
    "cut short": (lambda file: file.write_bytes(file.read_bytes()[:-200]), BackupInvalid),
    "no zip": (lambda file: file.write_text("?"), BackupInvalid),
    "another zip": (without_manifest, BackupInvalid),
    "a changed library": (other_library, BackupInvalid),
    "of a later version": (newer, NewerVersion),
}


@pytest.mark.parametrize(("spoil", "error"), SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_backup_changes_nothing(
    home: Path, url: str | None, tmp_path: Path, spoil: Callable[[Path], object], error: type[VectorstoreError]
) -> None:
    back_up(home, tmp_path / "store.zip", url)
    spoil(tmp_path / "store.zip")
    before = texts(home, url)
    with pytest.raises(error):
        restore(tmp_path / "store.zip", home, url, replace=True)
    assert texts(home, url) == before
    assert not list(home.glob(".restoring-*"))


def test_a_name_in_the_zip_does_not_lead_out_of_the_home(home: Path, url: str | None, tmp_path: Path) -> None:
    back_up(home, tmp_path / "store.zip", url)
    with zipfile.ZipFile(tmp_path / "store.zip", "a") as archive:
        archive.writestr(f"{UPLOADS}/../../../escaped.txt", "x")
    target = tmp_path / "deep" / "home"
    restore(tmp_path / "store.zip", target)
    assert not list(tmp_path.glob("**/escaped.txt")) or (target / UPLOADS / "escaped.txt").exists()
    assert not (tmp_path / "escaped.txt").exists()
    assert sqlite3.connect(target / FILE).execute("PRAGMA integrity_check").fetchone() == ("ok",)
