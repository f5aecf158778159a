"""A question about a unit is answered by that unit's duties, not by those next to them."""

from __future__ import annotations

from pathlib import Path

from assistant.assistant import open_assistant
from assistant.settings import Settings
from ingest.document import compose_document

NOTICE = """Số: 7/TB-UBND

An Lạc, ngày 1 tháng 8 năm 2025

THÔNG BÁO
Kết luận cuộc họp về bảo đảm an toàn hồ chứa nước năm 2025

Sau khi nghe báo cáo, Chủ tịch kết luận:

1. Sở Xây dựng:

Thẩm định mức độ hư hỏng của cầu cống.

2. Sở Công Thương:

Ban hành bộ câu hỏi tự kiểm tra an toàn hồ chứa nước dùng chung."""


def test_a_neighbours_duty_is_not_the_answer(tmp_path: Path) -> None:
    assistant = open_assistant(Settings(home=tmp_path))
    assistant.library.put(compose_document("a.txt", "a", NOTICE), "/a.txt")
    assistant.catch_up()
    answer = assistant.ask("Sở Xây dựng phải làm gì về an toàn hồ chứa nước?")
    assistant.library.close()
    assert {citation.path for citation in answer.citations} == {"1"}


def test_whom_a_unit_works_with_is_not_answered_by_others(tmp_path: Path) -> None:
    assistant = open_assistant(Settings(home=tmp_path))
    text = NOTICE.replace("Thẩm định mức độ", "Phối hợp với Sở Tài chính thẩm định mức độ")
    text += "\n\n3. Sở Y tế:\n\nPhối hợp với Sở Nội vụ kiểm tra hồ sơ an toàn hồ chứa nước."
    assistant.library.put(compose_document("a.txt", "a", text), "/a.txt")
    assistant.catch_up()
    answer = assistant.ask("Sở Xây dựng phối hợp với ai?")
    assistant.library.close()
    assert {citation.path for citation in answer.citations} <= {"1"}
