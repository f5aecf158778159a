from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation
from eval.answers import score
from eval.errors import FloorInvalid
from eval.floor import Floor, load_floor
from eval.questions import Question
from eval.summary import Summary, summarise
from ingest.model import Document


@pytest.fixture
def summary(
    document: Document, ask: Callable[..., Question], cite: Callable[..., Citation], reply: Callable[..., Answer]
) -> Summary:
    """One right of two, one of two citations named, one of two refused."""
    pairs = [(ask(), reply("", cite("1"), cite("2"))), (ask(), reply("", reason="not-stated"))]
    return summarise([score(question, answer, lambda _: document) for question, answer in pairs])


FLOORS = {
    "reached": (Floor(right=0.5, citation_precision=0.5, answerable_refused=0.5), []),
    "nothing asked for": (Floor(), []),
    "too few right": (Floor(right=0.51), ["right"]),
    "too many refused": (Floor(answerable_refused=0.4), ["answerable_refused"]),
    "two at once": (Floor(right=1, citation_precision=1), ["right", "citation_precision"]),
    "of nothing": (Floor(unanswerable_answered=0), []),
}


@pytest.mark.parametrize(("floor", "names"), FLOORS.values(), ids=FLOORS.keys())
def test_broken(summary: Summary, floor: Floor, names: list[str]) -> None:
    assert [line.partition(":")[0] for line in floor.broken(summary)] == names


@pytest.mark.parametrize("text", ["", '{"right": 2}', '{"wright": 0.5}'], ids=["empty", "no share", "no measure"])
def test_what_is_no_floor_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floor.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FloorInvalid, match=r"floor\.json"):
        load_floor(path)
