"""Every sentence that the assistant says in its own words, in both languages."""

from __future__ import annotations

import re

from assistant.answer import Language
from ingest.statements import plain
from ingest.terms import printed_term
from ingest.times import find_times

_PHRASES: dict[str, dict[Language, str]] = {
    "held": {"vi": "có trong kho: {0}", "en": "held in the corpus: {0}"},
    "yes": {"vi": "Có", "en": "Yes"},
    "no": {"vi": "Không", "en": "No"},
    "to": {"vi": "gửi {}", "en": "to {}"},
    "dropped": {
        "vi": "Một phần câu trả lời đã bị bỏ vì không đối chiếu được với nguyên văn.",
        "en": "Part of the answer was left out because it could not be checked against the text.",
    },
    "presupposition": {
        "vi": "Câu hỏi giả định điều mà văn bản không ghi; nội dung đúng như trích dẫn ở trên.",
        "en": "The question assumes what the document does not say; what it says is quoted above.",
    },
    "more-found": {
        "vi": "Còn {} nội dung nữa cũng khớp câu hỏi, không kể ra ở đây; hãy hỏi hẹp hơn hoặc mở văn bản để xem hết.",
        "en": "{} more that fit the question are not listed here; narrow the question or open the document to see all.",
    },
    "plan-year-past": {
        "vi": "{} là của năm {}; hãy kiểm tra xem đã có văn bản mới hơn chưa.",
        "en": "{} is of {}; check whether a newer document exists.",
    },
    "replaced": {
        "vi": "{0}: đã có quy định {1} trong {2} ({3}); hãy kiểm tra trước khi áp dụng.",
        "en": "{0} is {1} according to {2} ({3}); check before applying it.",
    },
    "amended": {
        "vi": "{0}: có quy định {1} trong {2} ({3}); hãy đối chiếu.",
        "en": "{0} is {1} according to {2} ({3}); compare the two.",
    },
    "same-duty": {
        "vi": "Việc giao cho {} cũng được giao cho {} ({}).",
        "en": "What is given to {} is also given to {} ({}).",
    },
    "scanned": {
        "vi": "Trang {} được nhận dạng từ ảnh, độ tin cậy {}%; hãy đối chiếu với bản gốc.",
        "en": "Page {} was recognised from its image with {}% confidence; compare it with the original.",
    },
    "unknown": {
        "vi": "Kho văn bản không có tài liệu nào về “{}”. Hiện có: {}.",
        "en": "The corpus holds nothing on “{}”. It holds: {}.",
    },
    "empty": {
        "vi": "Kho chưa có văn bản nào. Hãy nạp văn bản bằng “danchieu ingest THƯ-MỤC” hoặc trên trang Văn bản.",
        "en": "The corpus is empty. Add documents with “danchieu ingest FOLDER” or on the documents page.",
    },
    "no-unit": {
        "vi": "{} không giao việc gì cho “{}”. Các đơn vị được giao việc: {}.",
        "en": "No duty is given to “{1}” in {0}. Duties are given to: {2}.",
    },
    "not-stated": {
        "vi": "{} không nêu điều này.",
        "en": "This is not stated in {}.",
    },
    "not-stated-nearest": {
        "vi": "{} không nêu điều này. Nội dung gần nhất ở: {}.",
        "en": "This is not stated in {}. The nearest clauses are: {}.",
    },
    "not-in-corpus": {
        "vi": "Kho văn bản không có nội dung trả lời câu hỏi này. Hiện có: {}.",
        "en": "The corpus does not hold the answer to this question. It holds: {}.",
    },
    "ambiguous": {
        "vi": "Câu hỏi hợp với {} văn bản như nhau. Bạn hỏi về văn bản nào: {}?",
        "en": "The question fits {} documents equally. Which one do you mean: {}?",
    },
    "no-number": {"vi": "bản này chưa ghi số", "en": "no number is printed"},
    "sources": {"vi": "Trích dẫn", "en": "Citations"},
    "nearest": {"vi": "Gần nhất", "en": "Nearest"},
    "more": {"vi": "và {} văn bản khác", "en": "and {} more"},
    "corpus": {"vi": "Các văn bản trong kho", "en": "the documents of the corpus"},
    "follow-up deadline": {"vi": "Báo cáo theo {} nộp khi nào, cho ai?", "en": "When and to whom are reports under {} due?"},
    "follow-up receiver": {"vi": "Báo cáo theo {} gửi cho ai?", "en": "To whom are reports under {} sent?"},
    "follow-up basis": {"vi": "{} căn cứ vào văn bản nào?", "en": "What is {} based on?"},
    "follow-up duties": {"vi": "{} có những nhiệm vụ gì theo {}?", "en": "What are the duties of {} under {}?"},
    "follow-up signer": {"vi": "Ai ký {}?", "en": "Who signed {}?"},
}  # fmt: skip
_NOTES_EN = {
    "number-missing": "The number is not printed on this copy.",
    "number-incomplete": "The number is printed incompletely; check the original.",
    "day-missing": "The day of issue is not printed.",
    "date-missing": "The date of issue is not printed.",
    "cited-after": "It cites a document dated after itself; the date may be a misprint.",
    "subject-contradiction": "The closing names another subject than the heading; it may be left over from another document.",
    "year-mismatch": "A year in this clause does not fit the document's; it may be a misprint.",
    "duty-repeated": "The same words stand at another place too; one duty may be given to two units.",
    "label-misread": "This label was read differently and is understood from its place in the numbering.",
    "label-sequence": "The numbering of the clauses skips or repeats here.",
    "signer-missing": "The signature is not on this copy.",
}


