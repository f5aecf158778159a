"""A question that fits many documents equally is asked back with choices that resolve it; one that fits few is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from ingest.document import compose_document

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN {upper}

Số: {number}/KH-UBND

{place}, ngày 4 tháng 3 năm 2025

KẾ HOẠCH
Phòng cháy rừng năm 2025

Căn cứ Luật Lâm nghiệp ngày 15/11/2017;

I. NHIỆM VỤ

1. Hạt Kiểm lâm huyện:

- Chủ trì trực canh lửa ở các chòi gác.

2. Phòng Y tế huyện:

- Chuẩn bị thuốc bỏng cho các trạm xá.

II. BÁO CÁO

Các xã gửi báo cáo năm về Hạt Kiểm lâm huyện trước ngày {day}/11/2025.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

{signer}"""
PLACES = ("Hải Ninh", "Kim Sơn", "Đồng Lộc", "Bình Khê", "Tân Phú", "An Thới", "Mỹ Xuân")
SIGNERS = ("Lê Văn An", "Trần Thị Bình", "Ngô Văn Cảnh", "Đỗ Thị Dung", "Vũ Văn Em", "Hồ Văn Giang", "Bùi Thị Hà")
FLOOD = """ỦY BAN NHÂN DÂN
HUYỆN GIAO THỦY

Số: 90/KH-UBND

Giao Thủy, ngày 4 tháng 5 năm 2025

KẾ HOẠCH
Phòng chống lũ năm 2025

I. NHIỆM VỤ

1. Phòng Thủy lợi huyện:

- Chủ trì gia cố bờ đê trước ngày 30/6/2025."""

Opened = Callable[[int], Assistant]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Assistants over the plans of so many places, and one about something else."""
    held: dict[int, Assistant] = {}

    def over(count: int) -> Assistant:
        if count not in held:
            assistant = open_assistant(Settings(home=tmp_path_factory.mktemp(f"home{count}")))
            for at, (place, signer) in enumerate(list(zip(PLACES, SIGNERS, strict=True))[:count]):
                text = PLAN.format(upper=place.upper(), place=place, number=31 + at, day=10 + at, signer=signer)
                assistant.library.put(compose_document(f"{at}.txt", f"{at}", text), f"/{at}.txt")
            assistant.library.put(compose_document("lu.txt", "lu", FLOOD), "/lu.txt")
            assistant.catch_up()
            held[count] = assistant
        return held[count]

    yield over
    for assistant in held.values():
        assistant.library.close()


ASKED_BACK = {
    "a deadline that every place has": "Báo cáo năm nộp trước ngày nào?",
    "the same without diacritics": "bao cao nam nop truoc ngay nao",
    "a unit that every place has": "Phòng Y tế huyện phải làm gì?",
    "this plan, with nothing before it": "Ai ký kế hoạch này?",
    "in English": "When is the annual report due?",
}


@pytest.mark.parametrize("question", ASKED_BACK.values(), ids=ASKED_BACK.keys())
def test_asked_back(question: str, opened: Opened) -> None:
    assistant = opened(7)
    answer = assistant.ask(question)
    assert answer.refusal is not None
    assert answer.refusal.reason == "ambiguous"
    assert answer.citations == ()
    assert 2 <= len(answer.follow_ups) <= 6
    nearest = [citation.document_id for citation in answer.refusal.nearest]
    assert len(set(nearest)) == len(nearest) == len(answer.follow_ups)
    for choice, document_id in zip(answer.follow_ups, nearest, strict=True):
        chosen = assistant.ask(choice)
        assert not chosen.refused, choice
        assert {citation.document_id for citation in chosen.citations} == {document_id}, choice


ANSWERED = {
    "for each of three places": (3, "Báo cáo năm nộp trước ngày nào?", {"0.txt", "1.txt", "2.txt"}),
    "a place is named": (7, "Báo cáo năm của huyện Kim Sơn nộp trước ngày nào?", {"1.txt"}),
    "one document is about it": (7, "Bờ đê phải gia cố xong trước ngày nào?", {"lu.txt"}),
    "a unit that one place has": (7, "Phòng Thủy lợi huyện phải làm gì?", {"lu.txt"}),
}


@pytest.mark.parametrize(("count", "question", "files"), ANSWERED.values(), ids=ANSWERED.keys())
def test_answered(count: int, question: str, files: set[str], opened: Opened) -> None:
    answer = opened(count).ask(question)
    assert not answer.refused
    assert {citation.file for citation in answer.citations} == files


def test_a_field_that_all_have_is_not_asked_back_for_what_none_is_about(tmp_path: Path) -> None:
    assistant = open_assistant(Settings(home=tmp_path))
    for at in range(6):
        text = PLAN.format(upper="KIM SƠN", place="Kim Sơn", number=31 + at, day=10 + at, signer=SIGNERS[at])
        assistant.library.put(compose_document(f"{at}.txt", f"{at}", text), f"/{at}.txt")
    assistant.catch_up()
    about, all_alike = (assistant.ask(f"{what} của Kim Sơn do ai ký?") for what in ("Giải chạy việt dã", "Kế hoạch"))
    due = assistant.ask("Báo cáo năm của Kim Sơn nộp trước ngày nào?")
    assistant.library.close()
    assert due.refusal is None, "of a place what falls due there is told, whichever document says so"
    assert about.refusal is None or about.refusal.reason != "ambiguous"
    assert all_alike.refusal is not None
    assert all_alike.refusal.reason == "ambiguous"


def test_a_list_over_all_is_not_asked_back(opened: Opened) -> None:
    answer = opened(7).ask("Liệt kê hạn báo cáo năm của các huyện")
    assert answer.refusal is None or answer.refusal.reason != "ambiguous"


def test_this_plan_after_one_was_named_is_that_one(opened: Opened) -> None:
    assistant = opened(7)
    named = "Báo cáo năm của huyện Kim Sơn nộp trước ngày nào?"
    answer = assistant.ask("Ai ký kế hoạch này?", history=[(named, assistant.ask(named).answer)])
    assert {citation.file for citation in answer.citations} == {"1.txt"}


FOLLOWED = {
    "after a deadline": "Báo cáo năm của huyện Kim Sơn nộp trước ngày nào?",
    "after a unit's duties": "Phòng Y tế huyện Kim Sơn phải làm gì?",
}


@pytest.mark.parametrize("question", FOLLOWED.values(), ids=FOLLOWED.keys())
def test_what_is_offered_next_is_answered(question: str, opened: Opened) -> None:
    assistant = opened(7)
    answer = assistant.ask(question)
    assert answer.follow_ups
    for offered in answer.follow_ups:
        next_answer = assistant.ask(offered)
        assert not next_answer.refused, offered
        assert answer.citations[0].document_id in {citation.document_id for citation in next_answer.citations}, offered
