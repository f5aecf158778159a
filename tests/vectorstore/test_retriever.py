"""Question → Evidence: fusion, what is left out, what comes after the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Document
from vectorstore.evidence import Retriever
from vectorstore.features import NAMES
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.retriever import COPIES, HybridRetriever, spread

Build = Callable[..., Document]


@pytest.fixture
def stored(library: Library, build_document: Build) -> list[str]:
    plans = [
        build_document(
            {
                "I": "MỤC TIÊU",
                "II": "TỔ CHỨC THỰC HIỆN",
                "II.1": "Phòng Y tế:",
                " II.1-1": "- Báo cáo Mục tiêu 4.",
                "closing": "Gửi trước ngày 15/11/2024.",
            },
            file="a.txt",
            number="59/KH-UBND",
            kind="kế hoạch",
            subject="bình đẳng giới",
            issuer="UBND thành phố Hoà An",
        ),
        build_document(
            {"1": "Sở Y tế hướng dẫn tiêm chủng.", "2": "Công văn này thay công văn số 12/SYT-NV."},
            file="b.txt",
            number="912/LĐT BXH-BĐG",
            kind="công văn",
            subject="tiêm chủng",
        ),
    ]
    return [library.put(plan, f"/{plan.file}", reader=1)[0] for plan in plans]


QUESTIONS = {
    "with diacritics": ("Phòng Y tế báo cáo mục tiêu nào?", 0, "II.1-1"),
    "without": ("phong y te bao cao muc tieu nao", 0, "II.1-1"),
    "another spelling": ("hoá đơn của Hòa An gửi trước ngày 15 tháng 11", 0, "closing"),
    "half of them": ("Phong Y tế bao cáo muc tieu nao?", 0, "II.1-1"),
    "a slip": ("Phòng Y tế báo cáo mụcc tiêuu nào", 0, "II.1-1"),
    "a date": ("15/11/2024", 0, "closing"),
    "a document cited": ("12/SYT-NV", 1, "2"),
    "a document cited, spaced": ("công văn 12 /SYT-NV", 1, "2"),
}


@pytest.mark.parametrize(("question", "document", "path"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_the_clause_is_found(
    retriever: HybridRetriever, stored: list[str], question: str, document: int, path: str
) -> None:
    best = retriever.retrieve(question, limit=3)[0]
    assert (best.document_id, best.clause.path) == (stored[document], path)


def test_it_is_a_retriever(retriever: HybridRetriever) -> None:
    protocol: Retriever = retriever
    assert protocol.retrieve("cấp nước", limit=3) == []


def test_evidence_is_the_stored_clause(retriever: HybridRetriever, library: Library, stored: list[str]) -> None:
    evidence = retriever.retrieve("phòng y tế", limit=10)
    assert len({(piece.document_id, piece.clause.path) for piece in evidence}) == len(evidence)
    for piece in evidence:
        document = library.document(piece.document_id)
        assert document is not None
        assert document.clause(piece.clause.path) == piece.clause
        assert 0 <= piece.score <= 1
        assert -1 <= piece.dense <= 1
        assert 0 <= piece.lexical <= 1
    assert [piece.score for piece in evidence] == sorted((piece.score for piece in evidence), reverse=True)


def test_reasons_add_up_to_the_order(retriever: HybridRetriever, stored: list[str]) -> None:
    for piece in retriever.retrieve("Phòng Y tế báo cáo mục tiêu nào?", limit=5):
        assert {name for name, _, _ in piece.reasons} == set(NAMES)
        sizes = [abs(added) for _, _, added in piece.reasons]
        assert sizes == sorted(sizes, reverse=True)


def test_at_most_limit_and_only_the_documents_asked_for(retriever: HybridRetriever, stored: list[str]) -> None:
    assert len(retriever.retrieve("y tế", limit=2)) == 2
    only = retriever.retrieve("y tế mục tiêu", limit=10, documents=[stored[1]])
    assert {piece.document_id for piece in only} == {stored[1]}
    assert retriever.retrieve("y tế", limit=10, documents=[]) == []


@pytest.mark.parametrize("question", ["", "?!", "…"])
def test_a_question_without_a_word(retriever: HybridRetriever, stored: list[str], question: str) -> None:
    assert retriever.retrieve(question, limit=5) == []


def test_what_was_removed_is_never_cited(
    retriever: HybridRetriever, library: Library, indexes: Indexes, stored: list[str]
) -> None:
    indexes.catch_up(library)
    with indexes.writing():  # whatever else happens, the indexes stay behind
        other = HybridRetriever(library, Indexes(indexes.home, retriever.embedder), retriever.embedder)
        assert other.retrieve("tiêm chủng", limit=5)
        library.remove(stored[1])
        assert {piece.document_id for piece in other.retrieve("tiêm chủng", limit=5)} <= {stored[0]}


NOTICE, TASK = frozenset(range(10)), frozenset(range(10, 14))


def test_one_text_in_many_documents_leaves_room_for_others() -> None:
    words = [NOTICE] * 6 + [TASK]
    assert list(spread(range(7), words.__getitem__)) == [0, 1, 2, 6, 3, 4, 5]
    assert COPIES == 3
