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
    "number without a colon": ("Số 363/2025/NĐ-CP\n\nNGHỊ ĐỊNH\nVề chợ\n\nĐiều 1. Một.", {"number": "363/2025/NĐ-CP", "subject": "Về chợ"}),
    "kind before the number": ("Pháp lệnh số: 9/2025/UBTVQH15\n\nPHÁP LỆNH\nMÔI TRƯỜNG\n\nĐiều 1. Một.", {"number": "9/2025/UBTVQH15", "kind": "pháp lệnh"}),
    "spaces in a blank number": ("Số: /TTr - SCT\n\nTỜ TRÌNH\nVề chợ\n\n1. Một.", {"number": None, "number_printed": "/TTr - SCT"}),
    "thousands": ("Số: 1.894/TB-SCT\n\nTHÔNG BÁO\nVề chợ\n\n1. Một.", {"number": "1894/TB-SCT", "number_printed": "1.894/TB-SCT"}),
    "number and date on one line": ("Số: 5/KH-UBND An Lạc, ngày 29/6/2026\n\nKẾ HOẠCH\nVề chợ\n\n1. Một.",
        {"number": "5/KH-UBND", "number_printed": "5/KH-UBND", "date": "2026-06-29", "place": "An Lạc"}),
    "motto and kind misspelt": (
        "SỞ Y TẾ\n\nCỘNG HÕA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập -Tự do - Hạnh phúc\n\nSố: 5/KH-SYT\n\nAn Lạc, ngày tháng 4năm 2026\n\nKÊ HOẠCH\nPhòng bệnh\n\n1. Một.",
        {"kind": "kế hoạch", "date": "2026-04", "issuer": "Sở Y tế", "subject": "Phòng bệnh"}),
    "a subject too long for a line": ("Số: 5/2026/TT-BYT\n\nTHÔNG TƯ\n" + "Sửa đổi " * 60 + "quy chế\nCăn cứ Luật A;\n\nĐiều 1. Một.",
        {"subject": "Sửa đổi " * 60 + "quy chế"}),
    "a subject that cites by number over lines": (
        "Số: 5/2026/TT-BYT\n\nTHÔNG TƯ\nHướng dẫn Nghị quyết\nsố 197/2025/QH15 ngày 17 tháng 5 năm 2025 về chợ\n\nĐiều 1. Một.",
        {"subject": "Hướng dẫn Nghị quyết số 197/2025/QH15 ngày 17 tháng 5 năm 2025 về chợ"}),
    "a subject that issues something, in capitals": (
        "Số: 5/QĐ-TTg\n\nQUYẾT ĐỊNH\nBAN HÀNH BỘ TIÊU CHÍ\nCăn cứ Luật A;\nTheo đề nghị;\n\nĐiều 1. Một.", {"subject": "BAN HÀNH BỘ TIÊU CHÍ"}),
    "the authority below the subject is none of it": (
        "Số: 5/QĐ-BXD\n\nQUYẾT ĐỊNH\nVề an toàn\n\nBỘ TRƯỞNG BỘ XÂY DỰNG\n\nCăn cứ Luật A;\n\nĐiều 1. Một.", {"subject": "Về an toàn"}),
    "a law's day in its last paragraph": (
        "QUỐC HỘI\n\n" + MOTTO + "Luật số: 9/2025/QH15\n\nLUẬT\nCHỢ\n\nĐiều 1. Một\n\n"
        "Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV, kỳ họp thứ 10 thông qua ngày 10 tháng 12 năm 2025.",
        {"date": "2025-12-10", "number": "9/2025/QH15"}),
    "a regulation attached to a decision": (
        "UBND TỈNH\nAN LẠC\n\n" + MOTTO + "ĐIỀU LỆ\nQUỸ KHUYẾN HỌC\n(Kèm theo Quyết định số /QĐ-UBND ngày /3/2025)\n\nĐiều 1. Một.",
        {"issuer": "UBND tỉnh An Lạc", "kind": "điều lệ", "subject": "QUỸ KHUYẾN HỌC", "date": "2025-03", "number": None}),
    "joint document": (
        "BỘ CÔNG AN - BỘ Y TẾ -\nTÒA ÁN NHÂN DÂN TỐI CAO\n\n" + MOTTO + "Số: 2/HDLN-BCA-BYT-TANDTC\n\nHƯỚNG DẪN LIÊN NGÀNH\nVề chợ\n\n1. Một.\n\n"
        "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n(Đã ký)\nLê Văn A\n\nBỘ TRƯỞNG\nTrương Thị B",
        {"issuer": "Bộ Công an, Bộ Y tế, Tòa án nhân dân tối cao", "signer": "Lê Văn A; Trương Thị B",
         "signer_role": "KT. BỘ TRƯỞNG THỨ TRƯỞNG; BỘ TRƯỞNG"}),
    "an office that every body has": ("UBND TỈNH AN LẠC\nVĂN PHÒNG\n\nSố: 5/VP-TH\n\nKính gửi: Sở Y tế.\n\nĐề nghị báo cáo.",
        {"issuer": "Văn phòng UBND tỉnh An Lạc", "kind": "công văn"}),
    "a body over two lines that begin with a body": ("ỦY BAN THƯỜNG VỤ\nQUỐC HỘI\n\nNghị quyết số: 5/2025/UBTVQH15\n\nNGHỊ QUYẾT\nVề chợ\n\nĐiều 1. Một.",
        {"issuer": "Ủy ban Thường vụ Quốc hội"}),
    "the other column on the issuer's line": ("BỘ NỘI VỤ CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 5/BNV-VX\n\nKính gửi: Sở Y tế.\n\nĐề nghị.",
        {"issuer": "Bộ Nội vụ"}),
    "secrecy and draft are none of the issuer": ("DỰ THẢO\n\nMẬT\n\nMẶT TRẬN TỔ QUỐC VIỆT NAM\n\nSố: 5/KH-MTTQ\n\nKẾ HOẠCH\nA\n\n1. Một.",
        {"issuer": "Mặt trận Tổ quốc Việt Nam"}),
    "the Government without a letterhead": ("NGHỊ ĐỊNH\nVề chợ\n\nCăn cứ Luật A;\nChính phủ ban hành Nghị định về chợ.\n\nĐiều 1. Một.", {"issuer": "Chính phủ"}),
    "a chapter about rights is no signature": (
        "Số: 5/2025/TT-BYT\n\nTHÔNG TƯ\nVề thuốc\n\nChương I\nQUYỀN CỦA VIÊN CHỨC\n\nĐiều 1. Một\n\nBỘ TRƯỞNG\nĐại tướng Lương Văn A\nMẪU BIÊN BẢN",
        {"signer": "Lương Văn A", "signer_role": "BỘ TRƯỞNG"}),
    "impossible day stays unknown": ("Số: 1/KH-UBND\n\nAn Lạc, ngày 45 tháng 3 năm 2025\n\nKẾ HOẠCH\nA\n\n1. Một.", {"date": "2025-03"}),
    "nothing printed": ("1. Một.\n2. Hai.", {"number": None, "kind": None, "issuer": None, "date": None, "signer": None}),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), FIELDS.values(), ids=FIELDS.keys())
def test_read_header(raw: str, expected: dict[str, str | None]) -> None:
    header = header_of(raw)
    assert {name: getattr(header, name) for name in expected} == expected
