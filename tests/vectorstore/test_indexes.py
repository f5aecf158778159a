"""The indexes follow the library: changes, crashes, damage, other embedders, threads, processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Document
from vectorstore import exact
from vectorstore.embedder import Embedder
from vectorstore.errors import IndexFailed
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.retriever import HybridRetriever

Build = Callable[..., Document]
HERE = Path(__file__).parent


@pytest.fixture(params=["exact", "graph"])
def search_by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of searching vectors: the matrix of a small store, Chroma's graph of a large one."""
    if request.param == "graph":
        monkeypatch.setattr(exact, "LIMIT", -1)
    return str(request.param)


@pytest.fixture
def put(library: Library, build_document: Build) -> Callable[..., str]:
    def put(name: str, *texts: str) -> str:
        clauses = {str(number): text for number, text in enumerate(texts, start=1)}
        return library.put(build_document(clauses, file=name, number=name), f"/{name}", reader=1)[0]

    return put


def found(indexes: Indexes, library: Library, embedder: Embedder, question: str) -> tuple[set[str], set[str]]:
    """The documents that each index finds."""
    indexes.refresh(library)
    vector = embedder.encode([question])[0]
    both = indexes.search(library, question, vector, limit=50)
    return {hit.document_id for hit in both.dense}, {hit.document_id for hit in both.lexical}


def test_an_empty_library_finds_nothing(indexes: Indexes, library: Library, embedder: Embedder) -> None:
    assert found(indexes, library, embedder, "cấp nước") == (set(), set())


@pytest.mark.usefixtures("search_by")
def test_added_replaced_removed(
    indexes: Indexes, library: Library, embedder: Embedder, put: Callable[..., str]
) -> None:
    one = put("a", "Cấp nước sạch.")
    two = put("b", "Trồng rừng.")
    assert indexes.catch_up(library)
    assert indexes.generation == library.generation == 2
    dense, lexical = found(indexes, library, embedder, "cấp nước")
    assert (dense, lexical) == ({one, two}, {one})
    put("a", "Làm đường.")
    assert indexes.catch_up(library)
    assert found(indexes, library, embedder, "cấp nước")[1] == set()
    assert found(indexes, library, embedder, "làm đường")[1] == {one}
    library.remove(two)
    assert indexes.catch_up(library)
    assert found(indexes, library, embedder, "trồng rừng") == ({one}, set())


@pytest.mark.usefixtures("search_by")
def test_a_filter_is_part_of_the_search(
    indexes: Indexes, library: Library, embedder: Embedder, put: Callable[..., str]
) -> None:
    names = [put(f"d{number}", "Cấp nước sạch.") for number in range(8)]
    indexes.refresh(library)
    vector = embedder.encode(["cấp nước"])[0]
    for chosen in ({names[3]}, {names[0], names[7]}, set(), {"unknown"}):
        both = indexes.search(library, "cấp nước", vector, limit=3, documents=chosen)
        expected = chosen.intersection(names)
        assert {hit.document_id for hit in both.dense} == {hit.document_id for hit in both.lexical} == expected


def test_a_search_catches_up_by_itself(
    indexes: Indexes, library: Library, embedder: Embedder, put: Callable[..., str]
) -> None:
    one = put("a", "Cấp nước sạch.")
    assert found(indexes, library, embedder, "cấp nước") == ({one}, {one})


def test_nothing_to_do_writes_nothing(
    indexes: Indexes, library: Library, put: Callable[..., str], tmp_path: Path
) -> None:
    put("a", "Cấp nước sạch.")
    indexes.catch_up(library)
    before = indexes.dense.published.marker(), indexes.lexical.published.marker()
    assert indexes.catch_up(library)
    assert (indexes.dense.published.marker(), indexes.lexical.published.marker()) == before


