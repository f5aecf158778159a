"""The clause tree: which lines begin a clause, and at which address."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses import split_clauses
from ingest.normalize import normalize

CASES = {
    "plan: roman, arabic, dash": ("I. MỤC TIÊU\n1. Chung\n- Một.\n- Hai.", ["I", "I.1", "I.1-1", "I.1-2"]),
    "đ sits between d and e": (
        "Điều 5. Gồm:\n1. Các việc:\nd) Một.\nđ) Hai.\ne) Ba.",
        ["Đ5", "Đ5.1", "Đ5.1.d", "Đ5.1.đ", "Đ5.1.e"],
    ),
    "points restart": ("1. Gồm:\na) Một.\n2. Và:\na) Hai.", ["1", "1.a", "2", "2.a"]),
    "a wrapped line stays": ("1. Bộ Y tế\nchủ trì.", ["1"]),
    "a date is no clause": ("1. Từ ngày\n1.4.2020 thực hiện.", ["1"]),
    "a page break inside a sentence": ("1. Thời kỳ đẩy mạnh công\n\nnghiệp hoá.", ["1"]),
    "a cross-reference broken over lines is no clause": ("1. Thực hiện theo khoản\n2. Điều này.\n2. Hai.", ["1", "2"]),
    "a quantity is no clause": ("1. Cấp cho xã\n20.000 đồng mỗi người.\n2. Hai.", ["1", "2"]),
    "pluses stand under their dash": ("1. Gồm:\n- Một:\n+ A.\n+ B.\n- Hai:\n+ C.", ["1", "1-1", "1-1+1", "1-1+2", "1-2", "1-2+1"]),
    "labels that carry their parent": ("2. Hai\n2.1. Một.\n2.2. Hai.", None),
    "decimals under a roman": ("IV. TỔ CHỨC\n1. Sở A:\n1.1. Một.\n1.2. Hai.\n2. Sở B", ["IV", "IV.1", "IV.1.1", "IV.1.2", "IV.2"]),
    "roman under an article": ("Điều 1. Chiến lược:\nI. QUAN ĐIỂM\n1. Một.\nII. MỤC TIÊU\n1. Hai.", ["Đ1", "Đ1.I", "Đ1.I.1", "Đ1.II", "Đ1.II.1"]),
    "chapters contain, articles go on": (
        "Chương I\nCHUNG\nĐiều 1. A\nMục 1\nB\nĐiều 2. C\nChương II\nRIÊNG\nMục 1\nD\nĐiều 3. E",
        ["CI", "Đ1", "CI.M1", "Đ2", "CII", "CII.M1", "Đ3"],
    ),
    "capital letters above romans": ("A. MỘT\nI. Hai\n1. Ba.\nB. BỐN\nI. Năm", ["A", "A.I", "A.I.1", "B", "B.I"]),
    "C after B is a letter, not a hundred": ("A. MỘT\nnội dung.\nB. HAI\nnội dung.\nC. BA\nnội dung.", ["A", "B", "C"]),
    "quoted articles belong to the clause that quotes": (
        "Điều 1. Sửa đổi Điều 8 như sau:\n“Điều 8. Hồ sơ\n1. Đơn.\n2. Giấy tờ.”\nĐiều 2. Hiệu lực.",
        ["Đ1", "Đ2"],
    ),
    "an opening quotation mark without its end swallows nothing": (
        "Điều 1. Sửa “Điều 8 như sau.\nĐiều 2. Gọi là “Quỹ”.\nĐiều 3. Hết.",
        ["Đ1", "Đ2", "Đ3"],
    ),
    "a label that repeats keeps an address of its own": ("1. Một.\n2. Hai.\n2. Hai nữa.\n3. Ba.", ["1", "2", "2~2", "3"]),
    "a label that skips": ("1. Một.\n2. Hai.\n4. Bốn.", ["1", "2", "4"]),
    "V/v and X-quang are no romans": ("1. Một.\nV/v khác.\nX-quang phổi.", ["1"]),
    "labels without a space": ("1.Nội dung một.\n2.Nội dung hai.", ["1", "2"]),
    "slash labels": ("1/ Một.\n2/ Hai.", ["1", "2"]),
    "Party labels": ("I- MỘT\n1- Hai.\nII- BA", None),
    "a closing behind bullets": ("1. Gồm:\n- Một.\n- Hai.\n\nTrên đây là kế hoạch./.", ["1", "1-1", "1-2", "closing"]),
    "an appeal behind the last paragraph": (
        "9. UBND các xã:\n\nCó trách nhiệm thực hiện.\n\nYêu cầu các cơ quan báo cáo./.",
        ["9", "closing"],
    ),
    "a heading about where to hand in is no foot": (
        "Điều 1. Thủ tục\n- Nơi nhận hồ sơ: Bộ phận một cửa.\nĐiều 2. Hai.",
        ["Đ1", "Đ1-1", "Đ2"],
    ),
    "a circled digit is no ordinal": ("1. Một.\nPhần ① của bảng.", ["1"]),
    "a table of contents is no section": ("1. Một.\nMỤC LỤC HỒ SƠ\n2. Hai.", ["1", "2"]),
    "the last clause keeps its own paragraph": ("5. Báo cáo\n\nBáo cáo gửi về Phòng A trước ngày 01/12.", ["5"]),
}  # fmt: skip
CASES |= {
    "a heading about an account breaks no sentence": (
        "Điều 3. Mở tài khoản\n1. Một.\n2. Hai.",
        ["Đ3", "Đ3.1", "Đ3.2"],
    ),
    "a heading about parts breaks no sentence": ("Điều 9. Biểu thuế luỹ tiến từng phần\n1. Một.", ["Đ9", "Đ9.1"]),
    "(i), (ii) under points": ("1. Gồm:\na) Một:\n(i) Hai;\n(ii) Ba.\nb) Bốn.", ["1", "1.a", "1.a.i", "1.a.ii", "1.b"]),
    "i) behind h) is a letter": ("1. Gồm:\ng) Một;\nh) Hai;\ni) Ba;\nk) Bốn.", ["1", "1.g", "1.h", "1.i", "1.k"]),
    "1) under a) under 1.": (
        "1. Một\na) Hai:\n1) Ba.\n2) Bốn.\nb) Năm.\n2. Sáu.",
        ["1", "1.a", "1.a.1", "1.a.2", "1.b", "2"],
    ),
    "a1) and a.1) carry their point": (
        "1. Gồm:\na) Một:\na1) Hai.\na2) Ba.\nb) Bốn:\nb.1) Năm.\nb.2) Sáu.\nc) Bảy.",
        ["1", "1.a", "1.a1", "1.a2", "1.b", "1.b.1", "1.b.2", "1.c"],
    ),
    "clauses that an amendment inserts": ("1. Một.\n1a. Hai.\n1b. Ba.\n2. Bốn.", ["1", "1a", "1b", "2"]),
    "Latin order without đ": (
        "1. Gồm:\nc) Một.\nd) Hai.\ne) Ba.\nf) Bốn.\ng) Năm.",
        ["1", "1.c", "1.d", "1.e", "1.f", "1.g"],
    ),
    "romans that print their children": ("I. MỘT\nI.1. Hai.\nI.2. Ba.\nII. BỐN", ["I", "I.1", "I.2", "II"]),
    "sections below sections": (
        "Chương I\nMỘT\nMục 1\nHAI\nTiểu mục 1\nBA\nĐiều 1. Bốn\nTiểu mục 2\nNĂM\nĐiều 2. Sáu",
        ["CI", "CI.M1", "CI.M1.TM1", "Đ1", "CI.M1.TM2", "Đ2"],
    ),
    "articles with a colon, or nothing, behind the number": (
        "Điều 1: Một\nĐiều 2\nHai ba bốn.\nĐiều 3. Năm",
        ["Đ1", "Đ2", "Đ3"],
    ),
    "labels below a part are addressed with it": (
        "Phần I\nMỘT\nI. Hai\n1. Ba.\nPhần II\nBỐN\nI. Năm",
        ["PI", "PI.I", "PI.I.1", "PII", "PII.I"],
    ),
    "a label that is misread behind one that is not": ("1. Một.\n2. Hai.\n3, Ba.\nB. Bốn", ["1", "2", "3"]),
    "l. for 1.": ("Gồm:\nl. Một.\n2. Hai.\n3. Ba.", None),
    "I1. for II.": ("I. MỘT\n1. Hai.\nI1. TỔ CHỨC\n1. Bốn.", ["I", "I.1", "II", "II.1"]),
    "a second d) is đ)": ("1. Gồm:\nc) Một;\nd) Hai;\nd) Ba;\ne) Bốn.", ["1", "1.c", "1.d", "1.đ", "1.e"]),
    "Điều without its marks": ("Điều 4. Một\nĐiêu 5. Hai\nDiều 6. Ba", ["Đ4", "Đ5", "Đ6"]),
    "a number whose dot is lost": ("1. Một.\n2. Hai.\n3 Xử lý vi phạm.", ["1", "2", "3"]),
    "a label counted back": ("2.5. Một.\n2.6. Hai.\n2.7. Ba.\n2.5. Bốn.", None),
    "a quotation that begins behind a colon": (
        "1. Sửa khoản 2 như sau: “2. Hai:\na) Ba;\nb) Bốn.”\n2. Năm.",
        ["1", "2"],
    ),
    "a quotation in straight marks": ('1. Sửa như sau:\n"Điều 8. Hồ sơ\n1. Đơn.\n2. Giấy."\n2. Năm.', ["1", "2"]),
    "words quoted within a quotation": (
        "1. Sửa như sau:\n“Điều 8. Gọi là “Quỹ”\n1. Một “hai”.\n2. Ba.”\n2. Năm.",
        ["1", "2"],
    ),
    "a quotation that never closes": (
        "Điều 1. Sửa đổi Điều 8 như sau:\n“Điều 8. Hồ sơ\n1. Đơn.\n2. Giấy.\nĐiều 2. Hiệu lực.",
        ["Đ1", "Đ2"],
    ),
    "articles of another document without marks": (
        "Điều 1. Sửa đổi, bổ sung Điều 8 như sau:\nĐiều 8. Hồ sơ gồm đơn.\nĐiều 2. Hiệu lực.\nĐiều 3. Thi hành.",
        ["Đ1", "Đ2", "Đ3"],
    ),
    "bullets of quoted text are not the document's": (
        "1. Sửa như sau:\n“a) Gồm:\n- Một;\n- Hai.”\n2. Gồm:\n- Ba.",
        ["1", "2", "2-1"],
    ),
    "a list of annexes in an article": (
        "Điều 1. Các phụ lục:\nPhụ lục I: Danh mục;\nPhụ lục II: Bảng giá.\nĐiều 2. Hiệu lực.",
        ["Đ1", "Đ2"],
    ),
    "stars head the dashes below them": (
        "1. Gồm:\n* Nhóm A\n- Một.\n- Hai.\n* Nhóm B\n- Ba.",
        ["1", "1-1", "1-2", "1-3"],
    ),
    "dots alone are dashes": ("1. Gồm:\n• Một.\n• Hai.", ["1", "1-1", "1-2"]),
    "a letter sampled in the text ends nothing": (
        "1. Cách ghi:\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn An\n2. Cách gửi:\nNơi nhận:\n- Như trên.\n3. Hiệu lực.",
        None,
    ),
    "an article that is numbered bare": ("Điều 1\n1. Một.\nĐiều 2\n1. Hai.", ["Đ1", "Đ1.1", "Đ2", "Đ2.1"]),
}
CASES["l. for 1."] = ("I. MỘT\nl. Hai.\n2. Ba.\n3. Bốn.", ["I", "I.1", "I.2", "I.3"])
CASES["a label counted back"] = (
    "2. Gồm:\n2.5. Một.\n2.6. Hai.\n2.7. Ba.\n2.5. Bốn.",
    ["2", "2.5", "2.6", "2.7", "2.5~2"],
)
CASES["a letter sampled in the text ends nothing"] = (
    CASES["a letter sampled in the text ends nothing"][0],
    ["1", "2", "2-1", "3"],
)
CASES["labels that carry their parent"] = ("1. Một.\n2. Hai\n2.1. Một.\n2.2. Hai.", ["1", "2", "2.1", "2.2"])
CASES["Party labels"] = ("I- MỘT\n1. Hai.\nII- BA\n1. Bốn.", ["I", "I.1", "II", "II.1"])


def paths(text: str) -> list[str]:
    return [place.path for clause in split_clauses(text) for place in (clause, *clause.items)]


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_split_clauses(text: str, expected: list[str]) -> None:
    clauses = split_clauses(text)
    found = [place for clause in clauses for place in (clause, *clause.items)]
    assert [place.path for place in found] == expected
    assert all(text[place.start : place.end] == place.text for place in found)


LETTER = """ỦY BAN NHÂN DÂN
HUYỆN AN LẠC

