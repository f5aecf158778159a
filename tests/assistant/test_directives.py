"""The five real directives, asked as officers ask: what issue 1/6 names as done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant, open_assistant
from assistant.grounding import fold_space
from assistant.settings import Settings
from eval.questions import load_questions
from ingest.document import read_document

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTIONS = ROOT / "eval" / "questions"


def filled(home: Path, folder: Path) -> Assistant:
    assistant = open_assistant(Settings(home=home))
    for path in sorted(folder.iterdir()):
        if path.name != "README.md":
            assistant.library.put(read_document(path, max_bytes=10_000_000), str(path))
    assistant.catch_up()
    return assistant


@pytest.fixture(scope="module")
def directives(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = filled(tmp_path_factory.mktemp("home"), shared / "corpus")
    yield assistant
    assistant.library.close()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = filled(tmp_path_factory.mktemp("home"), ROOT / "ingest" / "sample")
    yield assistant
    assistant.library.close()


def cited(answer: Answer) -> set[tuple[str | None, str]]:
    return {(citation.number, citation.path) for citation in answer.citations}


# question → places that must be cited, words that must be said, words that must not
ANSWERED = {
    "both who report objective 5, one of them for one indicator": (
        "which department reports Objective 5?",
        {("5947/KH-UBND", "IV.5-2"), ("5947/KH-UBND", "IV.6-3")},
        ["Đài Truyền thanh Phan Thiết", "Phòng Văn hoá và Thông tin", "indicator 1"],
    ),
    "typed without diacritics": (
        "phong y te bao cao muc tieu nao",
        {("5947/KH-UBND", "IV.8-2")},
        ["mục tiêu 4"],
    ),
    "the deadline of the closing, and the office it goes through": (
        "Báo cáo năm 2024 của Lâm Thao nộp trước ngày nào, qua đâu?",
        {(None, "closing")},
        ["15/11/2024", "phòng Lao động - Thương binh và Xã hội"],
    ),
    "both dates of the year": (
        "Phan Thiết nộp báo cáo mấy lần một năm?",
        {("5947/KH-UBND", "closing")},
        ["15/6", "24/11"],
    ),
    "the ministry's letter, opened in the corpus": (
        "Công văn 1106 căn cứ vào văn bản nào của Bộ?",
        {("1106/UBND-VX", "preamble"), ("912/LĐTBXH-BĐG", "header")},
        ["912/LĐTBXH-BĐG"],
    ),
}


@pytest.mark.parametrize(("question", "places", "words"), ANSWERED.values(), ids=ANSWERED.keys())
def test_answered(question: str, places: set[tuple[str | None, str]], words: list[str], directives: Assistant) -> None:
    answer = directives.ask(question)
    assert not answer.refused
    assert places <= cited(answer)
    assert all(word in answer.answer for word in words)
    assert (None, "III.8") not in cited(answer)


REFUSED = {
    "a unit that the letter does not name": ("Trung tâm Y tế Long Khánh phụ trách việc gì?", "1106/UBND-VX"),
    "a day that the letter does not set": ("Công văn 912 có hiệu lực đến ngày nào?", "912/LĐTBXH-BĐG"),
}


@pytest.mark.parametrize(("question", "number"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(question: str, number: str, directives: Assistant) -> None:
    answer = directives.ask(question)
    assert answer.refused
    assert answer.refusal is not None
    assert answer.refusal.reason == "not-stated"
    assert number in answer.refusal.message, "it says what the corpus does have"
    assert answer.citations == ()


def test_a_place_that_the_corpus_lacks(directives: Assistant) -> None:
    refusal = directives.ask("UBND huyện Mường Xa báo cáo khi nào?").refusal
    assert refusal is not None
    assert refusal.reason == "not-in-corpus"
    assert "5947/KH-UBND" in refusal.message


def misquoted(assistant: Assistant, answer: Answer) -> list[str]:
    """Quotes that do not stand in the clause they cite, nearest ones of a refusal included."""
    nearest = answer.refusal.nearest if answer.refusal else ()
    wrong = []
    for citation in (*answer.citations, *nearest):
        document = assistant.library.document(citation.document_id)
        clause = document.clause(citation.path) if document else None
        if clause is None or fold_space(citation.quote) not in fold_space(clause.text):
            wrong.append(f"{answer.question}: {citation.path}: {citation.quote[:60]}")
        elif document and fold_space(document.text[citation.start : citation.end]) != fold_space(citation.quote):
            wrong.append(f"{answer.question}: {citation.path}: offsets")
    return wrong


def test_every_quote_of_every_answer_stands_in_its_clause(directives: Assistant) -> None:
    questions = load_questions(QUESTIONS / "directives.jsonl", held=True)
    assert len(questions) >= 60
    answers = [directives.ask(q.question, history=q.history) for q in questions]
    assert [wrong for answer in answers for wrong in misquoted(directives, answer)] == []
    assert sum(len(answer.citations) for answer in answers) > 60


def test_every_quote_on_the_samples_stands_in_its_clause(samples: Assistant) -> None:
    questions = load_questions(QUESTIONS / "sample.jsonl")
    answers = [samples.ask(q.question, history=q.history) for q in questions]
    assert [wrong for answer in answers for wrong in misquoted(samples, answer)] == []


def test_every_statement_carries_a_marker_of_its_own_citations(directives: Assistant) -> None:
    for question, _, _ in ANSWERED.values():
        answer = directives.ask(question)
        markers = {citation.marker for citation in answer.citations}
        for line in answer.answer.splitlines():
            if line.startswith("- "):
                assert any(f"[{marker}]" in line for marker in markers), line
