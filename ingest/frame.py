"""The frame of a directive, line by line: motto, number, date, title, addressees, recipients, signature, annexes.

Only what a line looks like is decided here; where the parts of a document begin is decided
in `ingest.parts`. The layout followed is that of Decree 30/2020/NĐ-CP, Annex I, and of
the looser ones that offices really use.
"""

from __future__ import annotations

import re

from ingest.kinds import TITLE_KINDS
from ingest.lines import is_upper
from ingest.spelling import UPPER

_MOTTO = re.compile(r"^(?:cộng h[oòõ]+[àaã]? xã hội|độc lập\s*[-–—]\s*tự do|đảng cộng sản việt nam)", re.I)
_NUMBER = re.compile(r"^(?:Luật\s+|Nghị quyết\s+)?(?:số|sô)\s*[:.]", re.I)
_NUMBER_BARE = re.compile(r"^số\s+[\d.…\s]*\s*[-/]\s*[A-ZĐ]{2}", re.I)
_DATE_LINE = re.compile(
    rf"^(?:[{UPPER}][^.;:\d]{{1,40}},)?\s*ngày\s*[\d.…_/\s]*\s*tháng\s*[\d.…_\s]*\s*năm\s*[\d.…_]*\s*\.?$", re.I
)
_SUBJECT = re.compile(r"^(?:V/v|Vv|Về việc|V\.v)\b", re.I)
_ADDRESSEES = re.compile(r"^\W*kính\s+(?:gửi|trình|chuyển)\b|^.{0,80}\s(?:điện|gửi)\s*:$", re.I)
_RECIPIENTS = re.compile(r"^\W*nơi\s+(?:nhận|gửi)\s*(?:[:.]\s*(?=$|[-–•\w])|$)", re.I)
_OPENING = re.compile(
    r"^(?:Căn cứ|Thực hiện|Theo|Xét|Để|Nhằm|Trên cơ sở|Thi hành|Tiếp tục|Tiếp theo|Triển khai|Ngày \d|Sau khi|Phát huy|"
    r"Năm \d|Vừa qua|Hiện nay|Trong|Được|Qua|Phúc đáp|Trả lời|Thời gian|Từ ngày|Hưởng ứng|Nhân dịp|Luật này|Pháp lệnh này)\s"
)
_BASIS = re.compile(r"^(?:Căn cứ|Xét|Theo đề nghị)\s")
_SIGNATURE = re.compile(
    r"^(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/U/Q|Q)(?:\s?\.\s?|\s)(?=\w)|QUYỀN\s|(?:PHÓ |THỨ |TỔNG |Q\. ?)?"
    r"(?:CHỦ TỊCH|BỘ TRƯỞNG|TRƯỞNG|GIÁM ĐỐC|CHÁNH|VĂN PHÒNG|CỤC TRƯỞNG|VỤ TRƯỞNG|THỦ TƯỚNG|THỐNG ĐỐC|VIỆN TRƯỞNG|"
    r"CHI CỤC TRƯỞNG|HIỆU TRƯỞNG|TỔNG BÍ THƯ|BÍ THƯ|CHỦ NHIỆM|KIỂM TOÁN|THANH TRA|NGƯỜI KÝ|ĐỘI TRƯỞNG|CHỈ HUY TRƯỞNG|TƯ LỆNH|"
    r"TRẠM TRƯỞNG|HẠT TRƯỞNG|THƯ KÝ|CHỦ T[OỌ][AẠ]|CHỦ TRÌ|NGƯỜI GHI|NGƯỜI LẬP|THỦ TRƯỞNG|XÁC THỰC VĂN BẢN)\b)"
)
_ATTACHED = re.compile(r"^\W{0,2}\s*(?:(?:được )?(?:ban hành )?(?:đính )?kèm(?: theo)?|ban hành theo)\b", re.I)
_ANNEX_TITLE = re.compile(
    r"^(?:PHỤ LỤC|DANH SÁCH|DANH MỤC|ĐỀ CƯƠNG|BIỂU|MẪU|BẢNG|PHÂN CÔNG|THÀNH PHẦN|LỊCH|TIẾN ĐỘ|TỔNG HỢP|NỘI DUNG|QUY CHUẨN|ĐƠN GIÁ|"
    r"ĐỊNH MỨC|KHUNG|GIẤY|ĐƠN|TỜ KHAI|PHIẾU|SƠ ĐỒ|DỰ TOÁN)(?!\w)"
)
_BODY_NAME = re.compile(
    r"^(?:(?:ỦY|UỶ) BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|SỞ|PHÒNG|BAN|CỤC|CHI CỤC|TỔNG CỤC|VỤ|VĂN PHÒNG|TỈNH|THÀNH PHỐ|HUYỆN|XÃ|PHƯỜNG|"
    r"TÊN (?:CƠ QUAN|TỔ CHỨC|ĐƠN VỊ)|CƠ QUAN|ĐƠN VỊ|CHÍNH PHỦ|TRUNG TÂM|TRƯỜNG)(?!\w)"
)
_AUTHORITY = re.compile(
    r"^(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|(?:ỦY|UỶ) BAN|CHÍNH PHỦ|QUỐC HỘI|HỘI ĐỒNG|TRƯỞNG|CỤC TRƯỞNG|BAN |TỔNG |THỐNG ĐỐC|CHÁNH |VIỆN )"
)
_FOOTNOTE = re.compile(r"^(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^?(\d{1,3})\]:?)\s*(?=\S)")


