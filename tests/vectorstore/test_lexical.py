"""Full text: fields, filters, what a question's words are worth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vectorstore.entries import Entry
from vectorstore.lexical import LexicalIndex
from vectorstore.published import Marker

ENTRIES = (
    Entry("d1", "1", "Phòng Y tế báo cáo Mục tiêu 4.", "Kế hoạch năm 2018", "59/KH-UBND\nUBND xã An", ("TỔ CHỨC",)),
    Entry("d1", "2", "Trường học tiêm chủng.", "Kế hoạch năm 2018", "59/KH-UBND\nUBND xã An", ()),
    Entry("d2", "1", "Tổ chức thực hiện.", "Công văn tiêm chủng", "912/LĐT BXH-BĐG", ()),
)


@pytest.fixture
def index(tmp_path: Path, write: Callable[..., Marker]) -> LexicalIndex:
    index = LexicalIndex(tmp_path)
    index.published.publish(write(index, None, 1, [], ENTRIES))
    return index


SEARCHES = {
    "words of the clause": ("mục tiêu 4", ["d1 1"]),
    "the clause before the heading": ("tổ chức", ["d2 1", "d1 1"]),
    "the clause before the title": ("tiêm chủng", ["d1 2", "d2 1"]),
    "bare words are others": ("muc tieu", []),
    "with diacritics only those": ("mực", []),
    "the document's number": ("912/LĐTBXH-BĐG", ["d2 1"]),
    "unknown": ("xăng dầu", []),
    "nothing": ("?", []),
}


@pytest.mark.parametrize(("question", "expected"), SEARCHES.values(), ids=SEARCHES.keys())
def test_search(index: LexicalIndex, question: str, expected: list[str]) -> None:
    hits = index.search(question, limit=10)
    assert [f"{hit.document_id} {hit.path}" for hit in hits] == expected
    assert all(hit.score > 0 for hit in hits)


def test_a_filter_does_not_change_the_scores(index: LexicalIndex) -> None:
    everywhere = {(hit.document_id, hit.path): hit.score for hit in index.search("tiêm chủng", limit=10)}
    chosen = index.search("tiêm chủng", limit=10, documents=["d2"])
    assert [(hit.document_id, hit.path) for hit in chosen] == [("d2", "1")]
    assert chosen[0].score == pytest.approx(everywhere[("d2", "1")])


RARITY = {
    "a pair": ("tiêm chủng", "tiêm_chủng", "xyz"),
    "what stands only above the clause": ("hoạch", "hoạch", "xyz"),
}


@pytest.mark.parametrize(("question", "rarer", "commoner"), RARITY.values(), ids=RARITY.keys())
def test_rarity(index: LexicalIndex, question: str, rarer: str, commoner: str) -> None:
    rarity = index.rarity(question)
    assert rarity[rarer] > rarity.get(commoner, 0.0)


def test_what_stands_nowhere_has_no_rarity(index: LexicalIndex) -> None:
    assert index.rarity("xăng") == {"xăng": 0.0}


def test_an_index_that_is_not_there(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "none")
    assert index.search("tiêm chủng", limit=3) == []
    assert index.rarity("tiêm") == {"tiêm": 0.0}
    assert index.together()("tiêm", "chủng") == 0
