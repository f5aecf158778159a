"""The lines of a text: where each stands, how it ends, and whether its sentence may go on in the next.

Some files keep each paragraph on one line, others (PDF, scans, old text files) break
paragraphs into lines of one width. Only in the latter can a line begin in the middle of
a sentence, and only below a line that was full: so a date or cross-reference broken
over two lines is told from a label.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.labels import Label, readings

_SENTENCE_END = re.compile(r"[.;:!?…][”\"’')\]]*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\[\d{1,3}\])?$|/\.?$|[”\"][.;,]?$")
_REFERRING = re.compile(
    r"(?<!\w)(?:(?<!tài )(?<!điều )(?<!thanh )(?<!, )khoản|(?<!, )[Đđ]iều|(?:tại|theo|các) (?:điểm|mục))$"
)
_MID_SENTENCE = re.compile(
    r"(?:(?<!\w)(?:và|hoặc|của|tại|theo|từ|đến|ngày|tháng|,|-|–|\()|(?:tại|các|và|theo|hoặc|,) (?:điểm|mục|phần|chương)|"
    r"(?:định|tư|văn|hoạch|thị|quyết|trình|cáo|báo|dẫn|luật|Luật|lệnh) số|\d (?:năm|quý))$"
)
_UNBROKEN = 170  # characters; where lines are longer than any page is wide, a line is a paragraph
_LONGEST_TITLE = 600  # characters
_NARROWEST = 45  # characters; no page is set in lines shorter than these
_FULL = 0.75  # of the width; proportional type makes full lines of unlike length


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    text: str
    start: int
    paragraph: bool  # stands first in its paragraph: at the top, or behind a blank line
    row: bool = False  # of a table: what it begins with is no label
    recognised: bool = False  # read from an image: any letter may be another
    full: bool = False  # fills the width of a text with broken lines, and ends no sentence
    readings: tuple[Label, ...] = ()  # the labels that it may open with, likeliest first

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def label(self) -> Label | None:
        """The label that it opens with, as far as the line alone can tell."""
        return self.readings[0] if self.readings else None


def lines_of(text: str, rows: Collection[int] = (), recognised: Sequence[tuple[int, int]] = ()) -> tuple[Line, ...]:
    """The lines of `text` that are not blank, stripped, with their offsets.

    Args:
        rows: where the rows of tables begin.
        recognised: the stretches, from start to end, that were read from images.
    """
    found: list[tuple[str, int, bool]] = []
    offset, blank = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            found.append((stripped, offset + raw.index(stripped[0]), blank))
        blank = not stripped
        offset += len(raw) + 1
    full = _full_length([len(line) for line, start, _ in found if start not in rows])
    return tuple(
        Line(
            line,
            start,
            paragraph,
            row=start in rows,
            recognised=any(first <= start < end for first, end in recognised),
            full=len(line) >= full and not ends_sentence(line),
            readings=() if start in rows else readings(line),
        )
        for line, start, paragraph in found
    )


def ends_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line[-12:]))


def begins_mid_sentence(lines: Sequence[Line], index: int) -> bool:
    """Whether the words above a line cannot end there: a broken cross-reference, or a full line that goes on."""
    if not index or lines[index].paragraph:
        return False
    before = lines[index - 1]
    return bool(_REFERRING.search(before.text) or (before.full and _MID_SENTENCE.search(before.text)))


def is_upper(line: str) -> bool:
    """Whether a line is printed in capitals, small words and digits aside."""
    if line.isupper() or len(line) > _LONGEST_TITLE:
        return len(line) <= _LONGEST_TITLE and sum(map(str.isalpha, line)) > 2
    letters = sum(map(str.isalpha, line))
    return letters > 2 and sum(map(str.isupper, line)) >= 0.9 * letters


def _full_length(lengths: Sequence[int]) -> float:
    """From which length on a line may have been broken; infinite where paragraphs are not broken."""
    ordered = sorted(lengths)
    if not ordered or ordered[int(0.95 * (len(ordered) - 1))] > _UNBROKEN:
        return float("inf")
    return _FULL * max(_NARROWEST, ordered[int(0.9 * (len(ordered) - 1))])
