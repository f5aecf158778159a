"""What a reader takes from a file, before anything about it is understood.

Text as it stands there, with control characters for what plain text cannot say: a form
feed between pages, and for tables the marks below. A row of a table is one line:

    ROW cell CELL cell CELL cell

Every row of a table has as many cells as its columns. Where a cell is merged with its
neighbour, the places that it covers hold `FROM_LEFT` or `FROM_ABOVE` and nothing else.
What merely looks like a table, because an office lays out its letterhead, addressees or
signature in one, is no table: a reader gives its cells as paragraphs, column by column.

A footnote's marker is given in superscript digits, in the text ("hằng năm²") and at the
head of the note, which is a paragraph of its own behind the text that it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.model import Anomaly

PAGE = "\f"
# Not ASCII's own separators (\x1c to \x1f): Python takes those for white space.
ROW = "\x01"
CELL = "\x02"
FROM_LEFT = "\x03"
FROM_ABOVE = "\x04"


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of one file."""

    text: str  # of control characters it holds line feeds, tabs and those above, nothing else
    confidence: Mapping[int, float] = field(default_factory=dict)  # page, from 1 → mean of OCR's words, 0 to 1
    anomalies: tuple[Anomaly, ...] = ()  # what a user should know about how it was read; their path is "header"


class PasswordNeeded(ValueError):
    """The file is protected; the message says how to hand it in unprotected."""


class ProgramMissing(ValueError):
    """The format needs a program that is not on this machine; the message names its package."""
