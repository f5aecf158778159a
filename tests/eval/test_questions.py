from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from eval.errors import QuestionsInvalid
from eval.questions import Gold, Kind, Typing, load_questions
from ingest.document import read_document

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
QUESTIONS = ROOT / "eval" / "questions"

COVERS = {
    "the clause itself": (["IV.6"], "IV.6", True),
    "an item of it": (["IV.6"], "IV.6-3", True),
    "a plus under a dash": (["1-4"], "1-4+2", True),
    "a clause below is another": (["IV"], "IV.6", False),
    "a neighbour that begins alike": (["IV.1"], "IV.10", False),
    "a dash that begins alike": (["1-1"], "1-10", False),
    "only the item named beside the clause": (["IV.6", "IV.6-3"], "IV.6-1", False),
    "the clause beside its item": (["IV.6", "IV.6-3"], "IV.6", True),
    "items of one, the whole of another": (["IV.6", "IV.6-3", "II.1"], "II.1-2", True),
}


@pytest.mark.parametrize(("paths", "path", "covered"), COVERS.values(), ids=COVERS.keys())
def test_gold_covers(paths: list[str], path: str, covered: bool) -> None:
    assert Gold(file="a.txt", paths=tuple(paths)).covers(path) is covered


GOOD = {
    "id": "1", "question": "?", "kind": "actor", "typing": "vi", "gold": [{"file": "a", "paths": ["1"]}], "facts": ["x"],
}  # fmt: skip
BAD = {
    "no JSON": "{",
    "an unknown kind": json.dumps(GOOD | {"kind": "riddle"}),
    "a misspelt field": json.dumps(GOOD | {"fact": ["x"]}),
    "an answer without facts": json.dumps(GOOD | {"facts": []}),
    "an answer without needed gold": json.dumps(GOOD | {"gold": [{"file": "a", "paths": ["1"], "needed": False}]}),
    "a gold without paths": json.dumps(GOOD | {"gold": [{"file": "a", "paths": []}]}),
    "a refusal that has gold": json.dumps(GOOD | {"kind": "refusal", "refusal": "not-stated"}),
    "a refusal of another kind": json.dumps(GOOD | {"gold": [], "facts": [], "refusal": "not-stated"}),
    "an id that is taken": json.dumps(GOOD | {"id": "0"}),
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD.keys())
def test_load_names_the_bad_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(GOOD | {"id": "0"}) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(QuestionsInvalid) as caught:
        load_questions(path)
    assert caught.value.line == 3


@pytest.mark.parametrize(("held", "ids"), [(False, ["open"]), (True, ["open", "apart"])], ids=["without", "with"])
def test_held_questions_are_left_out_unless_asked_for(held: bool, ids: list[str], tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    lines = [json.dumps(GOOD | {"id": "open"}), json.dumps(GOOD | {"id": "apart", "held": True})]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [question.id for question in load_questions(path, held=held)] == ids


def test_directives_are_as_varied_as_promised() -> None:
    questions = load_questions(QUESTIONS / "directives.jsonl", held=True)
    assert len(questions) >= 60
    assert sum(question.held for question in questions) * 3 == len(questions)
    assert sum(question.refusal is not None for question in questions) >= len(questions) * 0.2
    assert sum(question.false_presupposition for question in questions) >= len(questions) * 0.08
    assert min(Counter(question.typing for question in questions).values()) >= 8
    assert {question.kind for question in questions} == {question.kind for question in questions if question.held}


SPREAD = {
    "the sample": ("sample", 125),
    "the real documents": ("realdocs", 230),
    "documents nobody tunes on": ("fresh", 100),
}


@pytest.mark.parametrize(("name", "least"), SPREAD.values(), ids=SPREAD.keys())
def test_sets_are_spread_as_the_issue_asks(name: str, least: int) -> None:
    questions = load_questions(QUESTIONS / f"{name}.jsonl", held=True)
    number = len(questions)
    assert number >= least
    assert sum(question.refusal is not None for question in questions) >= number * 0.2
    assert sum(question.false_presupposition for question in questions) >= number * 0.08
    assert sum(bool(question.history) for question in questions) >= number * 0.08
    assert {question.typing for question in questions} == set(get_args(Typing))
    assert {question.kind for question in questions} == set(get_args(Kind))
    assert {question.kind for question in questions if question.held} == set(get_args(Kind))


SHIPPED = {
    "the sample": ("sample", "ingest/sample"),
    "the unseen": ("newcorpus", "tests/unseen"),
    "the fresh": ("fresh", "tests/fresh"),
}


@pytest.mark.parametrize(("name", "folder"), SHIPPED.values(), ids=SHIPPED.keys())
def test_gold_stands_in_the_documents_that_ship(name: str, folder: str) -> None:
    assert missing_gold(name, ROOT / folder) == []


def test_the_set_that_nobody_tunes_on_is_all_held() -> None:
    assert load_questions(QUESTIONS / "fresh.jsonl") == []


def missing_gold(name: str, folder: Path) -> list[str]:
    """Places that the gold of a set names and the documents of a folder lack."""
    documents = {path.name: read_document(path, max_bytes=1_000_000) for path in folder.iterdir()}
    return [
        f"{question.id}: {gold.file}#{path}"
        for question in load_questions(QUESTIONS / f"{name}.jsonl", held=True)
        for gold in question.gold
        for path in gold.paths
        if gold.file not in documents or documents[gold.file].clause(path) is None
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_gold_of_directives_stands_in_the_corpus() -> None:
    assert missing_gold("directives", SHARED / "corpus") == []
