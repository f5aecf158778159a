"""What a document does to others and from when: it replaces, repeals, amends or extends them.

An act counts only where the document itself acts: "Quyết định này thay thế …", "Bãi bỏ
Điều 3 Thông tư …" at the head of a clause, a list below "Các văn bản sau đây hết hiệu
lực:", the title of an amending act. What only tells the history of another document
("được sửa đổi, bổ sung bởi Luật số …") and what it quotes as new wording does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.facts.effect_days import day_told
from ingest.facts.provisions import QUOTED, only_provisions, part_before, part_in
from ingest.facts.quotation import Quotation
from ingest.model import Act, Clause, Effect, Header, Reference
from ingest.references import cited_in
from ingest.spelling import UPPER
from ingest.statements import Stretch, heading_end, told

_KIND = r"(?:[Ll]uật|[Pp]háp lệnh|[Nn]ghị (?:định|quyết)|[Qq]uyết định|[Tt]hông tư(?: liên tịch)?|[Cc]hỉ thị|[Kk]ế hoạch|[Qq]uy (?:định|chế)|[Cc]ông văn|[Hh]ướng dẫn|[Vv]ăn bản|[Cc]hương trình|[Tt]hông báo)"
_SELF = re.compile(rf"{_KIND} này(?!\w)")
_ACT = re.compile(
    r"(?P<amend>(?:(?:sửa đổi|điều chỉnh)(?: ?,? ?bổ sung| và bổ sung)?|bổ sung)"
    r"(?:(?:,| và) (?:thay thế|bãi bỏ|hủy bỏ|huỷ bỏ)){0,2}(?! (?:bởi|theo|tại) ))|"
    r"(?P<replace>thay (?:thế(?: cho)?|cho))|(?P<repeal>bãi bỏ|hủy bỏ|huỷ bỏ)|(?P<extend>kéo dài|gia hạn)|"
    r"(?P<suspend>(?:tạm )?ngưng (?:hiệu lực(?: thi hành)?|(?:việc )?(?:áp dụng|thi hành)))",
    re.IGNORECASE,
)
_MAY_ACT = re.compile(
    r"hiệu lực|ngưng (?:việc|áp|thi)|sửa đổi|điều chỉnh|bổ sung|thay (?:thế|cho)|(?:bãi|hủy|huỷ) bỏ|kéo dài|gia hạn",
    re.IGNORECASE,
)
_ACTS: Mapping[str, Act] = {
    "amend": "sửa đổi, bổ sung", "replace": "thay thế", "repeal": "bãi bỏ", "extend": "kéo dài", "suspend": "ngưng hiệu lực",
}  # fmt: skip
_TOLD = re.compile(
    r"(?:được|bị|đã|việc|khi|nếu|chưa|hoặc|cần|về|phải|Luật|Nghị định|Thông tư|Quyết định|Nghị quyết),? \Z"
)
_HISTORY = re.compile(r"(?:đã |mới )?(?:được|bị) (?:sửa đổi|bổ sung|thay thế|bãi bỏ)")
_OBJECT = re.compile(
    r"\W{0,3}(?:và {1,3})?(?:(?:cho|toàn bộ|một phần|các|một số|nội dung|quy định|hiệu lực|thời (?:hạn|gian)|tên|cụm từ|đoạn|điểm|khoản|điều|"
    rf"mục|chương|phần|phụ lục|biểu|mẫu|bảng|tiết|danh mục|áp dụng|thực hiện)(?!\w)(?:{QUOTED}|[^;:“”\"]){{0,240}})?\W{{0,3}}\Z",
    re.IGNORECASE,
)
_BY = re.compile(r"(?<!kèm )theo \Z", re.IGNORECASE)  # what an act is done by, not what it is done to
_FURTHER = re.compile(r"(?:,|;|(?<!\w)và) {1,3}\Z")
_JOINED = re.compile(r"(?:,|;|(?<!\w)(?:và|đồng thời)) {1,3}\Z")
_ENDED = re.compile(
    r"(?:hết|chấm dứt|không còn|(?:tạm )?(?P<suspend>ngưng)) hiệu lực(?: thi hành)?|(?:bị|được) (?P<repeal>bãi bỏ|hủy bỏ|huỷ bỏ)"
)
_IN_FORCE = re.compile(r"có hiệu lực(?: thi hành)?(?: pháp luật)?(?:,)?(?: kể)? (?:từ|sau)")
_LISTED = re.compile(r"(?<!\w)(?:các|những|một số) [^;:]{0,120}?(?:sau|sau đây|dưới đây)(?!\w)", re.IGNORECASE)
_ENDING: Mapping[str, Act] = {"bãi bỏ": "bãi bỏ", "hết hiệu lực": "hết hiệu lực"}
_LABEL = re.compile(
    r"\W{0,6}(?:(?:Phần|Chương|Mục) (?:\d{1,2}|[IVXL]{1,6})[.:]?|Điều \d{1,3}[a-zđ]?[.:]|(?:\d{1,2}|[a-zđ])[.)])?(?: {0,3}Ban hành[^;:]{0,80} và)? {0,3}"
)
_TITLE = re.compile(rf"(?:\A|\n)\W*(?:[{UPPER} ]{{3,40}}\s)?(?:{_KIND} )?(?:[Vv]ề việc |VỀ VIỆC )?\Z")
_CONTAINER = "chapter"  # the key of what the chapter at hand amends
_PROPOSING = ("tờ trình", "công văn", "báo cáo", "thông báo")
_SKIPPED = ("recipients", "signature", "addressees", "footnote")


@dataclass(slots=True)
class _State:
    """What the sentences before say about the one at hand."""

    header: Header
    amended: dict[str, Reference]  # path → the one document that this clause, and those below it, amend
    lead: tuple[Act, str] | None = None  # an act announced at a path for the list that follows


def find_effects(header: Header, clauses: Sequence[Clause]) -> tuple[Effect, ...]:
    """Every effect, in reading order; an act without a day of its own has the document's."""
    found: list[Effect] = []
    state, quotation = _State(header, {}), Quotation()
    holders = {path: clause for clause in clauses for path in (clause.path, *(item.path for item in clause.items))}
    for stretch, sentences in told(clauses):
        clause = holders[stretch.path]
        if _is_container(clause.path):
            state.amended.pop(_CONTAINER, None)
        if clause.path.startswith(_SKIPPED):
            continue
        for sentence in sentences:
            if _concerns(sentence, state) and not quotation.holds(clause, sentence.start):
                for part in _parts(sentence, clause):
                    found += _read(part, state)
    own = next((effect.date for effect in found if effect.act == "có hiệu lực"), None)
    return tuple(effect if effect.date or not own else replace(effect, date=own) for effect in found)


