"""What an action says of itself: in which role, with whom, reporting to whom.

All functions take an action on one line, white space folded and dashes level.
"""

from __future__ import annotations

import re
from itertools import chain

from ingest.facts.receivers import find_receiver
from ingest.model import Role
from ingest.office_words import HEAD, VERB
from ingest.units import units_in_row

_JOINS = re.compile(
    r"(?<!\w)phối hợp (?:chặt chẽ |đồng bộ |thường xuyên )?(?:(?:cùng với|với|cùng) )?(?=\w)", re.IGNORECASE
)
# The same words as nouns: "quy chế phối hợp", "chế độ báo cáo", "cơ quan chủ trì".
_NAMES = (
    r"(?<!quy chế )(?<!cơ chế )(?<!công tác )(?<!sự )(?<!việc )(?<!cơ quan )(?<!đơn vị )(?<!chế độ )(?<!mẫu )(?<!các )(?<!biểu )"
    r"(?<!đề cương )(?<!thông tin, )(?<!kế hoạch )(?<!hoạt động )(?<!hiệu quả )(?<!nhiệm vụ )(?<!chế độ thông tin, )"
)
_OPENING: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(rf"{_NAMES}chủ trì(?!\w)", re.IGNORECASE), "chủ trì"),
    (re.compile(rf"{_NAMES}phối hợp(?!\w)", re.IGNORECASE), "phối hợp"),
    (re.compile(r"(?<!\w)(?:tham mưu|giúp (?:UBND|Ủy ban|Chủ tịch|Bộ|Ban))(?!\w)", re.IGNORECASE), "tham mưu"),
    (re.compile(rf"{_NAMES}báo cáo(?!\w)(?! (?:viên|tài chính|của))", re.IGNORECASE), "báo cáo"),
)
_ADVISES = re.compile(r"(?:tham mưu|giúp)(?: cho)? [^,;.]{3,60}\Z", re.IGNORECASE)
_REPORTS = re.compile(
    rf"{_NAMES}(?<!\w)báo cáo (?:(?:kết quả|tình hình|định kỳ|về|cho|với|lên|bằng|ngay|kịp thời|đột xuất|nhanh|theo|trước|hằng|hàng|gửi|cấp|cơ quan)(?!\w)|"
    rf"(?-i:{HEAD.pattern}))",
    re.IGNORECASE,
)
_SENDS = re.compile(rf"{_NAMES}(?<!\w)(?:báo cáo|gửi|nộp|phản ánh)(?!\w)", re.IGNORECASE)
_REPORTED = re.compile("báo cáo", re.IGNORECASE)  # looked for before the patterns that look behind at every letter
_SENT = re.compile("báo cáo|gửi|nộp|phản ánh", re.IGNORECASE)
_EARLY = 45  # characters: a role named later is one of several things to do


def roles_of(action: str) -> tuple[Role, ...]:
    """The role that an action begins with, and that of reporting when it also reports."""
    begin = _first_verb(action)
    found = [
        (match.start(), role)
        for pattern, role in _OPENING
        if (match := pattern.search(action, begin, begin + _EARLY + 10))
    ]
    early = [(start, role) for start, role in found if start < begin + _EARLY and not _of_another(action, start, role)]
    first: Role = min(early)[1] if early else "thực hiện"
    report = _REPORTS.search(action) if _REPORTED.search(action) else None
    also = first != "báo cáo" and report is not None and not _ADVISES.search(action, 0, report.start())
    return (first, "báo cáo") if also else (first,)


def _first_verb(action: str) -> int:
    """Where the first verb begins, behind a time or a condition; 0 without one."""
    lowered = action[:1].lower() + action[1:]
    starts = (word.start() for word in re.finditer(r"(?<!\w)\w", lowered))
    return next((start for start in starts if VERB.match(lowered, start)), 0)


def _of_another(action: str, start: int, role: Role) -> bool:
    """Whether others named before a role play it: "tham mưu UBND tỉnh báo cáo Chính phủ", "hướng dẫn các xã phối hợp"."""
    if role in ("báo cáo", "phối hợp"):
        return HEAD.search(action, 0, start) is not None
    return False


def partners_of(action: str) -> tuple[str, ...]:
    """With whom: the units named behind "phối hợp (với)"."""
    rows = (units_in_row(action, match.end())[0] for match in _JOINS.finditer(action))
    return tuple(dict.fromkeys(unit.text for unit in chain.from_iterable(rows)))


def receiver_of(action: str) -> str | None:
    """Who gets the report, with "(qua …)" where it goes through another."""
    sends = _SENDS.search(action) if _SENT.search(action) else None
    receiver = find_receiver(action, sends.start(), len(action), last=False) if sends else None
    return " ".join(action[receiver.name_start : receiver.end].split()) if receiver else None
