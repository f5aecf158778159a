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
from vectorstore.backup import UPLOADS, back_up, restore
from vectorstore.errors import BackupInvalid, NewerVersion, NoStore, StoreNotEmpty, VectorstoreError
from vectorstore.library import FILE, Library

TEXT = "Số: {0}/KH-UBND\n\nKẾ HOẠCH\nTrồng rừng\n\n1. Hạt Kiểm lâm cấp {0} cây giống trước ngày 30/4/2031.\n"


def put(home: Path, number: int, source: Path) -> None:
    library = Library.open(home)
    library.put(compose_document(source.name, f"{number:064d}", TEXT.format(number)), str(source))
    library.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two documents, one of an uploaded file."""
    home = tmp_path / "home"
    put(home, 1, tmp_path / "folder" / "a.txt")
    (home / UPLOADS).mkdir()
    (home / UPLOADS / "tải lên.txt").write_text("gốc", encoding="utf-8")
    put(home, 2, home / UPLOADS / "tải lên.txt")
    return home


def texts(home: Path) -> dict[str, str]:
    library = Library.open(home)
    found = {card.source: library.documents([card.id])[card.id].text for card in library.cards()}
    library.close()
    return found


def test_a_store_comes_back_elsewhere_with_its_uploads(home: Path, tmp_path: Path) -> None:
    manifest = back_up(home, tmp_path / "store.zip")
    assert (manifest.documents, manifest.uploads) == (2, 1)
    before = texts(home)
    shutil.rmtree(home)
    elsewhere = tmp_path / "elsewhere"
    restore(tmp_path / "store.zip", elsewhere)
    upload = elsewhere / UPLOADS / "tải lên.txt"
    assert upload.read_text(encoding="utf-8") == "gốc"
    moved = {source.replace(str(home), str(elsewhere)): text for source, text in before.items()}
    assert texts(elsewhere) == moved
    assert str(upload) in moved


def test_a_restored_library_is_another_one_to_the_indexes(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "store.zip")
    before = Library.open(home)
    restore(tmp_path / "store.zip", home, replace=True)
    after = Library.open(home)
    assert before.identity != after.identity
    assert before.generation == after.generation, "who has it open sees the restored state"


def test_documents_are_replaced_only_when_told(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "store.zip")
    put(home, 3, tmp_path / "folder" / "c.txt")
    with pytest.raises(StoreNotEmpty, match="--replace"):
        restore(tmp_path / "store.zip", home)
    assert len(texts(home)) == 3
    restore(tmp_path / "store.zip", home, replace=True)
    assert len(texts(home)) == 2


def test_a_backup_while_others_write_is_of_one_moment(home: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 10
        while not stop.is_set():
            put(home, number, tmp_path / "folder" / f"{number}.txt")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        manifests = [back_up(home, tmp_path / f"{round_}.zip") for round_ in range(3)]
    finally:
        stop.set()
        writer.join()
    for round_, manifest in enumerate(manifests):
        restored = tmp_path / f"restored-{round_}"
        restore(tmp_path / f"{round_}.zip", restored)
        assert len(texts(restored)) == manifest.documents
        assert Library.open(restored).generation == manifest.generation


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
    home: Path, tmp_path: Path, spoil: Callable[[Path], object], error: type[VectorstoreError]
) -> None:
    back_up(home, tmp_path / "store.zip")
    spoil(tmp_path / "store.zip")
    before = texts(home)
    with pytest.raises(error):
        restore(tmp_path / "store.zip", home, replace=True)
    assert texts(home) == before
    assert not list(home.glob(".restoring-*"))


def test_a_name_in_the_zip_does_not_lead_out_of_the_home(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "store.zip")
    with zipfile.ZipFile(tmp_path / "store.zip", "a") as archive:
        archive.writestr(f"{UPLOADS}/../../../escaped.txt", "x")
    target = tmp_path / "deep" / "home"
    restore(tmp_path / "store.zip", target)
    assert not list(tmp_path.glob("**/escaped.txt")) or (target / UPLOADS / "escaped.txt").exists()
    assert not (tmp_path / "escaped.txt").exists()
    assert sqlite3.connect(target / FILE).execute("PRAGMA integrity_check").fetchone() == ("ok",)
