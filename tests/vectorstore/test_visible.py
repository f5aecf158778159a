"""A library and its indexes as somebody sees them who may not see every document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.model import Document, Header
from vectorstore.among import Except, within
from vectorstore.cards import Card
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.retriever import HybridRetriever
from vectorstore.visibility import Clearance, Restriction, clearance
from vectorstore.visible_indexes import VisibleIndexes
from vectorstore.visible_library import VisibleLibrary

TEXTS = {
    "a": "Trạm Khuyến nông chủ trì trồng tre ven sông.",
    "b": "Đoàn Thanh niên tham gia trồng tre ven đường.",
    "c": "Kho Zamaruk trồng tre mật ở khu Trangulo.",
}


@pytest.fixture
def stored(library: Library, build_document: Callable[..., Document]) -> dict[str, str]:
    """Identifiers of three documents, by name."""
    return {
        name: library.put(build_document({"1": text}, file=f"{name}.txt", number=f"{n}/KH"), f"/van-ban/{name}.txt")[0]
        for n, (name, text) in enumerate(TEXTS.items(), start=1)
    }


def view_of(library: Library, *hidden: str) -> VisibleLibrary:
    return VisibleLibrary(library, Clearance(frozenset(("document", known) for known in hidden)))


def test_a_search_leaves_out_what_is_hidden_however_many(
    library: Library, indexes: Indexes, stored: dict[str, str]
) -> None:
    indexes.catch_up(library)
    for hidden in (["c"], ["a", "c"], ["a", "b", "c"], []):
        view = view_of(library, *(stored[name] for name in hidden))
        retriever = HybridRetriever(view, VisibleIndexes(indexes, view), indexes.dense.embedder)
        found = {evidence.document_id for evidence in retriever.retrieve("trồng tre", limit=10)}
        assert found == {known for name, known in stored.items() if name not in hidden}
        chosen = retriever.retrieve("trồng tre", limit=10, documents=list(stored.values()))
        assert {evidence.document_id for evidence in chosen} == found


def test_words_are_counted_as_if_the_hidden_ones_were_not_there(
    library: Library, indexes: Indexes, stored: dict[str, str], tmp_path: Path, build_document: Callable[..., Document]
) -> None:
    indexes.catch_up(library)
    view = view_of(library, stored["c"])
    other = Library.open(tmp_path / "other")
    for n, name in enumerate(("a", "b"), start=1):
        other.put(build_document({"1": TEXTS[name]}, file=f"{name}.txt", number=f"{n}/KH"), f"/van-ban/{name}.txt")
    alone = Indexes(tmp_path / "other", indexes.dense.embedder)
    alone.catch_up(other)
    seen = VisibleIndexes(indexes, view)
    assert seen.lexical.size == alone.lexical.size
    for words in ("trồng tre", "Zamaruk", "zamaruk Trangulo tre"):
        assert seen.lexical.rarity(words) == alone.lexical.rarity(words)
        assert seen.as_documents_say_it(words) == alone.as_documents_say_it(words)
    assert seen.lexical.holding([["zamaruk"]]) == 0 < indexes.lexical.holding([["zamaruk"]])
    assert seen.lexical.together()("trồng", "tre") == 2
    assert "zamaruk" not in seen.dense.vocabulary(frozenset(view.hidden)).counts
    ours, theirs = seen.lexical.search("trồng tre ven", limit=5), alone.lexical.search("trồng tre ven", limit=5)
    assert [hit.document_id for hit in ours] == [hit.document_id for hit in theirs]
    other.close()


def test_the_shorter_way_of_saying_it() -> None:
    assert within(["a", "b"], []) is None
    assert within(["a", "b"], ["c"]) == Except(frozenset("c"))
    assert within(["a"], ["b", "c"]) == frozenset("a")


def card(known: str, source: str) -> Card:
    return Card(known, source, 1, Path(source).name, "", Header(), "", 1, "1")


FOLDER, INNER = Restriction("folder", "/van-ban/mat", frozenset({"Nội vụ"})), Restriction("folder", "/van-ban/mat/mo")
ZIP = Restriction("folder", "/van-ban/goi.zip")
ONE = Restriction("document", "d1", accounts=frozenset({"lan"}))
HIDES = {
    "a folder's documents": ([FOLDER], "x", "/van-ban/mat/1.txt", True),
    "and those below it": ([FOLDER], "x", "/van-ban/mat/sau/1.txt", True),
    "not those of a folder that begins alike": ([FOLDER], "x", "/van-ban/mat-khac/1.txt", False),
    "those of a zip file": ([ZIP], "x", "/van-ban/goi.zip/1.txt", True),
    "a file by its own path": ([Restriction("folder", "/van-ban/1.txt")], "x", "/van-ban/1.txt", True),
    "a document by name, shown within a folder": ([FOLDER, ONE], "d1", "/van-ban/mat/1.txt", False),
    "a folder within, closed to all": ([FOLDER, INNER], "x", "/van-ban/mat/mo/1.txt", True),
}


@pytest.mark.parametrize(("rules", "known", "source", "hidden"), HIDES.values(), ids=HIDES.keys())
def test_what_an_account_may_not_see(rules: list[Restriction], known: str, source: str, hidden: bool) -> None:
    seen = clearance(rules, "lan", [])
    assert (seen is not None and seen.hides(card(known, source))) is hidden


def test_a_unit_sees_what_it_is_given() -> None:
    assert clearance([FOLDER], "may", ["Nội vụ"]) is None


def test_rules_are_read_anew_when_they_change(library: Library) -> None:
    assert library.visibility.rules() == ()
    library.visibility.restrict(FOLDER)
    library.visibility.restrict(ONE)
    assert set(library.visibility.rules()) == {FOLDER, ONE}
    assert library.visibility.rules() is library.visibility.rules()
    assert library.visibility.open("folder", FOLDER.place)
    assert not library.visibility.open("folder", FOLDER.place)
    assert library.visibility.rules() == (ONE,)


def test_indexes_are_never_built_from_a_part(library: Library, stored: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        view_of(library, stored["c"]).changes_since(0)
