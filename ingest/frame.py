"""What stands around the clauses, line by line: recipients, the heads of annexes and forms, footnotes.

Only what a line looks like is decided here; where the parts of a document begin is decided
in `ingest.parts`. The layout followed is that of Decree 30/2020/NĐ-CP, Annex I, and of
the looser ones that offices really use.
"""

from __future__ import annotations

import re

from ingest.fixed_words import like_recipients
from ingest.heading import is_motto, is_number_line, is_title_kind, read_date_line
from ingest.lines import is_upper

_RECIPIENTS = re.compile(r"^\W*nơi\s+(?:nhận|gửi)\s*(?:[:.]\s*(?=$|[-–•\w])|$)", re.I)
_ATTACHED = re.compile(r"^\W{0,2}\s*(?:(?:được )?(?:ban hành )?(?:đính )?kèm(?: theo)?|ban hành theo)\b", re.I)
_ANNEX_TITLE = re.compile(
    r"^(?:PHỤ LỤC|DANH SÁCH|DANH MỤC|ĐỀ CƯƠNG|BIỂU|MẪU|BẢNG|PHÂN CÔNG|THÀNH PHẦN|LỊCH|TIẾN ĐỘ|TỔNG HỢP|NỘI DUNG|QUY CHUẨN|ĐƠN GIÁ|"
    r"ĐỊNH MỨC|KHUNG|GIẤY|ĐƠN|TỜ KHAI|PHIẾU|SƠ ĐỒ|DỰ TOÁN)(?!\w)"
)
_BODY_NAME = re.compile(
    r"^(?:(?:ỦY|UỶ) BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|SỞ|PHÒNG|BAN|CỤC|CHI CỤC|TỔNG CỤC|VỤ|VĂN PHÒNG|TỈNH|THÀNH PHỐ|HUYỆN|XÃ|PHƯỜNG|"
    r"TÊN (?:CƠ QUAN|TỔ CHỨC|ĐƠN VỊ)|CƠ QUAN|ĐƠN VỊ|CHÍNH PHỦ|TRUNG TÂM|TRƯỜNG)(?!\w)"
)
_FOOTNOTE = re.compile(r"^(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^?([1-9]\d{0,2})\]:?)\s*(?=\S)")


def is_recipients(line: str) -> bool:
    return bool(_RECIPIENTS.match(line)) or (len(line) < 16 and like_recipients(line))


def is_attached(line: str) -> bool:
    """Whether a line says to what an annex belongs: "(Kèm theo Quyết định số …)"."""
    return bool(_ATTACHED.match(line))


def is_annex_title(line: str) -> bool:
    """Whether a title in capitals is one of those that annexes have: a list, a table, a form, a set of rules."""
    return is_upper(line) and bool(_ANNEX_TITLE.match(line) or is_title_kind(line))


def is_letterhead(line: str) -> bool:
    """Whether a line belongs to the letterhead of a document or of a form."""
    named = is_upper(line) and len(line) < 100 and bool(_BODY_NAME.match(line))
    return named or is_motto(line) or is_number_line(line) or read_date_line(line) is not None


def is_footnote(line: str) -> bool:
    return bool(_FOOTNOTE.match(line))
