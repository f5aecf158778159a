"""The heading of a directive, line by line: which line is which field, and where it ends.

The order is that of Decree 30/2020/NĐ-CP, Annex I: issuer and number, motto and date,
kind and subject (of a letter "V/v" below the number). Offices set it loosely and scans
lose diacritics, so fields are told by their words without diacritics, not by their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.fixed_words import like_addressees, like_motto
from ingest.kinds import TITLE_KINDS
from ingest.labels import Style
from ingest.lines import Line, ends_sentence, is_upper
from ingest.numbers import read_number
from ingest.spelling import bare
from ingest.statements import plain

_MOTTO = re.compile(r"\W{0,3}(?:c[o0]ng h[o0]a? xa h[o0]i|d[o0]c lap\s*-\s*tu d[o0]|dang c[o0]ng san viet nam)")
_SPELLED = [(kind, kind) for kind in TITLE_KINDS]
_UNMARKED = [(kind, bare(kind)) for kind in TITLE_KINDS]
_KIND_WORDS = "|".join(sorted((bare(kind) for kind in TITLE_KINDS), key=len, reverse=True))
_NUMBER = re.compile(rf"\W{{0,3}}(?:(?:{_KIND_WORDS}) )?s[o0] ?[:.;] ?|\W{{0,3}}s[o0] (?=[\d./_…-])")
_BLANK = r"[.…_/ -]{0,40}"
_ILLEGIBLE = r"(?: ?(?!\d{1,2} )[^\s,;]{1,4} )?"  # what is written by hand, as recognition reads it: "U6_", "°ÊÖ"
_PLACE = r"(?:(?P<place>[^.,;:\d|]{2,3}(?:\.[^.,;:\d|]{2,40}|[^.,;:\d|]{0,40}))[,.;] ?)?"
_IN_WORDS = re.compile(
    rf"{_PLACE}ngay{_ILLEGIBLE} ?(?P<day>\d{{1,2}})?{_BLANK}thang{_ILLEGIBLE} ?(?P<month>\d{{1,2}})?{_BLANK}nam ?(?P<year>(?:19|20)\d\d)?[\d.…_ ]{{0,20}}"
)
_IN_DIGITS = re.compile(
    rf"{_PLACE}(?:ngay )?(?P<day>\d{{1,2}}) ?(?P<mark>[./-]) ?(?P<month>\d{{1,2}}) ?(?P=mark) ?(?P<year>(?:19|20)\d\d)\.?"
)
_MONTH = re.compile(rf"{_PLACE}thang ?(?P<month>\d{{1,2}})(?: nam |/)(?P<year>(?:19|20)\d\d)\.?")
_SPECKS = re.compile(r"^[^\w\s(“\"+•*-]{1,2} ?(?=\w)|^_ ?(?=[^\W_])")  # what recognition makes of specks before a word
_SCRIBBLED = re.compile(r"^[^\s/]{1,6} ?(?=[/-] ?[A-ZĐ]{2})")  # a number written by hand, as recognition reads it
_DRAFT = re.compile(r"(?:DỰ THẢO|Dự thảo)(?: \d{1,2}| lần \d{1,2})?[ :]+")
_NO_COMMA = re.compile(r"(?P<place>[a-z][a-z .-]{1,40}) (?=ngay)")
_SUBJECT = re.compile(r"\W{0,3}(?:v/v|vv|ve viec|v\.v)\b[ :.]{0,3}")
_ADDRESSEES = re.compile(r"\W{0,3}kinh (?:gui|trinh|chuyen)\b|.{0,80}\s(?:dien|gui) ?:$")
_STAMP = re.compile(
    r"\W{0,3}(?:(?:du thao|mat|toi mat|tuyet mat|khan|thuong khan|hoa toc|hoa toc hen gio|ban sao|sao y|sao y ban chinh|ban chinh|"
    r"het hieu luc)(?: (?:lan|ngay)\b.{0,40}| \d{1,2}|\W{0,3})|"
    r"(?:nguoi ky|ky boi|ky so|email|co quan|thoi gian ky|ngay ky|chuc vu|to chuc|signed by|digitally signed by|date|reason|"
    r"location) ?:.{0,80})$"
)
_ATTACHED = re.compile(r"\(? ?(?:(?:ban hanh )?kem theo|ban hanh theo)\b")
_ENCLOSED = re.compile(r"\(.*\)\W?$")
_OPENING = re.compile(
    r"(?:Căn cứ|Thực hiện|Theo|Xét|Để|Nhằm|Trên cơ sở|Thi hành|Tiếp tục|Tiếp theo|Triển khai|Ngày \d|Sau khi|Phát huy|"
    r"Năm \d|Vừa qua|Hiện nay|Trong|Được|Qua|Phúc đáp|Trả lời|Thời gian|Từ ngày|Hưởng ứng|Nhân dịp|Luật này|Pháp lệnh này)\s"
)
_BASIS = re.compile(r"(?:Căn cứ|Xét|Theo đề nghị)\s")
_AUTHORITY = re.compile(
    r"(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|ỦY BAN|UỶ BAN|UBND|CHÍNH PHỦ|QUỐC HỘI|HỘI ĐỒNG|TRƯỞNG|CỤC TRƯỞNG|"
    r"THỐNG ĐỐC|TỔNG|VIỆN TRƯỞNG|CHÁNH ÁN|HIỆU TRƯỞNG|BAN (?!HÀNH))"
)
_RUNS_ON = re.compile(
    r"(?:[,-]|(?<!\w)(?:ngày|tháng|năm|số|từ|đến|và|của|về|trên|cho|các|tại|theo|trong|đối với|thuộc|giai đoạn|VÀ|CỦA|VỀ|CHO|CÁC|TẠI|NGÀY|THÁNG|NĂM|SỐ))$"
)
_SUBTITLE = re.compile(r"(?:Giai đoạn|Năm \d|Quý|Tháng \d|Về |\d{1,2} tháng)")
_MOST_LINES = 60
_BELOW = 4  # lines below the subject among which fields of the other column may stand
_FEWEST_LETTERS = 3  # of a line that names a body; fewer are specks
_TOP = 6  # lines that may stand above the first field
_LONGEST = 400  # characters; a longer line is text, unless it stands right below the kind


@dataclass(frozen=True, slots=True)
class Heading:
    """Indices of the lines of each field."""

    end: int  # behind the last line; 0 for a text without a heading
    letterhead: tuple[int, ...] = ()
    number: int | None = None
    date: int | None = None
    kind: int | None = None
    subject: tuple[int, ...] = ()
    attached: int | None = None  # "(Kèm theo Quyết định số …)"


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a date line prints; None where it leaves a blank."""

    place: str | None
    day: str | None
    month: str | None
    year: str | None


