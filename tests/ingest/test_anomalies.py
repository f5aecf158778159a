from __future__ import annotations

import pytest

from ingest.clauses import split_clauses
from ingest.document import compose_document
from ingest.facts.anomalies import find_anomalies
from ingest.facts.duties import find_duties
from ingest.model import Clause, Facts, Header, Reference
from ingest.normalize import normalize

HEADER = Header(
    number="12/KH-UBND", number_printed="12/KH-UBND", kind="kế hoạch", date="2024-03-05",
    subject="Phòng, chống cháy rừng năm 2024", signer="Lê Văn A",
)  # fmt: skip


def codes(header: Header, clauses: list[Clause], facts: Facts | None = None) -> list[tuple[str, str]]:
    return [(anomaly.code, anomaly.path) for anomaly in find_anomalies(header, clauses, facts or Facts())]


def laid_out(*parts: tuple[str, str, str, str | None]) -> list[Clause]:
    """Clauses one behind the other, from (path, label, text, parent)."""
    clauses, start = [], 0
    for path, label, text, parent in parts:
        clauses.append(Clause(path=path, text=text, start=start, label=label, parent=parent))
        start += len(text) + 1
    return clauses


HEADERS = {
    "nothing wrong": (HEADER, []),
    "no number": (Header(number_printed="/KH-UBND", date="2024-03-05", signer="A"), ["number-missing"]),
    "nothing printed": (Header(date="2024-03-05", signer="A"), ["number-missing"]),
    "dots in the number": (
        Header(number="7/SYT-NV", number_printed="7.../SYT-NV", date="2024-03-05", signer="A"), ["number-incomplete"]),
    "no date": (Header(number="7/SYT-NV", number_printed="7/SYT-NV", signer="A"), ["date-missing"]),
    "no day": (Header(number="7/SYT-NV", number_printed="7/SYT-NV", date="2024-03", signer="A"), ["day-missing"]),
    "a number of another kind": (
        Header(number="7/QĐ-UBND", number_printed="7/QĐ-UBND", kind="kế hoạch", date="2024-03-05", signer="A"), ["number-kind"]),
    "a number of a narrower kind": (
        Header(number="7/CTHĐ-UBND", number_printed="7/CTHĐ-UBND", kind="chương trình", date="2024-03-05", signer="A"), []),
    "a letter's number says no kind": (
        Header(number="7/UBND-KT", number_printed="7/UBND-KT", kind="thông báo", date="2024-03-05", signer="A"), []),
    "no signature": (Header(number="7/SYT-NV", number_printed="7/SYT-NV", date="2024-03-05"), ["signer-missing"]),
}  # fmt: skip


@pytest.mark.parametrize(("header", "expected"), HEADERS.values(), ids=HEADERS.keys())
def test_header(header: Header, expected: list[str]) -> None:
    assert [code for code, _ in codes(header, [])] == expected


def test_a_signature_without_a_readable_name_is_no_anomaly() -> None:
    header = Header(number="7/SYT-NV", number_printed="7/SYT-NV", date="2024-03-05")
    assert codes(header, laid_out(("signature", "", "GIÁM ĐỐC", None))) == []


NO_DIRECTIVES = {
    "a guide to a folder": ("# Thư mục văn bản\n\n- a.docx: kế hoạch năm 2024\n- b.pdf: bản quét", True),
    "a list of names": ("Nguyễn Văn A\nTrần Thị B\n\n1. Lê Văn C\n2. Phạm Thị D", True),
    "a law without its head": ("Điều 1. Phạm vi\n\nLuật này quy định về trẻ em.", False),
    "a letter whose head is cut off": ("Kính gửi: Các phòng, ban.\n\nĐề nghị báo cáo.", False),
    "a plan without a number": ("KẾ HOẠCH\nTuyên truyền\n\nI. MỤC TIÊU\n\n1. Một.", False),
}


@pytest.mark.parametrize(("text", "warned"), NO_DIRECTIVES.values(), ids=NO_DIRECTIVES.keys())
def test_what_is_no_directive(text: str, warned: bool) -> None:
    normalized = normalize(text)
    document = compose_document("a.md", "0", normalized.text, tables=normalized.tables)
    assert ("no-directive" in [anomaly.code for anomaly in document.facts.anomalies]) == warned


CITED = {
    "a day later": ("2024-03-06", True),
    "the same day": ("2024-03-05", False),
    "the same month": ("2024-03", False),
    "next year": ("2025", True),
    "no date": (None, False),
}


@pytest.mark.parametrize(("date", "late"), CITED.values(), ids=CITED.keys())
def test_cited_after(date: str | None, late: bool) -> None:
    reference = Reference("8/CT-UBND", "chỉ thị", date, None, None, "1", "Chỉ thị số 8/CT-UBND", 0)
    assert codes(HEADER, [], Facts(references=(reference,))) == ([("cited-after", "1")] if late else [])


