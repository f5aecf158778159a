"""Text → the clause tree and its addresses.

A line that opens with a label becomes a clause only when its place in the numbering
says so: the label continues a sequence, or opens one, and does not stand inside a
quotation or in the middle of a sentence. Clauses cover their part without a gap:
each begins at its label and ends where the next begins.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.closing import closing_line
from ingest.labels import Label, Style
from ingest.lines import Line, ends_sentence, lines_of
from ingest.model import Clause
from ingest.numbering import BULLETS, CONTAINERS, Open, accepted, depth_of_parent, quoted, segments
from ingest.parts import Part, split_parts

_FOOTNOTE_MARK = re.compile(r"^(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^?(\d{1,3})\]:?)\s*")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def split_clauses(text: str, page_starts: Sequence[int] = (), rows: Collection[int] = ()) -> tuple[Clause, ...]:
    """Every clause of a text in reading order, containers included.

    Args:
        text: normalised, see `ingest.normalize`.
        page_starts: offset of each page's first character; empty without pages.
        rows: where the rows of tables begin.

    Returns:
        clauses whose spans do not overlap and, white space aside, cover the text.
        Addresses are distinct: a label that repeats gets "~2" behind its address.
    """
    clauses: list[Clause] = []
    annexes = 0
    for part in split_parts(lines_of(text, rows)):
        if part.name == "body":
            clauses += _with_closing(_labelled(part.lines, text), text, rows)
        elif part.name == "annex":
            annexes += 1
            clauses += _annex(part.lines, text, annexes)
        elif part.name == "footnotes":
            clauses += _footnotes(part.lines, text)
        else:
            clauses += _unlabelled(part, text)
    return tuple(_paged(clause, page_starts) for clause in _distinct(clauses))


@dataclass(slots=True)
class _Draft:
    """A clause whose end is not known yet."""

    path: str
    parent: str | None
    label: Label | None
    lines: list[Line] = field(default_factory=list)


def _labelled(lines: Sequence[Line], text: str, prefix: tuple[str, ...] = ()) -> list[Clause]:
    """Clauses of a part that begins with a label; lines before the first go to `prefix`."""
    drafts: list[_Draft] = []
    stack: list[Open] = []
    quotes = quoted(lines)
    for index, line in enumerate(lines):
        label = None if quotes[index] else accepted(lines, index, stack)
        if label and label.style not in BULLETS:
            parent = depth_of_parent(stack, label)
            opened = Open(label, segments(stack[:parent], label, prefix))
            above = stack[parent - 1].path if parent else (".".join(prefix) or None)
            stack[parent:] = [opened]
            drafts.append(_Draft(opened.path, above, label, [line]))
        elif drafts:
            drafts[-1].lines.append(line)
        else:
            drafts.append(_Draft(".".join(prefix) or "preamble", None, None, [line]))
    parents = {draft.parent for draft in drafts}
    return [_finished(draft, text, container=draft.path in parents) for draft in drafts]


def _finished(draft: _Draft, text: str, *, container: bool) -> Clause:
    start, end = draft.lines[0].start, draft.lines[-1].end
    items = () if draft.label is None and draft.path == "preamble" else _items(draft, text)
    return Clause(
        path=draft.path,
        text=text[start:end],
        start=start,
        label=draft.label.printed if draft.label else "",
        heading=_heading(draft, container=container),
        parent=draft.parent,
        items=items,
    )


def _heading(draft: _Draft, *, container: bool) -> str:
    """The first paragraph without its label, when something follows it in the clause."""
    if draft.label is None:
        return ""
    first = draft.lines[0].text[draft.label.length :].strip()
    if not first and len(draft.lines) > 1:  # "Chương I" above its title
        rest = [line.text for line in draft.lines[1:] if line.label is None]
        title = rest if draft.label.style in CONTAINERS else rest[:1]
        return " ".join(title)[:300]
    taken = 1
    while taken < len(draft.lines) and not draft.lines[taken].paragraph and _wraps(draft.lines, taken):
        first += " " + draft.lines[taken].text
        taken += 1
    alone = taken == len(draft.lines)
    return first if (container or not alone) and len(first) <= 400 else ""


def _wraps(lines: Sequence[Line], index: int) -> bool:
    """Whether a line goes on with the sentence of the line above it."""
    return lines[index].label is None and (
        lines[index].text[:1].islower()
        or (not ends_sentence(lines[index - 1].text) and len(lines[index - 1].text) > 60)
    )


def _items(draft: _Draft, text: str) -> tuple[Clause, ...]:
    """The bullets of a clause: dashes, and the pluses under them."""
    items: list[Clause] = []
    dashes = pluses = 0
    lines = draft.lines
    for index, line in enumerate(lines):
        label = line.label
        if label is None or label.style not in BULLETS or (index and _mid_sentence_dash(lines, index)):
            continue
        if label.style is Style.DASH:
            dashes, pluses = dashes + 1, 0
            path = f"{draft.path}-{dashes}"
        else:
            pluses += 1
            path = f"{draft.path}-{dashes}+{pluses}" if dashes else f"{draft.path}+{pluses}"
        end = lines[_item_end(lines, index, label.style)].end
        items.append(
            Clause(path=path, text=text[line.start : end], start=line.start, label=label.printed, parent=draft.path)
        )
    return tuple(items)


def _mid_sentence_dash(lines: Sequence[Line], index: int) -> bool:
    """A dash at the head of a wrapped line: "Lao động\\n- Thương binh và Xã hội"."""
    return not lines[index].paragraph and not ends_sentence(lines[index - 1].text) and len(lines[index - 1].text) > 60


def _item_end(lines: Sequence[Line], index: int, style: Style) -> int:
    """Index of the last line of the bullet that begins at `index`."""
    last = index
    for later in range(index + 1, len(lines)):
        label = lines[later].label
        bullet = label is not None and label.style in BULLETS and not _mid_sentence_dash(lines, later)
        if bullet:
            assert label is not None
            if style is Style.DASH and label.style is Style.PLUS:
                last = later
                continue
            break
        if lines[later].paragraph or not _wraps(lines, later):
            break
        last = later
    return last


def _with_closing(clauses: list[Clause], text: str, rows: Collection[int]) -> list[Clause]:
    """Split the closing paragraphs off the last labelled clause."""
    if not clauses:
        return clauses
    last = clauses[-1]
    lines = lines_of(last.text, {row - last.start for row in rows})
    at = closing_line(last, lines)
    if at is None:
        return clauses
    cut = lines[at].start
    items = tuple(item for item in last.items if item.start < last.start + cut)
    body = last.text[:cut].rstrip()
    heading = last.heading if body.strip() != f"{last.label} {last.heading}".strip() else ""
    closing = Part("closing", tuple(replace(x, start=x.start + last.start) for x in lines[at:]))
    return [*clauses[:-1], replace(last, text=body, items=items, heading=heading), *_unlabelled(closing, text)]


def _unlabelled(part: Part, text: str) -> list[Clause]:
    """A part under its own name, its bullets as items."""
    draft = _Draft(part.name, None, None, list(part.lines))
    start, end = part.lines[0].start, part.lines[-1].end
    items = () if part.name in ("header", "signature") else _items(draft, text)
    return [Clause(path=part.name, text=text[start:end], start=start, items=items)]


def _annex(lines: Sequence[Line], text: str, ordinal: int) -> list[Clause]:
    """An annex as a container of its own labels."""
    label = lines[0].label
    printed = label if label and label.style is Style.ANNEX else None
    bare = printed is None or not re.search(r"[IVXLC\d]|[A-ZĐ]\b", printed.printed[len("phụ lục") :])
    segment = f"PL{ordinal if bare or printed is None else printed.segment}"
    clauses = _labelled(lines[1:], text, (segment,)) if len(lines) > 1 else []
    start = lines[0].start
    if clauses and clauses[0].path == segment:  # the lines up to its first label
        end, items = clauses[0].end, clauses[0].items
        clauses = clauses[1:]
    else:
        end, items = lines[0].end, ()
    title = lines[0].text[printed.length :].strip() if printed else lines[0].text
    heading = title or next((line.text for line in lines[1:3]), "")
    head = Clause(
        path=segment,
        text=text[start:end],
        start=start,
        label=printed.printed if printed else "",
        heading=heading,
        items=items,
    )
    return [head, *clauses]


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
    """Give a repeated address a number of its own: the second "II.3" is "II.3~2"."""
    seen: dict[str, int] = {}
    for clause in clauses:
        seen[clause.path] = seen.get(clause.path, 0) + 1
        if seen[clause.path] == 1:
            yield clause
            continue
        path = f"{clause.path}~{seen[clause.path]}"
        items = tuple(replace(i, path=path + i.path[len(clause.path) :], parent=path) for i in clause.items)
        yield replace(clause, path=path, items=items)


def _paged(clause: Clause, page_starts: Sequence[int]) -> Clause:
    if not page_starts:
        return clause
    page = sum(1 for start in page_starts if start <= clause.start)
    return replace(clause, page=page, items=tuple(_paged(item, page_starts) for item in clause.items))
