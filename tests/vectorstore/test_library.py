"""The library: what goes in comes out, every change is one generation, errors say what to do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from ingest.model import Anomaly, Deadline, Document, Duty, Facts, ObjectiveShare, Reference, Target
from vectorstore.databases import FILE
from vectorstore.errors import Busy, Damaged, NewerVersion, ReadOnly
from vectorstore.library import Library
from vectorstore.schema import documents

Build = Callable[..., Document]

FACTS = Facts(
    references=(Reference("9/LĐ", "công văn", "2023-03-16", "Bộ", None, "1", "Một", 0),),
    duties=(
        Duty(
            "Phòng", "báo cáo", "việc", ("Sở", "Ban"), None, (ObjectiveShare(5, (1, 2)), ObjectiveShare(4)), "1", "M", 0
        ),
    ),
    deadlines=(Deadline("report", "--06-15", "báo cáo", "UBND", "1", "Một", 0),),
    targets=(Target("100%", "xã", None, "1", "Một", 0),),
    abbreviations={"BĐG": "bình đẳng giới"},
    anomalies=(Anomaly("number-missing", "Chưa ghi số.", "header"),),
)


@pytest.fixture
def again(tmp_path: Path, url: str | None) -> Iterator[Callable[[], Library]]:
    """Opens the library once more, as another process would."""
    opened: list[Library] = []

    def open_again() -> Library:
        opened.append(Library.open(tmp_path, url))
        return opened[-1]

    yield open_again
    for library in opened:
        library.close()


@pytest.fixture
def library(again: Callable[[], Library]) -> Library:
    """In a SQLite file, and on a PostgreSQL server."""
    return again()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Library]:
    """In a SQLite file, for what is SQLite's own."""
    library = Library.open(tmp_path)
    yield library
    library.close()


@pytest.fixture
def plan(build_document: Build) -> Document:
    clauses = {"I": "MỘT", "I.1": "Một.", " I.1-1": "- Hai.", "closing": "Hết."}
    return build_document(clauses, facts=FACTS, number="5/KH-X", date="2024-04", kind="kế hoạch")


@pytest.fixture
def letter(build_document: Build) -> Document:
    return build_document({"1": "Thư."}, file="b.txt", kind="công văn", place="Xã Y", date="2023-01-02")


def test_a_document_comes_back_as_it_went_in(library: Library, again: Callable[[], Library], plan: Document) -> None:
    identifier, change = library.put(plan, "/a.txt")
    assert (identifier, change) == ("5-kh-x-2024", "added")
    assert library.document(identifier) == plan
    library.close()
    assert again().document(identifier) == plan


def test_a_card_shows_what_a_list_needs(library: Library, plan: Document) -> None:
    identifier, _ = library.put(plan, "/a.txt", reader=7)
    card = library.card(identifier)
    assert card is not None
    assert (card.source, card.generation, card.title, card.clauses, card.reader) == ("/a.txt", 1, "Kế hoạch", 3, "7")
    assert card.header == plan.header
    assert library.by_source("/a.txt") == library.by_sha256(plan.sha256) == card
    assert list(library.cards()) == [card]


def test_what_is_not_there_is_none(library: Library) -> None:
    assert library.document("x") is None
    assert library.card("x") is None
    assert library.by_source("/x") is None
    assert library.by_sha256("0") is None
    assert library.remove("x") is False
    assert library.generation == 0


def test_putting_the_same_twice_changes_nothing(library: Library, plan: Document) -> None:
    library.put(plan, "/a.txt")
    assert library.put(plan, "/a.txt") == ("5-kh-x-2024", "unchanged")
    assert library.generation == 1


def test_another_text_or_another_reader_replaces(library: Library, plan: Document) -> None:
    identifier, _ = library.put(plan, "/a.txt", reader=1)
    assert library.put(plan, "/a.txt", reader=2) == (identifier, "replaced")
    other = replace(plan, sha256="1" * 64, clauses=plan.clauses[:1], facts=Facts())
    assert library.put(other, "/a.txt", reader=2) == (identifier, "replaced")
    assert library.document(identifier) == other
    assert library.duties() == []
    assert library.generation == 3


def test_a_moved_file_keeps_its_document(library: Library, plan: Document, tmp_path: Path) -> None:
    old, new = str(tmp_path / "old.txt"), str(tmp_path / "new.txt")
    identifier, _ = library.put(plan, old)
    assert library.put(replace(plan, file="new.txt"), new) == (identifier, "unchanged")
    card = library.by_source(new)
    assert card is not None
    assert (card.id, card.file, card.generation) == (identifier, "new.txt", 2)
    assert library.by_source(old) is None