def read_heading(lines: Sequence[Line]) -> Heading:
    """Tell the fields of a heading; lines are those of a document from its top."""
    letterhead: list[int] = []
    subject: list[int] = []
    first: dict[str, int] = {}
    end = 0
    for index, line in enumerate(lines[:_MOST_LINES]):
        text = line.text
        if index < end:
            continue
        if is_addressees(text):
            return _heading(index, letterhead, subject, first)
        if is_title_kind(text, alone=bool(first)) and not _is_letterhead(lines, index):
            subject = list(_below_kind(lines, index))
            after = subject[-1] + 1 if subject else index + 1
            first["kind"] = index
            for below in range(after, min(after + _BELOW, len(lines))):
                field = "attached" if is_attached(lines[below].text) else _field(lines[below].text)
                if field and field != "subject":
                    first.setdefault(field, below)
                    after = below + 1
            return _heading(after, letterhead, subject, first)
        field = _field(text)
        if field == "subject":
            subject = [index, *_wrapped(lines, index + 1)]
            end = subject[-1] + 1
        elif field:
            first.setdefault(field, index)
            end = index + 1
        elif _is_text(line) or (index >= _TOP and not first):
            break
        elif not is_stamp(text) and "number" not in first and sum(map(str.isalpha, text)) >= _FEWEST_LETTERS:
            letterhead.append(index)
            end = index + 1 if first and is_upper(text) else end
    return _heading(end, letterhead, subject, first)


def _heading(end: int, letterhead: Sequence[int], subject: Sequence[int], first: Mapping[str, int]) -> Heading:
    return Heading(
        end=end,
        letterhead=tuple(letterhead),
        number=first.get("number"),
        date=first.get("date"),
        kind=first.get("kind"),
        subject=tuple(subject),
        attached=first.get("attached"),
    )


def _field(text: str) -> str | None:
    """Which field a line is, the kind aside."""
    if is_motto(text):
        return "motto"
    if is_number_line(text):
        return "number"
    if read_date_line(text):
        return "date"
    return "subject" if is_subject_line(text) else None


def is_title_kind(line: str, *, alone: bool = False) -> str | None:
    """The kind of document that a title line prints: "KẾ HOẠCH" → "kế hoạch".

    Args:
        alone: a line that prints the kind and nothing else may have small letters.
    """
    if alone and line.casefold().strip(" :") in TITLE_KINDS:
        return line.casefold().strip(" :")
    words = _DRAFT.sub("", _SPECKS.sub("", line))
    for spelled, kinds in ((words.lower(), _SPELLED), (bare(words).lower(), _UNMARKED)):
        for kind, printed in kinds:
            length = len(kind)
            if spelled.startswith(printed) and words[:length].isupper() and not words[length : length + 1].isalpha():
                return kind
    return None


def title_rest(line: str, kind: str) -> str:
    """What a title line prints behind the kind."""
    return _DRAFT.sub("", _SPECKS.sub("", line))[len(kind) :].strip(" :")


def is_motto(line: str) -> bool:
    return bool(_MOTTO.match(_folded(line))) or like_motto(line)


def is_number_line(line: str) -> bool:
    return number_in(line) is not None


