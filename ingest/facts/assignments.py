"""Who a sentence gives something to do, and which words say what.

    subject    "[Trong năm 2024,] Sở Y tế (cơ quan thường trực) chủ trì, phối hợp …"
    colon      "Công an tỉnh: Chỉ đạo công an các xã …"
    order      "[UBND tỉnh] giao Sở Y tế theo dõi …", "Đề nghị Hội A; Hội B vận động …"
    bracket    "Xây dựng kế hoạch năm (Phòng Nội vụ chủ trì)"

What a unit may do, has done, is or gets is no duty. All functions take plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.office_words import EXPECTED_HEAD, HEAD, VERB
from ingest.spelling import UPPER
from ingest.unit_names import is_verb
from ingest.units import Mention, unit_key, units_in_row

_ORDER = re.compile(
    r"(?P<verb>giao nhiệm vụ|giao trách nhiệm|giao|yêu cầu và đề nghị|yêu cầu|đề nghị|phân công|ủy quyền|chỉ đạo|kiến nghị|đôn đốc)"
    r"(?: cho| đối với| tới| đến| với)?:? {1,3}(?=\w)",
    re.IGNORECASE,
)
# "theo yêu cầu của …", "được giao", "hồ sơ đề nghị" order nothing.
_NO_ORDER = re.compile(
    r"(?:theo|được|các|đơn|giấy|hồ sơ|văn bản|phiếu|tờ trình|sự|do|có|những|việc|nhiệm vụ|khi|người|cơ quan|đơn vị|tổ chức|đã|nội dung|để|"
    r"theo sự|theo đề|tại|nếu|số|trường hợp|chưa|không|xét) \Z",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r" {0,2}(?:\([^()]{0,200}\)|- [^,:;]{1,60} -)? {0,2}[,:]? {0,2}(?:và |hoặc |cũng |cùng |thì |là đơn vị )?"
)
# What such a word begins leads up to what is done, with a verb to come …
_LEADS_UP = re.compile(
    r"(?:theo|trong|trên cơ sở|tùy theo|tuỳ theo|định kỳ|hằng|hàng|trước|sau|ngay|từng bước|ngoài|thông qua|chậm nhất|muộn nhất|lần lượt|"
    r"căn cứ|kể từ|khi|nếu|để|mỗi|nhằm|không (?!quá)|chỉ|xem)(?!\w)"
)
_GOES_ON = re.compile(
    r"(?:đến|từ|bằng|với|vào|qua|tại|đối với|cùng với|có (?!quyền|thể|thẩm quyền|trách|nhiệm|nghĩa)|trong đó)(?!\w)"
)
# … while behind these only a word of duty gives one.
_DESCRIBES = re.compile(
    r"(?:được|bị|đã|đang|là|do|vì|có|hoạt động|gồm|bao gồm|như|ở|hiện|nơi|này|đó|nhận|thuộc|của|chưa|không)(?!\w)"
)
_DUTY_WORD = re.compile(
    r"(?<!\w)(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|có nghĩa vụ|phải|cần|chủ trì|khẩn trương|nghiêm túc|chủ động|tăng cường|thực hiện(?! theo quy)|"
    r"tổ chức thực hiện|làm đầu mối|căn cứ|thi hành(?! án))(?!\w)"
)
_NO_DUTY = re.compile(
    r"(?:làm việc theo|quyết định(?! (?:việc|giao|ban hành|thành lập|phê duyệt))|đồng ý|thống nhất|từ chối|dự kiến|đạt|"
    r"ký(?! kết| cam kết| ban hành| duyệt))(?!\w)"
)
_STANDING = re.compile(
    r"là (?:cơ quan|đơn vị|đầu mối|bộ phận)(?: (?:thường trực|đầu mối|chủ trì|chịu trách nhiệm|tổng hợp|theo dõi|tham mưu|tiếp nhận))?"
)
_PRELUDE = re.compile(
    r"(?:Trong|Căn cứ|Trên cơ sở|Hằng|Hàng|Định kỳ|Trước|Sau|Khi|Nếu|Theo|Ngoài|Để|Nhằm|Từ|Đồng thời|Riêng|Đến|Chậm nhất|Ngay|Trường hợp|Đối với|"
    r"Thực hiện(?= (?:[KCQNLTĐ]|chỉ đạo|ý kiến|văn bản))|Bên cạnh đó|Ngoài ra|Vào|Tùy|Quá trình|Cùng với|Mỗi|Thời gian|Tại|Bắt đầu|Kể từ|"
    r"Trên tinh thần|Đặc biệt)(?!\w)"
)
_HERE_IS = re.compile(r"Trên đây là [^;.]{5,400}[;.] (?=\w)")
_TOPIC = re.compile(rf"[^:;.]{{3,120}}: (?={HEAD.pattern})")  # "Về kinh phí: Sở Tài chính bố trí …"
_TOWARDS = re.compile(r"(?:Đối với|Với|Về phía) (?=\w)")  # and a colon behind the name
_AIMED = re.compile(r"(?:[^\W\d]+(?: [^\W\d]+)?, )?đối với (?=\w)", re.IGNORECASE)
_REPORT_OF = re.compile(r"Báo cáo [^.;:]{5,200}? của (?=\w)")
_SENT = re.compile(r",? (?:gửi|nộp) ")
_CUT = re.compile(rf"; {{1,3}}|, (?=[{UPPER}])")
_SEGMENT = re.compile(r"[.;:,] ")
_AT_ONCE = re.compile(
    r"\s*(?:đồng thời|và|cũng|tiếp tục|trân trọng|kính|Kính|Trân trọng|Đồng thời|riêng|còn|nay|Nay|thống nhất)[ ,]*",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"(?:\d|{HEAD.pattern})")  # behind a colon: who is in it, or what somebody is
_TELLS_AND = re.compile(r"\A(?:(?:thông báo|hướng dẫn|trả lời|có ý kiến|phúc đáp)[^,;.]{0,60}?(?: và|,)) ?\Z")
_COLON = re.compile(r" {0,2}: {0,3}(?=\w)")
_SAYS = re.compile(
    r"(?:thông báo|ban hành|hướng dẫn|trả lời|có ý kiến|báo cáo|trình|đề nghị|gửi|nhận được|xây dựng|kính|trân trọng|yêu cầu|quyết định|công bố|chuyển|phúc đáp|xin)(?!\w)"
)
_POSITIONS = frozenset(
    "chu tich giam doc bo truong thu tong cuc truong lanh dao pho ban thong chanh toan the hieu".split()
)
_REACH = 260
_MAX_PRELUDE = 420


@dataclass(frozen=True, slots=True)
class Assignment:
    """Units, and where in the text stands what they have to do."""

    units: tuple[Mention, ...]
    start: int
    end: int
    task: str = ""  # where it stands elsewhere: before a bracket


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands, as far as that decides who gives and who gets."""

    issuer: frozenset[str] = frozenset()  # words of the key of who issues the document, and of its place
    headed: bool = False  # below the name of a unit, whose it then is to order something
    introduces: bool = False  # before the first clause, where only orders count
    normative: bool = False  # a law or a regulation: who orders in it is one of its subjects