def _parts(sentence: Stretch, clause: Clause) -> Iterator[Stretch]:
    """A sentence, cut where the clause's heading ends, which has no stop, if an act begins behind it."""
    cut = heading_end(clause) - sentence.start
    if 0 < cut < len(sentence.text) and _ACT.match(
        sentence.plain, len(sentence.plain) - len(sentence.plain[cut:].lstrip())
    ):
        yield sentence.part(0, cut)
        yield sentence.part(cut, len(sentence.text))
    else:
        yield sentence


def _concerns(sentence: Stretch, state: _State) -> bool:
    """Whether a sentence may say anything of effects: by its words, or in a list that words above lead in."""
    return state.lead is not None or _MAY_ACT.search(sentence.plain) is not None


def _read(sentence: Stretch, state: _State) -> list[Effect]:
    named = list(cited_in(sentence))
    cited = _outer(named)
    effects = [*_in_force(sentence, state.header), *_acts(sentence, named, state), *_ended(sentence, cited)]
    if not effects and cited and state.lead and _is_below(sentence.path, state.lead[1]):
        effects = [_effect(state.lead[0], sentence, r, _part(sentence, 0, r)) for r in cited[:1]]
    elif not effects:
        effects = list(_inner(sentence, state))
        state.lead = _lead(sentence) or state.lead
    return effects


