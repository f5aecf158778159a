"""Letters that extraction broke are put right where one reading is left; what is good stays as it is."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.normalize import normalize
from ingest.repair import broken_words, repaired

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

REPAIRED = {
    "pieces of capitals": ("CÁC ĐIỀ U KHO ẢN THI HÀNH", "CÁC ĐIỀU KHOẢN THI HÀNH"),
    "pieces of small letters": ("theo quyế t đị nh và hư ớng dẫn", "theo quyết định và hướng dẫn"),
    "two words stay two": ("theo quy định của tổ chức", "theo quy định của tổ chức"),
    "labels are no pieces": ("điểm m, n và o khoản này, điểm b áp dụng", "điểm m, n và o khoản này, điểm b áp dụng"),
    "a unit is no piece": ("đơn vị tính là m3", "đơn vị tính là m3"),
    "missing letters": ("QUYT ĐNH", "QUYẾT ĐỊNH"),
    "abbreviations miss none": (
        "Từ điểm CP1 tới điểm CP2, TT và QĐ của HĐND",
        "Từ điểm CP1 tới điểm CP2, TT và QĐ của HĐND",
    ),
    "marks behind their letters": ("Điê \u0300u 5", "Điều 5"),
    "Cyrillic letters in a number": ("BYT-ВСТ-ВТC", "BYT-BCT-BTC"),
    "Russian is no Latin": ("журнал Право", "журнал Право"),
    "ligatures": ("ﬁle", "file"),
    "misprints are the writer's": ("ngân sảch nhà nước, quyểt định", "ngân sảch nhà nước, quyểt định"),
}


@pytest.mark.parametrize(("text", "expected"), REPAIRED.values(), ids=REPAIRED.keys())
def test_repaired(text: str, expected: str) -> None:
    assert repaired(text, recognised=False) == expected


MISREAD = {
    "a mark that no syllable has there": ("QUYÉT ĐỊNH", "QUYẾT ĐỊNH"),
    "case stays": ("Bộ Công Thưong", "Bộ Công Thương"),
    "English stays": ("Socialist Republic of Viet Nam", "Socialist Republic of Viet Nam"),
    "a syllable that does not go with its neighbours": ("có thâm quyên kiêm tra", "có thẩm quyền kiểm tra"),
    "a name stays": ("Khổng Thế Dũng", "Khổng Thế Dũng"),
}


@pytest.mark.parametrize(("text", "expected"), MISREAD.values(), ids=MISREAD.keys())
def test_what_was_recognised_is_mended_where_it_is_no_vietnamese(text: str, expected: str) -> None:
    assert repaired(text, recognised=True) == expected


def test_only_the_pages_that_were_recognised_are_read_so() -> None:
    assert normalize("QUYÉT ĐỊNH\fQUYÉT ĐỊNH", {2}).text == "QUYÉT ĐỊNH\n\nQUYẾT ĐỊNH"


def test_what_cannot_be_mended_is_told() -> None:
    broken = "hoậtx độngx kiểnn trạm quyểnn lợpi nghĩạ vụợ thưởngg"
    assert [anomaly.code for anomaly in normalize(broken).anomalies] == ["letters-broken"]
    assert broken_words(["Một văn bản có vài chữ saị, không hơn."]) == []


def good_texts() -> Iterator[str]:
    for path in sorted((SHARED / "corpus").glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    with gzip.open(SHARED / "training" / "legal-vi.jsonl.gz") as lines:
        for number, line in enumerate(lines):
            if number % 8 == 0:
                yield json.loads(line)["text"]


@pytest.mark.skipif(not SHARED.exists(), reason="the real directives are not beside the project")
def test_good_text_passes_unchanged() -> None:
    """But for what extraction had broken in it already: Cyrillic letters, and a piece in some 10 million letters."""
    lines = (line for text in good_texts() for line in unicodedata.normalize("NFC", text).split("\n"))
    latin = (line for line in lines if not any("\u0400" <= letter <= "\u04ff" for letter in line))
    changed = [line for line in latin if repaired(line, recognised=False) != line]
    assert len(changed) <= 3, changed
    assert all(repaired(line, recognised=False).replace(" ", "") == line.replace(" ", "") for line in changed)
