"""Lines of one column become paragraphs.

A line goes on in the next where its end was reached: the next line's first word would not have
stood in what is left of it. Where it would, the author broke the line. Beside that, a wider gap
above a line and an indent at its beginning tell a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.layout.lines import Line

# In heights of a line.
_SAME = 0.35  # two edges that are meant to be one
_CENTRED = 0.6  # of the slack left and right of a centred line, the difference at most
_MORE = 0.22  # by which the pitch between paragraphs exceeds that within
_SPACE = 0.25
_WIDEST = 2.4  # pitch within a paragraph

_SHARE = 0.12  # of a page's lines: so many begin at its left margin
_ENOUGH = 3  # lines that end near each other: there is the margin

PARAGRAPH = "\n\n"
LINE = "\n"

_RUNS_ON = re.compile(r"(?<=\w)-$|(?<=[\d\w])/$")  # "71/2019/" and "BYT-": a number broken over two lines
_ENDS = re.compile(r"[.;:!?…][”\"’')\]]*$|/$")
_BULLET = re.compile(r"^(?:[-–+*•●▪]\s|[“\"]?(?:\d{1,3}|[a-zđ]|[IVX]{1,5})[.)]\s|[“\"]?Điều \d)")


@dataclass(frozen=True, slots=True)
class Margins:
    """Between which edges a column is set, and how far apart its lines stand."""

    left: float
    right: float
    pitch: float  # from foot to foot of the lines of a paragraph


def margins_of(lines: Sequence[Line], width: float) -> Margins:
    """The margins of a page's text, from its lines.

    Args:
        width: of the page.
    """
    height = median(line.height for line in lines)
    right = sorted(line.right for line in lines)[-1 - len(lines) // 20]
    left = _leftmost([line.left for line in lines if line.right - line.left > 0.4 * (right - line.left)], height)
    if sum(line.right > right - 1.5 * height for line in lines) < _ENOUGH:
        right = max(right, width - left)  # no line need have reached it; text is set no farther to the right than left
    pitch = pitch_of(
        [pair for pair in pairwise(lines) if pair[0].right > right - 2 * height] or list(pairwise(lines)), height
    )
    return Margins(left, right, pitch)


def pitch_of(pairs: Sequence[tuple[Line, Line]], height: float) -> float:
    """How far apart the lines of a paragraph stand, from pairs of lines of which some lie in one."""
    pitches = (after.bottom - before.bottom for before, after in pairs)
    ordered = sorted(pitch for pitch in pitches if 0.5 * height < pitch < 3 * height)
    return ordered[len(ordered) // 3] if ordered else 1.2 * height


def flowing(lines: Sequence[Line], margins: Margins) -> str:
    """The text of a page's lines, wrapped ones joined."""
    parts = [lines[0].text]
    for before, line in pairwise(lines):
        parts += _between(before, line, margins), line.text
    return "".join(parts)


def listed(lines: Sequence[Line]) -> str:
    """The text of a narrow column, whose lines are mostly broken by hand: line by line, gaps as blank lines."""
    height = median(line.height for line in lines)
    pitch = pitch_of(list(pairwise(lines)), height)
    parts = [lines[0].text]
    for before, line in pairwise(lines):
        if _is_far(before, line, pitch):
            parts.append(PARAGRAPH)
        elif _runs_on(before, line):
            parts.append("")
        else:
            parts.append(" " if line.text[0].islower() and not _BULLET.match(line.text) else LINE)
        parts.append(line.text)
    return "".join(parts)


def _between(before: Line, line: Line, margins: Margins) -> str:
    height = min(before.height, line.height)
    near = _SAME * height
    joint = "" if _runs_on(before, line) else " "
    full = before.right + _SPACE * height + line.first_width > margins.right - 0.1 * height
    if _is_far(before, line, margins.pitch) and not (full and _goes_on(before, line, margins.left + near)):
        return PARAGRAPH
    if _is_centred(before, margins, near) and _is_centred(line, margins, near):
        return LINE if joint else joint
    if not full:
        return PARAGRAPH if joint or _BULLET.match(line.text) else joint
    if _is_centred(line, margins, near) and not _ENDS.search(before.text) and before.left < margins.left + height:
        return LINE if joint else joint  # the end of a title whose first lines fill the width
    if line.left > before.left + near:
        # Deeper than the line before: a first line, unless it hangs below a bullet's words.
        return joint if _BULLET.match(before.text) and not _BULLET.match(line.text) else PARAGRAPH
    if abs(line.left - before.left) <= near and (line.left > margins.left + near or _BULLET.match(line.text)):
        return PARAGRAPH if _ENDS.search(before.text) and not line.text[:1].islower() else joint
    return joint


def _is_far(before: Line, line: Line, pitch: float) -> bool:
    least = _MORE * min(before.height, line.height) + abs(before.height - line.height)
    return line.bottom - before.bottom > pitch + least


def _goes_on(before: Line, line: Line, left: float) -> bool:
    """Whether a line goes on in the midst of a sentence, in a paragraph that is set wider than others of its page."""
    near = line.bottom - before.bottom < _WIDEST * line.height
    return near and line.left < left and line.text[0].islower() and not _BULLET.match(line.text)


def _runs_on(before: Line, line: Line) -> bool:
    return _RUNS_ON.search(before.text) is not None and line.text[:1].isalnum()


def _is_centred(line: Line, margins: Margins, near: float) -> bool:
    before, behind = line.left - margins.left, margins.right - line.right
    return before > near and behind > near and abs(before - behind) < max(_CENTRED * line.height, 0.05 * before)


def _leftmost(values: Sequence[float], height: float) -> float:
    """The leftmost of the values that several lines share, or of all where none do."""
    ordered = sorted(values)
    least = max(2, _SHARE * len(ordered))
    shared = (v for v in ordered if sum(abs(other - v) <= _SAME * height for other in ordered) >= least)
    return next(shared, ordered[0])
