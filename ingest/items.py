"""The bullets of a clause: dashes, and the pluses under them.

The first sign that begins a bullet of the clause decides what its dashes are: in a clause
that has real dashes, stars and dots above them are headings, and those below them belong
to the dash; in one that has none they are its dashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.labels import Label, Style
from ingest.lines import Line
from ingest.quotes import Quoted
from ingest.sequence import BULLETS


@dataclass(frozen=True, slots=True)
class Entry:
    """One bullet: its address below the clause, and its lines within the clause."""

    path: str  # "-2", "-2+1"
    label: str  # as printed
    start: int  # index of its first line
    end: int  # index behind its last line


def items_of(lines: Sequence[Line], quotes: Sequence[Quoted]) -> Iterator[Entry]:
    """The bullets of a clause in reading order; those in quoted text are the other document's."""
    bullets = {
        index: label
        for index, line in enumerate(lines)
        if quotes[index] is Quoted.NO and (label := bullet(lines, index)) is not None
    }
    dashed = any(label.style is Style.DASH for label in bullets.values())
    dash = Style.DASH if dashed else Style.SIGN
    dashes = pluses = 0
    for index, label in bullets.items():
        if label.style not in (dash, Style.PLUS):
            continue
        if label.style is dash:
            dashes, pluses = dashes + 1, 0
            path = f"-{dashes}"
        else:
            pluses += 1
            path = f"-{dashes}+{pluses}" if dashes else f"+{pluses}"
        yield Entry(path, label.printed, index, _end(lines, bullets, index, dash))


def bullet(lines: Sequence[Line], index: int) -> Label | None:
    """The bullet that a line begins with; none for a dash at the head of a wrapped line: "Lao động\\n- Thương binh"."""
    label = lines[index].label
    if label is None or label.style not in BULLETS:
        return None
    broken = index > 0 and lines[index - 1].full and not lines[index].paragraph
    return None if broken else label


def wraps(lines: Sequence[Line], index: int) -> bool:
    """Whether a line goes on with the sentence of the line above it."""
    return lines[index].label is None and (lines[index].text[:1].islower() or lines[index - 1].full)


def _end(lines: Sequence[Line], bullets: dict[int, Label], start: int, dash: Style) -> int:
    """Index behind the last line of the bullet that begins at `start`."""
    last = start
    for later in range(start + 1, len(lines)):
        label = bullets.get(later)
        if label is None:
            if lines[later].paragraph or not wraps(lines, later):
                break
        elif bullets[start].style is not dash or label.style is dash:
            break
        last = later
    return last + 1
