"""Marks that recognition took for others are put right where the sentence leaves little doubt; the rest stays."""

from __future__ import annotations

import pytest

from ingest.likeliest import corrections, likeliest

ROWS = {
    "a hook on a hat": ("Sửa đối, bố sung một số điều", "Sửa đổi, bổ sung một số điều"),
    "a lost hook": ("việc kiêm tra, thẩm định", "việc kiểm tra, thẩm định"),
    "a hook too many": ("quy định chỉ tiết", "quy định chi tiết"),
    "a hat lost in capitals": ("PHÓ GIÁM ĐÓC", "PHÓ GIÁM ĐỐC"),
    "right words stay": ("Căn cứ Luật Tổ chức chính quyền địa phương", "Căn cứ Luật Tổ chức chính quyền địa phương"),
    "a person's name stays": ("Hoàng Chí Hiện", "Hoàng Chí Hiện"),
    "both places of a tone mark are right": ("hàng hoá và uỷ quyền", "hàng hoá và uỷ quyền"),
    "one word alone stays": ("Tô", "Tô"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("read", "meant"), ROWS.values(), ids=ROWS.keys())
def test_likeliest(read: str, meant: str) -> None:
    assert likeliest(read) == meant
    assert len(likeliest(read)) == len(read)


def test_corrections_are_told() -> None:
    assert list(corrections("Sửa đối, bố sung")) == [("đối", "đổi"), ("bố", "bổ")]
