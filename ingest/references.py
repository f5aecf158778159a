"""Other documents that a text cites, in every spelling that offices use.

A citation is read in the order of Decree 30/2020/NĐ-CP: kind, number, date, issuer,
what it is about; each but the number may be missing, and a law may go by its name.
The number of a form, a table or a standard is not one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.citations import NAMED_KINDS, Citation, find_citations, own_number
from ingest.dates import PrintedDate, date_after
from ingest.heading import is_attached
from ingest.model import Clause, Reference
from ingest.organisations import (
    ABOUT_VERBS,
    HEADS,
    KINDS,
    begins_organisation,
    organisation_end,
)
from ingest.statements import Stretch, fold, told

_NOTE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]{0,3}(?: ?\[\d{1,3}\])?")
_OF = re.compile(r" {0,3},? {0,3}của {1,3}(?:(?:liên|Liên) (?=[Bb]ộ))?")
_ASIDE = re.compile(
    r" {0,3},? {0,3}(?:\([^()]{1,60}\)|[Kk]h(?:óa|oá) [IVXL\d]{1,6}|[Kk]ỳ họp thứ [\w]+(?: mươi| một| hai)?"
    r"|[Nn]hiệm kỳ \d{4} ?- ?\d{4}|\(sửa đổi\))"
)
_AND_OFFICE = re.compile(r" {0,3}(?:,|và|-|, và) {1,3}")
_ABOUT = re.compile(
    rf" {{0,3}}(?:,? {{0,3}}(?P<cue>[Vv]ề việc|[Vv]/[Vv]|[Vv]ề)(?: :|:)? {{1,3}}"
    rf"|(?=(?:{ABOUT_VERBS}),? {{1,3}}(?!kèm)\w))"
)
_EDGE = re.compile(
    r"(?P<stop>[;|]|\./|: |:\Z|“(?=Điều|Khoản|\d)| (?:đã )?(?:được sửa đổi|được bổ sung|được thay thế|hết hiệu lực|"
    r"có hiệu lực|bị bãi bỏ|bao gồm|như sau|kể từ ngày)| \((?:được|đã được|sau đây|gọi tắt|viết tắt)"
    r"| (?:Căn cứ|Theo đề nghị|Xét đề nghị) )|(?P<open>[“(])|(?P<close>[”)])|(?P<quote>\")|(?P<comma>,)|(?P<and> và )"
)
_KIND_WORDS = "|".join(sorted((re.escape(kind) for kind in KINDS), key=len, reverse=True))
_CITES_NEXT = re.compile(
    rf" {{0,3}}(?:các )?(?:(?:điểm|khoản|điều|phụ lục) \w{{1,4}} (?:và \w{{1,4}} )?){{0,3}}(?:của )?"
    rf"(?:{_KIND_WORDS})(?: của [^,;]{{1,40}}?)? (?:số|\d)",
    re.IGNORECASE,
)
_TURNS = re.compile(
    rf" {{0,3}}(?:cụ thể|trong đó|như sau|các văn bản|căn cứ|đề nghị|yêu cầu|và các (?:văn bản|chương trình|kế hoạch)|"
    rf"đồng thời|(?:đã )?được |bị |hết hiệu lực|có hiệu lực|thực hiện (?:Công văn|Kế hoạch|Quyết định|Chỉ thị|Văn bản)|"
    rf"(?:trình|báo cáo|gửi) (?:{HEADS})|xét|theo|tại|góp phần|nhằm|để |[Tt]ôi |[Nn]ay |"
    rf"(?:Luật|Bộ luật|Pháp lệnh|Chiến lược|Chương trình|Kế hoạch|Đề án)\b)"
)
_ACTS = re.compile(
    rf" {{0,3}}(?:\([^()]{{1,60}}\) {{1,3}})?(?:{ABOUT_VERBS}|xây dựng|đã|kính|trân trọng|có ý kiến|ra|lập|trình|xin|tham mưu|"
    rf"chỉ thị|thống nhất|nhận thấy|phối hợp|chủ trì|tổng hợp|gửi)(?!\w)"
)
_CHAINED = re.compile(r"[\s,;*¹²³⁴⁵⁶⁷⁸⁹⁰]*(?:và)?[\s*]*(?:các )?")
_AND_MORE = re.compile(r" và (?:các (?:văn bản|chương trình|kế hoạch|quy định)|Chiến lược|(?:Bộ l|L)uật )")
_ISSUED = re.compile(
    r"(?<!\w)(?P<day>[Nn]gày {1,3}\d[^,;.:()]{5,30}), {0,3}[^,;:()]{3,90} (?:đã )?(?:ban hành|có|ký|ra|ký ban hành|phê duyệt) {1,3}\Z"
)
_ISSUED_WITHIN = 150  # characters
_MAX_ABOUT = 500


def find_references(clauses: Sequence[Clause]) -> tuple[Reference, ...]:
    """Every document cited, once per address, in reading order.

    The number in the document's own header, wherever it is repeated, is not one.
    """
    own = own_number(clauses)
    read = (r for _, sentences in told(clauses) for sentence in sentences for r in cited_in(sentence))
    cited = [reference for reference in read if not _is_own_act(reference, clauses)]
    full = _full_numbers(cited)
    cited = list(_numbered_laws(cited))
    found: dict[tuple[str, str], Reference] = {}
    for reference in cited:
        number = full.get((reference.kind, reference.number or ""), reference.number)
        names = {_name(replace(reference, number=number)), _name(reference)}
        if reference.about and reference.kind in NAMED_KINDS:
            names.add(_name(replace(reference, number=None)))
        keys = [(reference.path, name) for name in names]
        if not any(key in found for key in keys) and not (own and number == own):
            found.update(dict.fromkeys(keys, replace(reference, number=number)))
    return tuple(sorted(dict.fromkeys(found.values()), key=lambda reference: reference.start))


def _is_own_act(reference: Reference, clauses: Sequence[Clause]) -> bool:
    """Whether a decision is the one that issues this very text: "(Kèm theo Quyết định số /QĐ-UBND …)"."""
    if reference.path != "header" and not (reference.number or "").startswith("…"):
        return False
    text = next((x.text[: reference.start - x.start] for x in clauses if x.start <= reference.start < x.end), "")
    return is_attached(text.rpartition("\n")[2])


def _name(reference: Reference) -> str:
    """What tells a cited document from others of the same clause."""
    return (reference.number or f"{reference.kind} {reference.about or reference.date}").casefold()


def _full_numbers(cited: Sequence[Reference]) -> dict[tuple[str | None, str], str]:
    """(kind, number as cited) → the number that the text gives in full elsewhere, if it gives just one.

    For "Chỉ thị 11" that is "11-CT/TU", and of two spellings of one number the commoner.
    """
    spellings = Counter(reference.number for reference in cited if reference.number)
    common = {_letters(number): number for number, _ in reversed(spellings.most_common())}
    candidates: dict[tuple[str | None, str], set[str]] = {}
    for reference in cited:
        digits = re.match(r"\d+(?=\D)", reference.number or "")
        if digits and reference.number:
            for short in (reference.number, digits[0]):
                candidates.setdefault((reference.kind, short), set()).add(common[_letters(reference.number)])
    return {short: numbers.pop() for short, numbers in candidates.items() if len(numbers) == 1}


def _letters(number: str) -> str:
    return re.sub(r"[^\w…]", "", number)


def _numbered_laws(cited: Sequence[Reference]) -> Iterator[Reference]:
    """References with the number of a law that goes by its name only after the text has given both."""
    known: dict[tuple[str, str], set[str]] = {}
    for reference in sorted(cited, key=lambda reference: reference.start):
        if reference.kind not in NAMED_KINDS or not reference.about:
            yield reference
            continue
        numbers = known.setdefault((reference.kind, reference.about.casefold()), set())
        if reference.number:
            numbers.add(reference.number)
        refers_back = reference.number is None and len(numbers) == 1 and _of_year(reference, *numbers)
        yield replace(reference, number=next(iter(numbers))) if refers_back else reference


def _of_year(reference: Reference, number: str) -> bool:
    """Whether a law's number may be that of one cited with this date; without a date it may."""
    year = re.search(r"/((?:19|20)\d\d)/", number)
    return not (reference.date and year) or reference.date.startswith(year[1])


