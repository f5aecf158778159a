"""Whether words such as "hằng năm" say how often something is done, rather than which plan or budget.

They do where they open a sentence or its part before somebody acts ("Hằng quý, Sở Y tế chủ trì …"), where
they stand behind an action ("được ban hành định kỳ hằng năm", "báo cáo Bộ Y tế hằng tháng"), and where they
count how often ("ít nhất 02 lần/năm").
"""

from __future__ import annotations

import re

from ingest.facts.assignments import predicate
from ingest.office_words import EXPECTED_HEAD, HEAD, VERB
from ingest.units import units_in_row

_OPENS = re.compile(
    r"(?:\A|[;:.)(-]|,(?! (?:định kỳ|năm))|(?<!trung hạn )(?<!dài hạn )\bvà|(?<!báo cáo )(?<!công tác )(?<!kế hoạch )[Đđ]ịnh kỳ,? ?\(?)"
    r"[\s\"“]*(?:(?:\w{1,2}|\d+(?:\.\d+)*)[.)] ?)?[\s+-]*(?:[Đđ]ịnh kỳ|[Íí]t nhất|[Tt]heo định kỳ|[Vv]ào)?[, (]*\Z"
)
_BESIDE = re.compile(
    r"[ ,)]{0,4}(?:(?:và|hoặc) (?:đột xuất|khi (?:có|được) yêu cầu)[^,;.:]{0,30}[, ]{1,2})?"
    r"(?:(?:vào|trên cơ sở|căn cứ|theo|trong|trước|sau|khi|cùng với|kể từ|định kỳ) [^,;.:]{3,120}, )?"
)
_SINCE = re.compile(r" kể từ [^,;.:]{0,100}")
_REPORTS_NEXT = re.compile(
    r"(?! (?:đã|vốn|của|cho) )[ ,)]{0,3}(?:,? ?(?:và )?(?:hằng|hàng) \w+[ ,)]{0,3}){0,3}(?:hoặc (?:đột xuất|khi có yêu cầu)[ ,]{0,2})?[^;.:]{0,70}?"
    r"(?:tổng hợp|báo cáo(?! (?:quyết toán|tài chính))|gửi)"
)
_REPORTED = re.compile(
    r"(?:(?:[Tt]hực hiện|[Cc]hế độ|[Gg]ửi|[Nn]ộp|[Ll]ập|[Xx]ây dựng) [^,;.]{0,30}báo cáo|báo cáo (?:kết quả|tình hình|UBND|Ủy ban|Sở|Bộ|về))"
    r"(?! quyết toán| tài chính)[^,;.]{0,60}\Z"
)
_ACTS = re.compile(
    rf"(?:chủ động |tổ chức |tiến hành |cập nhật|công bố|công khai|tiếp |họp |tổng kết|sơ kết|đánh giá)|{VERB.pattern}"
)
_MUST = re.compile(r"[^;.:]{3,100}? (?:phải|có trách nhiệm|có nghĩa vụ|chịu trách nhiệm)(?!\w)")
_REPORT_BEFORE = re.compile(
    r"(?<!chế độ )(?<!các )[Bb]áo cáo [^;.]{0,80}\Z|[Bb]áo cáo(?: định kỳ)? \Z|(?:tổng hợp|báo cáo),? gửi [^;.,]{0,60}\Z"
)
_OF_A_YEAR = re.compile(
    r"(?:kế hoạch|dự toán|chương trình|ngân sách|chỉ tiêu|công tác|nhiệm vụ|kinh phí|đánh giá|xếp loại|quyết toán|tài chính)(?: [^\W\d]+){0,3}? \Z",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r" ?(?:[.;,)]|\Z| và (?:hằng|hàng|cả|năm|đột|công|theo|\d+ năm)| hoặc (?:đột|khi )| về | cho | với | tại | trên | theo quy| theo yêu| gửi| tình hình| kết quả| \()"
)
# What is done, in the passive or with its object: "được ban hành", "họp thường kỳ", "cập nhật dữ liệu".
_DONE_BEFORE = re.compile(
    r"(?:được|phải) (?:[^\W\d]+,? ){0,9}?(?:thực hiện|tiến hành|tổ chức|ban hành|công bố|công khai|cập nhật|rà soát|đánh giá|kiểm tra|phê duyệt|"
    r"điều chỉnh|chi trả|cấp phát|báo cáo|lập|gửi|thông báo|phân loại)(?:,? (?:và )?(?:công bố|công khai|cập nhật|cấp phát|đánh giá|phê duyệt))?"
    r" (?:theo )?(?:định kỳ |thường kỳ )?\Z"
    r"|(?<!\w)(?:họp|giao ban|trực báo|cập nhật [^;.,]{2,40}|đồng bộ [^;.,]{2,40}|rà soát[^;.,]{0,40}|đánh giá[^;.,]{0,60}|kiểm tra[^;.,]{0,40}|tổng hợp[^;]{0,80}) "
    r"(?:theo )?(?:định kỳ|thường kỳ|thường xuyên),? \Z"
    r"|(?<!\w)(?:[Cc]ập nhật|[Tt]ổng hợp|[Tt]hống kê) (?:dữ liệu|thông tin|số liệu|kết quả|tình hình)(?: [^\W\d]+){0,4}? \Z"
)
# At a time of that while: "thứ Năm hằng tuần", "8 giờ hằng ngày".
_AT_A_TIME = re.compile(
    r"(?:[Tt]hứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|\d)|[Cc]hủ nhật|(?:tuần|ngày)(?: làm việc)? (?:thứ|đầu|cuối)(?: \w+)?|"
    r"(?:trước|vào|lúc) \d{1,2} ?(?:h|giờ)(?: ?\d{2})?(?: phút)?)(?: của)?,? \Z"
)
_PERIODIC = re.compile(r"(?:định kỳ|thường kỳ) ", re.IGNORECASE)
_COUNTED = re.compile(r" lần|/lần|\bngày (?:đầu|cuối)")
# What somebody gets, did or may do so often, is nothing that has to be done.
_BY_COUNT = re.compile(
    r"(?<!\w)(?:đã|hưởng|nhiệm kỳ|phạt|dùng|uống|tái phạm|chỉ|xét tặng|lương|phương thức|mức|chu kỳ|kỳ hạn|không quá|"
    r"[Đđ]ược (?:nghỉ|hỗ trợ|chi trả|thanh toán|cấp|trợ cấp|thưởng|khám|gia hạn|vay))(?!\w)[^;.]{0,60}\Z"
)


