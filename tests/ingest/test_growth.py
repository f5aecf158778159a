"""What takes longer than its length lets one expect: repeated words, a megabyte of them in a real file.

Not by the clock: the functions that are called are counted, of a text and of one four times as long.
"""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from tests.fuzz.properties import read_text_well

_SHORT, _LONG = 4_000, 16_000  # characters
_GROWTH = 6.0  # of what is called; 4 is linear, 16 quadratic
_WORDS = {
    "one long line": "các đơn vị thực hiện nhiệm vụ được giao ",
    "dashes": "- a\n",
    "pluses": "+ a\n",
    "what signs": "CHỦ TỊCH\n",
    "quotes within quotes": '“ " ',
    "digits": "1234567890",
    "labels in a row": "1. 1. 1. ",
    "a label a line": "1. a\n",
    "points": "a) x\n",
    "articles": "Điều 1. A\n",
    "annexes": "PHỤ LỤC\n",
    "recipients": "Nơi nhận:\n",
    "blank numbers": "Số: /UBND-VX ",
    "laws": "Luật A và ",
    "orders": "giao Sở A; ",
    "days": "trước ngày 5/6 và ",
    "effects": "sửa đổi khoản 1 Điều 2; hết hiệu lực\n",
    "rows of a table": "\x01a\x02\x04\x02b\n",
    "rows and lines": "\x01a\x02b\nc\n",
}


def _calls(text: str) -> int:
    """How many functions reading a text calls, those of C included."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        read_text_well(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("word", _WORDS.values(), ids=_WORDS.keys())
def test_four_times_the_text_calls_four_times_as_much(word: str) -> None:
    text = word * (_LONG // len(word) + 1)
    read_text_well(text[:200])  # tables that are built at first use
    assert _calls(text[:_LONG]) < _GROWTH * max(_calls(text[:_SHORT]), 500)
