"""Which labels are clauses, and where they stand: the rules of numbering.

A label is accepted when it continues what is open, or opens a sequence of its own,
outside quotations and not in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.labels import Label, Style, as_upper
from ingest.lines import Line, ends_sentence, is_upper

CONTAINERS = (Style.PART, Style.CHAPTER, Style.SECTION)
BULLETS = (Style.DASH, Style.PLUS)
_MID_SENTENCE = re.compile(
    r"(?:khoản|[Đđ]iều|điểm|mục|phần|chương|số|ngày|tháng|năm|từ|đến|và|hoặc|tại|của|theo|quý|tiết|,|-|–|\()$"
)


@dataclass(slots=True)
class Open:
    """A label on the way down from the root to the current line."""

    label: Label
    segments: tuple[str, ...]  # its address, split

    @property
    def path(self) -> str:
        return ".".join(self.segments)


def accepted(lines: Sequence[Line], index: int, stack: list[Open]) -> Label | None:
    """The label of a line if its place in the numbering makes it one."""
    line = lines[index]
    label = line.label
    if label is None or label.style in BULLETS or label.style in (Style.ANNEX, Style.FORM):
        return label if label and label.style is Style.FORM and _alone(line) else None
    if index == 0:
        return label
    letter = as_upper(label)
    if letter and _last(stack, Style.UPPER, 1) and _follows(letter, _last(stack, Style.UPPER, 1)):
        label = letter
    rest = line.text[label.length :]
    before = lines[index - 1].text
    if label.style in (*CONTAINERS, Style.ARTICLE):
        return None if _MID_SENTENCE.search(before) and not line.paragraph else label
    if not line.paragraph and _MID_SENTENCE.search(before):
        return None
    last = _last(stack, label.style, len(label.numbers))
    expected = _follows(label, last) if last else _starts(label, stack)
    capital = rest[:1].isupper() or rest[:1] in '“"‘([0123456789' or not rest[:1].isalpha()
    settled = line.paragraph or ends_sentence(before) or is_upper(before) or before.endswith(("./.", "/.", ","))
    if expected:
        return label if capital or settled else None
    if label.style is Style.POINT and label.printed.endswith("."):
        return None
    plausible = _restarts(label, last) or _skips(label, last)
    return label if plausible and capital and settled else None


def _alone(line: Line) -> bool:
    return line.paragraph and len(line.text) < 120


def _last(stack: list[Open], style: Style, depth: int) -> Label | None:
    """The latest label of a style still open; decimals of another depth are another style."""
    for opened in reversed(stack):
        same_depth = style is not Style.DECIMAL or len(opened.label.numbers) == depth
        if opened.label.style is style and same_depth:
            return opened.label
    return None


def _follows(label: Label, last: Label | None) -> bool:
    if last is None:
        return False
    if label.numbers[:-1] == last.numbers[:-1]:
        return label.numbers[-1] == last.numbers[-1] + 1
    return label.style is Style.DECIMAL and label.numbers[-1] == 1


def _starts(label: Label, stack: list[Open]) -> bool:
    """Whether a label opens a sequence: ends in 1, and continues its parent where it prints one."""
    if label.style is Style.DECIMAL and len(label.numbers) > 1:
        parent = _last(stack, Style.DECIMAL, len(label.numbers) - 1)
        return label.numbers[-1] == 1 or (parent is not None and parent.numbers == label.numbers[:-1])
    return label.numbers[-1] == 1


def _restarts(label: Label, last: Label | None) -> bool:
    return label.numbers[-1] == 1 or (last is not None and label.numbers <= last.numbers)


def _skips(label: Label, last: Label | None) -> bool:
    if last is None:
        return label.style is not Style.DECIMAL or label.numbers[-1] <= 3
    return last.numbers[-1] < label.numbers[-1] <= last.numbers[-1] + 4


def depth_of_parent(stack: list[Open], label: Label) -> int:
    """How many open labels stay open above a new one."""
    if label.style in CONTAINERS:
        order = CONTAINERS.index(label.style)
        return sum(1 for o in stack if o.label.style in CONTAINERS[:order])
    if label.style is Style.ARTICLE:
        return sum(1 for o in stack if o.label.style in CONTAINERS)
    for depth, opened in enumerate(stack):
        same = opened.label.style is label.style
        if same and label.style is Style.DECIMAL:
            if len(opened.label.numbers) >= len(label.numbers):
                return depth
        elif same:
            return depth
    return len(stack)


def segments(above: list[Open], label: Label, prefix: tuple[str, ...]) -> tuple[str, ...]:
    """The address of a new clause under those still open above it."""
    if label.style in CONTAINERS:
        own = label.style.value + label.segment
        chapter = [o for o in above if o.label.style is not Style.PART]
        return (*prefix, *(chapter[-1].segments[len(prefix) :] if chapter else ()), own)
    if label.style is Style.ARTICLE:
        return (*prefix, Style.ARTICLE.value + label.segment)
    if label.style is Style.FORM:
        return (*prefix, Style.FORM.value + label.segment)
    inner = [o for o in above if o.label.style not in CONTAINERS]
    if label.style is Style.DECIMAL and "." in label.segment:
        printed = tuple(label.segment.split("."))
        inner = _without_printed(inner, printed)
    return (*(inner[-1].segments if inner else prefix), label.segment)


def _without_printed(inner: list[Open], printed: tuple[str, ...]) -> list[Open]:
    """Drop the ancestors that a label like "2.1." prints itself."""
    while inner:
        own = tuple(inner[-1].label.segment.split("."))
        if printed[: len(own)] == own or printed[: len(inner[-1].segments)] == inner[-1].segments:
            inner = inner[:-1]
        else:
            break
    return inner


def quoted(lines: Sequence[Line]) -> list[bool]:
    """For each line whether it begins inside a quotation that also closes.

    An opening mark without its closing one is a slip of the typist, not a quotation
    up to the end of the document: it counts only if the closing mark comes before
    the next opening one.
    """
    marks = [(i, c) for i, line in enumerate(lines) for c in line.text if c in "“”"]
    inside = [False] * len(lines)
    for (first, opening), (last, closing) in pairwise(marks):
        if opening == "“" and closing == "”":
            for index in range(first + 1, last + 1):
                inside[index] = True
    return inside
