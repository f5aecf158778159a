"""Titles and identifiers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Document
from vectorstore.names import slug_of, title_of

TITLES = {
    "kind and subject": (
        {"kind": "kế hoạch", "subject": "Triển khai công tác\nnăm 2018"},
        "Kế hoạch triển khai công tác năm 2018",
    ),
    "an abbreviation first": ({"kind": "công văn", "subject": "ATGT năm 2024"}, "Công văn ATGT năm 2024"),
    "the subject names the kind": ({"kind": "kế hoạch", "subject": "Kế hoạch năm 2018"}, "Kế hoạch năm 2018"),
    "capitals take the text's spelling": (
        {"kind": "quyết định", "subject": "VỀ VIỆC CẤP NƯỚC CHO XÃ BÌNH AN"},
        "Quyết định về việc cấp nước cho xã Bình An",
    ),
    "no kind": ({"subject": "cấp nước"}, "Cấp nước"),
    "no subject": ({"kind": "thông báo"}, "Thông báo"),
    "nothing but a file": ({}, "giấy tờ"),
}


@pytest.mark.parametrize(("header", "title"), TITLES.values(), ids=TITLES.keys())
def test_title(build_document: Callable[..., Document], header: dict[str, str], title: str) -> None:
    document = build_document({"1": "Việc cấp nước cho xã Bình An là cần."}, file="giấy tờ.txt", **header)
    assert title_of(document) == title


SLUGS = {
    "number and year": ({"number": "5947/KH-UBND", "date": "2018-05-17"}, "5947-kh-ubnd-2018"),
    "a number that has the year": ({"number": "01/2020/NĐ-CP", "date": "2020-01-01"}, "01-2020-nd-cp"),
    "kind and place without a number": (
        {"kind": "kế hoạch", "place": "Lâm Thao", "date": "2024-04"},
        "ke-hoach-lam-thao-2024",
    ),
    "no date": ({"number": "12/TB"}, "12-tb"),
    "a date without a year": ({"number": "12/TB", "date": "--06-15"}, "12-tb"),
    "nothing but a file": ({}, "giay-to"),
}


@pytest.mark.parametrize(("header", "slug"), SLUGS.values(), ids=SLUGS.keys())
def test_slug(build_document: Callable[..., Document], header: dict[str, str], slug: str) -> None:
    assert slug_of(build_document({"1": "Một."}, file="giấy tờ.txt", **header)) == slug
