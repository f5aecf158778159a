"""To whom something is sent: `gửi về UBND thành phố (qua Phòng Nội vụ)`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.office_words import HEAD
from ingest.units import units_in_row

_SEND = re.compile(
    r"(?<!phối hợp)(?<!phối hợp )(?<!cùng)(?<!cùng )(?<!\w)(?:(?P<report>(?:[Gg]ửi |[Nn]ộp )?[Bb]áo cáo(?: kết quả)?)|[Gg]ửi(?: văn bản| kết quả| hồ sơ)?|"
    r"[Nn]ộp|[Pp]hản ánh|trình)?(?P<link> ?(?<!\w)(?:về|với|cho|đến|tới|lên|tại))?:?,? {1,3}(?:cho )?(?=\w)"
)
_SENDING = ("báo cáo", "Báo cáo", "gửi", "Gửi", "nộp", "Nộp", "trình", "phản ánh", "Phản ánh")
_THROUGH = re.compile(r" {0,3}[,(]? {0,3}(?:thông )?qua:? {1,3}")
_PURPOSE = re.compile(r"[ ,(](?:để|nhằm) ")
_AND = re.compile(r" và (?=\w)")


@dataclass(frozen=True, slots=True)
class Receiver:
    """A receiver, and where the words that name it (with "gửi về") stand."""

    name_start: int
    start: int
    end: int


def find_receiver(text: str, start: int, end: int, *, last: bool) -> Receiver | None:
    """The first or last receiver named in [start, end) of a plain sentence, before any purpose."""
    if not last:
        purpose = _PURPOSE.search(text, start, end)
        end = purpose.start() if purpose else end
    found = None
    position = start
    while match := _SEND.search(text, position, end):
        position = max(match.end(), position + 1)
        if not match[0].strip(" ,") or not HEAD.match(text, match.end()):
            continue
        if (
            match["link"]
            and match["link"].strip() in ("tại", "với", "đến")
            and not match[0].strip().startswith(_SENDING)
            and not last
        ):
            continue  # "tại các xã" tells where
        stop = _through(text, _row_end(text, match.end()))
        begin = match.start()
        if match["report"]:  # "báo cáo" is what is done; only "về Sở Y tế" names the receiver
            begin = match.start("link") if match["link"] else match.end()
        found = Receiver(match.end(), begin, min(stop, max(end, match.end())))
        position = max(position, found.end)
        if not last:
            break
    return found


def _row_end(text: str, start: int) -> int:
    """Where the receivers end that begin at `start`: one, or two joined by "và"."""
    units, _ = units_in_row(text, start)
    joined = len(units) > 1 and _AND.fullmatch(text, units[0].end, units[1].start)
    return units[1 if joined else 0].end


def _through(text: str, end: int) -> int:
    """Past "(qua Phòng Nội vụ)" after an office's name."""
    through = _THROUGH.match(text, end)
    units, _ = units_in_row(text, through.end()) if through else ([], 0)
    if through is None or not units:
        return end
    stop = units[0].end
    return stop + 1 if "(" in through[0] and text[stop : stop + 1] == ")" else stop
