"""Where the closing paragraphs begin within the last labelled clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line, ends_sentence
from ingest.model import Clause
from ingest.numbering import BULLETS
from ingest.units import unit_at

_CLOSING = re.compile(
    r"(?:Trên đây là|Trong quá trình|Quá trình (?:triển khai|thực hiện|tổ chức)|Nhận được (?:công văn|kế hoạch|văn bản|thông báo|chỉ thị)|"
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết) này (?:đã )?được .{0,80}thông qua|Trân trọng|Rất mong|Kính (?:đề nghị|mong|trình|báo cáo)|"
    r"Biên bản (?:này )?(?:được )?(?:lập|làm|đọc|thông qua|kết thúc)|(?:Cuộc họp|Buổi làm việc|Hội nghị) kết thúc|"
    r"Mọi (?:vướng mắc|khó khăn|thông tin)|(?:Kế hoạch|Công văn|Chỉ thị|Hướng dẫn|Phương án|Thông báo|Văn bản|Chương trình|Đề án) này\b|"
    r"Căn cứ (?:nội dung )?(?:Kế hoạch|Công văn|Hướng dẫn|Chỉ thị|Phương án|Thông báo|Chương trình|văn bản)[^,.;]{0,40} này\b)"
)
_CLOSING_APPEAL = re.compile(
    r"(?:(?:Yêu cầu|Đề nghị|Giao|Kính đề nghị)\s+(?:các|Thủ trưởng|Chủ tịch|Giám đốc|Trưởng|Chánh|UBND|Ủy ban|Uỷ ban|Sở|Phòng|Văn phòng|lãnh đạo|Quý|toàn thể|đồng chí|Ban)|"
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chủ tịch|Sở|Bộ|Ban|Phòng|Cục|Tổng cục|Hội|Liên đoàn)\b.{0,80}?\s(?:yêu cầu|đề nghị|thông báo|trân trọng|đôn đốc|kính đề nghị|giao)\b)"
)


def closing_line(last: Clause, lines: Sequence[Line]) -> int | None:
    """Index of the line where the closing begins within the last labelled clause."""
    bullets = {line.start for line in lines if (label := line.label) and label.style in BULLETS}
    for index in range(1, len(lines)):
        line = lines[index]
        if line.start in bullets or not (line.paragraph or ends_sentence(lines[index - 1].text)):
            continue
        if _CLOSING.match(line.text):
            return index
        after_bullets = lines[index - 1].start in bullets or any(
            item.start - last.start <= lines[index - 1].start < item.end - last.start for item in last.items
        )
        final = not any(later.start in bullets for later in lines[index + 1 :])
        appeals = _CLOSING_APPEAL.match(line.text) or (unit_at(line.text) and lines[-1].text.endswith("/."))
        told = index >= 2 or lines[0].text.endswith((".", ";"))
        signed_off = told and line.paragraph and lines[-1].text.endswith("/.") and not last.path.startswith("Đ")
        if final and (after_bullets or (index >= 2 and appeals) or signed_off):
            return index
    return None
