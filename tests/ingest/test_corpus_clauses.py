"""The five real directives: addresses and headers as a reader of the paper would give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import read_document
from ingest.model import Document

# file prefix → (number as understood, as printed, kind, issuer, date, signer, labelled clauses, items of one clause)
DIRECTIVES = {
    "000": ("1106/UBND-VX", "1106/UBND-VX", "công văn", "UBND thành phố Long Khánh", "2023-05-15", "Tăng Quốc Lập"),
    "001": ("5947/KH-UBND", "5947 /KH-UBND", "kế hoạch", "UBND thành phố Phan Thiết", "2018-05-17", "Võ Văn Thông"),
    "002": (None, "/KH-UBND", "kế hoạch", "UBND huyện Lâm Thao", "2024-04", "Ngô Đức Sáu"),
    "003": ("146/UBND-LĐTBXH", "146.../UBND-LĐTBXH", "công văn", "UBND huyện Tân Yên", "2019-02-19", None),
    "004": ("912/LĐTBXH-BĐG", "912/LĐT BXH-BĐG", "công văn", "Bộ Lao động - Thương binh và Xã hội", "2023-03-16", "Nguyễn Thị Hà"),
}  # fmt: skip
LABELLED = {
    "000": "1 2 3 4 5",
    "001": "I I.1 I.2 II II.1 II.2 II.3 II.4 III III.1 III.2 IV IV.1 IV.2 IV.3 IV.4 IV.5 IV.6 IV.7 IV.8 IV.9 IV.10",
    "002": "I I.1 I.2 I.3 II II.1 II.2 II.3 II.4 III III.1 III.2 III.3 III.4 III.5 III.6 III.7 III.8",
    "003": "1 2 3 4 5",
    "004": "1 2 3 4 5 6",
}
BULLETS = {"000": ("1", 7), "001": ("IV.6", 3), "002": ("III.3", 6), "003": ("1", 0), "004": ("2", 7)}


@pytest.fixture(params=DIRECTIVES)
def directive(request: pytest.FixtureRequest, shared: Path) -> tuple[str, Document]:
    path = next((shared / "corpus").glob(f"{request.param}_*.txt"))
    return request.param, read_document(path, max_bytes=1_000_000)


def test_header(directive: tuple[str, Document]) -> None:
    name, document = directive
    h = document.header
    assert (h.number, h.number_printed, h.kind, h.issuer, h.date, h.signer) == DIRECTIVES[name]


def test_labelled_clauses(directive: tuple[str, Document]) -> None:
    name, document = directive
    assert [clause.path for clause in document.clauses if clause.label and not clause.path.startswith("footnote")] == (
        LABELLED[name].split()
    )


def test_bullets(directive: tuple[str, Document]) -> None:
    name, document = directive
    path, count = BULLETS[name]
    clause = document.clause(path)
    assert clause is not None
    assert len(clause.items) == count


def test_closing_is_not_part_of_the_last_clause(directive: tuple[str, Document]) -> None:
    name, document = directive
    assert (document.clause("closing") is None) == (name == "003")


def test_a_sentence_broken_by_footnotes_is_whole(shared: Path) -> None:
    path = next((shared / "corpus").glob("004_*.txt"))
    document = read_document(path, max_bytes=1_000_000)
    clause = document.clause("3-1")
    assert clause is not None
    assert "dịch vụ hỗ trợ thực hiện bình đẳng giới, phòng ngừa và ứng phó" in " ".join(clause.text.split())
    assert [c.path for c in document.clauses if c.path.startswith("footnote")] == [
        "footnote-1",
        "footnote-2",
        "footnote-3",
    ]