def number_in(line: str) -> tuple[str | None, str] | None:
    """The number that a number line prints, see `ingest.numbers.read_number`; ("", "") for a blank one."""
    match = _NUMBER.match(_folded(line))
    if match is None:
        return None
    rest = plain(line)[match.end() :]
    found = read_number(rest)
    if match[0].rstrip()[-1] in ":.;":
        found = found or read_number(_SCRIBBLED.sub("", rest, count=1))
        digits = rest.strip(" .…_/-")
        return found or ((digits or None, digits) if not digits or digits.isdigit() else None)
    ends = found is not None and rest.strip().removeprefix(found[1]).strip()
    return found if line.lstrip()[:1] == "S" and (not ends or (ends and read_date_line(ends))) else None


def read_date_line(line: str) -> DateLine | None:
    """Place and date, when a line prints these and nothing else."""
    if len(line) > 120:
        return None
    line = _SPECKS.sub("", line)
    text = _folded(line)
    if lead := _NO_COMMA.match(text):
        text = f"{lead['place']},{text[lead.end('place') + 1 :]}"
    match = _IN_WORDS.fullmatch(text) or _IN_DIGITS.fullmatch(text) or _MONTH.fullmatch(text)
    if match is None:
        return None
    place = line[match.start("place") : match.end("place")].strip() if match["place"] else None
    if place is not None and not place[:1].isupper():
        return None
    fields = match.groupdict()
    return DateLine(place, fields.get("day"), fields["month"], fields["year"])


def is_subject_line(line: str) -> bool:
    return bool(_SUBJECT.match(_folded(line)))


def subject_of(line: str) -> str:
    """A line without the "V/v" before it."""
    match = _SUBJECT.match(_folded(line))
    return line[match.end() :] if match else line


def is_addressees(line: str) -> bool:
    return bool(_ADDRESSEES.match(_folded(line))) or like_addressees(line)


def is_attached(line: str) -> bool:
    return bool(_ATTACHED.match(_folded(line)))


def is_stamp(line: str) -> bool:
    """Whether a line is a mark upon the document, not of it: a grade of secrecy, an electronic signature."""
    return bool(_STAMP.match(_folded(line))) or not any(character.isalpha() for character in line)


def is_opening(line: str) -> bool:
    """Whether a line may begin the preamble: "Căn cứ …", "Thực hiện …"."""
    return bool(_OPENING.match(line))


def _folded(line: str) -> str:
    """A line for matching, of the same length: no diacritics, small letters, hyphens for dashes."""
    return bare(plain(line)).lower()


def _is_text(line: Line) -> bool:
    label = line.label
    labelled = label is not None and label.style is not Style.DASH
    return labelled or is_opening(line.text) or len(line.text) > _LONGEST


def _is_letterhead(lines: Sequence[Line], index: int) -> bool:
    """A line such as "HƯỚNG DẪN VIÊN …" of the issuing body, above the number line."""
    later = lines[index + 1 : index + 6]
    return not _DRAFT.match(lines[index].text) and any(is_number_line(x.text) or is_motto(x.text) for x in later)


def _below_kind(lines: Sequence[Line], kind: int) -> Iterator[int]:
    """The lines of the subject below the kind of document."""
    last: Line | None = None
    for index in range(kind + 1, len(lines)):
        line = lines[index]
        furniture = is_motto(line.text) or is_number_line(line.text) or read_date_line(line.text) is not None
        if furniture and last is None:
            continue
        if furniture or _ENCLOSED.match(line.text) or not _belongs(lines, index, last, title=lines[kind].text):
            return
        last = line
        yield index


def _belongs(lines: Sequence[Line], index: int, last: Line | None, *, title: str) -> bool:
    """Whether a line is of the subject that ends, so far, with `last`."""
    line, text = lines[index], lines[index].text
    label = line.label
    if is_addressees(text) or _BASIS.match(text) or (label and label.style is not Style.DASH):
        return False
    if is_upper(text) and _AUTHORITY.match(text) and any(is_opening(x.text) for x in lines[index + 1 : index + 4]):
        return False
    if last is None:
        return not (is_opening(text) and ends_sentence(text) and len(text) > _LONGEST // 2)
    if _RUNS_ON.search(last.text) or (
        (text[:1].islower() or text[:1].isdigit()) and not last.text.endswith((".", ":"))
    ):
        return True
    if is_opening(text) or ends_sentence(text) or ends_sentence(last.text) or len(text) > _LONGEST:
        return False
    return not line.paragraph or (is_upper(text) and is_upper(last.text)) or bool(_SUBTITLE.match(text))


def _wrapped(lines: Sequence[Line], start: int) -> Iterator[int]:
    """The lines that carry on a letter's subject."""
    for index in range(start, len(lines)):
        line, above = lines[index], lines[index - 1].text
        goes_on = not line.paragraph or (line.text[:1].islower() and not ends_sentence(above)) or _RUNS_ON.search(above)
        if not goes_on or _field(line.text) or is_stamp(line.text) or is_addressees(line.text) or _is_text(line):
            return
        yield index