def cited_in(sentence: Stretch) -> Iterator[Reference]:
    """The references of one sentence; an issuer named once for several is given to each."""
    pending: list[tuple[Reference, int]] = []
    for cited in find_citations(sentence.plain):
        reference, end = _describe(sentence, cited)
        if pending and not _follows(sentence.plain, pending[-1][1], cited.start):
            yield from (earlier for earlier, _ in pending)
            pending = []
        if reference.issuer:
            yield from (replace(earlier, issuer=reference.issuer) for earlier, _ in pending)
            pending = []
        if reference.issuer or reference.about or reference.number is None:
            yield from (earlier for earlier, _ in pending)
            pending = []
            yield reference
        else:
            pending.append((reference, end))
    yield from (earlier for earlier, _ in pending)


def _follows(text: str, end: int, start: int) -> bool:
    """Whether only a comma or "và" stands between two citations."""
    return start >= end and bool(_CHAINED.fullmatch(text, end, start))


def _describe(sentence: Stretch, cited: Citation) -> tuple[Reference, int]:
    """What is printed after the number: date, issuer, subject; and where that ends."""
    text = sentence.plain
    end = _past_note(text, cited.end)
    day = date_after(text, end) or _day_before(text, cited.start)
    if day and day.end > end:
        end = _past_note(text, _closed(text, end, day.end))
    issuer = cited.issuer
    office_end = _issuer_end(text, end, joint=_is_joint(cited))
    if office_end > end:
        issuer = _without_of(fold(text[end:office_end]))
        end = _past_note(text, office_end)
        if day is None:
            day = date_after(text, end)
            end = _closed(text, end, day.end) if day else end
    about = cited.name
    if about is None and (cited.number or cited.kind not in NAMED_KINDS):
        begin, stop = _about(text, end)
        if stop > begin:
            about, end = fold(sentence.text[begin:stop]).strip(" .,;:"), stop
    quoted = sentence.part(cited.start, max(end, cited.end))
    return _reference(quoted, cited, day, issuer, about), end