def assignments(text: str, setting: Setting) -> list[Assignment]:
    """What a sentence without its label gives to units that it names itself."""
    subject, end = _subject(text)
    begin = _begin(text, subject, end)
    speaks = begin is not None and _speaks(subject, setting)
    as_issuer = speaks or not (setting.issuer or setting.normative)
    orders = begin is not None and as_issuer and text[begin].islower() and _ORDER.match(text, begin)
    if begin is not None and not setting.introduces and not orders:
        return [] if speaks and _SAYS.match(text, begin) else list(_acts(text, tuple(subject), begin, len(text)))
    ordered = list(_ordered(text, setting))
    return ordered if ordered or setting.introduces else [*_in_brackets(text), *_reporting(text)]


def _speaks(subject: list[Mention], setting: Setting) -> bool:
    """Whether a subject is who issues the document, or the head of that body."""
    words = {word for mention in subject for word in unit_key(mention.text).split()}
    return len(subject) == 1 and bool(words & setting.issuer) and words - _POSITIONS <= setting.issuer


def predicate(text: str, end: int) -> int | None:
    """Where it begins what the units named before `end` have to do; None when nothing says that they have to."""
    beside = _BESIDE.match(text, end)
    at = beside.end() if beside else end
    if _STANDING.match(text, at):
        return at
    if _NO_DUTY.match(text, at):
        return None
    if is_verb(text, at, at):
        return at
    described = _DESCRIBES.match(text, at)
    if described:
        duty = _DUTY_WORD.search(text, at, min(len(text), at + _REACH))
        return duty.start() if duty and not re.search(r"[;:]|đã ", text[at : duty.start()]) else None
    verb = _next_verb(text, at) if _LEADS_UP.match(text, at) or _GOES_ON.match(text, at) else None
    return at if verb is not None and _LEADS_UP.match(text, at) else verb