Số: 12/UBND-VX
V/v phòng dịch

An Lạc, ngày 3 tháng 5 năm 2025

Kính gửi:

- Phòng Y tế;
- UBND các xã.

Thực hiện Kế hoạch số 5/KH-UBND ngày 1/2/2025, UBND huyện yêu cầu:

1. Phòng Y tế chủ trì.

2. UBND các xã phối hợp.

Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH

Trần Văn Bình

PHỤ LỤC 2
DANH SÁCH XÃ
1. Xã Một.
2. Xã Hai."""


def test_parts_of_a_letter() -> None:
    assert paths(LETTER) == [
        "header", "addressees", "addressees-1", "addressees-2", "preamble", "1", "2",
        "recipients", "recipients-1", "recipients-2", "signature", "PL2", "PL2.1", "PL2.2",
    ]  # fmt: skip


def test_a_footnote_stands_apart_from_the_sentence_it_interrupts() -> None:
    raw = "1. Căn cứ Quyết định 5¹ của Bộ và các\n\n¹ Về việc khác.\n\nvăn bản liên quan."
    text = normalize(raw).text
    clauses = {clause.path: clause.text for clause in split_clauses(text)}
    assert clauses == {
        "1": "1. Căn cứ Quyết định 5¹ của Bộ và các văn bản liên quan.",
        "footnote-1": "¹ Về việc khác.",
    }


def uncovered(text: str) -> str:
    """What of a text lies in no clause, or in two."""
    position, left = 0, ""
    for clause in split_clauses(text):
        assert clause.start >= position, f"{clause.path} overlaps what stands before it"
        left += text[position : clause.start]
        position = clause.end
    return (left + text[position:]).strip()


LINES = st.sampled_from(
    ["1. Một.", "2. Hai:", "- gạch", "+ cộng", "a) điểm", "I. LA MÃ", "Điều 1. Điều", "Chương I", "đoạn văn thường", "",
     "Nơi nhận:", "CHỦ TỊCH", "PHỤ LỤC", "Kính gửi:", "Số: 1/KH-UBND", "“mở ngoặc", "đóng ngoặc”", "¹ chú thích",
     "Trên đây là kế hoạch.", "KẾ HOẠCH", "Căn cứ Luật;", "2.1. Hai một", "1.4.2020 ngày", "100 đồng"]
)  # fmt: skip


@given(st.lists(LINES, max_size=40))
def test_every_character_lies_in_exactly_one_clause(lines: list[str]) -> None:
    text = normalize("\n".join(lines)).text
    assert uncovered(text) == ""
    found = paths(text)
    assert len(found) == len(set(found)), "two places with one address"


@given(st.text(max_size=400))
def test_any_text_is_covered(raw: str) -> None:
    assert uncovered(normalize(raw).text) == ""


def test_real_directives_are_covered(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.txt")):
        assert uncovered(normalize(path.read_text(encoding="utf-8")).text) == "", path.name
