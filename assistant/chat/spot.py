"""What is pointed out in a document, and how it is marked in HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ingest.model import Clause


@dataclass(frozen=True, slots=True)
class Spot:
    """What is pointed out: a clause, and in it a stretch of the document's text to mark."""

    clause: Clause | None = None
    start: int = 0
    end: int = 0  # equal to `start`: nothing is marked

    @classmethod
    def of(cls, clause: Clause, start: int | None, end: int | None) -> Spot:
        """The quote between two offsets; the whole clause where they are missing or outside it."""
        if start is None or end is None or not clause.start <= start < end <= clause.end:
            return cls(clause, clause.start, clause.end)
        return cls(clause, start, end)


def marked(line: str, start: int, spot: Spot) -> str:
    """A line that starts at `start` in the document, escaped, with its share of the quote in a mark."""
    first = min(max(spot.start - start, 0), len(line))
    last = min(max(spot.end - start, 0), len(line))
    if first >= last:
        return escape(line)
    before, quoted, after = line[:first], line[first:last], line[last:]
    return f"{escape(before)}<mark>{escape(quoted)}</mark>{escape(after)}"
