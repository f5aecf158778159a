"""From which day something holds, or to which: a date, the day of signing, or some days after it."""

from __future__ import annotations

import datetime
import re

from ingest.dates import date_after, iso
from ingest.model import Header
from ingest.statements import Stretch

_AFTER = re.compile(
    r"\W{0,3}(?P<days>\d{1,3}) ngày,? (?:kể )?từ ngày (?:ký|ban hành|công bố)|\W{0,3}ngày (?:được )?(?P<signed>ký|ban hành|thông qua)"
)


def day_told(sentence: Stretch, position: int, header: Header | None) -> str | None:
    """The day named from `position` on: a date, the day of signing, or some days after it."""
    tail = sentence.plain[position : position + 60]
    if relative := _AFTER.match(tail):
        signed = header.date if header else None
        if signed is None or len(signed) != 10:
            return None
        day = datetime.date.fromisoformat(signed) + datetime.timedelta(days=int(relative["days"] or 0))
        return iso(day.year, day.month, day.day)
    for match in re.finditer(r"ngày ", sentence.plain[position : position + 160]):
        if found := date_after(sentence.plain, position + match.start()):
            return found.iso
    return None