def _day_before(text: str, start: int) -> PrintedDate | None:
    """The day on which an office issued what is cited next: "Ngày 20/02/2023, UBND tỉnh ban hành Công văn số …"."""
    window = max(0, start - _ISSUED_WITHIN)
    issued = _ISSUED.search(text, window, start)
    return date_after(text, issued.start("day")) if issued else None


def _reference(
    quoted: Stretch, cited: Citation, day: PrintedDate | None, issuer: str | None, about: str | None
) -> Reference:
    date = day.iso if day else None
    return Reference(cited.number, cited.kind, date, issuer, about, quoted.path, quoted.text, quoted.start)


def _past_note(text: str, position: int) -> int:
    mark = _NOTE_MARK.match(text, position)
    return mark.end() if mark else position


def _closed(text: str, start: int, end: int) -> int:
    """Past the bracket that closes one opened between `start` and `end`."""
    return end + 1 if "(" in text[start:end] and text[end : end + 1] == ")" else end


def _is_joint(cited: Citation) -> bool:
    """Whether several offices issued a document: its kind or its symbol says so."""
    return bool(re.search(r"liên (?:tịch|ngành|bộ)", cited.kind or "")) or (cited.number or "").count("-") > 1


def _issuer_end(text: str, position: int, *, joint: bool) -> int:
    """Past "của" and an office's name, or several; `position` when there is none."""
    of = _OF.match(text, position)
    if of is None or not begins_organisation(text, of.end()):
        return position
    end = organisation_end(text, of.end())
    while joint and (more := _AND_OFFICE.match(text, end)) and begins_organisation(text, more.end()):
        end = organisation_end(text, more.end())
    return end


def _without_of(text: str) -> str:
    return text.lstrip(" ,").removeprefix("của ").strip()


def _about(text: str, position: int) -> tuple[int, int]:
    """Begin and end of what the document is about; equal when nothing says so."""
    while aside := _ASIDE.match(text, position):
        position = aside.end()
    cue = _ABOUT.match(text, position)
    if cue is None:
        return position, position
    return cue.end(), _about_end(text, cue.end())


def _about_end(text: str, begin: int) -> int:
    """The first mark or turn, outside brackets and quotation marks, that ends the subject."""
    depth, quoted = 0, False
    limit = min(len(text), begin + _MAX_ABOUT)
    for edge in _EDGE.finditer(text, begin, limit):
        if edge["quote"]:
            if not quoted and not depth and text[edge.start() - 1] not in " (":
                return edge.start()  # closes a quotation that began before the citation
            quoted = not quoted
        elif edge["open"]:
            depth += 1
        elif edge["close"]:
            depth -= 1
            if depth < 0:
                return edge.start()
        elif depth or quoted:
            continue
        elif edge["stop"] or _turns(text, edge):
            return edge.start()
    return begin + len(text[begin:limit].rstrip(" .,:")) if limit == len(text) else text.rfind(" ", begin, limit)


def _turns(text: str, edge: re.Match[str]) -> bool:
    """Whether a comma or "và" leads on to something else than the subject."""
    cites = bool(_CITES_NEXT.match(text, edge.end()))
    if edge["comma"]:
        return cites or bool(_TURNS.match(text, edge.end())) or _acts_next(text, edge.end())
    return bool(edge["and"]) and (cites or bool(_AND_MORE.match(text, edge.start())))


def _acts_next(text: str, position: int) -> bool:
    """Whether an office follows that acts: "…, UBND huyện yêu cầu"."""
    begin = position + len(text[position : position + 3]) - len(text[position : position + 3].lstrip())
    end = organisation_end(text, begin)
    return end > begin and bool(_ACTS.match(text, end))