def tells_rhythm(text: str, start: int, end: int) -> bool:
    """Whether the words of [start, end) of a plain sentence say how often something is to be done."""
    before = text[max(0, start - 100) : start]
    if _COUNTED.search(text, start, end):
        return not _BY_COUNT.search(before)
    if has_time(text, start):
        return True
    opens = text[start].isupper() or _OPENS.search(before)
    if opens and (_REPORTS_NEXT.match(text, end) or _acts_next(text, end)):
        return True
    if _REPORTED.search(before):
        return True
    periodic = _PERIODIC.match(text, start)
    done = _DONE_BEFORE.search(before + periodic[0].lower() if periodic else before)
    reported = _REPORT_BEFORE.search(before) and not _OF_A_YEAR.search(before)
    return bool((done or reported) and _ENDS.match(text, end))


def has_time(text: str, start: int) -> bool:
    """Whether a weekday or an hour stands before a rhythm."""
    return _AT_A_TIME.search(text, max(0, start - 40), start) is not None


def _acts_next(text: str, end: int) -> bool:
    """Whether an action follows: a verb, or a unit with what it has to do."""
    beside = _BESIDE.match(text, end)
    at = beside.end() if beside else end
    if at == end:
        return False
    if _ACTS.match(text, at) or _ACTS.match(text[at : at + 1].lower() + text[at + 1 : at + 40]):
        return True
    since = _SINCE.match(text, end)
    if since and any(_has_duty(text, head.start()) for head in HEAD.finditer(text, end, since.end())):
        return True
    if EXPECTED_HEAD.match(text, at):
        return _has_duty(text, at) or _MUST.match(text, at) is not None
    return _MUST.match(text, at) is not None


def _has_duty(text: str, at: int) -> bool:
    """Whether units are named at a place, with what they have to do."""
    units, stop = units_in_row(text, at)
    return bool(units) and predicate(text, stop) is not None
