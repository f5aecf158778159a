"""Every error has a row in the one table, and every row tells the user what to do."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType

import pytest

import assistant.request
from assistant.api import errors as api_errors
from assistant.api.problem import Problem
from assistant.api.problems import PROBLEMS, UNEXPECTED, problem_of, sentence_for, subject_of
from ingest import errors as ingest_errors
from vectorstore import errors as vectorstore_errors

MODULES = (ingest_errors, vectorstore_errors, api_errors, assistant.request)


def leaves(module: ModuleType) -> list[type[Exception]]:
    own = [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception) and kind.__module__ == module.__name__
    ]
    return [kind for kind in own if not any(issubclass(other, kind) and other is not kind for other in own)]


@pytest.mark.parametrize(
    "kind", [kind for module in MODULES for kind in leaves(module)], ids=lambda kind: kind.__name__
)
def test_every_leaf_has_a_row_of_its_own(kind: type[Exception]) -> None:
    assert kind in PROBLEMS


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=lambda problem: problem.name)
def test_a_row_is_complete(problem: Problem) -> None:
    assert 400 <= problem.status < 600
    assert problem.vi.endswith(".")
    assert problem.en.endswith(".")
    assert problem.vi != problem.en


def test_names_are_given_once() -> None:
    assert len({problem.name for problem in PROBLEMS.values()}) == len(PROBLEMS)


def test_a_sentence_names_the_file_but_not_its_folder() -> None:
    error = ingest_errors.EmptyFile(Path("/srv/mat/rong.txt"), "tệp rỗng")
    assert "rong.txt" in sentence_for(error)
    assert "/srv" not in sentence_for(error)
    assert subject_of(error) == "rong.txt"


def test_braces_in_a_name_are_only_a_name() -> None:
    assert "{0}.txt" in sentence_for(ingest_errors.EmptyFile(Path("{0}.txt"), "tệp rỗng"))


def test_anything_else_is_unexpected() -> None:
    assert problem_of(ZeroDivisionError()) is UNEXPECTED
