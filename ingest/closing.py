"""Where the closing paragraphs begin within the last labelled clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.items import bullet
from ingest.lines import Line, ends_sentence
from ingest.model import Clause
from ingest.quotes import Quoted
from ingest.units import unit_at

_CLOSING = re.compile(
    r"(?:Trên đây là|Trong quá trình|Quá trình (?:triển khai|thực hiện|tổ chức)|Nhận được (?:công văn|kế hoạch|văn bản|thông báo|chỉ thị)|"
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết) này (?:đã )?được .{0,80}thông qua|Trân trọng|Rất mong|Kính (?:đề nghị|mong|trình|báo cáo)|"
    r"Biên bản (?:này )?(?:được )?(?:lập|làm|đọc|thông qua|kết thúc)|(?:Cuộc họp|Buổi làm việc|Hội nghị) kết thúc|"
    r"Mọi (?:vướng mắc|khó khăn|thông tin)|(?:Kế hoạch|Công văn|Chỉ thị|Hướng dẫn|Phương án|Thông báo|Văn bản|Chương trình|Đề án) này\b|"
    r"Căn cứ (?:nội dung )?(?:Kế hoạch|Công văn|Hướng dẫn|Chỉ thị|Phương án|Thông báo|Chương trình|văn bản)[^,.;]{0,40} này\b)"
)
_PASSED = re.compile(
    r"(?:Trên đây là|(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Hiến pháp) này (?:đã )?(?:được|đã) .{0,160}?thông qua)"
)
_CLOSING_APPEAL = re.compile(
    r"(?:(?:Yêu cầu|Đề nghị|Giao|Kính đề nghị)\s+(?:các|Thủ trưởng|Chủ tịch|Giám đốc|Trưởng|Chánh|UBND|Ủy ban|Uỷ ban|Sở|Phòng|Văn phòng|lãnh đạo|Quý|toàn thể|đồng chí|Ban)|"
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chủ tịch|Sở|Bộ|Ban|Phòng|Cục|Tổng cục|Hội|Liên đoàn)\b.{0,80}?\s(?:yêu cầu|đề nghị|thông báo|trân trọng|đôn đốc|kính đề nghị|giao)\b)"
)


def closing_line(last: Clause, lines: Sequence[Line], quotes: Sequence[Quoted]) -> int | None:
    """Index of the line where the closing begins within the last labelled clause."""
    bullets = [bullet(lines, index) is not None for index in range(len(lines))]
    final = max((index for index, found in enumerate(bullets) if found), default=0)  # behind it stands no bullet
    within = {item.start: item.end for item in last.items}
    statute = last.path.startswith("Đ")
    bullet_end = 0
    for index, line in enumerate(lines):
        bullet_end = max(bullet_end, within.get(line.start, 0))
        above = lines[index - 1]
        if (
            not index
            or bullets[index]
            or line.row
            or quotes[index] is not Quoted.NO
            or (above.full and not line.paragraph)
        ):
            continue
        if not (line.paragraph or ends_sentence(above.text)):
            continue
        if (_PASSED if statute else _CLOSING).match(line.text):
            return index
        if statute or index <= final:
            continue
        told = index >= 2 or lines[0].text.endswith((".", ";"))
        signed_off = lines[-1].text.endswith("/.")
        appeals = _CLOSING_APPEAL.match(line.text) or (signed_off and unit_at(line.text))
        if above.start < bullet_end or (index >= 2 and appeals) or (told and line.paragraph and signed_off):
            return index
    return None
