"""Units: the bodies and offices that directives give duties to.

A unit is recognised by the word it begins with and ends where a verb begins; its name
may hold "và", dashes and commas ("Phòng Văn hoá và Thông tin"). Two mentions are one
unit when their keys are: spelling, abbreviations and the level behind the name
("huyện", "thành phố") do not count, the locality does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.spelling import strip_diacritics

_HEADS = (
    "Văn phòng", "Ủy ban", "Uỷ ban", "UBND", "HĐND", "Hội đồng", "Thường trực", "UBMTTQ", "UB MTTQ", "MTTQ", "Mặt trận",
    "Tổng cục", "Chi cục", "Cục", "Tổng công ty", "Công ty", "Tập đoàn", "Bộ Chỉ huy", "Bộ CHQS", "Bộ", "Sở", "Vụ", "Phòng",
    "Ban", "Thanh tra", "Trung tâm", "Đài", "Liên đoàn", "Liên minh", "Hội", "Đoàn", "Thành đoàn", "Huyện đoàn", "Tỉnh đoàn",
    "Công an", "Quân sự", "Bảo hiểm xã hội", "BHXH", "Kho bạc", "Hải quan", "Quản lý thị trường", "Bệnh viện", "Trạm",
    "Trường", "Nhà trường", "Hạt Kiểm lâm", "Hạt", "Tòa án", "Toà án", "Viện", "Ngân hàng", "Đảng ủy", "Đảng uỷ", "Huyện ủy",
    "Thành ủy", "Tỉnh ủy", "Huyện uỷ", "Thành uỷ", "Tỉnh uỷ", "Cơ quan", "Đơn vị", "Thủ trưởng", "Chủ tịch", "Giám đốc", "Trưởng",
    "Chánh", "Hiệu trưởng", "Tổ", "Đội", "Thành viên", "Doanh nghiệp", "Báo", "Cổng thông tin", "Bưu điện", "Điện lực",
    "Hợp tác xã", "Thư viện", "Bảo tàng", "Lực lượng", "Đồn Biên phòng", "Biên phòng", "Chính phủ", "Thủ tướng", "Quốc hội",
    "Bộ trưởng", "Người đứng đầu", "Chính quyền", "Phân hiệu", "Học viện", "Nhà máy", "Xí nghiệp", "Mầm non",
    "P.", "VP", "TT", "GĐ", "BCĐ", "BCH", "LĐLĐ",
)  # fmt: skip
_PLURALS = r"(?:Các|các|Những|Toàn thể|toàn thể|Lãnh đạo|lãnh đạo|Đồng chí|đồng chí|Đ/c|Ông|ông|Bà|bà|Quý|Tập thể)"
_COLLECTIVES = (
    r"(?:cơ quan|đơn vị|phòng|ban|ngành|sở|đoàn thể|trường|xã|phường|thị trấn|thị xã|huyện|quận|tỉnh|thành phố|địa phương|tổ chức|"
    r"doanh nghiệp|hộ|thành viên|cơ sở|bộ|chủ đầu tư|nhà trường|hội|trung tâm|trạm|công chức|chi cục|cục|ủy viên|uỷ viên|"
    r"cấp ủy|cấp uỷ|chi bộ|đảng bộ|khu|thôn|ấp|bản|tổ dân phố|trưởng|chủ|hợp tác xã|bệnh viện|UBND|Ủy ban|Uỷ ban|Phòng|Sở|Ban|Hội|Trường|"
    r"Cơ quan|Đơn vị|Trung tâm)"
)
# "Tổ chức", "Ban hành", "Phòng, chống": the same syllables begin other words.
_OTHER_WORD = (
    r"(?!\s(?:chức|hành|kết|nghị|thảo|vực|cáo|hợp|ngừa|hữu|luật|phận|tiêu|ngũ|bộ|dẫn|chí|cứ|đầu|tính|sung|trí|biểu|"
    r"xuyên|cường|điểm|hoá|hóa|phí|mưu|giá|trợ|viên|ý|tượng|tựu|hại|tục|mục|lượng)\b)(?!,?\s(?:chống|tránh|ngừa)\b)"
)
_HEAD = re.compile(
    rf"(?<![\w])(?:{'|'.join(sorted(map(re.escape, _HEADS), key=len, reverse=True))})(?![\w]){_OTHER_WORD}"
)
_PLURAL = re.compile(rf"(?<![\w]){_PLURALS}\s+{_COLLECTIVES}(?![\w])")

# Lower-case words that begin what a unit has to do, or that stand between it and that.
_VERBS = (
    "chủ trì", "phối hợp", "tham mưu", "theo dõi", "xây dựng", "tổ chức", "triển khai", "thực hiện", "hướng dẫn", "báo cáo", "tổng hợp",
    "đôn đốc", "kiểm tra", "chịu trách nhiệm", "có trách nhiệm", "căn cứ", "bố trí", "cân đối", "rà soát", "tăng cường", "tiếp tục",
    "chỉ đạo", "đẩy mạnh", "ban hành", "cung cấp", "gửi", "nộp", "lập", "thành lập", "là", "tham gia", "giám sát", "chủ động", "đảm bảo",
    "bảo đảm", "nghiêm túc", "khẩn trương", "phân công", "cử", "lồng ghép", "vận động", "tuyên truyền", "nghiên cứu", "đề xuất",
    "trình", "thẩm định", "quyết định", "thông báo", "phổ biến", "quán triệt", "duy trì", "xử lý", "kịp thời", "định kỳ",
    "trong", "theo", "để", "đề nghị", "yêu cầu", "giao", "kết quả", "về", "trước", "nếu", "khi", "phải", "được", "cần", "sẽ", "đã",
    "xem xét", "chuẩn bị", "hoàn thành", "hoàn thiện", "tập trung", "bám sát", "nâng cao", "phát động", "đổi mới", "quản lý", "vận hành",
    "tiếp nhận", "hỗ trợ", "tập huấn", "giúp", "thống kê", "thường xuyên", "hằng", "hàng", "tại", "từ", "qua", "cho", "nhằm",
    "công bố", "công khai", "niêm yết", "cập nhật", "khảo sát", "đánh giá", "thanh tra",
    "phê duyệt", "huy động", "xác nhận", "xác minh", "khuyến khích", "đăng ký", "đăng tải", "phát hiện", "phòng ngừa", "điều tra",
    "như", "đồng thời", "không", "chưa", "vào", "bằng", "ưu tiên", "sử dụng", "quy định", "tăng",
)  # fmt: skip
_STOP = re.compile(
    rf"\s(?:{'|'.join(sorted(map(re.escape, _VERBS), key=len, reverse=True))})(?![\w])|[.;:?!“”\"]|\n\n|\)\s|\s\("
)
# "các tổ chức", "cơ quan, tổ chức": the same words name bodies when one is being listed.
_ALSO_NOUNS = ("tổ chức", "quản lý", "là")
_NOUN_BEFORE = re.compile(r"(?:các|những|mọi|(?:cơ quan|đơn vị|ngành|đoàn thể|cá nhân),|(?:cơ quan|đơn vị) và)$")
_DOES = re.compile(
    rf"\s*(?:\([^)]*\)\s*)?,?\s*(?P<verb>{'|'.join(sorted(map(re.escape, _VERBS), key=len, reverse=True))})(?![\w])"
)
_NO_DUTY = frozenset(
    {
        "là",
        "về",
        "kết quả",
        "được",
        "đã",
        "tại",
        "từ",
        "qua",
        "cho",
        "như",
        "không",
        "chưa",
        "bằng",
        "vào",
        "nếu",
        "khi",
        "để",
        "nhằm",
        "trước",
        "quy định",
        "đề nghị",
        "yêu cầu",
        "giao",
    }
)
_LEVELS = (
    "thành phố|tỉnh|huyện|quận|thị xã|phường|xã|thị trấn|tp|t/p|trung ương|cấp tỉnh|cấp huyện|cấp xã|đặc khu|khu vực"
)
_DASHES = re.compile(r"\s*[-–—]\s*")


_SHARED_OFFICE = re.compile(r"^(?:Văn phòng|VP|Chánh Văn phòng|Thường trực).*(?:HĐND|Hội đồng nhân dân)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit as named in a text."""

    text: str  # white space folded
    start: int
    end: int