def say(phrase: str, language: Language, *values: object) -> str:
    """A phrase of the table with its values filled in."""
    text = _PHRASES[phrase][language]
    return text.format(*values) if values else text


def note_words(code: str, vietnamese: str, language: Language) -> str:
    """An anomaly in the question's language."""
    return vietnamese if language == "vi" else _NOTES_EN.get(code, vietnamese)


_QUARTERS = {("01", "03"): "I", ("04", "06"): "II", ("07", "09"): "III", ("10", "12"): "IV"}
_QUARTER = re.compile(r"(?P<year>\d{4})-(?P<first>01|04|07|10)/(?P=year)-(?P<last>03|06|09|12)")


def date_span_words(date: str, language: Language) -> str:
    """A date as it is said: "--06-15" → "15/6 hằng năm"; spans "từ … đến …".

    >>> date_span_words("2018-11-15/2018-12-15", "vi")
    'từ 15/11/2018 đến 15/12/2018'
    >>> date_span_words("2026-04/2026-06", "vi")
    'quý II/2026'
    """
    if date.startswith("R/"):
        return _cycle_words(date.removeprefix("R/"), language)
    quarter = _QUARTER.fullmatch(date)
    if quarter and (number := _QUARTERS.get((quarter["first"], quarter["last"]))):  # as printed, not in months
        return f"quý {number}/{quarter['year']}" if language == "vi" else f"quarter {number} of {quarter['year']}"
    if "/" in date:
        first, last = (_day_words(part, language) for part in date.split("/", 1))
        return f"từ {first} đến {last}" if language == "vi" else f"{first} to {last}"
    return _day_words(date, language)


_DURATIONS_EN = {
    "ngày làm việc": "working day",
    "ngày": "day",
    "giờ": "hour",
    "phút": "minute",
    "tháng": "month",
    "năm": "year",
}


def duration_words(printed: str, language: Language) -> str:
    """ "05 ngày làm việc" → "5 working days"; in Vietnamese as printed."""
    number, _, unit = printed.partition(" ")
    if language == "vi":
        return printed
    unit = re.sub(r"\([^()]*\) ?", "", unit)
    return f"{int(number)} {_DURATIONS_EN[unit]}{'' if int(number) == 1 else 's'}"


def deadline_words(date: str, quote: str, language: Language) -> str:
    """A deadline as it is said: its date, or the term that its date was worked out from.

    What is said must stand in the quote, where such a date does not.
    """
    text = plain(quote)
    term = printed_term(text)
    if term is None or any(time.value == date for time in find_times(text, None)):
        return date_span_words(date, language)
    return term[0] if language == "vi" else duration_words(term[1], language)


_MONTHS = "January February March April May June July August September October November December".split()
_CYCLES: dict[str, dict[Language, str]] = {
    "P1Y": {"vi": "hằng năm", "en": "every year"}, "P6M": {"vi": "6 tháng một lần", "en": "every 6 months"},
    "P3M": {"vi": "hằng quý", "en": "every quarter"}, "P1M": {"vi": "hằng tháng", "en": "every month"},
    "P1W": {"vi": "hằng tuần", "en": "every week"}, "P1D": {"vi": "hằng ngày", "en": "every day"},
}  # fmt: skip


def _cycle_words(cycle: str, language: Language) -> str:
    return _CYCLES.get(cycle, {}).get(language, cycle)


def _day_words(date: str, language: Language) -> str:
    """One ISO date, perhaps partial, in words of the language."""
    if match := re.fullmatch(r"--(\d\d)-(\d\d)", date):
        month, day = int(match[1]), int(match[2])
        return f"{day}/{month} hằng năm" if language == "vi" else f"{day} {_MONTHS[month - 1]} every year"
    if match := re.fullmatch(r"---(\d\d)", date):
        return f"ngày {int(match[1])} hằng tháng" if language == "vi" else f"day {int(match[1])} of every month"
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?", date):
        year, month, day = map(int, match.groups())
        return f"{day}/{month}/{year}" if language == "vi" else f"{day} {_MONTHS[month - 1]} {year}"
    if match := re.fullmatch(r"(\d{4})-(\d\d)", date):
        month = int(match[2])
        return f"tháng {month}/{match[1]}" if language == "vi" else f"{_MONTHS[month - 1]} {match[1]}"
    return date


def objective_words(shares: str, language: Language) -> str:
    """Objectives and indicators, told as "mục tiêu 2 (chỉ tiêu 1)", in a language."""
    return shares if language == "vi" else shares.replace("mục tiêu", "objective").replace("chỉ tiêu", "indicator")
