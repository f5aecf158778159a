from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ingest.document import compose_document
from vectorstore.checkup import check
from vectorstore.databases import FILE
from vectorstore.embedder import StaticEmbedder
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.salvage import READ_AGAIN, salvage

COUNT = 40
TEXT = "Số: {0}/KH-UBND\n\nKẾ HOẠCH\nTrồng rừng\n\n" + "\n\n".join(
    f"{n}. Hạt Kiểm lâm số {n} cấp {{0}} cây giống trước ngày {n}/4/2031 cho các xã." for n in range(1, 29)
)


@pytest.fixture
def indexes(tmp_path: Path) -> Indexes:
    return Indexes(tmp_path / "home", StaticEmbedder())


@pytest.fixture
def home(tmp_path: Path, indexes: Indexes) -> Path:
    home = tmp_path / "home"
    library = Library.open(home)
    library.put_all(
        [(compose_document(f"{n}.txt", f"{n:064d}", TEXT.format(n)), str(tmp_path / f"{n}.txt")) for n in range(COUNT)]
    )
    indexes.catch_up(library)
    library.close()
    return home


def overwrite(path: Path, start: int, length: int) -> None:
    with path.open("rb+") as file:
        file.seek(start)
        file.write(b"\xff" * length)


def test_no_store(tmp_path: Path, indexes: Indexes) -> None:
    assert check(tmp_path / "none", indexes) is None


def test_a_sound_store(home: Path, indexes: Indexes) -> None:
    found = check(home, indexes)
    assert found is not None
    assert (found.documents, found.damage, found.indexes, found.sound) == (COUNT, None, "current", True)


def test_indexes_that_are_behind_are_no_damage(home: Path, indexes: Indexes, tmp_path: Path) -> None:
    library = Library.open(home)
    library.put(compose_document("new.txt", "f" * 64, TEXT.format(99)), str(tmp_path / "new.txt"))
    library.close()
    found = check(home, indexes)
    assert found is not None
    assert (found.indexes, found.sound) == ("behind", True)


def test_a_damaged_index_is_told_and_rebuilt(home: Path, tmp_path: Path) -> None:
    for path in (home / "fulltext").rglob("*"):
        if path.is_file() and path.name != "current.json":
            path.write_bytes(b"")
    indexes = Indexes(home, StaticEmbedder())
    found = check(home, indexes)
    assert found is not None
    assert (found.indexes, found.sound) == ("damaged", False)
    indexes.rebuild(Library.open(home))
    again = check(home, indexes)
    assert again is not None
    assert again.sound


def test_what_can_be_read_of_a_damaged_library_is_kept(home: Path, indexes: Indexes) -> None:
    path = home / FILE
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    size = path.stat().st_size
    overwrite(path, size // 2, 3 * 4096)
    found = check(home, indexes)
    assert found is not None
    assert found.damage
    assert not found.sound
    salvaged = salvage(home)
    assert salvaged.damaged.exists()
    library = Library.open(home)
    cards = library.cards()
    assert 0 < len(cards) == salvaged.kept <= COUNT
    assert {card.source for card in cards} <= set(salvaged.sources)
    assert {card.reader for card in cards} == {READ_AGAIN}
    for card in cards:
        document = library.document(card.id)
        assert document is not None
        assert all(document.text[c.start : c.end] == c.text for c in document.clauses)
        assert len(document.clauses) == card.clauses
    library.close()
    again = check(home, indexes)
    assert again is not None
    assert again.damage is None


def test_a_file_that_is_no_database_leaves_an_empty_store(home: Path, indexes: Indexes) -> None:
    for suffix in ("-wal", "-shm"):
        (home / f"{FILE}{suffix}").unlink(missing_ok=True)
    (home / FILE).write_bytes(b"not a database, but long enough to look like a file of some kind" * 100)
    assert not (check(home, indexes) or pytest.fail("there is a file")).sound
    assert salvage(home).kept == 0
    assert (check(home, indexes) or pytest.fail("there is a store")).sound
