"""What normalising takes out, and what it leaves."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalize import normalize

CASES = {
    "bold and italics": ("**Số:** *12*/KH ***chung***", "Số: 12/KH chung"),
    "underscores for emphasis, not for blanks": ("__Nơi nhận:__ _ghi_ ____/BC", "Nơi nhận: ghi ____/BC"),
    "headings": ("### **1. Một**", "1. Một"),
    "a star that multiplies": ("2 * 3 * 4", "2 * 3 * 4"),
    "odd spaces": ("một\u00a0hai\u200b   ba", "một hai ba"),
    "letter and mark parted by a joiner": ("Tie\u200d\u0302n", "Tiên"),
    "letter and mark parted by bold": ("Tie**\u0302n**", "Tiên"),
    "page numbers that count up": ("A.\n\n2\n\nB.\n\n3\n\nC.", "A.\n\nB.\n\nC."),
    "a lone number that counts nothing": ("A.\n\n150\n\nB.", "A.\n\n150\n\nB."),
    "a sentence over a page": ("đẩy mạnh công\n\nnghiệp hoá.", "đẩy mạnh công nghiệp hoá."),
    "a letter and a stroke that look alike": ("Số: 12/Q\u00d0\u2044SYT", "Số: 12/QĐ/SYT"),
    "one sign recognised as two": ("Số: 7/\u20442025/Q\u0110\u00d0-SYT", "Số: 7/2025/QĐ-SYT"),
    "a new paragraph": ("Một.\n\nhai", "Một.\n\nhai"),
}


@pytest.mark.parametrize(("raw", "expected"), CASES.values(), ids=CASES.keys())
def test_normalize(raw: str, expected: str) -> None:
    assert normalize(raw).text == expected


@given(st.text(max_size=300))
def test_the_result_is_nfc_and_stays_so(raw: str) -> None:
    text = normalize(raw).text
    assert unicodedata.is_normalized("NFC", text)


def test_pages_begin_where_their_text_begins() -> None:
    normalized = normalize("Một.\fHai.\f\fBốn.")
    assert [normalized.text[start:].split("\n")[0] for start in normalized.page_starts] == [
        "Một.",
        "Hai.",
        "Bốn.",
        "Bốn.",
    ]
