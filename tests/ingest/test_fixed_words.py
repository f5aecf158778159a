"""Fixed words of a directive are told by their letters; other lines are not taken for them."""

from __future__ import annotations

import pytest

from ingest.fixed_words import edits, like_addressees, like_motto, like_recipients

RECIPIENTS = {
    "Nơinhận": True,
    "Nơi nhân:": True,
    "Noi nhạn .": True,
    "Nội dung": False,
    "Nơi nhận hồ sơ": False,
    "": False,
}
ADDRESSEES = {"Kinh gứi: Sở Y tế": True, "Kính gi: UBND tỉnh": True, "Kinh phí: 20 triệu": False, "Kính gửi": False}
MOTTO = {
    "CONG HOA XA HỌI CHU NGHIA VIET NAM": True,
    "CỘNG HÒA XÃ HỘI CHỦ NGHA VIỆT NAM": True,
    "Độc lập - Tự đo - Hạnh phúc": True,
    "Chủ nghĩa xã hội khoa học ở Việt Nam": False,
    "HỘI ĐỒNG NHÂN DÂN TỈNH": False,
}


@pytest.mark.parametrize(("line", "expected"), RECIPIENTS.items())
def test_recipients(line: str, expected: bool) -> None:
    assert like_recipients(line) is expected


@pytest.mark.parametrize(("line", "expected"), ADDRESSEES.items())
def test_addressees(line: str, expected: bool) -> None:
    assert like_addressees(line) is expected


@pytest.mark.parametrize(("line", "expected"), MOTTO.items())
def test_motto(line: str, expected: bool) -> None:
    assert like_motto(line) is expected


def test_edits() -> None:
    assert [edits("abc", other) for other in ("abc", "abd", "ab", "")] == [0, 1, 1, 3]
