"""Where a text names another document: by number and symbol, by a short number, by a law's name.

Numbers are normalised: no spaces, hyphens for dashes, `…` for a number left blank.
Works on plain text (`ingest.statements.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.kinds import KIND_BY_SYMBOL, kind_of_number, symbol_parts
from ingest.laws import NamedLaw, find_laws
from ingest.model import Clause
from ingest.numbers import SYMBOL
from ingest.organisations import KINDS, organisation_end
from ingest.statements import plain

NAMED_KINDS = ("luật", "bộ luật", "pháp lệnh", "hiến pháp")

_NUMBER = re.compile(
    rf"(?<![\w/.,:])(?P<no>\d{{1,5}}(?:\.\d{{1,2}}(?=/))?[a-zA-Z]?)(?: ?[.…]{{1,10}})? {{0,3}}"
    rf"(?:/ {{0,2}}(?P<year>\d{{4}}) {{0,2}}[/-] {{0,2}}(?P<sy>{SYMBOL})|(?P<joint>[/-]|(?=(?:QĐ|CT|KH|TB|NQ|CV|HD|BC|TTr) ?[/-])) {{0,2}}(?P<s>{SYMBOL}))"
    rf"|\b[Ss](?:ố|Ố) ?:?(?P<blank>[ .…]{{0,24}})/ ?(?:(?P<by>\d{{4}}) ?/ ?)?(?P<sb>{SYMBOL})"
)
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"\A(QĐ|NQ|NĐ|CT|KH|TB|CV)(TTg|CP|UBND|HĐND)\Z")  # "1626/QĐTTg"
_SHORT = re.compile(
    r"\b(?P<kind>[Cc]ông văn|[Qq]uyết định|[Nn]ghị quyết|[Nn]ghị định|[Tt]hông tư|[Cc]hỉ thị|[Cc]ông điện|[Vv]ăn bản|"
    r"[Kk]ế hoạch|[Tt]hông báo|[Hh]ướng dẫn|[Kk]ết luận|[Tt]ờ trình|[Bb]áo cáo|QĐ|NQ|NĐ|CV|TT|CT)"
    r" {1,3}(?P<so>số:? {0,3})?(?P<no>\d{1,5})"
    r"(?= ?[,.;)¹²³]| ?\Z| (?:ngày|của|về|năm|và|được|có|quy|thì|đã|là|cho|nêu|trên|này|tại|để|nói|do|hướng|ban) )"
    r"(?! ?[.,/-]\d)"
)
_UNNUMBERED = re.compile(
    r"\b(?P<kind>[Cc]ông văn|[Vv]ăn bản|[Tt]ờ trình|[Bb]iên bản|[Bb]áo cáo|[Qq]uyết định|[Tt]hông báo|[Kk]ết luận|"
    r"[Nn]ghị quyết|[Cc]hỉ thị|[Kk]ế hoạch)(?= {1,3}ngày {1,3}\d{1,2} {0,2}(?:[/.-]|tháng) {0,2}\d{1,2})"
)
_YEARLIKE = re.compile(r"(?:19|20)\d\d")
_NOT_DOCUMENTS = re.compile(
    r"(?:mẫu|biểu|phụ lục|biểu mẫu|tờ khai|tài khoản|thửa đất|lô|nhà|ngõ|phòng|mã|ký hiệu|danh mục|bảng|"
    r"mẫu đơn|quy chuẩn|tiêu chuẩn|chương|mục|đường|quốc lộ|hồ sơ|hóa đơn|lệnh chi|đơn)\Z"
)
_FORM = re.compile(r"(?:[Mm]ẫu|[Bb]iểu)(?: đề cương)? {1,3}\Z")
_BEFORE = re.compile(r"(?P<so>[Ss](?:ố|Ố|o))? {0,3}[:(]? {0,3}\Z")
_OWN = re.compile(r"(?:\A|\n|\|)[\s*_|]{0,20}(?:[^\W\d]{2,10} ){0,3}[Ss][ốỐ]\s?:")  # also "Luật số: …"
_INHERITS = re.compile(r"[\s,;:()]*(?:và|hoặc)?[\s,;]*(?:các )?(?:[Ss]ố)?[\s:]*")


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named at [start, end) of a text."""

    kind: str | None
    number: str | None
    name: str | None  # of a law
    issuer: str | None  # where it stands before the number
    start: int
    end: int


def find_citations(text: str) -> list[Citation]:
    """Every document named in `text`, in order; none overlaps another."""
    laws = find_laws(text)
    found: list[Citation] = []
    digits = _DIGIT.search(text)
    if "/" in text or (digits and "-" in text):
        for match in _NUMBER.finditer(text):
            cited = _numbered(text, match, laws, found[-1] if found else None)
            if cited:
                found.append(cited)
    found += [cited for cited in map(_named, laws) if cited and not _within(cited, found)]
    for match in _SHORT.finditer(text) if digits else ():
        cited = None if _FORM.search(text, max(0, match.start() - 20), match.start()) else _short(match)
        if cited and not _within(cited, found):
            found.append(cited)
    for match in _UNNUMBERED.finditer(text) if digits else ():
        found.append(Citation(match["kind"].casefold(), None, None, None, match.start(), match.end()))
    return sorted(found, key=lambda cited: cited.start)


