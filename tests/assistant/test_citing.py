"""Places in words, and whole citations."""

from __future__ import annotations

import pytest

from assistant.citing import label_of, official
from ingest.model import Clause, Header

LABELS = {
    "IV.6-3": ("gạch đầu dòng thứ 3, mục IV.6", "bullet 3, section IV.6"),
    "1-4+2": ("dấu cộng thứ 2, gạch đầu dòng thứ 4, mục 1", "sub-bullet 2, bullet 4, section 1"),
    "Đ5.1.đ": ("điểm đ khoản 1 Điều 5", "point đ, clause 1, Article 5"),
    "Đ1.II.3": ("mục II.3 Điều 1", "section II.3, Article 1"),
    "II.3.a": ("điểm a mục II.3", "point a, section II.3"),
    "CII.M1": ("Mục 1 Chương II", "Section 1, Chapter II"),
    "CII.M1.TM2": ("Tiểu mục 2 Mục 1 Chương II", "Subsection 2, Section 1, Chapter II"),
    "PL2.3": ("mục 3 Phụ lục 2", "section 3, Annex 2"),
    "PL1.B1": ("Biểu 1 Phụ lục 1", "Form 1, Annex 1"),
    "PL1.Đ3.2": ("khoản 2 Điều 3 Phụ lục 1", "clause 2, Article 3, Annex 1"),
    "closing": ("đoạn kết", "closing paragraph"),
    "recipients-2": ("gạch đầu dòng thứ 2, phần Nơi nhận", "bullet 2, recipients"),
    "footnote-2": ("chú thích 2", "footnote 2"),
    "C.1": ("mục C.1", "section C.1"),
    "II.3~2": ("mục II.3 (lần thứ 2)", "section II.3 (occurrence 2)"),
}


@pytest.mark.parametrize(("path", "words"), LABELS.items(), ids=LABELS.keys())
def test_label_of(path: str, words: tuple[str, str]) -> None:
    assert (label_of(path, "vi"), label_of(path, "en")) == words


OFFICIAL = {
    "number and day": (
        Header(
            number="12/KH-UBND",
            number_printed="12/KH-UBND",
            kind="kế hoạch",
            issuer="UBND huyện An Lạc",
            date="2025-03-09",
        ),
        "mục I.2 Kế hoạch số 12/KH-UBND ngày 9/3/2025 của UBND huyện An Lạc",
    ),
    "number not printed": (
        Header(number_printed="/KH-UBND", kind="kế hoạch", issuer="UBND huyện An Lạc", date="2025-04"),
        "mục I.2 Kế hoạch số …/KH-UBND, tháng 4/2025, của UBND huyện An Lạc (bản chưa ghi số)",
    ),
    "nothing printed": (Header(), "mục I.2 Văn bản (bản chưa ghi số)"),
}


@pytest.mark.parametrize(("header", "expected"), OFFICIAL.values(), ids=OFFICIAL.keys())
def test_official(header: Header, expected: str) -> None:
    assert official(Clause("I.2", "2. Hai.", 0), header) == expected