def _in_force(sentence: Stretch, header: Header) -> Iterator[Effect]:
    """When the document itself comes into force."""
    match = _IN_FORCE.search(sentence.plain) if not sentence.path.startswith("PL") else None
    before = sentence.plain[: match.start()] if match else ""
    if match and (_LABEL.fullmatch(before) or _SELF.search(before)) and not _ENDED.search(before):
        yield _effect("có hiệu lực", sentence, day=day_told(sentence, match.end(), header))


def _acts(sentence: Stretch, cited: Sequence[Reference], state: _State) -> Iterator[Effect]:
    """What the sentence replaces, repeals, amends or extends."""
    outer = _outer(cited)
    for match in _ACT.finditer(sentence.plain):
        if not _does(sentence, match.start(), outer, state.header):
            continue
        act = _ACTS[match.lastgroup or ""]
        objects = list(_objects(sentence, cited, match.end()))
        if act == "sửa đổi, bổ sung" and len(objects) == 1:
            held = _CONTAINER if _is_container(sentence.path) else sentence.path
            state.amended.setdefault(held, objects[0])
        begin = match.end()
        for reference in objects:
            day = (
                day_told(sentence, _end(reference, sentence), state.header)
                if act in ("kéo dài", "ngưng hiệu lực")
                else None
            )
            quoted = sentence.part(match.start(), len(sentence.text)) if sentence.path == "header" else sentence
            yield _effect(act, quoted, reference, _part(sentence, begin, reference), day)
            begin = _end(reference, sentence)


def _does(sentence: Stretch, at: int, outer: Sequence[Reference], header: Header) -> bool:
    """Whether the document itself does what the verb at `at` says: it is no noun, no history and no other's title."""
    before = sentence.plain[:at]
    if sentence.path == "header":
        return header.kind not in _PROPOSING and _TITLE.search(sentence.text[:at]) is not None
    if _TOLD.search(before[-20:]):
        return False
    if _LABEL.fullmatch(before):
        return True
    if _SELF.search(before) is None:
        return False
    named = any(reference.start - sentence.start < at for reference in outer)  # its title may hold the verb
    return not named or _JOINED.search(before) is not None


def _objects(sentence: Stretch, cited: Sequence[Reference], begin: int) -> Iterator[Reference]:
    """The documents that follow an act directly, up to the history of one of them.

    "Thông tư A hướng dẫn Nghị định B và Nghị định C": C goes on with what A is about.
    """
    first: Reference | None = None
    for reference in _outer(cited):
        at = reference.start - sentence.start
        if at < begin:
            continue
        between = sentence.plain[begin:at]
        if _HISTORY.search(between) or _BY.search(between):
            return
        about = _within(first, cited) if first else frozenset()
        goes_on = first is not None and reference.kind == first.kind and reference.kind not in about
        further = goes_on and _FURTHER.search(between) is not None
        if not further and not only_provisions(between) and (_ACT.search(between) or not _OBJECT.fullmatch(between)):
            return
        if first and reference.kind != first.kind and reference.kind in about:
            return
        yield reference
        first = first or reference
        begin = _end(reference, sentence)


def _within(outer: Reference, cited: Sequence[Reference]) -> frozenset[str | None]:
    """The kinds of the documents that another's subject names."""
    end = outer.start + len(outer.quote)
    return frozenset(one.kind for one in cited if outer.start < one.start < end)