def own_number(clauses: Sequence[Clause]) -> str | None:
    """The number in the document's own header, normalised; None when it has none."""
    for clause in clauses:
        if clause.path == "header":
            for own in _OWN.finditer(clause.text):
                text = plain(clause.text)
                match = _NUMBER.search(text, own.start(), own.start() + 80)
                return _number(match) if match else None
    return None


def _within(cited: Citation, found: Sequence[Citation]) -> bool:
    return any(cited.start < other.end and other.start < cited.end for other in found)


def _number(match: re.Match[str]) -> str | None:
    """The number as understood; None when its symbol is none."""
    symbol = _GLUED.sub(r"\1-\2", (match["sy"] or match["s"] or match["sb"]).replace(" ", ""))
    digits = match["no"] or "…"
    year = match["year"] or match["by"]
    if year:
        return f"{digits}/{year}/{symbol}"
    joint = "/" if match["joint"] is None else match["joint"]  # "4155QĐ/BTP" prints none
    return f"{digits}{joint}{symbol}"


def _numbered(text: str, match: re.Match[str], laws: Sequence[NamedLaw], previous: Citation | None) -> Citation | None:
    number = _number(match)
    begin = match.start() + (0 if match["no"] else 2)
    before = _BEFORE.search(text, max(0, match.start() - 8), match.start())
    so = bool(before and before["so"]) or match["no"] is None
    word_end = before.start() if before else match.start()
    if match["no"] is None:
        word_end = match.start()
    law = next((law for law in laws if law.end <= word_end and not text[law.end : word_end].strip(" ,(")), None)
    if law:
        return Citation(law.kind, number, law.name, None, law.start, match.end())
    kind, start, issuer = _kind_before(text, word_end)
    if kind is None and number is not None:
        chained = previous is not None and bool(_INHERITS.fullmatch(text, previous.end, match.start()))
        if not _stands_alone(text, word_end, match, number, so, chained):
            return None
        kind = kind_of_number(number)
        if chained and previous and kind in (None, "công văn"):
            kind = previous.kind
        start = begin
    elif match["joint"] == "-" and "/" not in (match["s"] or "") and not so:
        return None
    return Citation(kind, number, None, issuer, start, match.end())


def _stands_alone(text: str, word_end: int, match: re.Match[str], number: str, so: bool, chained: bool) -> bool:
    """Whether a number without a kind of document before it is a document's."""
    before = text[max(0, word_end - 24) : word_end].rstrip().casefold()
    if _NOT_DOCUMENTS.search(before):
        return False
    parts = symbol_parts(number)
    known = any(part in KIND_BY_SYMBOL or part.startswith("QH") for part in parts)
    if match["joint"] == "-" and "/" not in (match["s"] or ""):
        return False
    return (known and len(parts) > 1) or (so and len(parts) > 1) or (chained and so)


def _kind_before(text: str, end: int) -> tuple[str | None, int, str | None]:
    """The kind of document right before `end`, where it begins, and an issuer between the two."""
    kind, start = _kind_words(text, end)
    if kind:
        return kind, start, None
    of = text.rfind(" của ", max(0, end - 80), end)
    if of < 0 or organisation_end(text, of + 5) < len(text[:end].rstrip()):
        return None, end, None
    kind, start = _kind_words(text, of)
    return kind, start, " ".join(text[of + 5 : end].split()) if kind else None


def _kind_words(text: str, end: int) -> tuple[str | None, int]:
    window = text[max(0, end - 40) : end]
    words = list(re.finditer(r"[^\s,;:.()\"“]+", window))
    if not words or window[words[-1].end() :].strip(" :("):
        return None, end
    for count in range(min(4, len(words)), 0, -1):
        first = words[-count].start()
        kind = " ".join(window[first:].casefold().rstrip(" :(").split())
        if kind in KINDS:
            return kind, end - len(window) + first
    short = KIND_BY_SYMBOL.get(words[-1][0])
    return (short, end - len(window) + words[-1].start()) if short else (None, end)


def _named(law: NamedLaw) -> Citation | None:
    """A law cited by name alone."""
    if law.name is None and law.kind != "hiến pháp":
        return None
    return Citation(law.kind, None, law.name, None, law.start, law.end)


def _short(match: re.Match[str]) -> Citation | None:
    """`QĐ 2351`, `Công văn số 12`: a number without its symbol."""
    spelled = match["kind"]
    kind = KIND_BY_SYMBOL.get(spelled, spelled.casefold())
    if not match["so"]:
        capital = spelled[0].isupper()
        if not capital or _YEARLIKE.fullmatch(match["no"]) or kind in ("kế hoạch", "báo cáo", "thông báo", "văn bản"):
            return None
    return Citation(kind, match["no"], None, None, match.start(), match.end())
