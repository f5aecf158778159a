"""Which document a citation means: spellings of numbers, years, localities, laws by name."""

from __future__ import annotations

import pytest

from ingest.model import Header, Reference
from vectorstore.links import Links

HEADERS = {
    "letter": Header(number="912/LĐTBXH-BĐG", kind="công văn", issuer="Bộ Nội vụ", date="2023-03-16"),
    "district plan": Header(number="5/KH-UBND", kind="kế hoạch", issuer="UBND huyện Tân Yên", date="2024-01-02"),
    "plan of 2023": Header(number="7/KH-UBND", kind="kế hoạch", issuer="UBND tỉnh An Lạc", date="2023-01-02"),
    "plan of 2024": Header(number="7/KH-UBND", kind="kế hoạch", issuer="UBND tỉnh An Lạc", date="2024-01-02"),
    "decision": Header(number="2351/QĐ-TTg", kind="quyết định", issuer="Thủ tướng Chính phủ", date="2010-12-24"),
    "law": Header(number="73/2006/QH11", kind="luật", subject="BÌNH ĐẲNG GIỚI", issuer="Quốc hội", date="2006-11-29"),
}


def reference(
    number: str | None, kind: str | None, date: str | None = None, issuer: str | None = None, about: str | None = None
) -> Reference:
    return Reference(number, kind, date, issuer, about, "preamble", "…", 0)


MEANT = {
    "other dashes and tone marks": (reference("912/LDTBXH–BĐG", "công văn"), "letter"),
    "leading nought": (reference("0912/LĐTBXH-BĐG", "công văn", "2023-03-16"), "letter"),
    "misprinted day": (reference("912/LĐTBXH-BĐG", "công văn", "2023-03-26"), "letter"),
    "another year": (reference("912/LĐTBXH-BĐG", "công văn", "2021-03-16"), None),
    "another symbol": (reference("912/LĐTBXH-TE", "công văn"), None),
    "another level": (reference("5/KH-UBND", "kế hoạch", "2024-01-02", "UBND tỉnh"), None),
    "another locality": (reference("5/KH-UBND", "kế hoạch", None, "UBND huyện Lâm Thao"), None),
    "the same locality, in full": (reference("5/KH-UBND", "kế hoạch", None, "Ủy ban nhân dân huyện Tân Yên"), "district plan"),
    "year tells two apart": (reference("7/KH-UBND", "kế hoạch", "2024-01-02"), "plan of 2024"),
    "two candidates": (reference("7/KH-UBND", "kế hoạch"), None),
    "without its symbol": (reference("2351", "quyết định"), "decision"),
    "few digits without symbol": (reference("7", "kế hoạch"), None),
    "law by name": (reference(None, "luật", None, None, "Bình đẳng giới"), "law"),
    "law by name of another year": (reference(None, "luật", "2024", None, "Bình đẳng giới"), None),
    "a letter by its day alone": (reference(None, "công văn", "2023-03-16"), None),
}  # fmt: skip


@pytest.mark.parametrize(("cited", "meant"), MEANT.values(), ids=MEANT.keys())
def test_held(cited: Reference, meant: str | None) -> None:
    assert Links(HEADERS).held(cited) == meant


def test_both_ways_each_once() -> None:
    law = reference(None, "luật", None, None, "Bình đẳng giới")
    cited = [("letter", law), ("letter", law), ("letter", reference("1/QĐ-UBND", "quyết định")), ("law", law)]
    links = Links(HEADERS, cited)
    assert [link.cited for link in links.stands_on("letter")] == ["law", None]
    assert [link.citing for link in links.cited_by("law")] == ["letter"]
    assert links.held(law, citing="law") is None
