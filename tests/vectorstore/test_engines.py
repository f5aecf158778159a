"""What lies beside the documents, and what is out of the ordinary, in a file and on a server alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.model import Document, Duty, Facts
from vectorstore.accounts import NameTaken
from vectorstore.backup import back_up, restore
from vectorstore.library import Library
from vectorstore.visibility import Restriction

Build = Callable[..., Document]


@pytest.fixture
def library(tmp_path: Path, url: str | None) -> Iterator[Library]:
    library = Library.open(tmp_path, url)
    yield library
    library.close()


def test_accounts_with_their_sessions_and_keys(library: Library) -> None:
    accounts = library.accounts
    assert not accounts.any()
    an = accounts.add("An", "reader", password="hashed", units=["Hạt Kiểm lâm", "Phòng Y tế"])
    with pytest.raises(NameTaken):
        accounts.add("aN", "editor", password=None)
    assert accounts.named("AN") == an
    accounts.change(an.id, role="editor", units=["Phòng Y tế"])
    key = accounts.add_key(an.id, "kho")
    assert accounts.open_session(an.id, 1)
    found = accounts.by_key(key)
    assert found is not None
    assert (found.role, found.units) == ("editor", frozenset({"Phòng Y tế"}))
    accounts.remove(an.id)
    assert accounts.by_key(key) is None
    assert accounts.all() == []


def test_what_is_hidden(library: Library) -> None:
    rule = Restriction("folder", "/kế hoạch", frozenset({"Đội", "An"}), frozenset({"x"}))
    library.visibility.restrict(rule)
    library.visibility.restrict(Restriction("document", "b"))
    library.visibility.restrict(Restriction("document", "a"))
    assert [(one.kind, one.place) for one in library.visibility.rules()] == [
        ("document", "a"), ("document", "b"), ("folder", "/kế hoạch"),
    ]  # fmt: skip
    assert library.visibility.rules()[2] == rule
    assert library.visibility.open("document", "a")
    assert not library.visibility.open("document", "a")


def test_all_of_it_comes_back_from_a_backup_and_counts_on(library: Library, url: str | None, tmp_path: Path) -> None:
    library.accounts.add("an", "administrator", password="hashed")
    library.visibility.restrict(Restriction("document", "a"))
    for number in range(3):
        library.audit.add("an", "::1", "ask", f"{number}", "ok")
    back_up(tmp_path, tmp_path / "kho.zip", url)
    library.audit.add("an", "::1", "ask", "3", "ok")
    restore(tmp_path / "kho.zip", tmp_path, url, replace=True)
    assert [account.name for account in library.accounts.all()] == ["an"]
    assert len(library.visibility.rules()) == 1
    library.audit.add("an", "::1", "ask", "4", "ok")
    assert sorted(entry.what for entry in library.audit.entries(limit=9)) == ["0", "1", "2", "4"]


def test_lists_are_in_the_order_of_code_points(library: Library, build_document: Build) -> None:
    names = ["Đ", "a", "Z", "ă", "_", "0", "É", "b"]
    for name in names:
        library.put(build_document({"1": name}, file=name, number=f"{name}/KH"), f"/{name}", reader=1)
    assert [card.source for card in library.cards()] == [f"/{name}" for name in sorted(names)]


def test_a_fact_whose_key_is_longer_than_an_index_takes(library: Library, build_document: Build) -> None:
    actor = "".join(chr(0x1EA0 + n * 7 % 90) for n in range(9_000))
    duty = Duty(actor, "chủ trì", "việc", (), None, (), "1", "Một", 0)
    known, _ = library.put(build_document({"1": "Một."}, facts=Facts(duties=(duty,))), "/a", reader=1)
    assert library.duties() == [(known, duty)]
    assert library.holders("duty", [actor], limit=1) == [known]


def test_a_nul_that_somebody_types_is_no_fault(library: Library) -> None:
    assert library.accounts.named("a\0n") is None
    assert library.accounts.password_of("\0") is None
    assert library.document("a\0") is None
    library.audit.add("", "::1", "ask", "a\0b", "ok")
    (entry,) = library.audit.entries(limit=1)
    assert entry.what.replace("\0", "") == "ab"
