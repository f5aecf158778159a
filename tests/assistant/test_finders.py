"""What is found for each kind of question: which places are cited, and what the answer says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from ingest.document import compose_document

PLAN_AN_LAC = """ỦY BAN NHÂN DÂN HUYỆN AN LẠC

Số: 12/KH-UBND

An Lạc, ngày 5 tháng 3 năm 2025

KẾ HOẠCH
Phòng, chống cháy rừng năm 2025

Thực hiện Chỉ thị số 04/CT-UBND ngày 2/1/2025 của UBND tỉnh Sơn Hà, UBND huyện ban hành Kế hoạch như sau:

I. MỤC ĐÍCH

Hạn chế thấp nhất số vụ cháy rừng và thiệt hại do cháy rừng gây ra trên địa bàn.

II. NHIỆM VỤ

1. Hạt Kiểm lâm huyện chủ trì tuần tra rừng 24/24 giờ trong mùa khô.

2. Phòng Văn hóa và Thông tin tuyên truyền quy định về dùng lửa trong rừng.

3. Các xã báo cáo kết quả về UBND huyện (qua Hạt Kiểm lâm huyện) trước ngày 15/11/2025.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Mộc
"""
PLAN_BINH_SON = (
    PLAN_AN_LAC.replace("AN LẠC", "BÌNH SƠN")
    .replace("An Lạc", "Bình Sơn")
    .replace("12/KH-UBND", "31/KH-UBND")
    .replace("15/11/2025", "20/10/2025")
    .replace("Trần Văn Mộc", "Lê Thị Suối")
)
DIRECTIVE = """ỦY BAN NHÂN DÂN TỈNH SƠN HÀ

Số: 04/CT-UBND

Sơn Hà, ngày 2 tháng 1 năm 2025

CHỈ THỊ
Về việc tăng cường bảo vệ rừng

1. Trong Chỉ thị này, các từ ngữ dưới đây được hiểu như sau:

a) Vùng trọng điểm cháy là nơi trong mười năm qua có từ ba vụ cháy rừng trở lên.

b) Chủ rừng là tổ chức, cá nhân được giao rừng hoặc cho thuê rừng.

2. Người dân chỉ được đốt nương khi đã báo trưởng thôn và có người canh lửa.

3. Hạt Kiểm lâm huyện chủ trì tuần tra rừng 24/24 giờ trong mùa khô.

4. Chỉ thị này thay thế Chỉ thị số 09/CT-UBND ngày 4/2/2021 của UBND tỉnh.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Phạm Quốc Đá
"""


TEAM = """SỞ CÔNG THƯƠNG TỈNH SƠN HÀ

Số: 88/QĐ-SCT

Sơn Hà, ngày 6 tháng 5 năm 2025

QUYẾT ĐỊNH
Thành lập đoàn kiểm tra an toàn kho xăng dầu

Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;

Điều 1. Thành lập đoàn kiểm tra gồm:

1. Ông Nguyễn Văn Dầu, Phó Giám đốc Sở, Trưởng đoàn;

2. Bà Phan Thị Mỏ, Trưởng phòng Năng lượng, Phó Trưởng đoàn;

3. Ông Hồ Văn Kho, chuyên viên, Thư ký.

Điều 2. Đoàn kiểm tra có các nhiệm vụ sau:

1. Kiểm tra hồ sơ phòng cháy của từng kho xăng dầu.

2. Lập biên bản ngay tại kho.

Điều 3. Quyết định này có hiệu lực kể từ ngày 10 tháng 5 năm 2025.

GIÁM ĐỐC

Cao Văn Điện
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = open_assistant(Settings(home=tmp_path_factory.mktemp("store")))
    for name, text in (("an-lac", PLAN_AN_LAC), ("binh-son", PLAN_BINH_SON), ("tinh", DIRECTIVE), ("doan", TEAM)):
        opened.library.put(compose_document(f"{name}.txt", name, text), f"/{name}.txt")
    opened.catch_up()
    yield opened
    opened.library.close()


