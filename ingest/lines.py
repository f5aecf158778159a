"""The lines of a text, and how a line looks."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ingest.labels import Label, read_label

_SENTENCE_END = re.compile(r"[.;:!?][”\"’')]*$|/\.?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    text: str
    start: int
    paragraph: bool  # stands first in its paragraph: at the top, or behind a blank line
    row: bool = False  # of a table: what it begins with is no label

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def label(self) -> Label | None:
        """The label that it opens with."""
        return None if self.row else read_label(self.text)


def lines_of(text: str, rows: Collection[int] = ()) -> tuple[Line, ...]:
    """The lines of `text` that are not blank, stripped, with their offsets.

    Args:
        rows: where the rows of tables begin.
    """
    lines: list[Line] = []
    offset, blank = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = offset + raw.index(stripped[0])
            lines.append(Line(stripped, start, blank, start in rows))
        blank = not stripped
        offset += len(raw) + 1
    return tuple(lines)


def ends_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line))


def is_upper(line: str) -> bool:
    """Whether a line is printed in capitals, small words and digits aside."""
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 2 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)
