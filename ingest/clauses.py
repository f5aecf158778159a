"""Text → the clause tree and its addresses.

The parts of a document come first, then the labels of the body and of each annex:
`ingest.parts` knows what parts look like, `ingest.numbering` which labels are clauses.
Clauses cover their part without a gap: each begins at its label and ends where the next
begins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.closing import closing_line
from ingest.items import Entry, items_of, wraps
from ingest.labels import Label, Style, is_numbered
from ingest.lines import Line, lines_of
from ingest.model import Clause
from ingest.numbering import Numbering
from ingest.parts import head_of, may_end_body, notes_start, tail_of
from ingest.quotes import quoted
from ingest.sequence import CONTAINERS

_FOOTNOTE_MARK = re.compile(r"^(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^?([1-9]\d{0,2})\]:?)\s*")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_WITHOUT_ITEMS = ("header", "signature")
_LONGEST_HEADING = 400  # characters


def split_clauses(
    text: str, page_starts: Sequence[int] = (), rows: Collection[int] = (), scans: Collection[int] = ()
) -> tuple[Clause, ...]:
    """Every clause of a text in reading order, containers included.

    Args:
        text: normalised, see `ingest.normalize`.
        page_starts: offset of each page's first character; empty without pages.
        rows: where the rows of tables begin.
        scans: the pages, from 1, that were read from images.

    Returns:
        clauses whose spans do not overlap and, white space aside, cover the text.
        Addresses are distinct: a label that repeats gets "~2" behind its address.
    """
    pages = pairwise([*(page_starts or (0,)), len(text) + 1])
    lines = lines_of(text, rows, [page for number, page in enumerate(pages, start=1) if number in scans])
    notes = notes_start(lines)
    reading = _Reading(text, lines[:notes])
    clauses = [*reading.head(), *reading.body(), *reading.tail(), *_footnotes(lines[notes:], text)]
    return tuple(_paged(clause, page_starts) for clause in _distinct(clauses))


@dataclass(slots=True)
class _Draft:
    """A clause whose end is not known yet."""

    path: str
    parent: str | None
    label: Label | None
    start: int  # index of its first line
    end: int  # index behind its last line


class _Reading:
    """One document being read from top to bottom, footnotes at its end aside."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._text = text
        self._lines = lines
        self._quotes = quoted(lines)
        self._at = 0  # index of the first line that is not yet in a clause

    def head(self) -> list[Clause]:
        """Header and addressees."""
        spans = head_of(self._lines)
        self._at = spans[-1].end if spans else 0
        return [self._unlabelled(span.name, span.start, span.end) for span in spans]

    def body(self) -> list[Clause]:
        """Preamble, labelled clauses and closing, up to recipients, signature or an annex."""
        start = self._at
        numbering = Numbering(self._lines[start:], self._quotes[start:])
        drafts: list[_Draft] = []
        known = start  # up to here the body goes on
        for index in range(start, len(self._lines)):
            if index > max(known, start - 1 + bool(start)) and may_end_body(self._lines, self._quotes, index):
                later = numbering.goes_on(index - start)
                if later is None:
                    break
                known = start + later
            self._draft(drafts, numbering, index, start, "preamble")
            self._at = index + 1
        return self._with_closing(self._finished(drafts))

    def tail(self) -> list[Clause]:
        """Recipients, signature and annexes."""
        clauses: list[Clause] = []
        annexes = 0
        for span in tail_of(self._lines, self._quotes, self._at):
            if span.name == "annex":
                annexes += 1
                clauses += self._annex(span.start, span.end, annexes)
            else:
                clauses.append(self._unlabelled(span.name, span.start, span.end))
        return clauses

    def _draft(self, drafts: list[_Draft], numbering: Numbering, index: int, start: int, unlabelled: str) -> None:
        """Put a line into the clause that it begins or belongs to."""
        opened = numbering.read(index - start)
        if opened:
            above = numbering.stack[-2].path if len(numbering.stack) > 1 else ".".join(opened.base) or None
            drafts.append(_Draft(opened.path, above, opened.label, index, index + 1))
        elif drafts:
            drafts[-1].end = index + 1
        else:
            drafts.append(_Draft(unlabelled, None, None, index, index + 1))

    def _annex(self, start: int, end: int, ordinal: int) -> list[Clause]:
        """An annex as a container of its own labels; forms that stand in none are of an annex without a head."""
        label = self._lines[start].label
        form = label is not None and label.style is Style.FORM
        named = label if label and label.style is Style.ANNEX else None
        segment = f"PL{named.segment if named and is_numbered(named) else ordinal}"
        first = start if form else start + 1
        numbering = Numbering(self._lines[first:end], self._quotes[first:end], prefix=(segment,), forms=True)
        drafts = [] if form else [_Draft(segment, None, named, start, start + 1)]
        for index in range(first, end):
            self._draft(drafts, numbering, index, first, segment)
        clauses = self._finished(drafts)
        if form or not clauses:
            return clauses
        return [replace(clauses[0], heading=self._title(drafts[0])), *clauses[1:]]

    def _title(self, draft: _Draft) -> str:
        """The title of an annex: behind its label, or the next line that is not "(Kèm theo …)"."""
        first = self._lines[draft.start].text[draft.label.length if draft.label else 0 :].strip()
        below = (line.text for line in self._lines[draft.start + 1 : draft.end])
        return first or next(below, "")

    def _finished(self, drafts: Sequence[_Draft]) -> list[Clause]:
        parents = {draft.parent for draft in drafts}
        return [self._clause(draft, container=draft.path in parents) for draft in drafts]

    def _clause(self, draft: _Draft, *, container: bool) -> Clause:
        lines = self._lines[draft.start : draft.end]
        start, end = lines[0].start, lines[-1].end
        return Clause(
            path=draft.path,
            text=self._text[start:end],
            start=start,
            label=draft.label.printed if draft.label else "",
            heading=_heading(draft.label, lines, container=container) if draft.label else "",
            parent=draft.parent,
            items=self._items(draft),
        )

    def _items(self, draft: _Draft) -> tuple[Clause, ...]:
        if draft.path in _WITHOUT_ITEMS:
            return ()
        lines = self._lines[draft.start : draft.end]
        return tuple(
            self._item(entry, draft.path, lines) for entry in items_of(lines, self._quotes[draft.start : draft.end])
        )

    def _item(self, entry: Entry, path: str, lines: Sequence[Line]) -> Clause:
        start, end = lines[entry.start].start, lines[entry.end - 1].end
        return Clause(path=path + entry.path, text=self._text[start:end], start=start, label=entry.label, parent=path)

    def _unlabelled(self, name: str, start: int, end: int) -> Clause:
        """A part under its own name, its bullets as items."""
        return self._clause(_Draft(name, None, None, start, end), container=False)

    def _with_closing(self, clauses: list[Clause]) -> list[Clause]:
        """Split the closing paragraphs off the last labelled clause."""
        if not clauses or not clauses[-1].label:
            return clauses
        last = clauses[-1]
        start = bisect_right(self._lines, last.start, key=lambda line: line.start) - 1
        at = closing_line(last, self._lines[start : self._at], self._quotes[start : self._at])
        if at is None:
            return clauses
        cut = start + at
        body = self._text[last.start : self._lines[cut - 1].end]
        items = tuple(item for item in last.items if item.start < self._lines[cut].start)
        heading = last.heading if body.strip() != f"{last.label} {last.heading}".strip() else ""
        shortened = replace(last, text=body, items=items, heading=heading)
        return [*clauses[:-1], shortened, self._unlabelled("closing", cut, self._at)]


