"""What a deadline or a target is about, read from the words around it.

All functions take a plain sentence and offsets into it, and return a value with
single spaces, "" when nothing suitable stands there.
"""

from __future__ import annotations

import re

from ingest.facts.receivers import Receiver
from ingest.statements import fold

_REPORT = re.compile(r"(?<!để )(?<!chế độ )(?<!\w)[Bb]áo cáo(?! theo)")
_ACTION = re.compile(
    r"(?<!\w)(?:gửi|nộp|tổng hợp|hoàn thành|hoàn thiện|đăng ký|xây dựng|tổ chức|thực hiện|triển khai|ban hành|"
    r"(?<!chương )(?<!công )(?<!quy )(?<!quá )(?<!lộ )(?<!tờ )(?<!tiến )trình|"
    r"phê duyệt|cập nhật|rà soát|lập|tổng kết|sơ kết|đánh giá|kiểm tra|tham mưu|đề xuất|góp ý|cung cấp|tham gia|"
    r"công bố|công khai|bàn giao|kê khai|thanh toán|giải ngân|nghiệm thu|chuyển(?! đổi)|khắc phục|thông báo|phát động)(?!\w)",
    re.IGNORECASE,
)
_CAMPAIGN = re.compile(
    r"(?:Tháng|Tuần lễ|Tuần|Chiến dịch|chiến dịch|đợt cao điểm|Đợt|đợt|Ngày hội|Lễ|Hội thi|Cuộc thi|Giải|Năm) [^;:.]{3,}\Z"
)
_PROGRAMME = re.compile(
    r"(?:Chiến lược|[Cc]hương trình|[Kk]ế hoạch|Đề án|Dự án|dự án|[Qq]uy hoạch|(?<!rình )(?<!ế hoạch )[Mm]ục tiêu|Phương hướng)(?!\w)"
)
_PERIOD_TAIL = re.compile(
    r"(?:,? ?(?:và )?(?:định kỳ )?(?:0?6 tháng(?: đầu năm| cuối năm)?|cả năm|năm(?: \d{4})?|quý [IV\d]+|"
    r"(?:hằng|hàng) (?:năm|quý|tháng)))+\Z"
)
_PERIOD_ONLY = re.compile(r"(?:báo cáo )?(?:định kỳ )?(?:0?6 tháng|cả năm|năm|quý|tháng)[\w/ ]*")
_EDGE = " ,;:.-*+|"
_LEAD = re.compile(r"(?:và|hoặc|đồng thời|thì|để|đối với|cho|\)|\()(?:\s+|\Z)|[)(]")
_NEXT_ACTION = re.compile(
    r"[ ,:)]{0,4}(?:hoặc [^,;.]{4,30}?,? )?(?:tổng hợp|báo cáo|gửi|nộp|lập|hoàn thành|xây dựng|ban hành|thống nhất)(?!\w)",
    re.IGNORECASE,
)
_HANGING = re.compile(r"(?:định kỳ|[;,:]|\bvà|\A[\s\W]*\w{0,2}\W?)\Z", re.IGNORECASE)
_TRAIL = re.compile(r"(?:[ ,](?:và|hoặc|để))+\Z")
_LABEL = re.compile(r"[\s\"“+•*-]*(?:Điều \d+[a-z]?\.|\d+(?:\.\d+)*[.)]|[a-zđ]\)|[IVX]+\.) ?")
_MAX = 260


def _tidy(text: str) -> str:
    """`text` folded, without marks at its ends and brackets that are not closed in it."""
    words = _TRAIL.sub("", fold(text).strip(_EDGE))
    while lead := _LEAD.match(words):
        words = words[lead.end() :].strip(_EDGE)
    for opening, closing in ("()", "“”"):
        if words.count(opening) < words.count(closing):
            words = words.replace(closing, " ", 1)
        elif words.count(opening) > words.count(closing):
            cut = words.rfind(opening)
            words = f"{words[:cut]} {words[cut + 1 :]}"
    if words.count('"') % 2:
        words = words.replace('"', " ")
    return " ".join(words.split()).strip(_EDGE)


def action_before(text: str, begin: int, end: int, receiver: Receiver | None) -> str:
    """The action named in [begin, end), without the words that name its receiver."""
    words = text[begin:end]
    if receiver and begin <= receiver.start < end:
        words = text[begin : receiver.start] + " " + text[min(receiver.end, end) : end]
    if begin == 0 and (label := _LABEL.match(words)):
        words = words[label.end() :]
    report = _REPORT.search(words)
    action = _ACTION.search(words)
    if report and len(_tidy(words[report.start() :]).split()) > 2:
        words = words[report.start() :]
    elif action:
        words = words[action.start() :]
    elif report:
        words = words[report.start() :]
    return _short(_tidy(words))


def acts_next(text: str, begin: int, cue: int, end: int) -> bool:
    """Whether the action follows its time: "…, định kỳ trước ngày 25/12 hằng năm báo cáo …"."""
    following = _NEXT_ACTION.match(text, end)
    if following is None:
        return False
    return bool(_HANGING.search(text[begin:cue].rstrip())) or not names_action(text, begin, cue)


def names_action(text: str, begin: int, end: int) -> bool:
    """Whether something to do is named in [begin, end)."""
    return bool(_REPORT.search(text, begin, end) or _ACTION.search(text, begin, end))


def action_after(text: str, start: int, end: int, receiver: Receiver | None) -> str:
    """The action named after a date at the head of a sentence, without its receiver where more is said."""
    words = text[start:end]
    if receiver and start <= receiver.start < end:
        shorter = f"{text[start : receiver.start]} {text[receiver.end : end]}"
        report = _REPORT.search(shorter)
        words = shorter if report and len(_tidy(shorter[report.start() :]).split()) > 3 else words
    report, action = _REPORT.search(words), _ACTION.search(words)
    first = min((match.start() for match in (report, action) if match), default=0)
    return _short(_tidy(words[first:]))


def share_head(previous: str, own: str) -> str:
    """The second of two coordinated actions, with the words that it shares with the first.

    "báo cáo kết quả 6 tháng" and "năm 2023" make "báo cáo kết quả năm 2023".
    """
    if not own.strip("() "):
        return previous
    if not _PERIOD_ONLY.fullmatch(own):
        return own
    return f"{_PERIOD_TAIL.sub('', previous)} {own}"


def named_campaign(text: str, begin: int, end: int) -> str:
    """The campaign named right before its dates: "Tháng hành động vì bình đẳng giới"."""
    match = _CAMPAIGN.search(text, begin, end)
    return _short(_tidy(match[0])) if match else ""


def named_programme(text: str, begin: int, start: int, end: int) -> str:
    """What has a period: the programme named before it, or else the words before or after."""
    window = max(begin, start - 220)
    words = text[text.find(" ", window) if window > begin else begin : start]
    programmes = list(_PROGRAMME.finditer(words))
    last = programmes[-1] if programmes else None
    if last and not re.search(r"[;:]", words[last.start() :]):
        return _short(_tidy(words[last.start() :]))
    fragment = _tidy(re.split(r"[,;:(“\"]", words)[-1])
    if len(fragment.split()) > 2:
        return _short(fragment)
    return _short(_tidy(re.split(r"[;.]", text[end : end + _MAX])[0])) or _tidy(words)


def _short(words: str) -> str:
    """At most `_MAX` characters, whole words."""
    return words if len(words) <= _MAX else words[: words.rfind(" ", 0, _MAX)]
