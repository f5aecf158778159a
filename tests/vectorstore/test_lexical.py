"""Full text: fields, folding, what a question's words are worth."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.entries import Entry
from vectorstore.lexical import LexicalIndex

ENTRIES = (
    Entry("d1", "1", "Phòng Y tế báo cáo Mục tiêu 4.", "Kế hoạch năm 2018", "59/KH-UBND\nUBND xã An", ("TỔ CHỨC",)),
    Entry("d1", "2", "Trường học tiêm chủng.", "Kế hoạch năm 2018", "59/KH-UBND\nUBND xã An", ()),
    Entry("d2", "1", "Tổ chức thực hiện.", "Công văn tiêm chủng", "912/LĐT BXH-BĐG", ()),
)


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path)
    index.published.publish(index.update(None, 1, "library", [], ENTRIES))
    return index


SEARCHES = {
    "words of the clause": ("mục tiêu 4", ["d1 1"]),
    "the clause before the heading": ("tổ chức", ["d2 1", "d1 1"]),
    "the clause before the title": ("tiêm chủng", ["d1 2", "d2 1"]),
    "bare": ("muc tieu 4", ["d1 1"]),
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


KNOWN = {
    "all of them": ("Phòng Y tế", 1.0),
    "half": ("tế bào", 0.5),
    "another language, but for a number": ("Which department reports objective 4?", 0.25),
    "no words": ("?", 1.0),
}


@pytest.mark.parametrize(("question", "share"), KNOWN.values(), ids=KNOWN.keys())
def test_known(index: LexicalIndex, question: str, share: float) -> None:
    assert index.known(question) == pytest.approx(share)


def test_an_index_that_is_not_there(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "none")
    assert index.search("tiêm chủng", limit=3) == []
    assert index.known("tiêm chủng") == 1.0
