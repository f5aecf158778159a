"""Number, kind, issuer, place, date, subject and signer, as offices print them."""

from __future__ import annotations

import pytest

from ingest.clauses import split_clauses
from ingest.header import read_header
from ingest.model import Header
from ingest.normalize import normalize

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"


def header_of(raw: str) -> Header:
    return read_header(split_clauses(normalize(raw).text))


FIELDS = {
    "letter": (
        "SỞ Y TẾ\nTỈNH AN LẠC\n\n" + MOTTO + "Số: 45/SYT-NVY\nV/v phòng chống\nsốt xuất huyết\n\nAn Lạc, ngày 03 tháng 5 năm 2025\n\n"
        "Kính gửi: Trung tâm Y tế các huyện.\n\nThực hiện chỉ đạo, Sở Y tế yêu cầu:\n\n1. Một.\n\n"
        "Nơi nhận:\n- Như trên.\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nBS. Lê Thị Hoa",
        {"number": "45/SYT-NVY", "kind": "công văn", "issuer": "Sở Y tế tỉnh An Lạc", "date": "2025-05-03",
         "subject": "phòng chống sốt xuất huyết", "signer": "Lê Thị Hoa", "signer_role": "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"},
    ),
    "plan with a number in bold and dots": (
        "Số: **87**.../KH-UBND\n\nKim Sơn, ngày tháng 9 năm 2024\n\n**KẾ HOẠCH**\n**Chuyển đổi số năm 2024**\n\nCăn cứ Luật A;\n\nI. MỤC TIÊU\n1. Một.",
        {"number": "87/KH-UBND", "number_printed": "87.../KH-UBND", "kind": "kế hoạch", "date": "2024-09",
         "subject": "Chuyển đổi số năm 2024"},
    ),
    "number not printed": ("Số: /QĐ-UBND\n\nQUYẾT ĐỊNH\nVề việc thành lập Tổ\n\nĐiều 1. Một.", {"number": None, "number_printed": "/QĐ-UBND", "kind": "quyết định"}),
    "subject that opens like a preamble": (
        "KẾ HOẠCH\nThực hiện công tác lưu trữ\nnăm 2025\n\nThực hiện Công văn số 5/SNV ngày 1/2/2025;\n\n1. Một.",
        {"subject": "Thực hiện công tác lưu trữ năm 2025", "kind": "kế hoạch"},
    ),
    "issuer from the sentence in which it acts": (
        "Số: 9/KH-UBND\n\nHải Ninh, ngày 1 tháng 2 năm 2025\n\nKẾ HOẠCH\nTrồng rừng\n\nCăn cứ Luật A; UBND huyện ban hành kế hoạch như sau:\n\n1. Một.",
        {"issuer": "UBND huyện Hải Ninh", "place": "Hải Ninh"},
    ),
    "statute": (
        "QUỐC HỘI\n\n" + MOTTO + "Luật số: 32/2004/QH11\n\nHà Nội, ngày 03 tháng 12 năm 2004\n\nLUẬT\nAN NINH QUỐC GIA\n\nChương I\nCHUNG\n\nĐiều 1. Một",
        {"number": "32/2004/QH11", "kind": "luật", "issuer": "Quốc hội", "date": "2004-12-03"},
    ),
    "Party number": ("BAN CHẤP HÀNH\n\nSố 12-KH/HU\n\nKẾ HOẠCH\nHọc tập\n\nI. MỤC ĐÍCH\n1. Một.", {"number": "12-KH/HU"}),
    "impossible day stays unknown": ("Số: 1/KH-UBND\n\nAn Lạc, ngày 45 tháng 3 năm 2025\n\nKẾ HOẠCH\nA\n\n1. Một.", {"date": "2025-03"}),
    "nothing printed": ("1. Một.\n2. Hai.", {"number": None, "kind": None, "issuer": None, "date": None, "signer": None}),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), FIELDS.values(), ids=FIELDS.keys())
def test_read_header(raw: str, expected: dict[str, str | None]) -> None:
    header = header_of(raw)
    assert {name: getattr(header, name) for name in expected} == expected