CASES: dict[str, tuple[str, set[tuple[str, str]], tuple[str, ...]]] = {
    "two places compared: the same matter of each": (
        "So sánh hạn báo cáo của An Lạc với Bình Sơn",
        {("an-lac.txt", "II.3"), ("binh-son.txt", "II.3")},
        ("15/11/2025", "20/10/2025"),
    ),
    "a list over all documents": (
        "Liệt kê các hạn báo cáo trong kho",
        {("an-lac.txt", "II.3"), ("binh-son.txt", "II.3")},
        ("15/11/2025", "20/10/2025"),
    ),
    "who signed what": (
        "Liệt kê ai ký những văn bản nào",
        {("an-lac.txt", "signature"), ("binh-son.txt", "signature"), ("tinh.txt", "signature"), ("doan.txt", "signature")},
        ("Trần Văn Mộc", "Lê Thị Suối", "Phạm Quốc Đá"),
    ),
    "which documents replace others": (
        "Trong kho có những văn bản nào thay thế văn bản cũ?",
        {("tinh.txt", "4")},
        ("09/CT-UBND",),
    ),
    "who holds a position, not who is deputy": (
        "Ai làm trưởng đoàn kiểm tra kho xăng dầu?",
        {("doan.txt", "Đ1.1")},
        ("**Nguyễn Văn Dầu**",),
    ),
    "all members": (
        "Đoàn kiểm tra kho xăng dầu gồm những ai?",
        {("doan.txt", "Đ1.1"), ("doan.txt", "Đ1.2"), ("doan.txt", "Đ1.3")},
        ("Nguyễn Văn Dầu", "Phan Thị Mỏ", "Hồ Văn Kho"),
    ),
    "below a heading stands what answers": (
        "Nhiệm vụ của đoàn kiểm tra kho xăng dầu theo Quyết định 88/QĐ-SCT gồm những việc gì?",
        {("doan.txt", "Đ2"), ("doan.txt", "Đ2.1"), ("doan.txt", "Đ2.2")},
        ("hồ sơ phòng cháy", "Lập biên bản"),
    ),
    "from when a document holds": (
        "Quyết định 88/QĐ-SCT có hiệu lực từ ngày nào?",
        {("doan.txt", "Đ3")},
        ("10 tháng 5 năm 2025",),
    ),
    "what became of a document that is only cited": (
        "Chỉ thị 09/CT-UBND còn hiệu lực không?",
        {("tinh.txt", "4")},
        ("thay thế",),
    ),
    "what a document replaces, without its own dates": (
        "Chỉ thị 04/CT-UBND thay thế văn bản nào?",
        {("tinh.txt", "4")},
        ("09/CT-UBND",),
    ),
    "to whom and by when": (
        "Theo kế hoạch 31/KH-UBND các xã báo cáo kết quả cho ai, trước ngày nào?",
        {("binh-son.txt", "II.3")},
        ("UBND huyện", "20/10/2025"),
    ),
    "who cites a law by its name": (
        "Những văn bản nào căn cứ Luật Lâm nghiệp?",
        {("doan.txt", "preamble")},
        ("Luật Lâm nghiệp",),
    ),
    "a term that a text explains": ("Vùng trọng điểm cháy là gì?", {("tinh.txt", "1.a")}, ("ba vụ cháy rừng",)),
    "a wording, once, from the higher document": (
        "Các nơi đã viết câu giao kiểm lâm tuần tra rừng trong mùa khô như thế nào?",
        {("tinh.txt", "3")},
        ("24/24 giờ",),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("question", "places", "said"), CASES.values(), ids=CASES.keys())
def test_answers(assistant: Assistant, question: str, places: set[tuple[str, str]], said: tuple[str, ...]) -> None:
    answer = assistant.ask(question)
    assert {(citation.file, citation.path) for citation in answer.citations} == places
    assert all(words in answer.answer for words in said)


def test_a_summary_gives_subject_purpose_duties_and_dates(assistant: Assistant) -> None:
    answer = assistant.ask("Tóm tắt kế hoạch 12/KH-UBND")
    paths = [citation.path for citation in answer.citations]
    assert paths == ["header", "I", "II.1", "II.2", "II.3"]
    assert {citation.file for citation in answer.citations} == {"an-lac.txt"}


FIRST = {
    "a day and to whom": (
        "Theo kế hoạch 31/KH-UBND các xã báo cáo kết quả trước ngày nào?",
        "**20/10/2025, gửi UBND huyện (qua Hạt Kiểm lâm huyện)** [1]",
    ),
    "in English": ("When are the reports due under plan 31/KH-UBND?", "**20 October 2025, to "),
    "a name": ("Ai làm thư ký đoàn kiểm tra kho xăng dầu?", "**Hồ Văn Kho** [1]"),
    "yes, by the day that is named": ("Kế hoạch 31/KH-UBND có hạn báo cáo là 20/10/2025 phải không?", "**Có** [1]"),
    "no, by the day that stands there": ("Theo kế hoạch 31/KH-UBND báo cáo phải nộp trước ngày 15/11/2025 phải không?", "**Không** [1]"),
    "a list has no such line": ("Liệt kê ai ký những văn bản nào", "**Chỉ thị số 04/CT-UBND"),
}  # fmt: skip


@pytest.mark.parametrize(("question", "first"), FIRST.values(), ids=FIRST.keys())
def test_the_direct_answer_comes_first(assistant: Assistant, question: str, first: str) -> None:
    assert assistant.ask(question).answer.startswith(first)


CYCLES = {
    "the half-yearly one, which is not set": ("Báo cáo 6 tháng của Khe Lim nộp trước ngày nào?", None),
    "the same in English": ("When is the half-year report of Khe Lim due?", None),
    "the yearly one": ("Báo cáo năm của Khe Lim nộp trước ngày nào?", "1/12/2031"),
    "any": ("Khe Lim nộp báo cáo trước ngày nào?", "1/12/2031"),
}


@pytest.mark.parametrize(("question", "day"), CYCLES.values(), ids=CYCLES.keys())
def test_a_yearly_deadline_is_never_the_half_yearly_one(question: str, day: str | None, tmp_path: Path) -> None:
    assistant = open_assistant(Settings(home=tmp_path))
    text = PLAN_AN_LAC.replace("AN LẠC", "KHE LIM").replace("An Lạc", "Khe Lim")
    yearly = "Các xã gửi báo cáo kết quả thực hiện năm 2031 về UBND huyện trước ngày 01/12/2031."
    text = text.replace(text[text.index("3. Các xã") : text.index("\n\nTM.")], f"3. {yearly}")
    assistant.library.put(compose_document("khe-lim.txt", "k", text), "/khe-lim.txt")
    assistant.library.put(compose_document("04.txt", "d", DIRECTIVE), "/04.txt")
    assistant.catch_up()
    answer = assistant.ask(question)
    assistant.library.close()
    assert answer.refused is (day is None)
    assert day is None or day in answer.answer
    if answer.refusal:
        assert [citation.path for citation in answer.refusal.nearest][:1] == ["II.3"], "where the yearly one stands"


def test_who_is_only_spoken_of_in_a_duty_does_not_have_it(tmp_path: Path) -> None:
    assistant = open_assistant(Settings(home=tmp_path))
    task = "1. Hạt Kiểm lâm huyện:\n\n- Là cơ quan thường trực trực gác, nhắc nhở các sở, ngành, địa phương ký cam kết."
    text = PLAN_AN_LAC[: PLAN_AN_LAC.index("1. Hạt Kiểm lâm")] + task + PLAN_AN_LAC[PLAN_AN_LAC.index("\n\n2. Phòng") :]
    assistant.library.put(compose_document("an-lac.txt", "a", text), "/an-lac.txt")
    assistant.catch_up()
    answer = assistant.ask("Cơ quan nào thường trực trực gác?").answer
    assistant.library.close()
    assert answer.startswith("**Hạt Kiểm lâm huyện**")


def test_what_names_no_matter_is_answered_by_each_document(assistant: Assistant) -> None:
    answer = assistant.ask("Báo cáo nộp trước ngày nào, cho ai?").answer
    assert "15/11/2025" in answer
    assert "20/10/2025" in answer
