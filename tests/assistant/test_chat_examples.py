"""Example questions ask for what the documents at hand state, and for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chat.examples import Examples
from ingest.model import Clause, Deadline, Document, Duty, Facts, Header, ObjectiveShare, Reference, Role
from vectorstore.library import Library

TEXT = "Văn bản"


def duty(actor: str, role: Role, *objectives: int) -> Duty:
    shares = tuple(ObjectiveShare(number) for number in objectives)
    return Duty(actor, role, "làm", (), None, shares, "header", TEXT, 0)


def report(date: str, to: str | None = "Phòng Tư pháp") -> Deadline:
    return Deadline("report", date, "báo cáo", to, "header", TEXT, 0)


def based_on(number: str | None, path: str = "preamble") -> Reference:
    return Reference(number, "kế hoạch", None, None, None, path, TEXT, 0)


HEADER = Header(number="7/KH-UBND", kind="kế hoạch", place="Hòa Bình")
CASES: dict[str, tuple[Facts, list[str]]] = {
    "nothing stated": (Facts(), []),
    "an objective that is reported": (
        Facts(duties=(duty("Phòng Y tế", "báo cáo", 4),)),
        ["Đơn vị nào báo cáo mục tiêu 4?"],
    ),
    "an objective that is only worked on": (Facts(duties=(duty("Phòng Y tế", "phối hợp", 4),)), []),
    "a report with a day": (
        Facts(deadlines=(report("2024-11-15"),)),
        ["Báo cáo của Hòa Bình nộp trước ngày nào, qua đâu?"],
    ),
    "a report without a day": (Facts(deadlines=(report("R/P1Y"),)), []),
    "a report to nobody": (Facts(deadlines=(report("2024-11-15", None),)), []),
    "a legal basis": (Facts(references=(based_on("5/KH-UBND"),)), ["Kế hoạch 7/KH-UBND căn cứ vào văn bản nào?"]),
    "a document named further down": (Facts(references=(based_on("5/KH-UBND", "I.1"),)), []),
    "a law without number": (Facts(references=(based_on(None),)), []),
    "a unit in charge": (Facts(duties=(duty("Phòng Nội vụ", "chủ trì"),)), ["Phòng Nội vụ có nhiệm vụ gì?"]),
    "units without a name of their own": (
        Facts(duties=(duty("Các phòng, ban", "chủ trì"), duty("các đơn vị", "chủ trì"))),
        [],
    ),
}


def put(library: Library, name: str, facts: Facts) -> None:
    document = Document(f"{name}.txt", name, HEADER, TEXT, (Clause("header", TEXT, 0),), facts)
    library.put(document, f"/{name}.txt")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path)


@pytest.mark.parametrize(("facts", "questions"), CASES.values(), ids=CASES.keys())
def test_examples(library: Library, facts: Facts, questions: list[str]) -> None:
    put(library, "a", facts)
    assert list(Examples(library)("vi")) == questions
    assert len(Examples(library)("en")) == len(questions)


def test_examples_are_about_different_documents(library: Library) -> None:
    put(library, "a", Facts(duties=(duty("Phòng Y tế", "báo cáo", 4), duty("Phòng Y tế", "chủ trì"))))
    put(library, "b", Facts(duties=(duty("Phòng Nội vụ", "chủ trì"),)))
    assert list(Examples(library)("en")) == [
        "Which department reports objective 4?",
        "What is Phòng Nội vụ responsible for?",
    ]


def test_examples_follow_the_library(library: Library) -> None:
    examples = Examples(library)
    assert list(examples("vi")) == []
    put(library, "a", Facts(duties=(duty("Phòng Nội vụ", "chủ trì"),)))
    assert list(examples("vi")) == ["Phòng Nội vụ có nhiệm vụ gì?"]
