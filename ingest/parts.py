"""Cuts a directive into its parts: header, addressees, body, recipients, signature, annexes, footnotes.

Only the outline is decided here, by whole lines; clauses within a part are read in
`ingest.clauses`, fields within the header in `ingest.header`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.frame import is_annex_title, is_attached, is_footnote, is_letterhead, is_recipients
from ingest.heading import is_addressees, is_motto, is_opening, read_heading
from ingest.labels import Style, is_numbered
from ingest.lines import Line, ends_sentence, is_upper
from ingest.quotes import Quoted
from ingest.sequence import BULLETS
from ingest.signatures import is_signature

_LONGEST_HEAD = 200  # characters of the first line of recipients, a signature or an annex
_LAST_RECIPIENT = re.compile(r"[-–—•]?\s?L[uưứừ]u\s?[:;.]?\s", re.I)
_ATTACHED_WITHIN = 6  # lines between an annex's label and "(Kèm theo …)"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of lines under one name: `header`, `annex` …"""

    name: str
    start: int  # index of its first line
    end: int  # index behind its last one


def head_of(lines: Sequence[Line]) -> tuple[Span, ...]:
    """What stands above the preamble: header and addressees, either left out when empty."""
    header_end = read_heading(lines).end
    addressees_end = _addressees_end(lines, header_end)
    spans = (Span("header", 0, header_end), Span("addressees", header_end, addressees_end))
    return tuple(span for span in spans if span.start < span.end)


def notes_start(lines: Sequence[Line]) -> int:
    """Index of the first footnote at the end of a document; the number of lines when there is none."""
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        if is_footnote(lines[index].text):
            start = index
        elif not _is_note_wrap(lines, index):
            break
    return start


def may_end_body(lines: Sequence[Line], quotes: Sequence[Quoted], index: int) -> bool:
    """Whether what follows the body may begin at a line: recipients, signature or an annex."""
    if quotes[index] is Quoted.YES or lines[index].row:
        return False
    text = lines[index].text
    if len(text) > _LONGEST_HEAD:
        return False
    return is_recipients(text) or is_signature(lines, index) or annex_at(lines, index, signed=False)


def tail_of(lines: Sequence[Line], quotes: Sequence[Quoted], start: int) -> tuple[Span, ...]:
    """Recipients, signature and annexes in the order in which they are printed; every annex is a span."""
    spans: list[Span] = []
    for index in range(start, len(lines)):
        name = spans[-1].name if spans else ""
        begins = index == start
        if quotes[index] is Quoted.YES or lines[index].row:
            pass
        elif annex_at(lines, index, signed=True):
            annex = spans[-1] if name == "annex" else None
            begins = begins or annex is None or not _goes_on(annex, lines, index)
            name = "annex"
        elif name != "annex" and is_recipients(lines[index].text):
            begins, name = begins or name != "recipients", "recipients"
        elif name not in ("annex", "signature") and (
            is_signature(lines, index) or (name == "recipients" and _is_behind_last_recipient(lines, index))
        ):
            begins, name = begins or name != "signature", "signature"
        if begins:
            spans.append(Span(name or "closing", index, index + 1))
        else:
            spans[-1] = Span(name, spans[-1].start, index + 1)
    return tuple(spans)


def _is_behind_last_recipient(lines: Sequence[Line], index: int) -> bool:
    """Whether a paragraph of a scan stands behind "- Lưu: VT", with which recipients end: a signature, however misread."""
    line, last = lines[index], lines[index - 1]
    return line.recognised and bool(_LAST_RECIPIENT.match(last.text)) and len(line.text) < _LONGEST_HEAD


def annex_at(lines: Sequence[Line], index: int, *, signed: bool) -> bool:
    """Whether an annex begins at a line: by its label, or by its title and "kèm theo" below it.

    Args:
        signed: whether the line stands behind the signature, where less is needed to tell.
    """
    text, label = lines[index].text, lines[index].label
    if label and label.style is Style.ANNEX:
        if (
            len(text) > _LONGEST_HEAD
            or text.endswith((";", ","))
            or _listed(lines, index)
            or _mid_sentence(lines, index)
        ):
            return False
        return signed or is_upper(text) or len(text) < 25 or _attached_below(lines, index)
    if label and label.style is Style.FORM:
        return signed and _attached_below(lines, index)
    if not is_upper(text) or len(text) > _LONGEST_HEAD:
        return False
    titled = is_annex_title(text) and (signed or _attached_below(lines, index))
    below = lines[index + 1 : index + 5]
    headed = signed and is_letterhead(text) and any(is_motto(x.text) or is_annex_title(x.text) for x in below)
    return (titled or headed) and not is_signature(lines, index)


def _goes_on(annex: Span, lines: Sequence[Line], index: int) -> bool:
    """Whether a line that looks like an annex's first is still of the annex begun before."""
    first, here = lines[annex.start].label, lines[index].label
    if here is None or here.style is not Style.ANNEX:
        named = first is not None and first.style in (Style.ANNEX, Style.FORM)
        near = index - annex.start <= _ATTACHED_WITHIN
        title = here is None and is_annex_title(lines[index].text)
        return near or named or not title or not _attached_below(lines, index)
    if first is None or first.style is not Style.ANNEX:  # a form may have an annex of its own, which has no number
        return first is not None and first.style is Style.FORM and not is_numbered(here)
    if first.segment == here.segment:
        return is_numbered(here)  # its number stands at the head of every page
    clear = is_upper(lines[index].text) or _attached_below(lines, index)
    return not clear and here.numbers[-1] != first.numbers[-1] + 1


def _listed(lines: Sequence[Line], index: int) -> bool:
    """Whether an annex's label stands in a list of annexes."""
    beside = (lines[i].label for i in (index - 1, index + 1) if 0 <= i < len(lines))
    own = lines[index].label
    return any(x and own and x.style is Style.ANNEX and x.segment != own.segment for x in beside)


def _mid_sentence(lines: Sequence[Line], index: int) -> bool:
    return index > 0 and lines[index - 1].full and not lines[index].paragraph and not is_upper(lines[index].text)


def _attached_below(lines: Sequence[Line], index: int) -> bool:
    """Whether "(Kèm theo …)" stands behind the label of a line, or below it."""
    label = lines[index].label
    beside = lines[index].text[label.length :] if label else ""
    return is_attached(beside) or any(is_attached(line.text) for line in lines[index : index + _ATTACHED_WITHIN])


def _is_note_wrap(lines: Sequence[Line], index: int) -> bool:
    """Whether a line continues a footnote begun up to three lines before."""
    return not lines[index].paragraph and any(is_footnote(line.text) for line in lines[max(0, index - 3) : index])


def _addressees_end(lines: Sequence[Line], start: int) -> int:
    if start >= len(lines) or not is_addressees(lines[start].text):
        return start
    end = start + 1
    while end < len(lines):
        text, label = lines[end].text, lines[end].label
        bullet = label is not None and label.style in BULLETS
        if is_opening(text) or (label and not bullet) or is_recipients(text):
            break
        listed = not ends_sentence(lines[end - 1].text) or lines[end - 1].text.endswith((":", ";"))
        if not bullet and (len(text) > 160 or not listed):
            break
        end += 1
    return end
