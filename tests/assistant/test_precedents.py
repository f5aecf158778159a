"""How others have worded something: each wording once, highest and newest documents first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from assistant.directory import Directory
from assistant.precedents import find_precedents
from ingest.glossary import load_glossary
from ingest.model import Clause, Document, Header
from vectorstore.corpus_words import CorpusWords
from vectorstore.embedder import load_embedder
from vectorstore.evidence import Evidence
from vectorstore.indexes import Indexes
from vectorstore.library import Library

REPORT = "Các đơn vị báo cáo kết quả về Văn phòng trước ngày 15 tháng 11 năm nay."
OTHER = "Các phòng tổng hợp tình hình thực hiện, gửi báo cáo bằng văn bản khi có yêu cầu."
ISSUERS = {
    "district-2020": ("UBND huyện An Hòa", "2020-01-01"),
    "district-2024": ("UBND huyện An Bình", "2024-01-01"),
    "ministry": ("Bộ Nội vụ", "2019-01-01"),
}


class Ranked:
    """Finds the clauses that it was given, with their scores."""

    def __init__(self, rows: Sequence[tuple[str, str, float]], library: Library) -> None:
        self._rows, self._library = rows, library

    def retrieve(self, question: str, *, limit: int, documents: Collection[str] | None = None) -> Sequence[Evidence]:
        found = []
        for name, path, score in self._rows:
            card = self._library.by_source(f"/{name}")
            assert card is not None
            document = self._library.document(card.id)
            clause = document.clause(path) if document else None
            assert clause is not None
            if documents is None or card.id in documents:
                found.append(Evidence(card.id, clause, score, score, 1.0))
        return found[:limit]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path)
    for name, (issuer, day) in ISSUERS.items():
        text = f"1. {REPORT}\n2. {OTHER}\n3. Tổ chức thực hiện:"
        clauses = [
            Clause(path, line, text.index(line), path + ".", "Tổ chức thực hiện:" if path == "3" else "")
            for path, line in zip("123", text.splitlines(), strict=True)
        ]
        header = Header(f"1/{name}", kind="công văn", issuer=issuer, date=day)
        library.put(Document(f"{name}.txt", name, header, text, tuple(clauses)), f"/{name}")
    return library


ROWS: dict[str, tuple[list[tuple[str, str, float]], list[tuple[str, str, int]]]] = {
    "the newest of a rank has the wording": (
        [("district-2020", "1", 0.9), ("district-2024", "1", 0.8)],
        [("UBND huyện An Bình", "1", 1)],
    ),
    "the ministry before the districts": (
        [("district-2020", "1", 0.9), ("ministry", "1", 0.7)],
        [("Bộ Nội vụ", "1", 1)],
    ),
    "another wording stands for itself": (
        [("district-2024", "1", 0.9), ("district-2024", "2", 0.8)],
        [("UBND huyện An Bình", "1", 0), ("UBND huyện An Bình", "2", 0)],
    ),
    "what is far from the closest is left out": (
        [("district-2024", "1", 0.9), ("ministry", "2", 0.3)],
        [("UBND huyện An Bình", "1", 0)],
    ),
    "a heading is no wording": ([("district-2024", "3", 0.9)], []),
}


@pytest.mark.parametrize(("ranked", "expected"), ROWS.values(), ids=ROWS.keys())
def test_precedents(
    ranked: list[tuple[str, str, float]], expected: list[tuple[str, str, int]], library: Library, tmp_path: Path
) -> None:
    words = CorpusWords(Indexes(tmp_path, load_embedder(None)).lexical)
    found = find_precedents("báo cáo", Ranked(ranked, library), Directory(library, load_glossary(), words))
    assert [(p.citation.issuer, p.citation.path, len(p.also)) for p in found] == expected
