"""Where the name of an office ends in running text.

`UBND thành phố Tân An về việc …`, `Bộ Văn hóa, Thể thao và Du lịch hướng dẫn …`: a name
begins with one of a few heads and goes on until a word that no name holds. Works
on the plain copy of a text (`ingest.statements.plain`).
"""

from __future__ import annotations

import re

from ingest.spelling import UPPER

KINDS = frozenset(
    kind.strip()
    for kind in """
    báo cáo | biên bản | bộ luật | chương trình | chương trình công tác | chương trình hành động
    chương trình phối hợp | chỉ thị | công văn | công điện | công thư | hướng dẫn | hướng dẫn liên ngành | kế hoạch
    kế hoạch liên tịch | kế hoạch phối hợp | kết luận | lệnh | luật | nghị quyết | nghị quyết liên tịch | nghị định
    pháp lệnh | phương án | quy chế | quy chế phối hợp | quy định | quyết định | sắc lệnh | thông báo
    thông báo kết luận | thông cáo | thông tri | thông tư | thông tư liên tịch | thông tư liên bộ | tờ trình | văn bản
    văn bản hợp nhất | đề án | điều lệ | công bố | kết luận thanh tra | kế hoạch hành động | giấy phép | giấy mời
    phiếu chuyển | phiếu trình | giấy chứng nhận | công hàm | dự án | nghị quyết chuyên đề | quyết nghị
    """.replace("\n", "|").split("|")
    if kind.strip()
)

HEADS = (
    "UBND|HĐND|UBMTTQ|MTTQ|BCĐ|BHXH|BCH|TAND|VKSND|LĐLĐ|BTV|BCHTW|Ủy ban|Uỷ ban|UBQG|Hội đồng|Sở|Bộ|Phòng|Ban|Văn phòng|"
    "Cục|Chi cục|Tổng cục|Vụ|Chủ tịch|Phó Chủ tịch|Thủ tướng|Phó Thủ tướng|Chính phủ|Quốc hội|Hội|Liên đoàn|Liên hiệp|"
    "Tỉnh ủy|Tỉnh uỷ|Thành ủy|Thành uỷ|Huyện ủy|Huyện uỷ|Quận ủy|Thị ủy|Đảng ủy|Đảng uỷ|Trung ương|Trung tâm|Công an|"
    "Thanh tra|Kho bạc|Bảo hiểm|Tòa án|Toà án|Viện|Học viện|Trường|Giám đốc|Hiệu trưởng|Chánh|Trưởng|Thường trực|"
    "Mặt trận|Đoàn|Tổ|Tổng|Ngân hàng|Kiểm toán|Thống đốc|Quân khu|Quân ủy|Bí thư|Đài|Liên|Nhà nước|Quốc vụ|Tập đoàn|Công ty|Đảng"
)
ABOUT_VERBS = (
    "ban hành|quy định|hướng dẫn|phê duyệt|sửa đổi|bổ sung|triển khai|thực hiện|tổ chức|công bố|thành lập|kiện toàn|"
    "phân công|tăng cường|đẩy mạnh|bãi bỏ|hủy bỏ|thay thế|điều chỉnh|thông báo|đề nghị|yêu cầu|phát động|phê chuẩn|"
    "công nhận|ủy quyền|giao|xử lý|kiểm tra|giải quyết|tiếp tục|nâng cao|chỉ đạo|đính chính|quyết định|hợp nhất|"
    "cho phép|góp ý|lấy ý kiến|mời|báo cáo|trả lời|chấn chỉnh|quy hoạch|công nhận|tiếp nhận|cấp|khen thưởng|xác nhận"
)