def _ended(sentence: Stretch, cited: Sequence[Reference]) -> Iterator[Effect]:
    """Documents that are said to be no longer in force, and the document's own end."""
    match = _ENDED.search(sentence.plain)
    if match is None or re.search(
        r"(?:khi|nếu|trước|đã|chưa|văn bản|quy định|sau đây) \Z", sentence.plain[: match.start()][-12:]
    ):
        return
    before = [r for r in cited if _end(r, sentence) <= match.start()]
    day = day_told(sentence, match.end(), None)
    act: Act = "bãi bỏ" if match["repeal"] else "ngưng hiệu lực" if match["suspend"] else "hết hiệu lực"
    begin = 0
    for reference in before:
        at = reference.start - sentence.start
        if _HISTORY.search(sentence.plain[begin:at]):
            break
        yield _effect(act, sentence, reference, _part(sentence, begin, reference), day)
        begin = _end(reference, sentence)
    if not before and act == "hết hiệu lực" and day and _SELF.search(sentence.plain[: match.start()]):
        yield _effect(act, sentence, day=day)


def _inner(sentence: Stretch, state: _State) -> Iterator[Effect]:
    """ "2. Sửa đổi khoản 3 Điều 5 như sau": a part of the document that a clause above amends."""
    match = _ACT.search(sentence.plain)
    if match is None or not _LABEL.fullmatch(sentence.plain[: match.start()]):
        return
    part = part_in(sentence.plain[match.end() :])
    above = [path for path in state.amended if path in ("header", _CONTAINER) or _is_below(sentence.path, path)]
    if part and above:
        path = max(above, key=lambda path: (path != "header", path != _CONTAINER, len(path)))
        yield _effect(_ACTS[match.lastgroup or ""], sentence, state.amended[path], part)


def _is_container(path: str) -> bool:
    """Whether an address is that of a part, chapter or section, which those of its articles do not name."""
    return re.match(r"[PCM][IVXL\d]", path) is not None


def _lead(sentence: Stretch) -> tuple[Act, str] | None:
    """An act whose objects are listed below: "Các văn bản sau đây hết hiệu lực:"."""
    if sentence.plain.rstrip().endswith((".", ";", "./")):
        return None
    for pattern in (_ENDED, _ACT):
        for match in pattern.finditer(sentence.plain):
            before, after = sentence.plain[: match.start()], sentence.plain[match.end() :]
            listed = _LISTED.search(before) if pattern is _ENDED else _LISTED.search(after)
            acts = pattern is _ENDED or _LABEL.fullmatch(before) or _SELF.search(before)
            if listed and acts and not (pattern is _ACT and _TOLD.search(before[-20:])):
                ends = "bãi bỏ" if match.groupdict().get("repeal") else "hết hiệu lực"
                return (_ACTS[match.lastgroup or ""] if pattern is _ACT else _ENDING[ends]), sentence.path
    return None


def _is_below(path: str, above: str) -> bool:
    return path == above or path.startswith((f"{above}.", f"{above}-", f"{above}+"))


def _outer(cited: Iterable[Reference]) -> list[Reference]:
    """Those that do not stand within the subject of another."""
    outer: list[Reference] = []
    for reference in sorted(cited, key=lambda reference: reference.start):
        if not outer or reference.start >= outer[-1].start + len(outer[-1].quote):
            outer.append(reference)
    return outer


def _end(reference: Reference, sentence: Stretch) -> int:
    return reference.start + len(reference.quote) - sentence.start


def _part(sentence: Stretch, begin: int, reference: Reference) -> str | None:
    return part_before(sentence.plain, begin, reference.start - sentence.start)


def _effect(
    act: Act, sentence: Stretch, reference: Reference | None = None, part: str | None = None, day: str | None = None
) -> Effect:
    return Effect(
        act=act,
        number=reference.number if reference else None,
        kind=reference.kind if reference else None,
        issued=reference.date if reference else None,
        about=reference.about if reference else None,
        date=day,
        part=part,
        path=sentence.path,
        quote=sentence.text,
        start=sentence.start,
    )