def test_a_copy_is_stood_for_by_the_first(library: Library, plan: Document, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.touch()
    identifier, _ = library.put(plan, str(old))
    assert library.put(plan, str(tmp_path / "copy.txt")) == (identifier, "unchanged")
    assert [card.source for card in library.cards()] == [str(old)]


def test_identifiers_are_unique(library: Library, plan: Document) -> None:
    documents = [replace(plan, sha256=str(number) * 64) for number in range(3)]
    found = [library.put(document, f"/{number}")[0] for number, document in enumerate(documents)]
    assert found == ["5-kh-x-2024", "5-kh-x-2024-2", "5-kh-x-2024-3"]


def test_putting_many_is_all_or_none(library: Library, plan: Document, letter: Document) -> None:
    def fails() -> Iterator[tuple[Document, str]]:
        yield plan, "/a.txt"
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        library.put_all(fails())
    assert (library.generation, list(library.cards())) == (0, [])
    many = [(plan, "/a.txt"), (letter, "/b.txt"), (plan, "/a.txt")]
    assert [change for _, change in library.put_all(many)] == ["added", "added", "unchanged"]
    assert library.generation == 2


def test_changes_since(library: Library, plan: Document, letter: Document) -> None:
    one, _ = library.put(plan, "/a.txt")
    two, _ = library.put(letter, "/b.txt")
    assert two == "cong-van-xa-y-2023"
    assert library.changes_since(0).changed == (one, two)
    library.remove(one)
    changes = library.changes_since(2)
    assert (changes.generation, changes.changed, changes.removed) == (3, (), (one,))
    library.put(plan, "/a.txt")
    again = library.changes_since(2)
    assert (again.generation, again.changed, again.removed) == (4, (one,), ())


def test_facts_across_documents(library: Library, plan: Document, letter: Document) -> None:
    one, _ = library.put(plan, "/a.txt")
    two, _ = library.put(letter, "/b.txt")
    assert library.duties() == [(one, FACTS.duties[0])]
    assert library.deadlines({one}) == [(one, FACTS.deadlines[0])]
    assert library.references([one, two]) == [(one, FACTS.references[0])]
    assert library.targets([two]) == []
    assert library.anomalies([one]) == [(one, FACTS.anomalies[0])]
    library.remove(one)
    assert library.duties() == []


def test_sources_under_a_folder(library: Library, plan: Document, letter: Document) -> None:
    library.put(plan, "/docs/a/1.txt")
    library.put(letter, "/docs/ab/2.txt")
    assert [card.source for card in library.sources_under("/docs/a")] == ["/docs/a/1.txt"]
    assert len(library.sources_under("/docs/")) == 2


def test_another_process_changes_show(
    library: Library, again: Callable[[], Library], plan: Document, letter: Document
) -> None:
    other = again()
    identifier, _ = library.put(plan, "/a.txt")
    assert library.document(identifier) == other.document(identifier) == plan
    changed = replace(letter, file=plan.file)
    other.put(changed, "/a.txt")
    assert library.document(identifier) == changed
    other.remove(identifier)
    assert library.document(identifier) is None
    assert list(library.cards()) == []


def test_readers_do_not_wait_for_a_writer(library: Library, plan: Document) -> None:
    identifier, _ = library.put(plan, "/a.txt")
    with library._database.writer.connect() as writer:
        writer.execute(delete(documents))
        assert library.document(identifier) == plan
        assert library.generation == 1
        writer.rollback()


def test_the_second_writer_waits_for_the_first(
    library: Library, again: Callable[[], Library], plan: Document, letter: Document
) -> None:
    other = again()
    with ThreadPoolExecutor(1) as pool:
        with library._database.writer.connect() as writer:
            writer.execute(select(documents.c.id))
            waiting = pool.submit(other.put, plan, "/a.txt")
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            assert library.generation == 0
            writer.rollback()
        assert waiting.result(30)[1] == "added"


def test_a_writer_that_waited_too_long_is_told(
    again: Callable[[], Library], plan: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.sqlite.BUSY_TIMEOUT_S", 1)
    monkeypatch.setattr("vectorstore.postgresql.LOCK_TIMEOUT_S", 1)
    library, other = again(), again()
    with library._database.writer.connect() as writer:
        writer.execute(select(documents.c.id))
        with pytest.raises(Busy, match="thử lại"):
            other.put(plan, "/a.txt")
        writer.rollback()
    assert other.put(plan, "/a.txt")[1] == "added"


def test_many_threads_write_and_read(library: Library, plan: Document) -> None:
    def work(number: int) -> None:
        for turn in range(5):
            document = replace(plan, sha256=f"{number}-{turn}")
            identifier, _ = library.put(document, f"/{number}")
            assert library.document(identifier) == document

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert library.generation == 30
    assert sorted(card.generation for card in library.cards()) == sorted({card.generation for card in library.cards()})


def test_processes_that_open_a_new_home_together(tmp_path: Path) -> None:
    code = "import sys, pathlib; from vectorstore.library import Library; print(Library.open(pathlib.Path(sys.argv[1])).identity)"
    command = [sys.executable, "-c", code, str(tmp_path / "new")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    identities = {process.communicate()[0] for process in running}
    assert [process.returncode for process in running] == [0] * 4
    assert len(identities) == 1


def test_it_is_kept_safely(file: Library) -> None:
    with file._database.reader.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_a_file_that_is_no_library(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, however long it may be" * 50)
    with pytest.raises(Damaged, match="sao lưu"):
        Library.open(tmp_path)


def test_a_library_of_a_later_version(file: Library, tmp_path: Path) -> None:
    with sqlite3.connect(file.path) as connection:
        connection.execute('UPDATE meta SET "schema" = 999')
    connection.close()
    with pytest.raises(NewerVersion, match="999"):
        Library.open(tmp_path)


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    for home in (tmp_path / "home", tmp_path / "home" / "below"):
        with pytest.raises(ReadOnly, match="thư mục"):
            Library.open(home)


@pytest.mark.skipif(os.geteuid() == 0, reason="the super user may write everywhere")
def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ReadOnly):
        Library.open(tmp_path / "home")


def test_a_full_disk_leaves_the_library_as_it_was(file: Library, plan: Document, letter: Document) -> None:
    from vectorstore.errors import DiskFull

    identifier, _ = file.put(plan, "/a.txt")
    large = replace(letter, text=letter.text + "x" * 2_000_000)
    with file._database.reader.connect() as connection:  # SQLite's own limit stands in for the disk's
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="đĩa"):
        file.put(large, "/b.txt")
    assert file.generation == 1
    assert [card.id for card in file.cards()] == [identifier]


def test_cards_follow_each_change(
    library: Library, again: Callable[[], Library], build_document: Callable[..., Document]
) -> None:
    """What was read before is kept, so that a change costs as much as it changes."""

    def put(name: str, title: str) -> str:
        return library.put(build_document({"1": title}, file=name, number=name, subject=title), f"/{name}", reader=1)[0]

    one, two = put("b", "Một"), put("a", "Hai")
    before = {card.id: card for card in library.cards()}
    assert list(before) == [two, one]
    put("b", "Ba")
    three = put("c", "Bốn")
    library.remove(two)
    after = {card.id: card for card in library.cards()}
    assert list(after) == [one, three]
    assert after[one].title == "Ba"
    assert {card.id: card for card in again().cards()} == after


def test_who_states_a_fact_of_a_key(library: Library, build_document: Callable[..., Document]) -> None:
    for name, numbers in {"a": ("1/QĐ", "2/QĐ"), "b": ("2/QĐ", None), "c": ("3/QĐ",)}.items():
        cited = tuple(Reference(number, None, None, None, None, "1", "Một", 0) for number in numbers)
        library.put(build_document({"1": "Một"}, file=name, number=name, facts=Facts(cited)), f"/{name}", reader=1)
    assert sorted(library.keys("reference")) == ["1/QĐ", "2/QĐ", "3/QĐ"]
    holders: dict[str, list[str | None]] = {
        "one number": ["1/QĐ"],
        "several": ["1/QĐ", "3/QĐ"],
        "without a number": [None],
        "either": ["3/QĐ", None],
        "none": [],
    }
    assert {name: sorted(library.holders("reference", keys, limit=9)) for name, keys in holders.items()} == {
        "one number": ["a"],
        "several": ["a", "c"],
        "without a number": ["b"],
        "either": ["b", "c"],
        "none": [],
    }
    assert len(library.holders("reference", ["2/QĐ"], limit=1)) == 1
    assert library.holders("duty", ["2/QĐ"], limit=1) == []


def test_clauses_by_themselves(library: Library, plan: Document, letter: Document) -> None:
    """Those asked for, with their items, as they are in their documents; what is not there is left out."""
    one, two = library.put(plan, "/a.txt")[0], library.put(letter, "/b.txt")[0]
    wanted = [(one, "I"), (one, "I.1"), (one, "I.1-1"), (two, "1"), (two, "I"), (one, "1"), ("unknown", "1")]
    found = library.clauses(wanted)
    assert list(found) != []
    assert found == {
        address: clause
        for address, document in ((address, plan if address[0] == one else letter) for address in wanted[:5])
        if (clause := document.clause(address[1]))
    }
    assert found[one, "I.1"].items == (found[one, "I.1-1"],)
    assert library.clauses([]) == {}


def test_changes_some_at_a_time(library: Library, build_document: Callable[..., Document]) -> None:
    for name in "abc":
        library.put(build_document({"1": name}, file=name, number=name), f"/{name}", reader=1)
    library.remove("a")
    first = library.changes_since(0, 1)
    assert (first.generation, first.changed) == (2, ("b",))
    second = library.changes_since(first.generation, 1)
    assert (second.generation, second.changed) == (3, ("c",))
    assert library.changes_since(second.generation, 1) == library.changes_since(3)
    assert library.changes_since(3).generation == 4
