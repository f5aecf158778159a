from __future__ import annotations

import pytest

from ingest.facts.abbreviations import find_abbreviations

DEFINED = {
    "bracket": ("công tác an toàn thực phẩm (ATTP) năm nay", {"ATTP": "an toàn thực phẩm"}),
    "the word before does not belong": ("Bộ Giao thông vận tải (GTVT) đề nghị", {"GTVT": "Giao thông vận tải"}),
    "của is skipped": ("vì lợi ích của trẻ em (VLITE)", {"VLITE": "vì lợi ích của trẻ em"}),
    "và and dashes are skipped": ("Lao động - Thương binh và Xã hội (LĐTBXH)", {"LĐTBXH": "Lao động - Thương binh và Xã hội"}),
    "dash in the short form": ("phát triển kinh tế - xã hội (KT-XH)", {"KT-XH": "kinh tế - xã hội"}),
    "ampersand": ("Khoa học và Công nghệ (KH&CN)", {"KH&CN": "Khoa học và Công nghệ"}),
    "commas": ("cán bộ, công chức, viên chức (CBCCVC)", {"CBCCVC": "cán bộ, công chức, viên chức"}),
    "Đ is not D": ("đại biểu dân cử (ĐBDC)", {"ĐBDC": "đại biểu dân cử"}),
    "spelled out in the bracket": ("trợ giúp pháp lý (sau đây viết tắt là TGPL)", {"TGPL": "trợ giúp pháp lý"}),
    "called for short": ("bảo hiểm xã hội (gọi tắt là BHXH)", {"BHXH": "bảo hiểm xã hội"}),
    "broken over a line": ("vệ sinh\nmôi trường (VSMT)", {"VSMT": "vệ sinh môi trường"}),
    "short form first": ("UBND (Ủy ban nhân dân) xã", {"UBND": "Ủy ban nhân dân"}),
    "a list": ("TỪ VIẾT TẮT\nCNTT: Công nghệ thông tin\nDVC: Dịch vụ công\n", {"CNTT": "Công nghệ thông tin", "DVC": "Dịch vụ công"}),
    "a short name in words": (
        "thành lập Ban Chỉ đạo chuyển đổi số tỉnh (sau đây gọi tắt là Ban Chỉ đạo).",
        {"Ban Chỉ đạo": "Ban Chỉ đạo chuyển đổi số tỉnh"}),
    "twice: the first counts": ("nước sạch nông thôn (NSNT) và ngân sách nông thôn (NSNT)", {"NSNT": "nước sạch nông thôn"}),
    "initials do not fit": ("Mỗi xã một sản phẩm (OCOP)", {}),
    "a form": ("theo biểu mẫu (Mẫu 02) và Phụ lục (PL1)", {}),
    "a roman numeral": ("Đại hội Đảng (XIII)", {}),
    "an office in brackets": ("giao các đơn vị (Sở Y tế) thực hiện", {}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DEFINED.values(), ids=DEFINED.keys())
def test_find_abbreviations(text: str, expected: dict[str, str]) -> None:
    assert find_abbreviations(text) == expected
