"""Who signs, as what: rank and degrees, capitals, several signers, the office left out."""

from __future__ import annotations

import pytest

from ingest.lines import lines_of
from ingest.signatures import is_signature, read_signatures

SIGNATURES = {
    "in the place of": ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Thị Hoa", [("KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "Lê Thị Hoa")]),
    "degrees before the name": ("GIÁM ĐỐC\nPGS.TS. BSCKII. Lê Thị Hoa", [("GIÁM ĐỐC", "Lê Thị Hoa")]),
    "rank before the name": ("TRƯỞNG PHÒNG\nThượng tá Cao Xuân Lộc", [("TRƯỞNG PHÒNG", "Cao Xuân Lộc")]),
    "a family name like an office": ("GIÁM ĐỐC\nTrương Hải Long", [("GIÁM ĐỐC", "Trương Hải Long")]),
    "name in capitals": ("TL. BỘ TRƯỞNG\nVỤ TRƯỞNG\nNGUYỄN THỊ AN", [("TL. BỘ TRƯỞNG VỤ TRƯỞNG", "Nguyễn Thị An")]),
    "name of a highlander": ("TM. UBND XÃ\nCHỦ TỊCH\nH'Yim Kđoh", [("TM. UBND XÃ CHỦ TỊCH", "H'Yim Kđoh")]),
    "Party": ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n(Đã ký)\nY Biêr Niê", [("T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ", "Y Biêr Niê")]),
    "office and name on one line": ("CHỦ TỊCH QUỐC HỘI Nguyễn Thị An", [("CHỦ TỊCH QUỐC HỘI", "Nguyễn Thị An")]),
    "office left out": ("Nguyễn Văn An\n\n(Đã ký)", [("", "Nguyễn Văn An")]),
    "electronic signature between": (
        "GIÁM ĐỐC\nNgười ký: SỞ Y TẾ\nEmail: a@b.vn\nThời gian ký: 1/2/2025\nLê Thị Hoa", [("GIÁM ĐỐC", "Lê Thị Hoa")]),
    "several offices": (
        "TM. CHÍNH PHỦ\nTHỦ TƯỚNG\nLê Văn A\n\nCHỦ TỊCH\nTrần Thị B", [("TM. CHÍNH PHỦ THỦ TƯỚNG", "Lê Văn A"), ("CHỦ TỊCH", "Trần Thị B")]),
    "what follows is none of it": ("BỘ TRƯỞNG\nLê Văn A\nQUY CHUẨN KỸ THUẬT", [("BỘ TRƯỞNG", "Lê Văn A")]),
    "an office in small letters is no name": ("KT. THỐNG ĐỐC\nPhó Thống Đốc\nLê Văn A", [("KT. THỐNG ĐỐC", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SIGNATURES.values(), ids=SIGNATURES.keys())
def test_read_signatures(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(" ".join(s.role), s.name) for s in read_signatures(lines_of(text))] == expected


NO_SIGNATURES = {
    "a chapter's title": "QUYỀN VÀ NGHĨA VỤ\nĐiều 5. Quyền\n1. Một.",
    "an authority above its grounds": "BỘ TRƯỞNG BỘ XÂY DỰNG\nCăn cứ Luật A;\n" + "Căn cứ Luật Tổ chức chính quyền địa phương;\n" * 20,
    "a sentence": "Chủ tịch UBND xã báo cáo kết quả.",
}  # fmt: skip


@pytest.mark.parametrize("text", NO_SIGNATURES.values(), ids=NO_SIGNATURES.keys())
def test_no_signature(text: str) -> None:
    assert not is_signature(lines_of(text), 0)
