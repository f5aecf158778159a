"""Citations in every spelling, none of them from the documents at hand."""

from __future__ import annotations

import pytest

from ingest.model import Clause, Reference
from ingest.references import find_references


def cited(text: str, path: str = "preamble") -> tuple[Reference, ...]:
    references = find_references([Clause(path=path, text=text, start=0)])
    assert all(text[r.start : r.start + len(r.quote)] == r.quote for r in references)
    return references


NUMBERS = {
    "letter": ("Theo Công văn số 415/SYT-NVY ngày 3/2/2022 của Sở Y tế", [("công văn", "415/SYT-NVY", "2022-02-03")]),
    "the day before the office that issued it": (
        "Ngày 20/02/2023, UBND tỉnh ban hành Công văn số 512/UBND-KT về rác thải",
        [("công văn", "512/UBND-KT", "2023-02-20")],
    ),
    "a space inside the symbol": (
        "Hướng dẫn số 77/LĐT BXH-BTXH ngày 1/2/2020",
        [("hướng dẫn", "77/LĐTBXH-BTXH", "2020-02-01")],
    ),
    "a space before the slash": (
        "Kế hoạch số 5120 /KH-UBND ngày 9/9/2021",
        [("kế hoạch", "5120/KH-UBND", "2021-09-09")],
    ),
    "broken over a line": (
        "Quyết định số 12/QĐ-\nUBND ngày 04\ntháng 5 năm 2019",
        [("quyết định", "12/QĐ-UBND", "2019-05-04")],
    ),
    "Party number, en dashes": ("Nghị quyết số 19 – NQ/TU, ngày 14.8.2015", [("nghị quyết", "19-NQ/TU", "2015-08-14")]),
    "Party directive": ("Chỉ thị số 40-CT/TW ngày 22/11/2014 của Ban Bí thư", [("chỉ thị", "40-CT/TW", "2014-11-22")]),
    "decree with a year": (
        "Nghị định số 34/2016/NĐ-CP ngày 14 tháng 5 năm 2016",
        [("nghị định", "34/2016/NĐ-CP", "2016-05-14")],
    ),
    "symbol right behind the digits": (
        "Quyết định số 4155QĐ/ BTP ngày 26/10/2011",
        [("quyết định", "4155QĐ/BTP", "2011-10-26")],
    ),
    "a subject in capitals": (
        "CHỈ THỊ SỐ 37-CT/TW NGÀY 03/9/2019 CỦA BAN BÍ THƯ",
        [("chỉ thị", "37-CT/TW", "2019-09-03")],
    ),
    "a number with a point": (
        "Nghị quyết số 66.12/2026/NQ-CP của Chính phủ",
        [("nghị quyết", "66.12/2026/NQ-CP", None)],
    ),
    "old decree": ("Nghị định số 24/CP ngày 14/4/1993", [("nghị định", "24/CP", "1993-04-14")]),
    "no word số": (
        "căn cứ Quyết định 1902/QĐ-LĐTBXH ngày 30/12/2021",
        [("quyết định", "1902/QĐ-LĐTBXH", "2021-12-30")],
    ),
    "number without symbol": (
        "theo QĐ 1898 và Nghị quyết 42.",
        [("quyết định", "1898", None), ("nghị quyết", "42", None)],
    ),
    "kind inferred from the symbol": (
        "gửi kèm số 88/TB-UBND ngày 1/3/2020",
        [("thông báo", "88/TB-UBND", "2020-03-01")],
    ),
    "plain office symbol is a letter": (
        "tại số 123/UBND-NC ngày 1/3/2020",
        [("công văn", "123/UBND-NC", "2020-03-01")],
    ),
    "generic word stays": ("Văn bản số 903/UBND-KT ngày 11/4/2022", [("văn bản", "903/UBND-KT", "2022-04-11")]),
    "number left blank": ("Kế hoạch số …/KH-UBND ngày … tháng 4 năm 2024", [("kế hoạch", "…/KH-UBND", "2024-04")]),
    "dots behind the number": ("Công văn số 146.../UBND-VX ngày 2/3/2021", [("công văn", "146/UBND-VX", "2021-03-02")]),
    "day left blank": ("Tờ trình số 9/TTr-SNV ngày .../6/2023", [("tờ trình", "9/TTr-SNV", "2023-06")]),
    "several after one kind": (
        "các Quyết định số 11/QĐ-UBND ngày 1/2/2020, số 12/QĐ-UBND ngày 2/2/2020 và số 13/QĐ-UBND",
        [
            ("quyết định", "11/QĐ-UBND", "2020-02-01"),
            ("quyết định", "12/QĐ-UBND", "2020-02-02"),
            ("quyết định", "13/QĐ-UBND", None),
        ],
    ),
    "joint circular": (
        "Thông tư liên tịch số 5/2012/TTLT-BTC-BNV",
        [("thông tư liên tịch", "5/2012/TTLT-BTC-BNV", None)],
    ),
    "issuer before the number": (
        "Chỉ thị của Thủ tướng Chính phủ số 16/CT-TTg ngày 31/3/2020",
        [("chỉ thị", "16/CT-TTg", "2020-03-31")],
    ),
    "law with number": ("Luật Trẻ em số 102/2016/QH13 ngày 05/4/2016", [("luật", "102/2016/QH13", "2016-04-05")]),
    "law by number alone": ("được thay bằng Luật số 35/2018/QH14", [("luật", "35/2018/QH14", None)]),
    "law by name": ("theo Luật Trẻ em, các đơn vị", [("luật", None, None)]),
    "law of a year": ("Bộ luật Lao động năm 2019 quy định", [("bộ luật", None, "2019")]),
    "constitution": ("theo Hiến pháp năm 2013.", [("hiến pháp", None, "2013")]),
    "a dated letter without number": ("Tờ trình ngày 12/5/2024 của Phòng Nội vụ", [("tờ trình", None, "2024-05-12")]),
    "thrice in a clause is once": (
        "QĐ số 1/QĐ-UBND, QĐ số 1/QĐ-UBND và Quyết định số 1/QĐ-UBND",
        [("quyết định", "1/QĐ-UBND", None)],
    ),
    "provision of a law": ("khoản 2 Điều 5 Luật Đất đai và Điều 7 Luật Đất đai", [("luật", None, None)]),
    "several laws by number alone": (
        "các Luật số 43/2024/QH15, số 47/2024/QH15 và Luật số 58/2024/QH15",
        [("luật", "43/2024/QH15", None), ("luật", "47/2024/QH15", None), ("luật", "58/2024/QH15", None)],
    ),
    "a symbol of six offices": (
        "Thông tư liên tịch số 10/2018/TTLT-BTP-BCA-BQP-BTC-TANDTC-VKSNDTC",
        [("thông tư liên tịch", "10/2018/TTLT-BTP-BCA-BQP-BTC-TANDTC-VKSNDTC", None)],
    ),
    "a dash left out": ("Quyết định số 1626/QĐTTg ngày 15/12/2023", [("quyết định", "1626/QĐ-TTg", "2023-12-15")]),
    "a law by name after its number": (
        "Luật Trẻ em số 102/2016/QH13; theo Luật Trẻ em năm 2016",
        [("luật", "102/2016/QH13", None)],
    ),
    "an unlisted law up to its number": (
        "Luật Phòng chống, chống mua bán người số 53/2024/QH15;",
        [("luật", "53/2024/QH15", None)],
    ),
    "two spellings of one number": (
        "Thông tư số 1/2018/TT-BTP, Thông tư số 1/2018/TT-BTP; Thông tư số 1/2018/TT/BTP",
        [("thông tư", "1/2018/TT-BTP", None)],
    ),
    "short form of one cited in full": (
        "Chỉ thị số 11-CT/TU ngày 4/1/2025 (sau đây gọi là Chỉ thị 11). Thực hiện Chỉ thị số 11 của Tỉnh ủy",
        [("chỉ thị", "11-CT/TU", "2025-01-04")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), NUMBERS.values(), ids=NUMBERS.keys())
def test_number_kind_and_date(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(r.kind, r.number, r.date) for r in cited(text)] == expected


NO_REFERENCES = {
    "a form": "theo Mẫu số 01/TNCN và mẫu số 02-ĐK/TCT",
    "a table's number": "Biểu số 05/KTHT/N ban hành kèm theo",
    "a standard": "QCVN 30:2025/BNNMT và TCVN 7568-29:2023",
    "a form named after a decision": "lập theo Mẫu quyết định số 02",
    "years of a plan": "Kế hoạch 2021-2025 và kế hoạch năm 2024",
    "months of a report": "báo cáo 6 tháng, báo cáo 9 tháng",
    "a date": "từ ngày 15/11 đến ngày 15/12/2018",
    "an address": "nhà số 12/QL1A, phòng số 5",
    "the constitution and all law": "theo Hiến pháp, pháp luật của Nhà nước; Hiến pháp và pháp luật",
    "an amending law without its name": "khi Luật sửa đổi, bổ sung có hiệu lực",
    "this law": "Luật này quy định; pháp luật; luật sư",
    "a content number": "nội dung số 6, Dự án 8",
    "a fraction with words": "và/hoặc 24/24 giờ",
}


@pytest.mark.parametrize("text", NO_REFERENCES.values(), ids=NO_REFERENCES.keys())
def test_no_reference(text: str) -> None:
    assert cited(text) == ()


DETAILS = {
    "về việc": (
        "Kế hoạch số 7/KH-UBND ngày 5/4/2018 của UBND tỉnh Bắc Sơn về việc phòng, chống dịch năm 2018; Sở Y tế đề nghị",
        "UBND tỉnh Bắc Sơn", "phòng, chống dịch năm 2018",
    ),
    "v/v": ("Công văn số 7/SNV-TC ngày 5/4/2018 của Sở Nội vụ V/v tinh giản biên chế.", "Sở Nội vụ", "tinh giản biên chế"),
    "a verb": ("Nghị định số 7/2018/NĐ-CP của Chính phủ quy định về hóa đơn;", "Chính phủ", "quy định về hóa đơn"),
    "comma before the date": ("Nghị quyết số 7-NQ/TU, ngày 5/4/2018 của Tỉnh ủy (Khoá XI) về nông thôn mới", "Tỉnh ủy", "nông thôn mới"),
    "office with dash and và": (
        "Hướng dẫn số 7/HD-SLĐ ngày 5/4/2018 của Sở Lao động - Thương binh và Xã hội về giảm nghèo",
        "Sở Lao động - Thương binh và Xã hội", "giảm nghèo",
    ),
    "office with comma": (
        "Công văn số 7/BVHTTDL-GĐ ngày 5/4/2018 của Bộ Văn hóa, Thể thao và Du lịch về công tác gia đình",
        "Bộ Văn hóa, Thể thao và Du lịch", "công tác gia đình",
    ),
    "office with của": (
        "Kế hoạch số 7/KH-BVSTBPN của Ban Vì sự tiến bộ của phụ nữ tỉnh Bắc Sơn về tập huấn",
        "Ban Vì sự tiến bộ của phụ nữ tỉnh Bắc Sơn", "tập huấn",
    ),
    "two ministers": (
        "Thông tư liên tịch số 7/2014/TTLT-BTC-BXD của Bộ trưởng Bộ Tài chính, Bộ trưởng Bộ Xây dựng hướng dẫn giá đất",
        "Bộ trưởng Bộ Tài chính, Bộ trưởng Bộ Xây dựng", "hướng dẫn giá đất",
    ),
    "Ngân hàng": ("Thông tư số 7/2014/TT-NHNN của Thống đốc Ngân hàng Nhà nước về tỷ giá", "Thống đốc Ngân hàng Nhà nước", "tỷ giá"),
    "issuer before the date": ("Thông báo số 7/TB-UBND của UBND huyện ngày 5/4/2018 về nghỉ lễ.", "UBND huyện", "nghỉ lễ"),
    "subject ends before the acting office": (
        "Thực hiện Công văn số 7/SYT-NV của Sở Y tế về phòng bệnh, UBND huyện yêu cầu", "Sở Y tế", "phòng bệnh"),
    "an office in the subject that does not act": (
        "Quyết định số 7/QĐ-TTg về chế độ đối với cán bộ Đoàn, Hội Sinh viên Việt Nam trong trường học.", None,
        "chế độ đối với cán bộ Đoàn, Hội Sinh viên Việt Nam trong trường học"),
    "a report in the subject": (
        "Thông tư số 7/2020/TT-BTC quy định về lập kế hoạch, báo cáo kết quả kiểm tra.", None,
        "quy định về lập kế hoạch, báo cáo kết quả kiểm tra"),
    "sửa đổi, with its comma": (
        "Nghị định số 7/2020/NĐ-CP sửa đổi, bổ sung một số điều;", None, "sửa đổi, bổ sung một số điều"),
    "the next line of a preamble": (
        "Thông tư số 7/2020/TT-BCA quy định về kế toán\nCăn cứ Luật Kế toán;", None, "quy định về kế toán"),
    "subject ends before a provision of the next document": (
        "Thông tư số 7/2020/TT-BYT quy định về thuốc và khoản 8 Điều 1 Thông tư số 8/2020/TT-BYT", None, "quy định về thuốc"),
    "subject ends before the next document": (
        "Chỉ thị số 7/CT-UBND về an toàn, Kế hoạch số 8/KH-UBND", None, "an toàn"),
    "commas inside quotation marks": (
        "Quyết định số 7/QĐ-UBND về mô hình “Sạch, xanh, đẹp” tại xã; tiếp tục", None, "mô hình “Sạch, xanh, đẹp” tại xã"),
    "bracket around the whole": ("(Kế hoạch số 7/KH-UBND về chợ) đã nêu", None, "chợ"),
    "amended since": ("Nghị định số 7/2020/NĐ-CP quy định về phí được sửa đổi bởi văn bản khác", None, "quy định về phí"),
    "nested citation stays in the subject": (
        "Kế hoạch số 7/KH-UBND về thực hiện Nghị quyết số 8/NQ-HĐND ngày 1/2/2020.", None,
        "thực hiện Nghị quyết số 8/NQ-HĐND ngày 1/2/2020"),
    "footnote mark": ("Quyết định số 7/QĐ-BNV ngày 5/4/2018¹ của Bộ Nội vụ về lương", "Bộ Nội vụ", "lương"),
    "law's name with commas": ("Luật Phòng, chống bạo lực gia đình và Luật Trẻ em", None, "Phòng, chống bạo lực gia đình"),
    "law's name without its comma": ("Luật Phòng chống ma túy ngày 30/3/2021", None, "Phòng chống ma túy"),
    "unlisted law": ("Luật Phát triển đô thị bền vững quy định", None, "Phát triển đô thị bền vững"),
    "abbreviated law": ("hoàn thiện Luật BVMT và văn bản", None, "BVMT"),
    "amending law": (
        "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức ngày 25/11/2019", None,
        "sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "issuer", "about"), DETAILS.values(), ids=DETAILS.keys())
def test_issuer_and_subject(text: str, issuer: str | None, about: str) -> None:
    first = cited(text)[0]
    assert (first.issuer, first.about) == (issuer, about)


def test_issuer_named_once_belongs_to_all_before_it() -> None:
    first, second = cited("Quyết định số 1/QĐ-BNV ngày 1/2/2020, Quyết định số 2/QĐ-BNV ngày 3/2/2020 của Bộ Nội vụ")
    assert first.issuer == second.issuer == "Bộ Nội vụ"


def test_own_number_is_no_reference() -> None:
    header = Clause(path="header", text="Số: 12/KH-UBND\nKẾ HOẠCH\nTriển khai Chỉ thị số 5/CT-TTg", start=0)
    annex = Clause(path="PL1", text="(Kèm theo Kế hoạch số 12/KH-UBND ngày 1/2/2020)", start=header.end + 1)
    assert [r.number for r in find_references([header, annex])] == ["5/CT-TTg"]


def test_the_decision_that_issues_a_text_is_no_reference() -> None:
    header = Clause(
        path="header", text="ĐIỀU LỆ\nQUỸ\n(Kèm theo Quyết định số /QĐ-UBND ngày /3/2025 của UBND tỉnh)", start=0
    )
    assert find_references([header]) == ()


def test_own_number_of_a_law() -> None:
    header = Clause(path="header", text="Luật số: 130/2025/QH15\nLUẬT\nHÀNG KHÔNG", start=0)
    assert find_references([header]) == ()


def test_path_is_the_innermost_item() -> None:
    text = "1. Căn cứ:\n- Các văn bản:\n+ Quyết định số 1/QĐ-UBND.\n- Nghị quyết số 2/NQ-HĐND."
    plus = Clause(path="1-1+1", text="+ Quyết định số 1/QĐ-UBND.", start=text.index("+"))
    dash = Clause(path="1-1", text=text[text.index("- Các") : plus.end], start=text.index("- Các"))
    last = Clause(path="1-2", text="- Nghị quyết số 2/NQ-HĐND.", start=text.index("- Ngh"))
    clause = Clause(path="1", text=text, start=0, label="1.", items=(dash, plus, last))
    assert [(r.path, r.number) for r in find_references([clause])] == [("1-1+1", "1/QĐ-UBND"), ("1-2", "2/NQ-HĐND")]
