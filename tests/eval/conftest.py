"""Builds documents, citations and answers from a few words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Citation, Receipt, Refusal, RefusalReason
from eval.questions import Gold, Question
from ingest.model import Clause, Document, Header

TEXT = "1. Phòng Y tế nộp báo cáo trước ngày 05/6/2030.\n2. Đài Truyền thanh đưa tin."
ITEM = "trước ngày 05/6/2030"


@pytest.fixture
def document() -> Document:
    """Clauses 1, with an item 1-1, and 2."""
    first, second = TEXT.split("\n")
    item = Clause("1-1", ITEM, first.index(ITEM), parent="1")
    clauses = (Clause("1", first, 0, items=(item,)), Clause("2", second, len(first) + 1))
    return Document("a.txt", "0", Header(), TEXT, clauses)


@pytest.fixture
def cite(document: Document) -> Callable[..., Citation]:
    """A citation of a clause, true unless the quote or its start is given."""

    def build(path: str, quote: str | None = None, start: int | None = None, file: str = "a.txt") -> Citation:
        clause = document.clause(path)
        text = quote if quote is not None else clause.text if clause else ""
        begin = start if start is not None else document.text.find(text)
        return Citation(
            marker=1, document_id="a", number=None, kind=None, issuer=None, date=None, title="", file=file, path=path,
            label="", official="", quote=text, start=begin, end=begin + len(text), page=None,
        )  # fmt: skip

    return build


@pytest.fixture
def reply() -> Callable[..., Answer]:
    """An answer; a refusal when it gets a reason."""

    def build(text: str = "", *citations: Citation, reason: RefusalReason | None = None, ms: float = 1.0) -> Answer:
        refusal = Refusal(reason, text, citations) if reason else None
        return Answer(
            id=None, question="?", language="vi", answer=text, refused=refusal is not None, refusal=refusal,
            citations=() if refusal else citations, notes=(), follow_ups=(), receipt=Receipt("c", "e", None, None), elapsed_ms=ms,
        )  # fmt: skip

    return build


@pytest.fixture
def ask() -> Callable[..., Question]:
    """A question that clause 1 of a.txt answers, unless told otherwise."""

    def build(**changes: object) -> Question:
        base: dict[str, object] = {
            "id": "q", "question": "?", "kind": "deadline", "typing": "vi",
            "gold": [Gold(file="a.txt", paths=("1",))], "facts": ["5/6/2030"],
        }  # fmt: skip
        if "refusal" in changes:
            base |= {"kind": "refusal", "gold": [], "facts": []}
        return Question.model_validate(base | changes)

    return build
