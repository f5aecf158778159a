from __future__ import annotations

import pytest

from eval.matching import says

CASES = {
    "as it is": ("nộp trước 15/11/2024", "15/11/2024", True),
    "without diacritics": ("Phòng Y tế", "phong y te", True),
    "the tone mark elsewhere": ("Phòng Văn hoá", "Phòng Văn hóa", True),
    "another dash, other spaces": ("Lao động – Thương  binh", "Lao động - Thương binh", True),
    "a space inside a number's code": ("912/LĐT BXH-BĐG", "912/LĐTBXH-BĐG", True),
    "a space before the slash": ("5947 /KH-UBND", "5947/KH-UBND", True),
    "zeros before a day": ("trước ngày 05/06/2023", "5/6/2023", True),
    "a zero that counts": ("100%", "1%", False),
    "another number that ends alike": ("15/6 hằng năm", "5/6", False),
    "another number that begins alike": ("mục tiêu 12", "mục tiêu 1", False),
    "two numbers side by side": ("năm 2018 15/6", "15/6", True),
    "the end of a longer date": ("ngày 15/4/2024", "4/2024", False),
    "the second alternative": ("radio station", "Đài Truyền thanh||radio station", True),
    "no alternative": ("television", "Đài Truyền thanh||radio station", False),
    "bold and markers": ("trước **15/11** [1]/2024", "15/11/2024", True),
    "over a line break": ("mục tiêu\n5", "mục tiêu 5", True),
}


@pytest.mark.parametrize(("text", "fact", "said"), CASES.values(), ids=CASES.keys())
def test_says(text: str, fact: str, said: bool) -> None:
    assert says(text, fact) is said