def find_units(text: str) -> Iterator[Mention]:
    """The units that a text names, in order; a mention within another is left out."""
    position = 0
    while match := _next_head(text, position):
        end = unit_end(text, match.start())
        mention = " ".join(text[match.start() : end].split()).rstrip(" ,-–")
        yield Mention(mention, match.start(), end)
        position = max(end, match.end())


def unit_at(text: str) -> str | None:
    """The unit that a text begins with, as printed; None when it begins otherwise."""
    match = _next_head(text, 0)
    if match is None or text[: match.start()].strip(" -–"):
        return None
    return " ".join(text[match.start() : unit_end(text, match.start())].split()).rstrip(" ,-–")


def begins_duty(text: str) -> bool:
    """Whether what follows a unit is something it does: " chủ trì, phối hợp …"."""
    match = _DOES.match(text)
    return match is not None and match["verb"] not in _NO_DUTY


def unit_end(text: str, start: int) -> int:
    """Where the unit that begins at `start` ends: before the first verb or full stop."""
    for stop in _STOP.finditer(text, start + 2):
        if not (stop[0].strip() in _ALSO_NOUNS and _NOUN_BEFORE.search(text, start, stop.start())):
            return stop.start()
    return len(text)


def split_units(text: str) -> tuple[str, ...]:
    """Several units named in one breath: "Phòng A; Trung tâm B" → both.

    A comma or "và" parts units only where the next words begin a unit of their own:
    "Phòng Văn hoá và Thông tin" is one.
    """
    parts: list[str] = []
    for piece in re.split(r"\s*;\s*|\s*,\s*|\s+và\s+|\s+cùng\s+", text):
        starts_unit = bool(_HEAD.match(piece) or _PLURAL.match(piece))
        if parts and _SHARED_OFFICE.search(parts[-1]):  # "Văn phòng HĐND và UBND" serves both
            starts_unit = False
        if parts and not starts_unit:
            joint = text[text.find(parts[-1]) + len(parts[-1]) :]
            between = joint[: joint.find(piece)]
            parts[-1] += between + piece
        elif piece.strip():
            parts.append(piece.strip())
    return tuple(part.strip(" ,;:.-–") for part in parts if part.strip(" ,;:.-–"))


