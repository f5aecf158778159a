"""Documents at hand: of the generation asked for, the latest ones asked for, as many as fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.model import Document
from vectorstore.kept import KeptDocuments
from vectorstore.library import Library

Build = Callable[..., Document]


@pytest.fixture
def plans(build_document: Build) -> dict[str, Document]:
    """Of two clauses each."""
    return {name: build_document({"1": f"Một {name}.", "2": "Hai."}, file=f"{name}.txt") for name in "abc"}


def test_the_least_lately_asked_for_gives_way(plans: dict[str, Document]) -> None:
    kept = KeptDocuments(clauses=4)
    for name in "ab":
        kept.keep({name: plans[name]}, {name: 1})
    kept.of({"a": 1})
    kept.keep({"c": plans["c"]}, {"c": 1})
    assert kept.of(dict.fromkeys("abc", 1)).keys() == {"a", "c"}


def test_another_generation_is_not_at_hand_and_takes_the_place(plans: dict[str, Document]) -> None:
    kept = KeptDocuments(clauses=4)
    kept.keep({"a": plans["a"]}, {"a": 1})
    assert kept.of({"a": 2}) == {}
    kept.keep({"a": plans["b"]}, {"a": 2})
    kept.keep({"c": plans["c"]}, {"c": 1})
    assert kept.of({"a": 2, "c": 1}) == {"a": plans["b"], "c": plans["c"]}, "replaced, not counted twice"


def test_one_that_is_larger_than_all_the_room_is_kept_alone(plans: dict[str, Document]) -> None:
    kept = KeptDocuments(clauses=1)
    kept.keep({"a": plans["a"]}, {"a": 1})
    kept.keep({"b": plans["b"]}, {"b": 1})
    assert kept.of({"a": 1, "b": 1}) == {"b": plans["b"]}


def test_a_clause_of_a_document_at_hand_is_the_same_as_one_read_alone(
    library: Library, build_document: Build, tmp_path: Path
) -> None:
    plan = build_document({"I": "MỘT", "I.1": "Một.", " I.1-1": "- Hai."})
    known, _ = library.put(plan, "/a.txt")
    wanted = [(known, "I.1"), (known, "I.1-1"), (known, "IX"), ("nothing", "I")]
    alone = Library.open(tmp_path).clauses(wanted)
    library.document(known)
    assert library.clauses(wanted) == alone
    assert [clause.path for clause in alone.values()] == ["I.1", "I.1-1"]
    library.put(build_document({"I": "MỘT", "I.1": "Khác."}), "/a.txt")
    assert library.clauses(wanted)[known, "I.1"].text == "Khác.", "of its new text"