def _next_verb(text: str, at: int) -> int | None:
    words = re.compile(r" (?=\w)").finditer(text, at, min(len(text), at + _REACH))
    return next((word.end() for word in words if is_verb(text, word.end(), word.start())), None)


_Row = tuple[list[Mention], int]  # units, and where their names end


def _subject(text: str) -> _Row:
    """The units that a sentence is about, and where their names end; what may come before them is skipped."""
    found = units_in_row(text, 0)
    for skipped in (_past_closing, _towards, _behind_topic, _aimed, _behind_prelude):
        if found[0]:
            break
        found = skipped(text)
    return found


def _past_closing(text: str) -> _Row:
    """ "Trên đây là kế hoạch …; trong quá trình thực hiện, các cơ quan …": what follows is a sentence by itself."""
    closing = _HERE_IS.match(text)
    if closing is None:
        return [], 0
    at = closing.end()
    found, end = _subject(text[at].upper() + text[at + 1 :])
    return [replace(mention, start=mention.start + at, end=mention.end + at) for mention in found], end + at


def _towards(text: str) -> _Row:
    """ "Đối với Sở Y tế: rà soát …"."""
    towards = _TOWARDS.match(text)
    found, end = units_in_row(text, towards.end()) if towards else ([], 0)
    colon = _COLON.match(text, end) if found else None
    acts = colon and VERB.match(text[colon.end()].lower() + text[colon.end() + 1 :])
    return (found, end) if acts else ([], 0)


def _behind_topic(text: str) -> _Row:
    """ "Về kinh phí: Sở Tài chính bố trí …"."""
    topic = _TOPIC.match(text)
    return _with_duty(text, topic.end()) if topic else ([], 0)


def _aimed(text: str) -> _Row:
    aimed = _AIMED.match(text) if _PRELUDE.match(text) else None
    return _with_duty(text, aimed.end()) if aimed else ([], 0)


def _behind_prelude(text: str) -> _Row:
    """ "Trong năm 2024, Sở Y tế chủ trì …"."""
    for comma in re.finditer(r"[,;:)] (?:thì |đề nghị )?(?=\w)", text[:_MAX_PRELUDE]) if _PRELUDE.match(text) else ():
        if EXPECTED_HEAD.match(text, comma.end()) and not VERB.match(text, comma.end()):
            found = _with_duty(text, comma.end())
            if found[0]:
                return found
    return [], 0


def _with_duty(text: str, at: int) -> _Row:
    """The units at a place, if it is told there what they have to do."""
    found, end = units_in_row(text, at)
    return (found, end) if found and predicate(text, end) is not None else ([], 0)


