"""By when something is to be reported or done, and the periods that a text names.

A day counts only with a word that makes it a deadline ("trước ngày", "chậm nhất",
"vào ngày … hàng năm"): the date of a cited document has none. What lies before the
document's own date is history, not a deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from ingest.dates import is_after, year_of
from ingest.facts.receivers import Receiver, find_receiver
from ingest.facts.rhythms import has_time, tells_rhythm
from ingest.facts.tasks import Task, cell_stretches, task_rows
from ingest.facts.wording import (
    action_after,
    action_before,
    acts_next,
    named_campaign,
    named_programme,
    names_action,
    share_head,
)
from ingest.model import Clause, Deadline, DeadlineKind, Header, Table
from ingest.statements import Stretch, fold, plain, sentences, told
from ingest.terms import find_terms
from ingest.times import Time, find_times

_MAY_HOLD = re.compile(r"\d|(?:[ằà]ng|ỗi) (?:ngày|tuần|tháng|quý|năm)|[Đđ]ịnh kỳ|[Qq]u[ýí] [IV]|(?:hết|cuối) năm")
_HOUR = r"(?:(?:lúc |hồi )?\d{1,2} ?(?:h|giờ|g)(?: ?\d{2})?(?: ?phút)?,? {0,3}(?:của )?)?(?:(?:buổi )?(?:sáng|chiều|tối|trưa)(?: thứ \w+)?,? {0,3})?"
_BY = re.compile(
    r"(?:(?P<firm>trước|chậm nhất|muộn nhất|không muộn hơn|không quá|hạn chót|hạn cuối(?: cùng)?|xong|"
    r"(?:thời )?hạn[^.;:,()]{0,40}|(?:thời gian|thời điểm|tiến độ|lộ trình)[^.;:,()]{0,40}:|"
    r"(?:hoàn thành|sơ kết|tổng kết|khai mạc|bế mạc|phát động|kết thúc)[^.;:,()]{0,30}:|(?:giai đoạn|bước|đợt)(?! \d{4})[^.;:,()]{0,40}\()|(?P<loose>đến(?: hết)?|vào|trong|tới|hết|định kỳ))"
    rf"(?:[ :]{{0,3}}(?:là|vào|đến|trước|hết|thời điểm|thời hạn|cuối|đầu))*[ :,]{{0,3}}{_HOUR}\Z",
    re.IGNORECASE,
)
_AND = re.compile(r"[ ,;)]{0,3}(?:và|,|hoặc)?(?: trước| vào)? {0,3}(?:\([^()]{0,60}\) {0,2}(?:và|,)? ?)?\Z")
_NO_DEADLINE = re.compile(
    r"hiệu lực|tính đến|kể từ|tính từ|số liệu|kỳ báo cáo|đã ban hành|được ban hành|sinh (?:ngày|trước|từ)|thời điểm trước",
    re.IGNORECASE,
)
_COMPLETES = re.compile(
    r"(?:[Hh]oàn thành|[Tt]ổng kết|[Ss]ơ kết|xong|kết thúc|hoàn thiện|phê duyệt|ban hành|trình)[^;.]{0,60}\Z"
)
_LISTED = re.compile(r"[ ,;/]{0,3}(?:và |hoặc )?(?:định kỳ )?")
_ROUND = re.compile(r"(?<!\w)lần (?:thứ )?(?:\d{1,2}|một|nhất|hai|ba)[ :,(]{0,3}\Z")  # whose figures a report gives
_CONDITION = re.compile(r"(?:đã |(?<!phải )(?<!cần )được )[^,;]{0,100}\Z")
_DONE = re.compile(r"đã (?:được |có |nộp |tiếp nhận)[^;]{0,160}\Z")  # whose fate is told next
_FATE = re.compile(r",? ?(?:(?:mà|và|nhưng) [^.;,]{0,20}chưa |nhưng |thì |(?:được )?tiếp tục |vẫn )")
_CASE = re.compile(r"(?:[Tt]rường hợp|[Nn]ếu|[Đđ]ối với) (?![^;.]*(?:phải|hoàn thành|báo cáo|gửi|nộp) )[^;.]{0,230}\Z")
_TO_COMPLETE = re.compile(r"\W{0,3}(?:\w{1,2}[.)] ?)?(?:Hoàn thành|Hoàn thiện|Kết thúc)(?!\w)")
_ITS_TERM = re.compile(r"[Tt]hời hạn [^:;.]{2,40}: ")
_ACTS = re.compile(r"phải|báo cáo|gửi|nộp|hoàn thành|thì |yêu cầu|đề nghị|chậm nhất|thực hiện xong")
_HAPPENED = re.compile(r"[^;.]{0,80}?\bđã ")
_REPORT = re.compile(
    r"báo cáo|gửi|nộp|tổng hợp|(?<!chương )(?<!công )(?<!quy )(?<!quá )(?<!lộ )(?<!tờ )(?<!tiến )(?<!giáo )trình(?!\w)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[;]| \.|\. ")
_RHYTHM = re.compile(
    r"(?:(?:định kỳ|0?6 tháng|một lần|h[ằà]ng \w+|cả năm|năm kế hoạch|năm|quý|và)[ ,]*)+", re.IGNORECASE
)
_NAMED_AFTER = re.compile(r" ?\((?:đối với |cho |là )?(?P<what>báo cáo[^()]{2,80})\)", re.IGNORECASE)
_OUTLOOK = re.compile(r"[ ,;(]*(?:và )?(?:có )?(?:định hướng|tầm nhìn)?[ ,]*")
_EVERY_YEAR = re.compile(r"(?:[Hh]ằng|[Hh]àng|mỗi) năm|thường niên|các năm|năm (?:sau|kế|liền|tiếp|báo cáo|trước)")
_FROM = re.compile(r"(?:từ|[Ss]au)(?: ngày)? {0,3}\Z")
_NORMATIVE = ("luật", "bộ luật", "pháp lệnh", "nghị định", "nghị quyết", "thông tư", "thông tư liên tịch", "quyết định")
_LONG = 400


@dataclass(frozen=True, slots=True)
class _Dated:
    """A time that is a deadline, with where the words that make it one begin."""

    time: Time
    cue: int


@dataclass(frozen=True, slots=True)
class _Days:
    """What days printed in part are completed by, and what terms run from."""

    year: int | None
    issued: str | None
    in_force: str | None


def find_deadlines(
    clauses: Sequence[Clause], header: Header, tables: Sequence[Table] = (), in_force: str | None = None
) -> tuple[Deadline, ...]:
    """Every deadline, campaign and period, once per address, date and matter, in reading order.

    Args:
        tables: of the document; rows that assign tasks are read by their columns, other cells each by itself.
        clauses: of one document, with their items.
        header: gives the year of days printed without one, and the date before
            which nothing is a deadline any more.
        in_force: the day from which the document holds, as far as it says so.
    """
    year = _year_meant(header, clauses)
    days = _Days(year, header.date, in_force)
    found: dict[tuple[str, str, str], Deadline] = {}
    in_cells = ((cell, tuple(sentences(cell))) for cell in cell_stretches(tables))
    for stretch, said in chain(told(clauses, tables), in_cells):
        if stretch.path in ("header", "recipients", "signature", "addressees"):
            continue
        for sentence in said:
            if _MAY_HOLD.search(sentence.plain):
                for deadline in _read(sentence, days):
                    found.setdefault((deadline.path, deadline.date, deadline.what.casefold()), deadline)
    for task in task_rows(tables):
        for deadline in _of_task(task, year, header.date):
            found.setdefault((deadline.path, deadline.date, deadline.what.casefold()), deadline)
    return tuple(sorted(found.values(), key=lambda deadline: deadline.start))


def _year_meant(header: Header, clauses: Sequence[Clause]) -> int | None:
    """The year of days printed without one: None when they recur every year, 0 when nothing tells.

    It is the document's, or a later one that its subject plans for; what a decree or a
    circular lays down recurs.
    """
    if header.kind in _NORMATIVE and re.search(r"/(?:19|20)\d\d/", header.number or ""):
        return None
    opening = [clause.text for clause in clauses if clause.path in ("header", "preamble")]
    cited = [year for text in opening for year in re.findall(r"/(20\d\d)(?!\d)|tháng \d+ năm (20\d\d)", text)]
    issued = year_of(header.date) or max((int(first or second) for first, second in cited), default=0)
    planned = {int(year) for year in re.findall(r"năm (20\d\d)", header.subject or "")}
    return max(planned) if len(planned) == 1 and max(planned) >= issued else issued


def _read(sentence: Stretch, days: _Days) -> Iterator[Deadline]:
    terms = [
        _Dated(Time("day", t.day, t.start, t.end), t.start)
        for t in find_terms(sentence.plain, days.issued, days.in_force)
    ]
    dated = sorted([*terms, *_dated(sentence.plain, find_times(sentence.plain, days.year), days.issued)], key=_cue_of)
    previous: Deadline | None = None
    for index, item in enumerate(dated):
        since = _past_name(sentence.plain, dated[index - 1].time.end) if index else 0
        previous = _deadline(sentence, item, since, previous)
        yield previous


def _cue_of(dated: _Dated) -> int:
    return dated.cue


def _of_task(task: Task, year: int | None, issued: str | None) -> Iterator[Deadline]:
    """The times that the column of a task table gives for its task."""
    kind: DeadlineKind = "report" if _REPORT.match(task.what) else "campaign"
    for time in find_times(plain(task.time), year):
        if not (issued and is_after(issued, time.value.rpartition("/")[2])):
            yield Deadline(kind, time.value, task.what, None, task.path, task.quote, task.start)


def _dated(text: str, times: Sequence[Time], issued: str | None) -> Iterator[_Dated]:
    """The times that are deadlines; a bare repetition ("hàng năm") only where no day is given."""
    found: list[_Dated] = []
    for time in times:
        if issued and is_after(issued, time.value.rpartition("/")[2]):
            continue
        cue = _cue(text, time, found[-1].time if found else None)
        if time.kind == "recurrence":
            cue = time.start if tells_rhythm(text, *_rhythm(text, times, time)) else None
        if cue is not None:
            found.append(_Dated(time, cue))
    if any(item.time.kind != "recurrence" and item.time.kind not in ("period", "year") for item in found):
        found = [item for item in found if item.time.kind != "recurrence" or has_time(text, item.time.start)]
    yield from found


def _cue(text: str, time: Time, previous: Time | None) -> int | None:
    """Where the words begin that make a time a deadline; None when none do."""
    if time.kind in ("period", "year"):
        return time.start
    begin = max(0, time.start - 60)
    if time.kind == "recurrence":
        return None
    if _NO_DEADLINE.search(text, begin, time.start) and not _ITS_TERM.search(text, 0, time.start):
        return None
    if time.kind == "within":
        return time.start if _COMPLETES.search(text, begin, time.start) else None
    if time.kind == "span":
        return None if _ROUND.search(text, begin, time.start) else time.start
    by = _BY.search(text, begin, time.start)
    if by and by["firm"]:
        return None if _is_condition(text, time) else by.start()
    if by:
        return None if _HAPPENED.match(text, time.end) else by.start()
    if previous and previous.kind == time.kind and _AND.fullmatch(text, previous.end, time.start):
        return time.start
    yearly = _EVERY_YEAR.search(text, begin, time.end + 90) and not _FROM.search(text, begin, time.start)
    return time.start if yearly and time.value.startswith("-") else None


def _rhythm(text: str, times: Sequence[Time], time: Time) -> tuple[int, int]:
    """Where the list of rhythms begins and ends that one stands in: "hằng quý, 6 tháng và hằng năm"."""
    start, end = time.start, time.end
    for other in times:
        if other.kind == "recurrence" and other.start > end and _LISTED.fullmatch(text, end, other.start):
            end = other.end
    for other in reversed(times):
        if other.kind == "recurrence" and other.end < start and _LISTED.fullmatch(text, other.end, start):
            start = other.start
    return start, end


def _is_condition(text: str, time: Time) -> bool:
    """Whether a day tells which cases are meant ("đã được cấp trước ngày …"), not by when to act."""
    if _DONE.search(text, max(0, time.start - 200), time.start) and _FATE.match(text, time.end):
        return True
    if _CASE.search(text, max(0, time.start - 250), time.start) and text.startswith(" thì ", time.end):
        return True
    if _ITS_TERM.search(text, 0, time.start) or _TO_COMPLETE.match(text):
        return False
    condition = _CONDITION.search(text, max(0, time.start - 120), time.start)
    return condition is not None and not _ACTS.search(condition[0]) and not time.value.startswith(("-", "R"))


def _deadline(sentence: Stretch, item: _Dated, since: int, previous: Deadline | None) -> Deadline:
    text, time = sentence.plain, item.time
    begin = _part_start(text, since, item.cue)
    kind = _kind(text, begin, item, previous)
    if kind == "period":
        goes_on = previous and previous.kind == "period" and _OUTLOOK.fullmatch(text, since, time.start)
        what = previous.what if previous and goes_on else named_programme(text, begin, time.start, time.end)
        receiver = None
    else:
        what, receiver = _action(text, begin, item, kind, previous)
    quoted = _quoted(sentence, begin, time.end)
    to = fold(text[receiver.name_start : receiver.end]) if receiver else None
    if to is None and previous and kind == "report" and since:
        to = previous.to
    return Deadline(kind, time.value, what or fold(quoted.text), to, sentence.path, quoted.text, quoted.start)


def _kind(text: str, begin: int, item: _Dated, previous: Deadline | None) -> DeadlineKind:
    if item.time.kind in ("period", "year"):
        return "period"
    if item.time.kind == "span":
        return "campaign"
    shares = previous is not None and previous.kind == "report" and not names_action(text, begin, item.cue)
    return "report" if shares or _REPORT.search(text, begin) else "campaign"


def _action(
    text: str, begin: int, item: _Dated, kind: DeadlineKind, previous: Deadline | None
) -> tuple[str, Receiver | None]:
    """What is to be done, without its receiver, and the receiver."""
    campaign = named_campaign(text, begin, item.cue) if item.time.kind == "span" else ""
    if campaign:
        return campaign, None
    stop = _CLAUSE_END.search(text, item.time.end)
    end = stop.start() if stop else len(text)
    receiver = None
    if kind == "report":
        receiver = find_receiver(text, begin, item.cue, last=True)
        receiver = receiver or find_receiver(text, item.time.end, end, last=False)
    if named := _NAMED_AFTER.match(text, item.time.end):
        return fold(named["what"]), receiver
    what = action_before(text, begin, item.cue, receiver)
    if begin and (previous is None or previous.kind == "period") and len(what.split()) < 5:
        what = action_before(text, 0, item.cue, receiver)  # "…; trình Chính phủ trong quý III": what, stands before
    elif begin and previous and not _REPORT.search(what):
        what = share_head(previous.what, what)
    if len(what.split()) < 2 or _RHYTHM.fullmatch(what) or acts_next(text, begin, item.cue, item.time.end):
        what = action_after(text, item.time.end, end, receiver) or what
    return what, receiver


def _past_name(text: str, end: int) -> int:
    """Past "(đối với báo cáo 6 tháng)" behind a time."""
    named = _NAMED_AFTER.match(text, end)
    return named.end() if named else end


def _part_start(text: str, since: int, cue: int) -> int:
    """Where the part of the sentence begins that a deadline at `cue` belongs to."""
    part = max(text.rfind(";", since, cue) + 1, text.rfind(": ", since, cue) + 1)
    return max(since, part)


def _quoted(sentence: Stretch, begin: int, end: int) -> Stretch:
    """The sentence, or the part of it up to the next semicolon when it is long."""
    if len(sentence.text) <= _LONG:
        return sentence
    start = sentence.plain.rfind(";", 0, begin) + 1
    stop = sentence.plain.find(";", end)
    return sentence.part(start, len(sentence.text) if stop < 0 else stop)
