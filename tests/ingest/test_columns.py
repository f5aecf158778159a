"""Head and foot in two columns."""

from __future__ import annotations

import pytest

from ingest.columns import one_column

CASES = {
    "head: issuer and motto, number and date": (
        "SỞ NỘI VỤ              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 5/SNV              An Lạc, ngày 3 tháng 4 năm 2025\nV/v lưu trữ\n\nKính gửi: Các sở.",
        ["SỞ NỘI VỤ", "Số: 5/SNV", "V/v lưu trữ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "An Lạc, ngày 3 tháng 4 năm 2025", "Kính gửi: Các sở."],
    ),
    "head: parted by tabs": (
        "UBND XÃ\tĐộc lập - Tự do - Hạnh phúc\nSố: 5/UBND\t\n\nKính gửi: A.",
        ["UBND XÃ", "Số: 5/UBND", "Độc lập - Tự do - Hạnh phúc", "Kính gửi: A."],
    ),
    "foot: recipients and signature": (
        "1. Một.\nNơi nhận:              CHỦ TỊCH\n- Như trên;\n- Lưu: VT.\n                              Trần Văn Bình",
        ["1. Một.", "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", "Trần Văn Bình"],
    ),
    "a table in the body keeps its lines": ("1. Bảng\nTên     Số\nA       5\n2. Hai.", ["1. Bảng", "Tên     Số", "A       5", "2. Hai."]),
    "a table behind the foot keeps its rows": (
        "Nơi nhận:              CHỦ TỊCH\n- Lưu: VT.              Trần Văn Bình\nPHỤ LỤC I\n1\tXã A\t10",
        ["Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH", "Trần Văn Bình", "PHỤ LỤC I", "1\tXã A\t10"],
    ),
    "foot: two who sign minutes": (
        "2. Hai.\nTHƯ KÝ              CHỦ TRÌ\n\nLê Thị Ba              Trần Văn Bình",
        ["2. Hai.", "THƯ KÝ", "Lê Thị Ba", "CHỦ TRÌ", "Trần Văn Bình"],
    ),
    "the heads of a table at the end are no titles": (
        "2. Hai.\nSTT     HỌ TÊN\n1     LÊ BA", ["2. Hai.", "STT     HỌ TÊN", "1     LÊ BA"],
    ),
    "nothing in columns": ("KẾ HOẠCH\nTrồng rừng\n\n1. Một.", ["KẾ HOẠCH", "Trồng rừng", "1. Một."]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_one_column(text: str, expected: list[str]) -> None:
    assert [line.strip() for line in one_column(text).split("\n") if line.strip()] == expected
