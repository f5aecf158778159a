"""Objectives and their indicators, by number: of a statement, and of a question."""

from __future__ import annotations

import re

from ingest.model import ObjectiveShare

_NUMBERS = r"\d{1,2}(?:\s*(?:,|và|;|-|–|đến)\s*\d{1,2})*(?!\s*[%/.\d])"
_OBJECTIVE = re.compile(rf"mục tiêu\s+(?:số\s+)?(?P<objectives>{_NUMBERS})", re.IGNORECASE)
_INDICATOR_AFTER = re.compile(
    rf"\s*[,(]?\s*(?:gồm\s+)?(?:các\s+)?chỉ tiêu\s+(?:số\s+)?(?P<indicators>{_NUMBERS})\)?", re.IGNORECASE
)
_INDICATOR_BEFORE = re.compile(
    rf"chỉ tiêu\s+(?:số\s+)?(?P<indicators>{_NUMBERS})\s*(?:\)|,)?\s*(?:của|thuộc|trong|-|–)\s*(?:các\s+)?$",
    re.IGNORECASE,
)


def find_objectives(text: str) -> tuple[ObjectiveShare, ...]:
    """The numbered objectives that a statement names, with their indicators.

    >>> find_objectives("mục tiêu 5 (chỉ tiêu 1) và mục tiêu 6")
    (ObjectiveShare(objective=5, indicators=(1,)), ObjectiveShare(objective=6, indicators=()))
    """
    shares: dict[int, tuple[int, ...]] = {}
    for match in _OBJECTIVE.finditer(text):
        after = _INDICATOR_AFTER.match(text, match.end())
        before = _INDICATOR_BEFORE.search(text, max(0, match.start() - 80), match.start())
        indicators = _numbers(after["indicators"]) if after else _numbers(before["indicators"]) if before else ()
        for objective in _numbers(match["objectives"]):
            shares[objective] = tuple(dict.fromkeys((*shares.get(objective, ()), *indicators)))
    return tuple(ObjectiveShare(objective, indicators) for objective, indicators in shares.items())


def _numbers(text: str) -> tuple[int, ...]:
    """ "1, 2 và 4" → 1, 2, 4; "1-3" and "1 đến 3" → 1, 2, 3."""
    numbers: list[int] = []
    for part in re.split(r"\s*(?:,|;|và)\s*", text):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        numbers += range(ends[0], ends[-1] + 1) if ends else []
    return tuple(numbers)
