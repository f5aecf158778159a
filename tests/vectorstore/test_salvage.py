"""What was hidden from some stays hidden when a damaged library is made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.document import compose_document
from vectorstore.databases import FILE
from vectorstore.library import Library
from vectorstore.salvage import salvage
from vectorstore.visibility import Restriction, clearance

TEXT = "Số: {0}/KH-UBND\n\nKẾ HOẠCH\nTrồng rừng\n\n" + "\n\n".join(
    f"{n}. Hạt Kiểm lâm số {n} cấp {{0}} cây giống trước ngày {n}/4/2031 cho các xã." for n in range(1, 29)
)
PAGE = 4096


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Twelve documents, of which the second is for one unit."""
    home = tmp_path / "home"
    library = Library.open(home)
    library.put_all([(compose_document(f"{n}.txt", f"{n:064d}", TEXT.format(n)), f"/plans/{n}.txt") for n in range(12)])
    library.visibility.restrict(Restriction("document", library.cards()[1].id, frozenset({"Hạt Kiểm lâm"})))
    library.close()
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


def overwrite(home: Path, tables: tuple[str, ...], leaves: bytes | None = None) -> None:
    """The root pages of these tables, or every page in which these bytes stand."""
    path = home / FILE
    with closing(sqlite3.connect(path)) as connection:
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_master").fetchall())
    data = bytearray(path.read_bytes())
    pages = [roots[table] for table in tables]
    if leaves is not None:
        pages += [start // PAGE + 1 for start in range(0, len(data), PAGE) if leaves in data[start : start + PAGE]]
    for page in pages:
        data[(page - 1) * PAGE : page * PAGE] = b"\xff" * PAGE
    path.write_bytes(data)


DAMAGE: dict[str, tuple[Callable[[Path], object], bool]] = {
    "elsewhere": (lambda home: overwrite(home, ("facts",)), False),
    "its own row; its file is known by the indexes": (
        lambda home: overwrite(home, (), "Trồng rừng".encode()),
        False,
    ),
    "its own row, and its file is not known": (
        lambda home: overwrite(home, ("sqlite_autoindex_documents_2",), "Trồng rừng".encode()),
        True,
    ),
    "what is hidden": (lambda home: overwrite(home, ("restrictions",)), True),
    "everything": (lambda home: (home / FILE).write_bytes(b"\xff" * 100_000), True),
}


@pytest.mark.parametrize(("damage", "closed"), DAMAGE.values(), ids=DAMAGE.keys())
def test_nothing_is_seen_that_was_hidden(home: Path, damage: Callable[[Path], object], closed: bool) -> None:
    before = Library.open(home)
    hidden = before.cards()[1].source
    before.close()
    damage(home)
    told = salvage(home)
    assert told.closed is closed
    library = Library.open(home)
    stored = {card.source for card in library.cards()}
    for number in range(12):  # what was lost is read again
        if (source := f"/plans/{number}.txt") not in stored:
            library.put(compose_document(f"{number}.txt", f"{number:064d}", TEXT.format(number)), source)
    sight = clearance(library.visibility.rules(), "an", {"Phòng Y tế"})
    assert sight is not None
    seen = {card.source for card in library.cards() if not sight.hides(card)}
    assert hidden not in seen
    assert len(seen) == (0 if closed else 11)
    if not closed:
        assert clearance(library.visibility.rules(), "an", {"Hạt Kiểm lâm"}) is None, "who was let is let still"
    library.close()