def unit_key(text: str) -> str:
    """One key for all spellings of a unit's name, its level aside.

    Abbreviations must have been written out before, see `ingest.glossary`.
    """
    key = strip_diacritics(_DASHES.sub(" ", text))
    key = re.sub(r"[^\w/ ]+", " ", key)
    key = re.sub(r"\buy ban nhan dan\b", "ubnd", " ".join(key.split()))
    if several := _SEVERAL_LEVELS.search(key):  # "các phường, xã" are "các xã, phường"
        return f"{key[: several.start()]} {' '.join(sorted(_ONE_LEVEL.findall(several[0])))}"
    stripped = _LEVEL_TAIL_FOLDED.sub("", key)
    return stripped if " " in stripped else key  # "Hải quan" is no "Hải" of a quận


_LEVEL_TAIL_FOLDED = re.compile(rf"(?<!hop tac)\s(?:cap\s)?(?:{strip_diacritics(_LEVELS)})$")

_FOLDED_LEVEL = strip_diacritics(r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)")
_ONE_LEVEL = re.compile(_FOLDED_LEVEL)
_SEVERAL_LEVELS = re.compile(rf"(?<=\bcac) {_FOLDED_LEVEL}(?: (?:va )?{_FOLDED_LEVEL})+$")


def _next_head(text: str, position: int) -> re.Match[str] | None:
    found = [m for pattern in (_HEAD, _PLURAL) if (m := pattern.search(text, position))]
    return min(found, key=lambda m: m.start()) if found else None
