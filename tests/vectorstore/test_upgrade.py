"""A store of any earlier schema becomes today's when it is opened, and loses nothing on the way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert

from ingest.document import compose_document
from tests.vectorstore.older_stores import columns, fill, first_release, rows
from vectorstore import postgresql, sqlite, upgrade
from vectorstore.conversations import KeptTurn
from vectorstore.databases import FILE, database_of
from vectorstore.errors import InUse, NewerVersion
from vectorstore.library import Library
from vectorstore.schema import SCHEMA, meta, metadata, revision_of
from vectorstore.upgrade import migrate

ROOT = Path(__file__).parents[2]
MIGRATIONS = ROOT / "vectorstore" / "migrations"
WITHOUT_ALEMBIC = 3  # the last schema whose releases did not use it
TEXT = """Số: {0}/KH-UBND

KẾ HOẠCH
Trồng rừng

1. Hạt Kiểm lâm cấp {0} cây giống trước ngày 30/4/2031.

- Báo cáo trước ngày 15/6.
"""


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """Three documents put, one of them taken out again, in today's store."""
    home = tmp_path / "fresh"
    library = Library.open(home)
    found = [library.put(compose_document(f"{n}.txt", f"{n:064d}", TEXT.format(n)), f"/{n}.txt") for n in range(3)]
    library.remove(found[1][0])
    library.close()
    return home


@pytest.fixture
def old(fresh: Path, tmp_path: Path) -> Path:
    """The same in a store of the first release."""
    first_release(tmp_path / "old", fresh)
    return tmp_path / "old"


def test_the_first_release_becomes_today_s(old: Path, fresh: Path) -> None:
    Library.open(old).close()
    assert rows(old / FILE) == rows(fresh / FILE)
    before, after = Library.open(fresh), Library.open(old)
    assert (after.identity, after.generation) == (before.identity, before.generation)
    assert list(after.cards()) == list(before.cards())
    for card in before.cards():
        assert after.document(card.id) == before.document(card.id)
    for stated in ("duties", "deadlines", "targets", "references", "anomalies", "effects"):
        assert getattr(after, stated)() == getattr(before, stated)()
    assert after.changes_since(0) == before.changes_since(0)
    assert columns(old / FILE) == columns(fresh / FILE)


def test_what_the_tables_were_is_kept_beside(old: Path) -> None:
    before = rows(old / FILE)
    Library.open(old).close()
    assert rows(old / "library.schema-1.sqlite3") == before
    assert not list(old.glob("*.draft"))


def test_what_is_of_today_is_not_touched(fresh: Path) -> None:
    Library.open(fresh).close()
    assert sorted(path.name for path in fresh.glob("*schema*")) == []