def _begin(text: str, subject: list[Mention], end: int) -> int | None:
    """Where it begins what a subject has to do."""
    colon = _COLON.match(text, end) if subject else None
    if colon and _LISTED.match(text, colon.end()):
        return None
    return colon.end() if colon else predicate(text, end) if subject else None


def _acts(text: str, subject: tuple[Mention, ...], begin: int, end: int) -> Iterator[Assignment]:
    """The duties of a subject up to `end`, and of others that come behind a semicolon."""
    for cut in [*_cuts(text, begin, end), None]:
        others, stop = units_in_row(text, cut.end()) if cut else ([], 0)
        start = predicate(text, stop) if others else None
        if cut is None or start is not None:
            yield Assignment(subject, begin, cut.start() if cut else end)
            subject, begin = tuple(others), start or 0


def _cuts(text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """Where another subject may begin: behind a semicolon, or a comma that parts no row of units."""
    for cut in _CUT.finditer(text, begin, end):
        in_row = text[cut.start()] == "," and any(
            units_in_row(text, head.start())[1] >= cut.start()
            for head in EXPECTED_HEAD.finditer(text, max(begin, cut.start() - 60), cut.start())
        )
        if HEAD.match(text, cut.end()) and not in_row:
            yield cut


def _ordered(text: str, setting: Setting) -> Iterator[Assignment]:
    """Every order in a sentence, each up to the next one."""
    given: list[tuple[int, Assignment]] = []
    for order in _ORDER.finditer(text):
        if not EXPECTED_HEAD.match(text, order.end()) or not _gives(text, order, setting):
            continue
        units, end = units_in_row(text, order.end())
        beside = _BESIDE.match(text, end)
        start = beside.end() if beside else end
        if len(text[start : start + 80].split()) > 1:
            given.append((order.start(), Assignment(tuple(units), start, len(text))))
    for index, (_, this) in enumerate(given):
        stop = given[index + 1][0] if index + 1 < len(given) else len(text)
        yield from _acts(text, this.units, this.start, len(text[:stop].rstrip(" ,;")))


def _gives(text: str, order: re.Match[str], setting: Setting) -> bool:
    """Whether a word of ordering is the issuer's: it stands first, or behind the issuer's name."""
    before = text[max(0, order.start() - _REACH) : order.start()]
    own = _SEGMENT.split(before)[-1]
    verb = order["verb"].lower()
    if not own.strip() or _AT_ONCE.fullmatch(own):
        if verb in ("chỉ đạo", "đôn đốc", "kiến nghị") or (setting.headed and verb.startswith("yêu cầu")):
            return False
        opens = not before.strip() or order["verb"][0].isupper()
        return opens or not (setting.headed or setting.normative)
    if setting.headed or setting.normative or _NO_ORDER.search(before):
        return False
    issuer, end = units_in_row(own, len(own) - len(own.lstrip()))
    between = _TELLS_AND.sub("", own[end:].strip(" ,"))
    return bool(issuer) and not between and HEAD.match(own[end:].strip()) is None


def _in_brackets(text: str) -> Iterator[Assignment]:
    for bracket in re.finditer(r"\((?:giao )?(?=\w)", text):
        if not HEAD.match(text, bracket.end()):
            continue
        units, end = units_in_row(text, bracket.end())
        role = re.compile(r",? (?:chủ trì|phối hợp|thực hiện|tham mưu)(?!\w)").match(text, end)
        close = text.find(")", end)
        if units and role and close > 0 and len(text[: bracket.start()].split()) > 2:
            yield Assignment(tuple(units), role.start() + 1, close, task=text[: bracket.start()].strip(" ,:;-"))


def _reporting(text: str) -> Iterator[Assignment]:
    """ "Báo cáo kết quả của các đơn vị gửi về Phòng Nội vụ …": those whose report it is."""
    for report in _REPORT_OF.finditer(text):
        units, end = units_in_row(text, report.end())
        if units and report.start() == 0 and _SENT.match(text, end):
            yield Assignment(tuple(units), 0, len(text))
            return