def is_title_kind(line: str) -> str | None:
    """The kind of document that a title line prints: "KẾ HOẠCH" → "kế hoạch"."""
    lowered = line.lower()
    for kind in TITLE_KINDS:
        if lowered.startswith(kind) and line[: len(kind)].isupper() and not line[len(kind) : len(kind) + 1].isalpha():
            return kind
    return None


def is_motto(line: str) -> bool:
    return bool(_MOTTO.match(line))


def is_number_line(line: str) -> bool:
    return bool(_NUMBER.match(line) or _NUMBER_BARE.match(line))


def is_date_line(line: str) -> bool:
    return len(line) < 120 and bool(_DATE_LINE.match(line))


def is_subject_line(line: str) -> bool:
    return bool(_SUBJECT.match(line))


def is_opening(line: str) -> bool:
    """Whether a line may begin the preamble: "Căn cứ …", "Thực hiện …"."""
    return bool(_OPENING.match(line))


def is_addressees(line: str) -> bool:
    return bool(_ADDRESSEES.match(line))


def is_recipients(line: str) -> bool:
    return bool(_RECIPIENTS.match(line))


def is_basis(line: str) -> bool:
    """Whether a line names what a document stands on."""
    return bool(_BASIS.match(line))


def is_signature(line: str) -> bool:
    """Whether a line is the role of one who signs: "KT. CHỦ TỊCH"."""
    return len(line) < 90 and not line.endswith(":") and bool(_SIGNATURE.match(line)) and is_upper(line)


def is_attached(line: str) -> bool:
    """Whether a line says to what an annex belongs: "(Kèm theo Quyết định số …)"."""
    return bool(_ATTACHED.match(line))


def is_annex_title(line: str) -> bool:
    """Whether a title in capitals is one of those that annexes have: a list, a table, a form, a set of rules."""
    return is_upper(line) and bool(_ANNEX_TITLE.match(line) or is_title_kind(line))


def is_letterhead(line: str) -> bool:
    """Whether a line belongs to the letterhead of a document or of a form."""
    named = is_upper(line) and len(line) < 100 and bool(_BODY_NAME.match(line))
    return is_motto(line) or is_number_line(line) or is_date_line(line) or named


def is_authority(line: str) -> bool:
    """Whether a line in capitals names who issues, above the legal basis: "CHỦ TỊCH ỦY BAN NHÂN DÂN"."""
    return bool(_AUTHORITY.match(line))


def is_footnote(line: str) -> bool:
    return bool(_FOOTNOTE.match(line))
