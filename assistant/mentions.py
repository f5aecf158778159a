"""Which documents and places a question names, and which of them the corpus does not have."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.answer import Language
from assistant.cues import NO_TOPIC_EN, NO_TOPIC_FOLDED
from assistant.directory import Directory
from ingest.kinds import TITLE_KINDS
from ingest.spelling import LOWER, UPPER, folded_words, strip_diacritics
from ingest.units import unit_at
from vectorstore.links import split_number

_KIND_WORD = (
    r"(?:công văn|kế hoạch|văn bản|quyết định|thông báo|chỉ thị|báo cáo|tờ trình|hướng dẫn|nghị quyết|nghị định|thông tư|"
    r"cong van|ke hoach|van ban|quyet dinh|thong bao|chi thi|to trinh|huong dan|nghi quyet|nghi dinh|thong tu|"
    r"kết luận|ket luan|công điện|cong dien|phương án|phuong an|đề án|de an|cv|kh|qđ|qd|vb|tb|ct|nq|nđ|nd|tt|hd|kl|số|so|letter|plan|document|decision|notice|directive|resolution|decree|circular|report|number|no\.?)"
)
_FULL_NUMBER = re.compile(
    r"(?<![\w/])(\d{1,6}[a-zđ]?)\s*([/\-–]\s*(?:\d{4}\s*[/\-–]\s*)?[A-Za-zĐđ][\wĐđ&.]*(?:\s*[-–/]\s*[A-ZĐa-zđ][\wĐđ&.]*)*)"
)
_KIND_NUMBER = re.compile(
    rf"\b(?P<kind>{_KIND_WORD})\s+(?:số\s+|so\s+|number\s+|no\.?\s*)?(?P<number>\d{{1,6}}[a-zđ]?)(?:\s*/\s*(?P<year>(?:19|20)\d\d))?\b"
    r"(?!\s*(?:%|[/.,]\d|tháng|thang|ngày|ngay|lần)|\s+năm\b(?!\s+\d{4}))",
    re.I,
)
_NO_DOCUMENT = re.compile(
    r"(?:mục tiêu|chỉ tiêu|muc tieu|chi tieu|dự án|du an|phụ lục|phu luc|mẫu|điều|khoản|objective|indicator|goal|article|annex)s?\s+(?:số|so|number|no\.?)?\s*$|"
    r"(?:phải|phai|cần|can|đã|da|hãy|must|to|should)\s+(?:báo cáo|bao cao|hướng dẫn|thông báo|report)\s+$",
    re.I,
)
_BARE_NUMBER = re.compile(r"(?<![\d/.,-])(\d{3,6})(?![\d/.,%-]*\d|\s*%)")
_COUNTED = re.compile(
    r"\s+(?:hộ|người|trẻ|xã|phường|thôn|trường|ha|km|tỷ|triệu|đồng|ngày|giờ|cán bộ|đơn vị|households?|people|days?)\b"
)
YEAR = re.compile(r"(?<![\d/])((?:19|20)\d\d)(?![\d])")
_LEVEL_NAME = re.compile(
    rf"\b(?:huyện|quận|thị xã|thành phố|tp\.?|tỉnh|xã|phường|thị trấn|district|city|province|commune|town)\s+(?:of\s+)?((?:[{UPPER}][\w]*)(?:\s[{UPPER}][\w]*){{0,3}})"
)
_LEVEL_WORD = re.compile(r"^(?:Huyện|Quận|Thị xã|Thành phố|TP\.?|Tỉnh|Xã|Phường|Thị trấn)\s+", re.I)
_NAME_RUN = re.compile(rf"(?<![.?!\w])(?:[{UPPER}][{LOWER}]+)(?:\s[{UPPER}][{LOWER}]+){{1,3}}")
_LEVEL_ISSUER = re.compile(
    r"(?:van ban|cong van|ke hoach|quyet dinh|chi thi|thong bao|huong dan|letter|plan|document|decision|directive|notice)(?: \w+)? (?:cua|from|by|of)(?: the)? (?P<level>bo|so|tinh|thanh pho|huyen|ministry|province|district|city)\b|"
    r"\b(?P<level2>ministry|ministerial|provincial|district|city) s? ?(?:letter|plan|document|decision|directive|notice)"
)
_LEVEL_NAMES = {
    "ministry": "bo", "ministerial": "bo", "province": "tinh", "provincial": "tinh", "district": "huyen", "city": "thanh pho",
}  # fmt: skip
_WHICH_KIND = re.compile(
    r"\b(?:which|what) (?:\w+ )?(?:plan|letter|decision|notice|directive)|\b(?:ke hoach|cong van|quyet dinh|chi thi|thong bao|bao cao|van ban) nao\b"
)
_FEW = 2  # documents of one kind, up to which "chỉ thị" alone says which is meant


@dataclass(frozen=True, slots=True)
class NamedDocuments:
    """Documents that a question names by number."""

    held: tuple[str, ...]  # identifiers
    cited: tuple[str, ...]  # leading digits of those that the corpus only cites
    unknown: tuple[str, ...]  # as the question has them
    spans: tuple[tuple[int, int], ...]  # where they stand in the question


def documents_in(clean: str, directory: Directory) -> NamedDocuments:
    """The documents that a question names by number, in any spelling."""
    held: list[str] = []
    unknown: list[str] = []
    cited: list[str] = []
    spans: list[tuple[int, int]] = []
    plain = strip_diacritics(clean)  # of the same length: "nghị dinh 5" is half typed
    for match in [*_FULL_NUMBER.finditer(clean), *_KIND_NUMBER.finditer(plain)]:
        by_kind = match.re is _KIND_NUMBER
        number = match["number"] if by_kind else match[1]
        begins = match.start("number" if by_kind else 1)
        if by_kind and _NO_DOCUMENT.search(plain, 0, begins):
            continue  # "mục tiêu số 2", "báo cáo 3 nội dung"
        if any(start <= begins < end for start, end in spans):
            continue
        named = split_number(number + ("" if by_kind else match[2]))
        year = match["year"] if by_kind else None
        if named is None or (by_kind and not year and YEAR.fullmatch(number) and number not in directory.numbers):
            continue
        spans.append((match.start(), match.end()))
        found = [
            d
            for d, s in directory.numbers.get(named.ordinal, ())
            if (not named.symbol or _same_symbol(s, named.symbol))
            and _is_called(d, match["kind"] if by_kind else "", year, directory)
        ]
        if found:
            held += found
        elif any(
            _same_symbol(s, named.symbol) if named.symbol else _of_kind_symbol(s, match["kind"] if by_kind else "")
            for s in directory.cited_numbers.get(named.ordinal, ())
        ):
            cited.append(named.ordinal)
        else:
            unknown.append(" ".join(clean[match.start() : match.end()].split()))
    for match in _BARE_NUMBER.finditer(clean):  # "912 có nhắc …": a bare number only if a document bears it
        if YEAR.fullmatch(match[1]) or _COUNTED.match(clean, match.end()):
            continue
        if match[1] in directory.numbers and not any(start <= match.start() < end for start, end in spans):
            held += [document_id for document_id, _ in directory.numbers[match[1]]]
            spans.append(match.span())
    return NamedDocuments(tuple(dict.fromkeys(held)), tuple(cited), tuple(unknown), tuple(spans))


def places_in(folded: str, directory: Directory) -> tuple[str, ...]:
    """Places of the corpus that a question names, folded, longest first."""
    names = [name for name in sorted(directory.places, key=len, reverse=True) if f" {name} " in f" {folded} "]
    names = [n for n in names if not any(n != other and f" {n} " in f" {other} " for other in names)]
    return tuple(names)


def scope_of(
    named: Sequence[str],
    titled: tuple[str, ...],
    places: Sequence[str],
    years: Sequence[int],
    folded: str,
    directory: Directory,
    *,
    cited: bool = False,
) -> tuple[str, ...] | None:
    """The documents meant: by number if any, else by title and place, by issuer or kind; then by kind and year if that leaves some.

    Returns:
        identifiers; None when the question does not say which documents it means.
    """
    placed = tuple(dict.fromkeys(d for name in places for d in sorted(directory.places[name])))
    there = tuple(d for d in titled if all(d in directory.places[name] for name in places))
    laws = tuple(d for d in titled if d in directory.titles.names)  # beside a number a law's name is another document's
    scope = (
        tuple(dict.fromkeys((*named, *laws))) if named else there or placed or titled or _by_issuer(folded, directory)
    )
    asked_for = _WHICH_KIND.search(folded)  # "kế hoạch nào" asks for the plan, it names none
    if not scope and not cited:
        of_kind = [d for kind, ids in directory.kinds.items() if _stands_alone(folded, kind) for d in ids]
        few = 0 < len(of_kind) <= _FEW and not asked_for
        scope = tuple(d for d in directory.cards if d in of_kind) if few else ()
    for keep in (() if asked_for else _of_kind(scope, folded, directory), _of_year(scope, years, directory)):
        scope = keep or scope
    return scope or None


def unknown_names(clean: str, directory: Directory, unit_words: frozenset[str], language: Language) -> tuple[str, ...]:
    """Places and proper names in a question that stand nowhere in the corpus."""
    named = [match[1] for match in _LEVEL_NAME.finditer(clean)]
    for match in _NAME_RUN.finditer(clean):
        words = folded_words(match[0]).split()
        if words[0] == "luat" or unit_at(clean[match.start() :]):  # a law, an office, known or not: "Chánh Thanh tra"
            continue
        if match.start() == 0 and (
            language == "en" or words[0] in NO_TOPIC_FOLDED or words[0] in unit_words or not directory.rarity(words[0])
        ):
            continue
        if not set(words) <= unit_words | NO_TOPIC_EN:
            named.append(_LEVEL_WORD.sub("", match[0]))
    said = f" {folded_words(clean)} "
    named += [name for name, folded in gazetteer() if f" {folded} " in said]
    return tuple({folded_words(name): name for name in named if not directory.names(name)}.values())


@cache
def gazetteer() -> tuple[tuple[str, str], ...]:
    """Names of places all over the country, each also folded, as a question may type it without capitals."""
    lines = files("assistant").joinpath("gazetteer.txt").read_text(encoding="utf-8").splitlines()
    return tuple((line, folded_words(line)) for line in lines if line and not line.startswith("#"))


def other_years(folded: str, scope: Collection[str], directory: Directory) -> tuple[str, ...]:
    """Documents of a year that a question names, when those it means are of others: "kế hoạch 2019 của …"."""
    years = dict.fromkeys(year for match in _YEAR_OF_DOCUMENT.finditer(folded) for year in match.groups() if year)
    return tuple(year for year in years if not any(year in _years_of(known, directory) for known in scope))


_YEAR_OF_DOCUMENT = re.compile(
    r"\b(?:ke hoach|cong van|quyet dinh|chi thi|nghi quyet|nghi dinh|thong tu)(?: (?!den|giai|tu|truoc|sau|doan|thi|trong|bao|phai|giao)[a-z]+){0,5} (?:nam )?((?:19|20)\d\d)\b|"
    r"\b((?:19|20)\d\d)(?: \w+){0,3} (?:plan|letter|decision|directive|resolution|decree|circular)\b"
)


_ANY_KIND = frozenset("van ban|vb|so|document|number|no|cv|cong van|letter".split("|"))
_KINDS_WRITTEN = {
    "kh": "ke hoach", "qd": "quyet dinh", "tb": "thong bao", "ct": "chi thi", "nq": "nghi quyet", "nd": "nghi dinh", "tt": "thong tu", "hd": "huong dan",
    "kl": "ket luan", "plan": "ke hoach", "decision": "quyet dinh", "directive": "chi thi", "resolution": "nghi quyet", "decree": "nghi dinh", "circular": "thong tu",
}  # fmt: skip


def _is_called(document_id: str, kind: str, year: str | None, directory: Directory) -> bool:
    """Whether a document is of the kind and year with which a question names its number."""
    header = directory.cards[document_id].header
    if year and year not in f"{header.number or ''} {(header.date or '')[:4]}":
        return False
    asked = folded_words(kind)
    wanted, held = _KINDS_WRITTEN.get(asked, asked), folded_words(header.kind or "")
    told_by_kind = wanted in _KINDS_WRITTEN.values()
    return not told_by_kind or asked in _ANY_KIND or not held or held.startswith(wanted) or wanted not in _TITLE_KINDS


_SYMBOLS = {
    "ke hoach": "kh", "quyet dinh": "qd", "thong bao": "tb", "chi thi": "ct", "nghi quyet": "nq", "nghi dinh": "nd", "thong tu": "tt", "huong dan": "hd", "ket luan": "kl",
}  # fmt: skip


def _of_kind_symbol(symbol: str, kind: str) -> bool:
    """Whether the symbol of a cited number can be of the kind that a question gives it; a number cited without may be."""
    wanted = _SYMBOLS.get(_KINDS_WRITTEN.get(folded_words(kind), folded_words(kind)))
    return wanted is None or not symbol or wanted in symbol


_TITLE_KINDS = frozenset(folded_words(kind) for kind in TITLE_KINDS)


def _same_symbol(held: str, asked: str) -> bool:
    return held == asked or (len(asked) > 1 and held.startswith(asked))


def _by_issuer(folded: str, directory: Directory) -> tuple[str, ...]:
    """Documents of an issuer that the question names with its kind of document: "công văn của Bộ Y tế"."""
    level = _LEVEL_ISSUER.search(folded)
    named_level = (level["level"] or level["level2"]) if level else ""
    wanted = _LEVEL_NAMES.get(named_level, named_level)
    by_name = re.search(r"\b(?:cua|by|from|of)\b", folded) is not None
    found: set[str] = set()
    for issuer, ids in directory.issuers.items():
        named = by_name and len(issuer.split()) > 2 and f" {issuer} " in f" {folded} "
        if named or (wanted and f" {issuer} ".startswith((f" {wanted} ", f" ubnd {wanted} "))):
            found.update(ids)
    return tuple(known for known in directory.cards if known in found) if found else ()


# These are verbs too: "báo cáo mục tiêu 1" names no report.
_VERB_KINDS = frozenset({"bao cao", "huong dan", "thong bao", "quyet dinh", "ket luan"})
_ENGLISH_KINDS = {
    "letter": "cong van",
    "plan": "ke hoach",
    "decision": "quyet dinh",
    "notice": "thong bao",
    "directive": "chi thi",
}


def _of_kind(scope: Sequence[str], folded: str, directory: Directory) -> tuple[str, ...]:
    """Those of the kinds of document that a question names."""
    return tuple(d for d in scope if _names_kind(folded, folded_words(directory.cards[d].header.kind or "")))


_BEHIND_KIND = (
    r"(?: (?:nay|do|nay|noi|ai|do|co|cua|ky|gui|yeu cau|giao|dan|can cu|hieu luc|thi|bi|duoc|dua|nhac|con|kem)\b|$)"
)


def _stands_alone(folded: str, kind: str | None) -> bool:
    """Whether a kind of document stands for the document itself: "chỉ thị giao ai", not "biên bản giao nhận hồ sơ"."""
    name = folded_words(kind or "")
    if not name or not _names_kind(folded, name):
        return False
    english = any(
        vietnamese == name and re.search(rf"\b{word}\b", folded) for word, vietnamese in _ENGLISH_KINDS.items()
    )
    return english or bool(re.search(rf"\b{name}{_BEHIND_KIND}(?! nhan\b)", folded))


def _names_kind(folded: str, kind: str) -> bool:
    if not kind:
        return False
    if any(
        vietnamese == kind and re.search(rf"\b{english}\b", folded) for english, vietnamese in _ENGLISH_KINDS.items()
    ):
        return True
    if kind not in _VERB_KINDS:
        return f" {kind} " in f" {folded} "
    return bool(
        re.search(rf"\b(?:ky|theo|trong|cua|ban|o) {kind}\b|\b{kind} (?:so \d|nay|ve|do|moi|nao|cua)\b", folded)
    )


def _of_year(scope: Sequence[str], years: Sequence[int], directory: Directory) -> tuple[str, ...]:
    return tuple(d for d in scope if any(str(year) in _years_of(d, directory) for year in years))


def _years_of(document_id: str, directory: Directory) -> set[str]:
    header = directory.cards[document_id].header
    return {*re.findall(r"(?:19|20)\d\d", f"{header.date or ''} {header.subject or ''}")}