TEXTS = {
    "closing names another matter": (
        [("closing", "", "Trên đây là kế hoạch tiêm phòng gia súc năm 2024, đề nghị các xã thực hiện.", None)],
        [("subject-contradiction", "closing")]),
    "a form in an annex closes with its own matter": (
        [("PL1.B1", "", "Trên đây là Báo cáo thẩm định hồ sơ cấp giấy phép hóa chất, đề nghị xem xét.", None)], []),
    "closing names the same": (
        [("closing", "", "Trên đây là Kế hoạch phòng, chống cháy rừng năm 2024 của huyện.", None)], []),
    "closing names only its kind": ([("closing", "", "Trên đây là Kế hoạch thực hiện của UBND huyện.", None)], []),
    "a task of last year": (
        [("1", "1.", "1. Triển khai Tuần lễ quốc gia phòng cháy năm 2023 hiệu quả.", None)], [("year-mismatch", "1")]),
    "a look back": ([("1", "1.", "1. Đánh giá kết quả triển khai năm 2023.", None)], []),
    "a comparison": ([("1", "1.", "1. Tổ chức diễn tập, tăng so với năm 2023.", None)], []),
    "this year": ([("1", "1.", "1. Tổ chức diễn tập năm 2024.", None)], []),
    "labels skip": (
        [("1", "1.", "1. Một.", None), ("2", "2.", "2. Hai.", None), ("4", "4.", "4. Bốn.", None)], [("label-sequence", "4")]),
    "labels repeat": (
        [("1", "1.", "1. Một.", None), ("2", "2.", "2. Hai.", None), ("2~2", "2.", "2. Ba.", None)], [("label-sequence", "2~2")]),
    "đ follows d": (
        [(f"1.{letter}", f"{letter})", f"{letter}) Việc.", "1") for letter in "abcdđe"], []),
    "each parent counts anew": (
        [("I", "I.", "I. Một", None), ("I.1", "1.", "1. A.", "I"), ("I.2", "2.", "2. B.", "I"),
         ("II", "II.", "II. Hai", None), ("II.1", "1.", "1. C.", "II")], []),
    "an article between": ([("Đ5", "Điều 5.", "Điều 5. A", None), ("Đ5a", "Điều 5a.", "Điều 5a. B", None),
                            ("Đ6", "Điều 6.", "Điều 6. C", None)], []),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_text(parts: list[tuple[str, str, str, str | None]], expected: list[tuple[str, str]]) -> None:
    assert codes(HEADER, laid_out(*parts)) == expected


LONG = "Chủ trì kiểm tra, đôn đốc các chủ rừng xây dựng phương án bảo vệ rừng và trực gác tại các chòi canh lửa."
# text → the duties that are said twice
REPEATED = {
    "under two offices": (f"1. Hạt Kiểm lâm\n\n{LONG}\n\n2. Công an huyện\n\n{LONG}", [("duty-repeated", "2")]),
    "two offices in one heading": (f"1. Hạt Kiểm lâm; Công an huyện\n\n{LONG}", []),
    "the same office twice": (f"1. Hạt Kiểm lâm\n\n{LONG}\n\n2. Hạt Kiểm lâm\n\n{LONG}", []),
    "two spellings of one office": (f"1. Phòng TC-KH huyện\n\n{LONG}\n\n2. Phòng Tài chính – Kế hoạch\n\n{LONG}", []),
    "the office of another district": (
        f"1. Phòng Nội vụ huyện Vân Hạ\n\n{LONG}\n\n2. Phòng Nội vụ huyện Sơn Lĩnh\n\n{LONG}",
        [("duty-repeated", "2")],
    ),
    "what nobody is given": (f"1. Tuyên truyền\n\n{LONG}\n\n2. Kiểm tra\n\n{LONG}", []),
}


@pytest.mark.parametrize(("text", "expected"), REPEATED.values(), ids=REPEATED.keys())
def test_a_duty_said_twice(text: str, expected: list[tuple[str, str]]) -> None:
    clauses = [*split_clauses(text)]
    facts = Facts(duties=find_duties(clauses))
    assert [one for one in codes(HEADER, clauses, facts) if one[0] == "duty-repeated"] == expected


ORDERS = {
    "the order of điểm": ("abcdđeghik", []),
    "the Latin order": ("abcdefghij", []),
    "a letter is missing": ("abe", ["1.e"]),
}


@pytest.mark.parametrize(("letters", "expected"), ORDERS.values(), ids=ORDERS.keys())
def test_letters_in_order(letters: str, expected: list[str]) -> None:
    parts = [("1", "1.", "1. Các việc:", None), *((f"1.{x}", f"{x})", f"{x}) Việc khác.", "1") for x in letters)]
    assert [path for code, path in codes(HEADER, laid_out(*parts)) if code == "label-sequence"] == expected


def test_every_anomaly_is_a_vietnamese_sentence() -> None:
    for anomaly in find_anomalies(Header(number_printed="/KH-UBND"), [], Facts()):
        assert anomaly.text.endswith(".")
        assert anomaly.text[0].isupper()