def test_only_what_changed_is_embedded(
    indexes: Indexes, library: Library, embedder: Any, put: Callable[..., str]
) -> None:
    for number in range(5):
        put(f"d{number}", "Cấp nước sạch.", "Trồng rừng.")
    indexes.catch_up(library)
    before = embedder.encoded
    put("d2", "Làm đường.")
    indexes.catch_up(library)
    assert embedder.encoded == before + 2  # the clause, and its one passage


def test_progress_is_told(indexes: Indexes, library: Library, put: Callable[..., str]) -> None:
    put("a", "Một."), put("b", "Hai.")
    told: list[tuple[int, int]] = []
    indexes.catch_up(library, progress=lambda done, total: told.append((done, total)))
    assert told[:2] == [(1, 2), (2, 2)]


def _lose_markers(home: Path) -> None:
    for marker in home.glob("**/current.json"):
        marker.unlink()


def _lose_everything(home: Path) -> None:
    shutil.rmtree(home / "vectors")
    shutil.rmtree(home / "fulltext")


def _spoil(pattern: str) -> Callable[[Path], None]:
    def spoil(home: Path) -> None:
        files = [file for file in home.glob(pattern) if file.is_file()]
        assert files
        for file in files:
            file.unlink()
            file.write_bytes(b"spoilt")

    return spoil


def _of_another_library(home: Path) -> None:
    for marker in home.glob("**/current.json"):
        marker.write_text(json.dumps({**json.loads(marker.read_text()), "library": "another"}))


def _of_a_later_generation(home: Path) -> None:
    for marker in home.glob("**/current.json"):
        marker.write_text(json.dumps({**json.loads(marker.read_text()), "generation": 99}))


ACCIDENTS = {
    "markers lost": _lose_markers,
    "folders lost": _lose_everything,
    "markers spoilt": _spoil("**/current.json"),
    "full text spoilt": _spoil("fulltext/*/meta.json"),
    "full text segments spoilt": _spoil("fulltext/*/*.term"),
    "vectors spoilt": _spoil("vectors/*/*/whole.npy"),
    "of another library": _of_another_library,
    "of a generation yet to come": _of_a_later_generation,
}


@pytest.mark.parametrize("accident", ACCIDENTS.values(), ids=ACCIDENTS.keys())
def test_what_is_damaged_is_built_again(
    accident: Callable[[Path], None],
    indexes: Indexes,
    library: Library,
    embedder: Embedder,
    put: Callable[..., str],
    tmp_path: Path,
) -> None:
    one = put("a", "Cấp nước sạch.")
    indexes.catch_up(library)
    accident(tmp_path)
    assert found(Indexes(tmp_path, embedder), library, embedder, "cấp nước") == ({one}, {one})


def test_a_damaged_graph_is_built_again(
    library: Library,
    embedder: Embedder,
    put: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exact, "LIMIT", -1)
    one = put("a", "Cấp nước sạch.")
    Indexes(tmp_path, embedder).catch_up(library)
    _spoil("vectors/*/*/chroma.sqlite3")(tmp_path)
    assert found(Indexes(tmp_path, embedder), library, embedder, "cấp nước") == ({one}, {one})


def test_a_damaged_base_is_not_built_upon(
    indexes: Indexes, library: Library, embedder: Embedder, put: Callable[..., str], tmp_path: Path
) -> None:
    one = put("a", "Cấp nước sạch.")
    indexes.catch_up(library)
    _spoil("vectors/*/*/whole.npy")(tmp_path)
    _spoil("fulltext/*/meta.json")(tmp_path)
    two = put("b", "Cấp nước sạch.")
    fresh = Indexes(tmp_path, embedder)
    fresh.catch_up(library)
    assert found(fresh, library, embedder, "cấp nước") == ({one, two}, {one, two})


