from __future__ import annotations

import pytest

from ingest.organisations import organisation_end

NAMES = {
    "before về": ("UBND thành phố Tân An về việc", "UBND thành phố Tân An"),
    "before a comma": ("Sở Y tế, UBND huyện", "Sở Y tế"),
    "dash and và": ("Bộ Lao động - Thương binh và Xã hội hướng dẫn", "Bộ Lao động - Thương binh và Xã hội"),
    "dash without spaces": ("Phòng Tài chính-Kế hoạch huyện trước", "Phòng Tài chính-Kế hoạch huyện"),
    "commas": ("Bộ Văn hóa, Thể thao và Du lịch quy định", "Bộ Văn hóa, Thể thao và Du lịch"),
    "lower-case pair": ("Ban Chỉ đạo phòng, chống dịch tỉnh về", "Ban Chỉ đạo phòng, chống dịch tỉnh"),
    "của inside": ("Ban Vì sự tiến bộ của phụ nữ huyện để", "Ban Vì sự tiến bộ của phụ nữ huyện"),
    "a verb of one word": ("UBND tỉnh giao chỉ tiêu", "UBND tỉnh"),
    "Ngoại giao is no verb": ("Bộ Ngoại giao về", "Bộ Ngoại giao"),
    "Ngân hàng is no hàng năm": ("Ngân hàng Nhà nước hàng năm", "Ngân hàng Nhà nước"),
    "a closed name": ("Chính phủ tạm ngừng", "Chính phủ"),
    "a document follows": ("Chính phủ và Thông tư số 5", "Chính phủ"),
    "lower-case head": ("phòng Lao động - TB&XH để tổng hợp", "phòng Lao động - TB&XH"),
    "a footnote mark": ("Bộ Nội vụ³; văn bản", "Bộ Nội vụ"),
    "level": ("Ủy ban nhân dân cấp xã trước ngày", "Ủy ban nhân dân cấp xã"),
    "no office": ("việc thực hiện", ""),
    "a verb, not a head": ("ban hành kế hoạch", ""),
}


@pytest.mark.parametrize(("text", "name"), NAMES.values(), ids=NAMES.keys())
def test_organisation_end(text: str, name: str) -> None:
    assert text[: organisation_end(text, 0)] == name