@pytest.mark.parametrize("schema", range(1, SCHEMA + 1))
def test_every_schema_between(schema: int, old: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores that were upgraded by the release of that schema, and again today."""
    monkeypatch.setattr(upgrade, "SCHEMA", schema)
    Library.open(old).close()
    monkeypatch.undo()
    if schema <= WITHOUT_ALEMBIC:
        with closing(sqlite3.connect(old / FILE)) as connection, connection:
            connection.execute("DROP TABLE IF EXISTS alembic_version")
    Library.open(old).close()
    assert rows(old / FILE) == rows(fresh / FILE)
    assert columns(old / FILE) == columns(fresh / FILE)


def test_revisions_make_the_tables_that_the_program_has(tmp_path: Path, url: str | None) -> None:
    with closing(database_of(tmp_path, url)) as database, database.alone() as connection, connection.begin():
        migrate(connection, 0)
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_a_server_of_the_first_schema_becomes_today_s(
    old: Path, fresh: Path, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(upgrade, "SCHEMA", 1)
    with closing(database_of(home, database_url)) as database, database.alone() as connection, connection.begin():
        migrate(connection, 0)
        fill(old / FILE, connection)
    monkeypatch.undo()
    before, after = Library.open(fresh), Library.open(home, database_url)
    assert {card.id: after.document(card.id) for card in after.cards()} == {
        card.id: before.document(card.id) for card in before.cards()
    }
    assert (after.identity, after.generation) == (before.identity, before.generation)
    assert after.conversations.keep("an", None, KeptTurn("?", {}))
    assert rows(home / "library.schema-1.sqlite3") == rows(old / FILE)
    before.close()
    after.close()


def test_a_session_of_another_version_is_not_overrun(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "SCHEMA", 1)
    monkeypatch.setattr(postgresql, "SCHEMA", 1)
    with closing(database_of(tmp_path, database_url)) as server:
        with server.alone() as connection, connection.begin():
            migrate(connection, 0)
            connection.execute(insert(meta).values(identity="x", schema=1, generation=0))
        assert server.exists()  # its connection stays open, and idle
        monkeypatch.undo()
        monkeypatch.setattr(postgresql, "ALONE_TIMEOUT_S", 0.1)
        with pytest.raises(InUse, match="serve"):
            Library.open(tmp_path, database_url)
    monkeypatch.undo()
    Library.open(tmp_path, database_url).close()


def test_revisions_are_numbered_as_schemas() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_current_head() == revision_of(SCHEMA)
    assert sorted(revision.revision for revision in script.walk_revisions()) == [
        revision_of(schema) for schema in range(1, SCHEMA + 1)
    ]


def test_a_store_of_a_later_version_says_so_and_stays_as_it_is(fresh: Path) -> None:
    with closing(sqlite3.connect(fresh / FILE)) as connection, connection:
        connection.execute("UPDATE meta SET schema = 999")
    before = rows(fresh / FILE)
    with pytest.raises(NewerVersion, match=r"999.*cập nhật chương trình|cập nhật chương trình.*999"):
        Library.open(fresh)
    assert rows(fresh / FILE) == before
    assert not list(fresh.glob("*schema*"))


def test_an_upgrade_that_fails_leaves_the_old_store(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(connection: object, schema: int) -> None:
        migrate(connection, schema)  # type: ignore[arg-type]
        raise RuntimeError("the power went")

    before, made = rows(old / FILE), columns(old / FILE)
    monkeypatch.setattr(upgrade, "migrate", break_off)
    with pytest.raises(RuntimeError, match="power"):
        Library.open(old)
    assert (rows(old / FILE), columns(old / FILE)) == (before, made)


def test_who_has_an_old_store_open_is_not_overrun(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of the earlier version would go on writing into tables that it does not know."""
    monkeypatch.setattr(sqlite, "ALONE_TIMEOUT_S", 0.1)
    made = columns(old / FILE)
    with closing(sqlite3.connect(old / FILE)) as server:
        server.execute("SELECT * FROM meta").fetchall()
        with pytest.raises(InUse, match="serve"):
            Library.open(old)
    assert columns(old / FILE) == made
    Library.open(old).close()


def test_processes_that_open_an_old_store_together(old: Path, fresh: Path) -> None:
    code = (
        "import sys, pathlib; from vectorstore.library import Library; Library.open(pathlib.Path(sys.argv[1])).cards()"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(old)], cwd=ROOT) for _ in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    assert columns(old / FILE) == columns(fresh / FILE)
    assert rows(old / FILE) == rows(fresh / FILE)


OPENED: dict[str, Callable[[Path, Path], Path]] = {
    "a store of today": lambda fresh, _: fresh,
    "a new one": lambda _, tmp_path: tmp_path / "new",
}


@pytest.mark.parametrize("home", OPENED.values(), ids=OPENED.keys())
def test_alembic_is_imported_for_older_stores_only(
    home: Callable[[Path, Path], Path], fresh: Path, tmp_path: Path
) -> None:
    code = """
import sys, pathlib
from vectorstore.library import Library
Library.open(pathlib.Path(sys.argv[1])).cards()
print(sorted(name for name in sys.modules if name.partition(".")[0] in ("alembic", "mako", "psycopg")))
"""
    command = [sys.executable, "-c", code, str(home(fresh, tmp_path))]
    assert subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout == "[]\n"


@pytest.fixture
def selects(fresh: Path) -> list[str]:
    """What is asked of the database while a store of today is opened."""
    from sqlalchemy import Engine, event

    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    Library.open(fresh).close()
    event.remove(Engine, "before_cursor_execute", note)
    return said


def test_a_store_of_today_is_known_by_one_select(selects: list[str]) -> None:
    assert len([said for said in selects if said.startswith("SELECT")]) == 1
    assert {said.split()[0] for said in selects} <= {"BEGIN", "SELECT"}