_TOKEN = re.compile(r" {0,4}(-|[^\s,;:.()\[\]\"“”|¹²³⁴⁵⁶⁷⁸⁹⁰]+)")
_HEAD = re.compile(rf"(?:[Cc]ác |[Ll]iên )?(?:{HEADS})(?![\w])")
_LOWER_HEAD = re.compile(
    r"(?:phòng|sở|bộ|ban|văn phòng|chi cục|cục|vụ|ủy ban|uỷ ban|hội|công an|trung tâm|tỉnh ủy|thành ủy|huyện ủy|đảng ủy)"
    rf" (?:nhân dân|[{UPPER}])"
)
_STOP_WORDS = frozenset(
    """về v/v để trước sau chậm muộn vào tại theo trong từ khi nếu nhằm được đã có là do bằng gồm như nêu này nói hằng
    ngày số năm tháng khóa khoá kỳ nhiệm giai định qua xem quyết kể tạm thí sẽ phải chịu đến tới cho trên dưới mà thì
    hoặc cùng nay còn đang cần ký gửi nộp bởi kèm lấy giúp với đối""".split()
)
_STOP_PAIRS = frozenset(
    f"""{ABOUT_VERBS}|tổng hợp|kết luận|chủ trì|phối hợp|đồng thời|tiến hành|tham mưu|hoàn thành|hoàn thiện|xây dựng|
    trình duyệt|trực tiếp|rà soát|kịp thời|thường xuyên|lập kế|bao gồm|chịu trách|căn cứ|hàng năm|hàng tháng|hàng quý|
    hàng tuần|tham gia|kết quả|tình hình|theo dõi|nghiên cứu|thống nhất""".replace("\n    ", "").split("|")
)
_STOP_VERBS = frozenset(verb for verb in ABOUT_VERBS.split("|") if " " not in verb) - {"cấp"}
_COMMA = re.compile(
    r" ?,(?= ?(?P<low>(?:chống|giáo dục|chăm sóc|khen thưởng|đổi mới|bảo vệ|công nghệ) )"
    rf"|(?P<listed> ?(?!(?:{HEADS})\b)[{UPPER}][^;:.()\"“|]{{2,45}}? và [{UPPER}]))"
)
_PAIRED = re.compile(r"(?:phòng|phổ biến|bảo vệ|thi đua|sắp xếp|tuyên truyền|khoa học)\Z", re.IGNORECASE)
_CLOSED = re.compile(r"(?:Chính phủ|Quốc hội|Bộ Chính trị|Ban Bí thư|Nhà nước)\Z")
_BEGINS_ANEW = frozenset({"về việc", "căn cứ", "quy định", "theo đề", "xét đề", "thực hiện"})
_DIGITAL = re.compile(r"(?:[Cc]huyển đổi|[Kk]inh tế|[Xx]ã hội|[Cc]ông nghệ) ?\Z")  # "chuyển đổi số" is one word
_CAPITAL = re.compile(f"[{UPPER}]")
_KIND_NEXT = re.compile(r" {0,3}(?:các )?(\w+ \w+)(?P<number>(?: \w+ \w+)? (?:số|\d))?")
_MAX_WORDS = 22


def begins_organisation(text: str, position: int) -> bool:
    """Whether an office's name begins at `position`."""
    return bool(_HEAD.match(text, position) or _LOWER_HEAD.match(text, position))


def organisation_end(text: str, position: int) -> int:
    """Where the name beginning at `position` ends; `position` itself when none does.

    Args:
        text: plain copy of a stretch.
        position: of the first letter of the name.
    """
    if not begins_organisation(text, position):
        return position
    end = position
    words = 0
    while words < _MAX_WORDS:
        token = _TOKEN.match(text, end)
        if token is None:
            following = _over_comma(text, position, end)
            if following == end:
                break
            end = following
            continue
        if words and not _belongs(text, token, words):
            break
        end = token.end()
        words += 1
    return position + len(text[position:end].rstrip(" -&"))


def _over_comma(text: str, begin: int, end: int) -> int:
    """Past a comma inside a name ("Văn hóa, Thể thao và Du lịch"); `end` when it ends the name."""
    comma = _COMMA.match(text, end)
    if comma and (comma["listed"] or _PAIRED.search(text, max(begin, end - 14), end)):
        return comma.end()
    return end


def _belongs(text: str, token: re.Match[str], words: int) -> bool:
    """Whether a further word still belongs to the name."""
    word = token[1]
    following = _TOKEN.match(text, token.end())
    after = following[1] if following else ""
    if word == "-":
        return bool(_CAPITAL.match(after)) and not _kind_follows(text, token.end())
    if word == "và":
        if _CLOSED.search(text, max(0, token.start() - 16), token.start()):
            return bool(_HEAD.match(text, token.end() + 1))
        return bool(_CAPITAL.match(after)) and after != "Điều" and not _kind_follows(text, token.end())
    if word.casefold() == "v/v":
        return False
    if _CAPITAL.match(word):
        pair = f"{word} {after}".casefold()
        return pair not in _BEGINS_ANEW and not (words > 1 and _kind_follows(text, token.start()))
    if word == "số" and not after[:1].isdigit() and _DIGITAL.search(text, max(0, token.start() - 12), token.start()):
        return True
    if word in _STOP_WORDS or _CLOSED.search(text, max(0, token.start() - 16), token.start()):
        return False
    if word in _STOP_VERBS and words > 1 and text[: token.start()][-5:].casefold() != "ngoại":
        return False
    return f"{word} {after}" not in _STOP_PAIRS or words < 2


def _kind_follows(text: str, position: int) -> bool:
    """Whether a citation begins here: a kind of document, for "Kế hoạch" one with a number."""
    kind = _KIND_NEXT.match(text, position)
    if kind is None or kind[1].casefold() not in KINDS:
        return False
    return bool(kind["number"]) or kind[1].casefold() not in ("kế hoạch", "hướng dẫn", "dự án", "quy chế")
