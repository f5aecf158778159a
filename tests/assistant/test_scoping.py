"""Of several documents a search says which fit; of one it is made only when somebody looks at what it finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.finders.inquiry import Later
from assistant.settings import Settings
from ingest.document import compose_document
from tests.assistant.conftest import PLAN
from vectorstore.evidence import Evidence
from vectorstore.retriever import HybridRetriever

OTHER = PLAN.replace("31/KH-UBND", "77/KH-UBND").replace("Hòa Bình", "Đồng Lộc").replace("cháy", "lũ")
SIGNED = "\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn An"


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    assistant = open_assistant(Settings(home=tmp_path, llm=None, embedder=None))
    for number, text in (("31", PLAN + SIGNED), ("77", OTHER + SIGNED)):
        assistant.library.put(compose_document(f"{number}.txt", number, text), f"/{number}.txt")
    assistant.catch_up()
    return assistant


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    retrieve = HybridRetriever.retrieve

    def noted(self: HybridRetriever, question: str, **options: Any) -> Any:
        made.append(question)
        return retrieve(self, question, **options)

    monkeypatch.setattr(HybridRetriever, "retrieve", noted)
    return made


MADE = {
    "a fact of one document's heading": ("Ai ký kế hoạch 31/KH-UBND?", False),
    "a fact of any document's heading": ("Ai ký các kế hoạch?", True),
    "a clause of one document": ("Kế hoạch 31/KH-UBND nói gì về biển báo?", True),
}


@pytest.mark.parametrize(("question", "made"), MADE.values(), ids=MADE.keys())
def test_a_search_is_made_when_it_tells_something(
    question: str, made: bool, assistant: Assistant, searches: list[str]
) -> None:
    assistant._find(question, [], (), None)
    assert (len(searches) > 0) == made, searches


def test_what_is_found_later_is_what_is_found_at_once(assistant: Assistant, searches: list[str]) -> None:
    inquiry, _ = assistant._find("Ai ký kế hoạch 31/KH-UBND?", [], (), None)
    assert isinstance(inquiry.evidence, Later)
    assert searches == []
    found: list[Evidence] = list(inquiry.evidence)
    assert found == list(inquiry.search(inquiry.question, inquiry.scope))
    assert (inquiry.evidence[0], inquiry.evidence[:2], len(inquiry.evidence)) == (
        found[0],
        tuple(found[:2]),
        len(found),
    )
    assert len(searches) == 2, "once, however often it is looked at, and once by hand"
