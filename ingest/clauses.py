"""Text → the clause tree and its addresses.

A line that opens with a label becomes a clause only when its place in the numbering
says so: the label continues a sequence, or opens one, and does not stand inside a
quotation or in the middle of a sentence. Clauses cover their part without a gap:
each begins at its label and ends where the next begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.labels import Label, Style, as_upper, read_label
from ingest.model import Clause
from ingest.parts import Line, Part, ends_sentence, is_upper, lines_of, split_parts
from ingest.units import unit_at

_CONTAINERS = (Style.PART, Style.CHAPTER, Style.SECTION)
_BULLETS = (Style.DASH, Style.PLUS)
_MID_SENTENCE = re.compile(
    r"(?:khoản|[Đđ]iều|điểm|mục|phần|chương|số|ngày|tháng|năm|từ|đến|và|hoặc|tại|của|theo|quý|tiết|,|-|–|\()$"
)
_FOOTNOTE_MARK = re.compile(r"^(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^?(\d{1,3})\]:?)\s*")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CLOSING = re.compile(
    r"(?:Trên đây là|Trong quá trình|Quá trình (?:triển khai|thực hiện|tổ chức)|Nhận được (?:công văn|kế hoạch|văn bản|thông báo|chỉ thị)|"
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết) này (?:đã )?được .{0,80}thông qua|Trân trọng|Rất mong|Kính (?:đề nghị|mong|trình|báo cáo)|"
    r"Mọi (?:vướng mắc|khó khăn|thông tin)|(?:Kế hoạch|Công văn|Chỉ thị|Hướng dẫn|Phương án|Thông báo|Văn bản|Chương trình|Đề án) này\b|"
    r"Căn cứ (?:nội dung )?(?:Kế hoạch|Công văn|Hướng dẫn|Chỉ thị|Phương án|Thông báo|Chương trình|văn bản)[^,.;]{0,40} này\b)"
)
_CLOSING_APPEAL = re.compile(
    r"(?:(?:Yêu cầu|Đề nghị|Giao|Kính đề nghị)\s+(?:các|Thủ trưởng|Chủ tịch|Giám đốc|Trưởng|Chánh|UBND|Ủy ban|Uỷ ban|Sở|Phòng|Văn phòng|lãnh đạo|Quý|toàn thể|đồng chí|Ban)|"
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chủ tịch|Sở|Bộ|Ban|Phòng|Cục|Tổng cục|Hội|Liên đoàn)\b.{0,80}?\s(?:yêu cầu|đề nghị|thông báo|trân trọng|đôn đốc|kính đề nghị|giao)\b)"
)


def split_clauses(text: str, page_starts: Sequence[int] = ()) -> tuple[Clause, ...]:
    """Every clause of a text in reading order, containers included.

    Args:
        text: normalised, see `ingest.normalize`.
        page_starts: offset of each page's first character; empty without pages.

    Returns:
        clauses whose spans do not overlap and, white space aside, cover the text.
        Addresses are distinct: a label that repeats gets "~2" behind its address.
    """
    clauses: list[Clause] = []
    annexes = 0
    for part in split_parts(lines_of(text)):
        if part.name == "body":
            clauses += _with_closing(_labelled(part.lines, text), text)
        elif part.name == "annex":
            annexes += 1
            clauses += _annex(part.lines, text, annexes)
        elif part.name == "footnotes":
            clauses += _footnotes(part.lines, text)
        else:
            clauses += _unlabelled(part, text)
    return tuple(_paged(clause, page_starts) for clause in _distinct(clauses))


@dataclass(slots=True)
class _Open:
    """A label on the way down from the root to the current line."""

    label: Label
    segments: tuple[str, ...]  # its address, split

    @property
    def path(self) -> str:
        return ".".join(self.segments)


@dataclass(slots=True)
class _Draft:
    """A clause whose end is not known yet."""

    path: str
    parent: str | None
    label: Label | None
    first: int  # index of its first line
    lines: list[Line] = field(default_factory=list)


def _labelled(lines: Sequence[Line], text: str, prefix: tuple[str, ...] = ()) -> list[Clause]:
    """Clauses of a part that begins with a label; lines before the first go to `prefix`."""
    drafts: list[_Draft] = []
    stack: list[_Open] = []
    quotes = _quoted(lines)
    for index, line in enumerate(lines):
        label = None if quotes[index] else _accepted(lines, index, stack)
        if label and label.style not in _BULLETS:
            parent = _parent(stack, label)
            opened = _Open(label, _segments(stack[:parent], label, prefix))
            above = stack[parent - 1].path if parent else (".".join(prefix) or None)
            stack[parent:] = [opened]
            drafts.append(_Draft(opened.path, above, label, index, [line]))
        elif drafts:
            drafts[-1].lines.append(line)
        else:
            drafts.append(_Draft(".".join(prefix) or "preamble", None, None, index, [line]))
    parents = {draft.parent for draft in drafts}
    return [_finished(draft, text, container=draft.path in parents) for draft in drafts]


def _accepted(lines: Sequence[Line], index: int, stack: list[_Open]) -> Label | None:
    """The label of a line if its place in the numbering makes it one."""
    line = lines[index]
    label = read_label(line.text)
    if label is None or label.style in _BULLETS or label.style in (Style.ANNEX, Style.FORM):
        return label if label and label.style is Style.FORM and _alone(line) else None
    if index == 0:
        return label
    letter = as_upper(label)
    if letter and _last(stack, Style.UPPER, 1) and _follows(letter, _last(stack, Style.UPPER, 1)):
        label = letter
    rest = line.text[label.length :]
    before = lines[index - 1].text
    if label.style in (*_CONTAINERS, Style.ARTICLE):
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


def _last(stack: list[_Open], style: Style, depth: int) -> Label | None:
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


def _starts(label: Label, stack: list[_Open]) -> bool:
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


def _parent(stack: list[_Open], label: Label) -> int:
    """How many open labels stay open above a new one."""
    if label.style in _CONTAINERS:
        order = _CONTAINERS.index(label.style)
        return sum(1 for o in stack if o.label.style in _CONTAINERS[:order])
    if label.style is Style.ARTICLE:
        return sum(1 for o in stack if o.label.style in _CONTAINERS)
    for depth, opened in enumerate(stack):
        same = opened.label.style is label.style
        if same and label.style is Style.DECIMAL:
            if len(opened.label.numbers) >= len(label.numbers):
                return depth
        elif same:
            return depth
    return len(stack)


def _segments(above: list[_Open], label: Label, prefix: tuple[str, ...]) -> tuple[str, ...]:
    """The address of a new clause under those still open above it."""
    if label.style in _CONTAINERS:
        own = label.style.value + label.segment
        chapter = [o for o in above if o.label.style is not Style.PART]
        return (*prefix, *(chapter[-1].segments[len(prefix) :] if chapter else ()), own)
    if label.style is Style.ARTICLE:
        return (*prefix, Style.ARTICLE.value + label.segment)
    if label.style is Style.FORM:
        return (*prefix, Style.FORM.value + label.segment)
    inner = [o for o in above if o.label.style not in _CONTAINERS]
    if label.style is Style.DECIMAL and "." in label.segment:
        printed = tuple(label.segment.split("."))
        inner = _without_printed(inner, printed)
    return (*(inner[-1].segments if inner else prefix), label.segment)


def _without_printed(inner: list[_Open], printed: tuple[str, ...]) -> list[_Open]:
    """Drop the ancestors that a label like "2.1." prints itself."""
    while inner:
        own = tuple(inner[-1].label.segment.split("."))
        if printed[: len(own)] == own or printed[: len(inner[-1].segments)] == inner[-1].segments:
            inner = inner[:-1]
        else:
            break
    return inner


def _quoted(lines: Sequence[Line]) -> list[bool]:
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
        rest = [line.text for line in draft.lines[1:] if read_label(line.text) is None]
        title = rest if draft.label.style in _CONTAINERS else rest[:1]
        return " ".join(title)[:300]
    taken = 1
    while taken < len(draft.lines) and not draft.lines[taken].paragraph and _wraps(draft.lines, taken):
        first += " " + draft.lines[taken].text
        taken += 1
    alone = taken == len(draft.lines)
    return first if (container or not alone) and len(first) <= 400 else ""


def _wraps(lines: Sequence[Line], index: int) -> bool:
    """Whether a line goes on with the sentence of the line above it."""
    return read_label(lines[index].text) is None and (
        lines[index].text[:1].islower()
        or (not ends_sentence(lines[index - 1].text) and len(lines[index - 1].text) > 60)
    )


def _items(draft: _Draft, text: str) -> tuple[Clause, ...]:
    """The bullets of a clause: dashes, and the pluses under them."""
    items: list[Clause] = []
    dashes = pluses = 0
    lines = draft.lines
    for index, line in enumerate(lines):
        label = read_label(line.text)
        if label is None or label.style not in _BULLETS or (index and _mid_sentence_dash(lines, index)):
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
        label = read_label(lines[later].text)
        bullet = label is not None and label.style in _BULLETS and not _mid_sentence_dash(lines, later)
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


def _with_closing(clauses: list[Clause], text: str) -> list[Clause]:
    """Split the closing paragraphs off the last labelled clause."""
    if not clauses:
        return clauses
    last = clauses[-1]
    lines = lines_of(last.text)
    at = _closing_line(last, lines)
    if at is None:
        return clauses
    cut = lines[at].start
    items = tuple(item for item in last.items if item.start < last.start + cut)
    body = last.text[:cut].rstrip()
    heading = last.heading if body.strip() != f"{last.label} {last.heading}".strip() else ""
    closing = Part("closing", tuple(Line(x.text, x.start + last.start, x.paragraph) for x in lines[at:]))
    return [*clauses[:-1], replace(last, text=body, items=items, heading=heading), *_unlabelled(closing, text)]


def _closing_line(last: Clause, lines: Sequence[Line]) -> int | None:
    """Index of the line where the closing begins within the last labelled clause."""
    bullets = {line.start for line in lines if (label := read_label(line.text)) and label.style in _BULLETS}
    for index in range(1, len(lines)):
        line = lines[index]
        if line.start in bullets or not (line.paragraph or ends_sentence(lines[index - 1].text)):
            continue
        if _CLOSING.match(line.text):
            return index
        after_bullets = lines[index - 1].start in bullets or any(
            item.start - last.start <= lines[index - 1].start < item.end - last.start for item in last.items
        )
        final = not any(later.start in bullets for later in lines[index + 1 :])
        appeals = _CLOSING_APPEAL.match(line.text) or (unit_at(line.text) and lines[-1].text.endswith("/."))
        told = index >= 2 or lines[0].text.endswith((".", ";"))
        signed_off = told and line.paragraph and lines[-1].text.endswith("/.") and not last.path.startswith("Đ")
        if final and (after_bullets or (index >= 2 and appeals) or signed_off):
            return index
    return None


def _unlabelled(part: Part, text: str) -> list[Clause]:
    """A part under its own name, its bullets as items."""
    draft = _Draft(part.name, None, None, 0, list(part.lines))
    start, end = part.lines[0].start, part.lines[-1].end
    items = () if part.name in ("header", "signature") else _items(draft, text)
    return [Clause(path=part.name, text=text[start:end], start=start, items=items)]


def _annex(lines: Sequence[Line], text: str, ordinal: int) -> list[Clause]:
    """An annex as a container of its own labels."""
    label = read_label(lines[0].text)
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
