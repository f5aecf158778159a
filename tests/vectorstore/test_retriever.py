"""Question → Evidence: fusion, what is left out, what comes after the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Clause, Document
from vectorstore.entries import Hit
from vectorstore.evidence import Evidence, Retriever
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.retriever import COPIES, DENSE_WEIGHT, LEXICAL_WEIGHT, HybridRetriever, fuse, spread

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


FUSIONS = {
    "both beat one": ([("a", 0.5), ("b", 0.5)], [("b", 4.0), ("c", 4.0)], ["b", "c", "a"]),
    "words only": ([], [("a", 9.0), ("b", 3.0)], ["a", "b"]),
    "meaning only": ([("a", 0.3), ("b", 0.9)], [], ["b", "a"]),
    "opposite meaning counts as none": ([("a", -0.9)], [("b", 0.1), ("a", 0.2)], ["a", "b"]),
    "nothing": ([], [], []),
}


@pytest.mark.parametrize(("dense", "lexical", "order"), FUSIONS.values(), ids=FUSIONS.keys())
def test_fuse(dense: list[tuple[str, float]], lexical: list[tuple[str, float]], order: list[str]) -> None:
    fused = fuse([Hit(*_at(hit)) for hit in dense], [Hit(*_at(hit)) for hit in lexical])
    assert [hit.document_id for hit, _, _ in fused] == order
    assert all(0 <= hit.score <= 1 for hit, _, _ in fused)


def test_words_of_another_language_say_nothing() -> None:
    dense, lexical = [Hit("near", "1", 0.4)], [Hit("chance", "1", 2.0)]
    assert [hit.document_id for hit, _, _ in fuse(dense, lexical, known=1.0)] == ["chance", "near"]
    assert [hit.document_id for hit, _, _ in fuse(dense, lexical, known=0.1)] == ["near", "chance"]


def _at(hit: tuple[str, float]) -> tuple[str, str, float]:
    return hit[0], "1", hit[1]


def test_weights_make_a_score_of_at_most_one() -> None:
    assert pytest.approx(1) == DENSE_WEIGHT + LEXICAL_WEIGHT


def _evidence(document: str, text: str) -> Evidence:
    return Evidence(document, Clause("1", text, 0), 0.5, 0.5, 0.5)


def test_one_text_in_many_documents_leaves_room_for_others() -> None:
    same = [_evidence(f"s{number}", "Nơi nhận: như trên, lưu văn thư.") for number in range(6)]
    other = _evidence("o", "Phòng Y tế chủ trì.")
    chosen = [piece.document_id for piece in spread(iter([*same, other]), 5)]
    assert chosen == ["s0", "s1", "s2", "o", "s3"]
    assert chosen.index("o") == COPIES


def test_nothing_is_lost_when_there_is_room() -> None:
    same = [_evidence(f"s{number}", "Nơi nhận: như trên, lưu văn thư.") for number in range(6)]
    assert len(spread(iter(same), 10)) == 6