def _heading(label: Label, lines: Sequence[Line], *, container: bool) -> str:
    """The first paragraph without its label, when something follows it in the clause."""
    first = lines[0].text[label.length :].strip()
    if not first and len(lines) > 1:  # "Chương I" above its title
        rest = [line.text for line in lines[1:] if line.label is None]
        return " ".join(rest if label.style in CONTAINERS else rest[:1])[:300]
    taken = 1
    while taken < len(lines) and not lines[taken].paragraph and wraps(lines, taken):
        first += " " + lines[taken].text
        taken += 1
    alone = taken == len(lines)
    return first if (container or not alone) and len(first) <= _LONGEST_HEADING else ""


def _footnotes(lines: Sequence[Line], text: str) -> list[Clause]:
    notes: list[list[Line]] = []
    for line in lines:
        if _FOOTNOTE_MARK.match(line.text) or not notes:
            notes.append([line])
        else:
            notes[-1].append(line)
    clauses: list[Clause] = []
    for note in notes:
        mark = _FOOTNOTE_MARK.match(note[0].text)
        number = (mark[1] or mark[2]).translate(_SUPERSCRIPT) if mark else str(len(clauses) + 1)
        start, end = note[0].start, note[-1].end
        clauses.append(Clause(f"footnote-{number}", text[start:end], start, label=mark[0].strip() if mark else ""))
    return clauses


def _distinct(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Give a repeated address a number of its own: the second "II.3" is "II.3~2", and what stands below has it as parent."""
    seen: dict[str, int] = {}
    last: dict[str, str] = {}  # the address as printed → that of the clause that bore it last
    for clause in clauses:
        seen[clause.path] = seen.get(clause.path, 0) + 1
        parent = last.get(clause.parent or "")  # none for the forms of an annex without a head
        if seen[clause.path] == 1:
            last[clause.path] = clause.path
            yield clause if parent == clause.parent else replace(clause, parent=parent)
            continue
        path = last[clause.path] = f"{clause.path}~{seen[clause.path]}"
        items = tuple(replace(i, path=path + i.path[len(clause.path) :], parent=path) for i in clause.items)
        yield replace(clause, path=path, parent=parent, items=items)


def _paged(clause: Clause, page_starts: Sequence[int]) -> Clause:
    if not page_starts:
        return clause
    page = bisect_right(page_starts, clause.start)
    return replace(clause, page=page, items=tuple(_paged(item, page_starts) for item in clause.items))
