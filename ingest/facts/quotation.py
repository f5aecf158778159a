"""What an amending act quotes as new wording, which does nothing itself."""

from __future__ import annotations

from ingest.model import Clause


class Quotation:
    """Whether what stands at a place is another document's wording; asked of places in reading order."""

    def __init__(self) -> None:
        self._path = ""
        self._at = 0  # up to here the marks of the clause are counted
        self._open = self._straight = 0

    def holds(self, clause: Clause, place: int) -> bool:
        if clause.path != self._path:
            self._path, self._at, self._open, self._straight = clause.path, clause.start, 0, 0
        passed = clause.text[self._at - clause.start : place - clause.start]
        self._open += passed.count("“") - passed.count("”")
        self._straight += passed.count('"')
        self._at = place
        return self._open > 0 or self._straight % 2 == 1