def test_a_crash_before_the_markers_is_made_good(
    indexes: Indexes,
    library: Library,
    embedder: Embedder,
    put: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = put("a", "Cấp nước sạch.")
    indexes.catch_up(library)
    put("a", "Làm đường.")
    two = put("b", "Cấp nước sạch.")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(indexes.lexical.published, "publish", crash)
        patch.setattr(indexes.dense.published, "publish", crash)
        with pytest.raises(KeyboardInterrupt):
            indexes.catch_up(library)
    assert indexes.generation == 1
    after = Indexes(tmp_path, embedder)
    assert found(after, library, embedder, "cấp nước") == ({one, two}, {two})
    entries = [index.published.marker() for index in (after.dense, after.lexical)]
    assert [marker and marker.entries for marker in entries] == [2, 2]
    assert len([path for path in (tmp_path / "vectors").glob("*/*") if path.is_dir()]) <= 2


def test_many_replacements_end_in_a_fresh_build(indexes: Indexes, library: Library, put: Callable[..., str]) -> None:
    put("a", "Cấp nước sạch.", "Trồng rừng.")
    deleted = []
    for turn in range(4):
        indexes.catch_up(library)
        marker = indexes.dense.published.marker()
        assert marker is not None
        deleted.append(marker.deleted)
        put("a", f"Lần {turn}.", "Trồng rừng.")
    assert deleted == [0, 2, 4, 0]


def test_failing_for_good_is_an_error_not_a_loop(
    indexes: Indexes, library: Library, put: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put("a", "Cấp nước sạch.")

    def fail(*_: object) -> None:
        raise IndexFailed(tmp_path, "no luck")

    monkeypatch.setattr(indexes.dense, "writer", fail)
    with pytest.raises(IndexFailed, match="no luck"):
        indexes.catch_up(library)


@pytest.mark.skipif(os.geteuid() == 0, reason="the super user may write everywhere")
def test_a_home_that_cannot_be_written_is_still_searched(
    indexes: Indexes, library: Library, embedder: Embedder, put: Callable[..., str], tmp_path: Path
) -> None:
    one = put("a", "Cấp nước sạch.")
    indexes.catch_up(library)
    put("b", "Cấp nước sạch.")
    (tmp_path / "indexes.lock").chmod(0o400)
    for folder in ("fulltext", "vectors"):
        (tmp_path / folder).chmod(0o500)
    assert found(Indexes(tmp_path, embedder), library, embedder, "cấp nước") == ({one}, {one})


# Threads and processes


@pytest.mark.usefixtures("search_by")
def test_a_search_does_not_wait_for_a_long_catch_up(
    indexes: Indexes,
    library: Library,
    embedder: Embedder,
    put: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = put("a", "Cấp nước sạch.")
    indexes.catch_up(library)
    two = put("b", "Cấp nước sạch.")
    writer = Indexes(tmp_path, embedder)
    started, may_end = threading.Event(), threading.Event()

    def slow(done: int, total: int) -> None:
        started.set()
        assert may_end.wait(30)

    thread = threading.Thread(target=writer.catch_up, args=(library,), kwargs={"progress": slow})
    thread.start()
    assert started.wait(30)
    begun = time.monotonic()
    assert found(indexes, library, embedder, "cấp nước") == ({one}, {one})
    assert time.monotonic() - begun < 5
    may_end.set()
    thread.join()
    assert found(indexes, library, embedder, "cấp nước") == ({one, two}, {one, two})


@pytest.mark.usefixtures("search_by")
def test_threads_ask_while_one_ingests(
    indexes: Indexes, library: Library, embedder: Embedder, put: Callable[..., str]
) -> None:
    first = put("first", "Cấp nước sạch.")
    indexes.catch_up(library)
    retriever = HybridRetriever(library, indexes, embedder)
    stop = threading.Event()
    failures: list[str] = []

    def ask() -> None:
        while not stop.is_set():
            evidence = retriever.retrieve("cấp nước", limit=30)
            if first not in {piece.document_id for piece in evidence}:
                failures.append(f"{len(evidence)} without the first")

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(8):
        put(f"d{number}", "Cấp nước sạch.", f"Việc thứ {number}.")
        if number % 3 == 0:
            library.remove(f"d{number}")
        indexes.catch_up(library)
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert found(indexes, library, embedder, "cấp nước")[1] == {first, "d1", "d2", "d4", "d5", "d7"}


ANOTHER_PROCESS = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from conftest import WordsEmbedder, build
from vectorstore import exact
from vectorstore.indexes import Indexes
from vectorstore.library import Library

if sys.argv[3] == "graph":
    exact.LIMIT = -1
home = Path(sys.argv[2])
library, indexes = Library.open(home), Indexes(home, WordsEmbedder())
for number in range(8):
    library.put(build({"1": "Cấp nước sạch.", "2": f"Việc {number}."}, file=f"p{number}", number=f"p{number}"), f"/p{number}")
    if number % 4 == 3:
        library.remove(f"p{number}")
    indexes.catch_up(library)
    print(number, flush=True)
"""


@pytest.fixture
def ingesting(tmp_path: Path, library: Library, search_by: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(HERE), str(tmp_path), search_by]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent.parent) as process:
        yield process
        process.kill()


def test_asking_while_another_process_ingests(
    ingesting: subprocess.Popen[str], indexes: Indexes, library: Library, embedder: Embedder
) -> None:
    retriever = HybridRetriever(library, indexes, embedder)
    seen: list[int] = []
    while ingesting.poll() is None:
        there = {card.id for card in library.cards()}
        evidence = retriever.retrieve("cấp nước", limit=50)
        cited = {piece.document_id for piece in evidence}
        seen.append(len(cited))
        time.sleep(0.02)
        gone = there - {card.id for card in library.cards()}
        assert cited <= there | {card.id for card in library.cards()} | gone
    assert ingesting.wait() == 0
    cited = {piece.document_id for piece in retriever.retrieve("cấp nước", limit=50)}
    assert cited == {card.id for card in library.cards()} == {f"p{n}" for n in range(8) if n % 4 != 3}
    assert len(set(seen)) > 1, "the search never saw the other process's work"


def test_two_processes_that_both_catch_up(
    library: Library, embedder: Embedder, put: Callable[..., str], tmp_path: Path
) -> None:
    for number in range(4):
        put(f"d{number}", "Cấp nước sạch.")
    code = ANOTHER_PROCESS.partition("for number in")[0] + "\nprint(indexes.catch_up(library))"
    command = [sys.executable, "-c", code, str(HERE), str(tmp_path), "exact"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent.parent) for _ in range(2)]
    assert [process.communicate()[0].strip() for process in running] == ["True", "True"]
    dense, lexical = found(Indexes(tmp_path, embedder), library, embedder, "cấp nước")
    assert dense == lexical == {"d0", "d1", "d2", "d3"}


def test_the_lock_can_be_held_over_several(
    indexes: Indexes, library: Library, embedder: Embedder, put: Callable[..., str], tmp_path: Path
) -> None:
    one = put("a", "Cấp nước sạch.")
    indexes.catch_up(library)
    other = Indexes(tmp_path, embedder)
    with indexes.writing() as held:
        assert held
        put("b", "Cấp nước sạch.")
        with other.writing(wait=False) as second:
            assert not second
        assert other.catch_up(library, wait=False) is False
        assert found(other, library, embedder, "cấp nước")[1] == {one}
        assert indexes.catch_up(library)
    assert other.catch_up(library, wait=False)


def test_a_repair_builds_both_again(
    indexes: Indexes, library: Library, embedder: Embedder, put: Callable[..., str]
) -> None:
    one = put("a", "Cấp nước sạch.")
    indexes.catch_up(library)
    before = indexes.dense.published.marker()
    indexes.rebuild(library)
    after = indexes.dense.published.marker()
    assert before is not None
    assert after is not None
    assert replace(after, version=before.version) == before != after
    assert found(indexes, library, embedder, "cấp nước") == ({one}, {one})
