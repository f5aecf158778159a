"""Recipients left of a signature are two columns, whichever rows they share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.layout.page import Word
from ingest.layout.regions import columns_of

Row = tuple[float, str, str]  # points from the top; what stands left, and right


def words(*rows: Row) -> list[Word]:
    return [
        word
        for top, *sides in rows
        for left, text in zip((60.0, 330.0), sides, strict=True)
        for word in cell(left, top, text)
    ]


def cell(left: float, top: float, text: str) -> Iterator[Word]:
    for word in text.split():
        yield Word(word, left, top, left + 6 * len(word), top + 12, whole=True)
        left += 6 * len(word) + 4


FEET: dict[str, tuple[tuple[Row, ...], list[list[str]]]] = {
    "the signature begins above": (
        ((0, "", "KT. CHỦ TỊCH"), (15, "", "PHÓ CHỦ TỊCH"), (30, "Nơi nhận:", ""), (45, "- Như trên;", ""), (60, "- Lưu: VT.", "Lê An")),
        [["Nơi nhận:", "- Như trên;", "- Lưu: VT."], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê An"]],
    ),
    "the name stands below the last recipient": (
        ((0, "Nơi nhận:", "GIÁM ĐỐC"), (15, "- Như trên;", ""), (30, "- Lưu: VT.", ""), (75, "", "Lê Văn An")),
        [["Nơi nhận:", "- Như trên;", "- Lưu: VT."], ["GIÁM ĐỐC", "Lê Văn An"]],
    ),
    "its first word misread": (
        ((0, "Nơinhận", "GIÁM ĐỐC"), (15, "- Lưu: VT.", "")),
        [["Nơinhận", "- Lưu: VT."], ["GIÁM ĐỐC"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "columns"), FEET.values(), ids=FEET.keys())
def test_foot(rows: tuple[Row, ...], columns: list[list[str]]) -> None:
    assert [list(column.texts()) for column in columns_of(words(*rows))] == columns
