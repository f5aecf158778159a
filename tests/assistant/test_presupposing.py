"""What a yes-or-no question puts to us is held against the fact found; where it is wrong, the clause corrects it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from ingest.document import compose_document

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN KIM SƠN

Số: 31/KH-UBND

Kim Sơn, ngày 4 tháng 3 năm 2025

KẾ HOẠCH
Phòng cháy rừng năm 2025

I. NHIỆM VỤ

1. Hạt Kiểm lâm huyện:

- Chủ trì trực canh lửa ở các chòi gác.

2. Phòng Y tế huyện:

- Chuẩn bị thuốc bỏng cho các trạm xá.

II. BÁO CÁO

Các xã gửi báo cáo năm về Hạt Kiểm lâm huyện trước ngày 15/11/2025.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn An"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = open_assistant(Settings(home=tmp_path_factory.mktemp("home")))
    opened.library.put(compose_document("a.txt", "a", PLAN), "/a.txt")
    opened.catch_up()
    yield opened
    opened.library.close()


WRONG = {
    "another day": ("Kế hoạch 31 cho nộp báo cáo năm trước ngày 20/11/2025 phải không?", "15/11/2025"),
    "another day in English words": (
        "Plan 31 wants the annual report by 20 November 2025, right?",
        "15/11/2025",
    ),
    "another year of the day": ("Kế hoạch 31 cho nộp báo cáo năm trước 15/11/2024 đúng không?", "15/11/2025"),
    "another signer": ("Ông Ngô Văn Cảnh ký kế hoạch 31 phải không?", "Lê Văn An"),
    "another year of issue": ("Kế hoạch 31 ban hành ngày nào, năm 2022 phải không?", "4/3/2025"),
    "another unit": ("Phòng Y tế huyện chủ trì trực canh lửa ở các chòi gác phải không?", "Hạt Kiểm lâm huyện"),
}


@pytest.mark.parametrize(("question", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_presupposition_is_corrected(question: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert not answer.refused
    assert said in answer.answer
    assert answer.answer.startswith(("**Không**", "**No**"))
    assert "presupposition" in [note.code for note in answer.notes]


RIGHT = {
    "the day": "Kế hoạch 31 cho nộp báo cáo năm trước ngày 15/11/2025 phải không?",
    "the day in English words": "Plan 31 wants the annual report by 15 November 2025, right?",
    "the signer": "Ông Lê Văn An ký kế hoạch 31 phải không?",
    "the unit": "Hạt Kiểm lâm huyện chủ trì trực canh lửa ở các chòi gác phải không?",
}


@pytest.mark.parametrize("question", RIGHT.values(), ids=RIGHT.keys())
def test_a_right_presupposition_is_not_corrected(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert not answer.refused
    assert not answer.answer.startswith(("**Không**", "**No**"))
    assert "presupposition" not in [note.code for note in answer.notes]


UNDECIDED = {
    "a clause without a day contradicts none": "Kế hoạch 31 giao Phòng Y tế chuẩn bị thuốc bỏng trước ngày 3/4/2025 phải không?",
    "a clause without a figure contradicts none": "Kế hoạch 31 giao Phòng Y tế chuẩn bị thuốc bỏng cho 80% trạm xá phải không?",
}


@pytest.mark.parametrize("question", UNDECIDED.values(), ids=UNDECIDED.keys())
def test_what_a_clause_does_not_speak_of_is_not_decided(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert not answer.answer.startswith(("**Không**", "**Có**"))


def test_a_duty_that_nobody_has_corrects_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("Phòng Y tế huyện tổ chức hội thi bơi thuyền phải không?")
    assert "presupposition" not in [note.code for note in answer.notes]
