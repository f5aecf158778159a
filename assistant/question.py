"""What is asked: language, kind, unit, place, year, document, objective, follow-up.

Nothing here knows a document. A question is read against a `Directory` of the names
that the corpus uses; what it names and the corpus does not is kept as `unknown`, for
the refusal to say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Language
from assistant.cues import NO_TOPIC_EN, NO_TOPIC_FOLDED, Kind, kinds_of
from assistant.directory import Directory, is_any_unit, split_number
from assistant.topic import Matter, english_topic, vietnamese_topic
from ingest.facts.duties import find_objectives
from ingest.glossary import Glossary
from ingest.kinds import TITLE_KINDS
from ingest.letters import LOWER, UPPER, folded_words, strip_diacritics
from ingest.model import ObjectiveShare
from ingest.units import find_units, unit_key

_ENGLISH_WORDS = frozenset(
    "the of to is are was were which what who whom when where how does do did by for in on and with must should has have this that it from under many much any "
    "report reports department office signed issued plan letter list tell give objective number date say says about can will be not every all each name".split()
)
_VIETNAMESE_WORDS = frozenset(
    "la cua va cho nao gi ai khi ngay phong ban so nguoi cac nhung duoc phai ve theo trong bao cao ke hoach cong van co khong thi nhiem vu muc tieu don vi co quan "
    "nop gui han truoc nam nay nhu the may dau bao nhieu lam viec voi o ky uy".split()
)
_KIND_WORD = (
    r"(?:công văn|kế hoạch|văn bản|quyết định|thông báo|chỉ thị|báo cáo|tờ trình|hướng dẫn|nghị quyết|nghị định|thông tư|"
    r"cong van|ke hoach|van ban|quyet dinh|thong bao|chi thi|to trinh|huong dan|nghi quyet|nghi dinh|thong tu|"
    r"kết luận|ket luan|chương trình|chuong trinh|cv|kh|qđ|qd|vb|tb|ct|nq|nđ|nd|tt|hd|kl|số|so|letter|plan|document|decision|notice|directive|resolution|decree|circular|report|number|no\.?)"
)
_FULL_NUMBER = re.compile(
    r"(?<![\w/])(\d{1,6}[a-zđ]?)\s*([/\-–]\s*(?:\d{4}\s*[/\-–]\s*)?[A-Za-zĐđ][\wĐđ&.]*(?:\s*[-–/]\s*[A-ZĐa-zđ][\wĐđ&.]*)*)"
)
_KIND_NUMBER = re.compile(
    rf"\b{_KIND_WORD}\s+(?:số\s+|so\s+|number\s+|no\.?\s*)?(\d{{1,6}}[a-zđ]?)\b(?!\s*(?:%|[/.,]\d|tháng|thang|ngày|ngay|năm|lần))",
    re.I,
)
_BARE_NUMBER = re.compile(r"(?<![\d/.,-])(\d{3,6})(?![\d/.,%-]*\d|\s*%)")
_DAY = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.]\s*(\d{1,2})(?![\d%])")
_YEAR = re.compile(r"(?<![\d/])((?:19|20)\d\d)(?![\d])")
_LEVEL_NAME = re.compile(
    rf"\b(?:huyện|quận|thị xã|thành phố|tp\.?|tỉnh|xã|phường|thị trấn|district|city|province|commune|town)\s+(?:of\s+)?((?:[{UPPER}][\w]*)(?:\s[{UPPER}][\w]*){{0,3}})"
)
_NAME_RUN = re.compile(rf"(?<![.?!\w])(?:[{UPPER}][{LOWER}]+)(?:\s[{UPPER}][{LOWER}]+){{1,3}}")
_ENGLISH_OBJECTIVE = (
    (re.compile(r"\b(?:objectives?|goals?|muc tieu)\b", re.I), "mục tiêu"),
    (re.compile(r"\b(?:indicators?|chi tieu)\b", re.I), "chỉ tiêu"),
    (re.compile(r"\b(?:number|no\.?|#)\s*(?=\d)", re.I), ""),
    (re.compile(r"(?<=\d)\s+(?:and|&)\s+(?=\d)", re.I), " và "),
    (re.compile(r"(?<=\d)\s+(?:of|under|in)\s+(?=mục tiêu)", re.I), " của "),
)  # fmt: skip
_FOLLOW_UP = re.compile(
    r"^(?:con|the con|vay|vay con|the|the thi|con ve|what about|how about|and|and what about|also|same for)\b|\b(?:van ban|cong van|ke hoach|tai lieu) (?:nay|do|tren|kia)\b|"
    r"\b(?:noi|cho|don vi|phong|co quan|no|ho) (?:kia|do|nay|ay)\b|\b(?:this|that) (?:letter|plan|document|decision|one|office|department|unit)\b|\b(?:it|they|them|its|their)\b"
)
_LEVEL_ISSUER = re.compile(
    r"(?:van ban|cong van|ke hoach|quyet dinh|chi thi|thong bao|huong dan|letter|plan|document|decision|directive|notice)(?: \w+)? (?:cua|from|by|of)(?: the)? (?P<level>bo|so|tinh|thanh pho|huyen|ministry|province|district|city)\b|"
    r"\b(?P<level2>ministry|ministerial|provincial|district|city) s? ?(?:letter|plan|document|decision|directive|notice)"
)
_LEVEL_NAMES = {
    "ministry": "bo", "ministerial": "bo", "province": "tinh", "provincial": "tinh", "district": "huyen", "city": "thanh pho",
}  # fmt: skip
_DASHES = re.compile(r"[–—]")


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit that the question is about, under every name it may have in the corpus."""

    text: str  # as the question has it, or as the glossary writes it
    keys: tuple[str, ...]  # see `ingest.units.unit_key`; several when an English name is open


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood."""

    text: str
    folded: str  # lower case, no diacritics, syllables apart by one space
    language: Language
    kinds: frozenset[Kind]
    documents: tuple[str, ...] | None  # those it names; None when it names none
    unknown: tuple[str, ...]  # numbers and places that no document bears
    units: tuple[NamedUnit, ...]
    objectives: tuple[ObjectiveShare, ...]
    years: tuple[int, ...]
    days: tuple[tuple[int, int], ...]  # (month, day) of days that it names
    cited: tuple[str, ...]  # leading digits of documents that the corpus only cites
    topic: tuple[Matter, ...]
    search: str  # for the retriever
    follow_up: bool = False


def understand(text: str, directory: Directory, glossary: Glossary) -> Question:
    """Read one question by itself."""
    clean = " ".join(unicodedata.normalize("NFC", _DASHES.sub("-", text)).split())
    language = language_of(clean)
    expanded = glossary.expand(clean) if language == "vi" else clean
    translated = [term.vietnamese for _, term in glossary.english_to_vietnamese(clean)] if language == "en" else []
    folded = folded_words(expanded)
    documents, unknown, cited, spans = _documents(clean, directory)
    places, place_ids = _places(folded, directory)
    units = _units(folded, clean, expanded, language, directory, glossary)
    unknown = (*unknown, *_unknown_names(clean, expanded, directory, units, language))
    years = tuple(int(y) for y in _YEAR.findall(_without(clean, spans)))
    days = tuple((int(month), int(day)) for day, month in _DAY.findall(_without(clean, spans)))
    scope = _narrowed(documents, place_ids, years, folded, directory)
    kinds = kinds_of(folded_words(clean))
    objectives = find_objectives(_objective_text(clean))
    names = [*places, *(key for unit in units for key in unit.keys), *(folded_words(unit.text) for unit in units)]
    if language == "en":
        topic = english_topic(_without(clean, spans), names, directory, glossary)
    else:
        kinds_named = [folded_words(kind) for kind in TITLE_KINDS] if scope is not None else []
        source = glossary.expand(_without(clean, spans))
        topic = vietnamese_topic(source, [*names, *kinds_named], kinds, directory, marked=_marked(clean))
    search = " ".join([_searched(expanded, places if scope is not None else []), *translated])
    return Question(
        text=text, folded=folded, language=language, kinds=kinds, documents=scope, unknown=unknown, units=units,
        objectives=objectives, years=years, days=days, cited=cited, topic=topic, search=search,
    )  # fmt: skip


def understand_in_turn(
    text: str, history: Sequence[tuple[str, str]], directory: Directory, glossary: Glossary
) -> Question:
    """Read a question with the turns before it: what it leaves out carries over."""
    question = understand(text, directory, glossary)
    if not history:
        return question
    before = understand_in_turn(history[-1][0], history[:-1], directory, glossary)
    short = len(question.folded.split()) <= 12 and question.documents is None
    if not (short or _FOLLOW_UP.search(question.folded)):
        return question
    return _carried(question, before)


def language_of(text: str) -> Language:
    """English when more English function words stand in it than Vietnamese ones."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    marked = sum(1 for word in words if strip_diacritics(word) != word)
    english = sum(1 for word in words if word in _ENGLISH_WORDS)
    vietnamese = marked + sum(1 for word in words if word in _VIETNAMESE_WORDS)
    return "en" if english > vietnamese or (english and english == vietnamese and not marked) else "vi"


def _marked(text: str) -> float:
    """Share of a question's words that are typed with diacritics."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return sum(strip_diacritics(word) != word for word in words) / max(len(words), 1)


def _carried(question: Question, before: Question) -> Question:
    """Fill what a follow-up leaves out from the question before it."""
    scoped = question.documents is not None or question.unknown
    replaces_unit = bool(question.units)
    asks = question.kinds or question.objectives
    return replace(
        question,
        documents=question.documents if scoped else before.documents,
        units=question.units or (before.units if not question.objectives else ()),
        objectives=question.objectives or (() if replaces_unit or question.kinds else before.objectives),
        kinds=question.kinds if asks else before.kinds,
        years=question.years or before.years,
        topic=question.topic
        or (before.topic if not question.kinds or question.kinds & {Kind.DEADLINE, Kind.RECEIVER, Kind.ACTOR} else ()),
        search=f"{question.search} {before.search}" if len(question.topic) < 3 else question.search,
        follow_up=True,
    )


def _documents(
    clean: str, directory: Directory
) -> tuple[tuple[str, ...] | None, tuple[str, ...], tuple[str, ...], list[tuple[int, int]]]:
    """Documents named by number: those held, those unknown, those only cited, and where they stand."""
    held: list[str] = []
    unknown: list[str] = []
    cited: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in [*_FULL_NUMBER.finditer(clean), *_KIND_NUMBER.finditer(clean)]:
        if any(start <= match.start(1) < end for start, end in spans):
            continue
        symbol = match[2] if match.re is _FULL_NUMBER else ""
        named = split_number(match[1] + symbol)
        if named is None or (not symbol and _YEAR.fullmatch(match[1]) and match[1] not in directory.numbers):
            continue
        spans.append((match.start(), match.end()))
        found = [
            d for d, s in directory.numbers.get(named.ordinal, ()) if not named.symbol or _same_symbol(s, named.symbol)
        ]
        if found:
            held += found
        elif any(
            not named.symbol or _same_symbol(s, named.symbol) for s in directory.cited_numbers.get(named.ordinal, ())
        ):
            cited.append(named.ordinal)
        else:
            unknown.append(" ".join(match[0].split()))
    for match in _BARE_NUMBER.finditer(clean):  # "912 có nhắc …": a bare number only if a document bears it
        if match[1] in directory.numbers and not any(start <= match.start() < end for start, end in spans):
            held += [document_id for document_id, _ in directory.numbers[match[1]]]
            spans.append(match.span())
    return (tuple(dict.fromkeys(held)) or None), tuple(unknown), tuple(cited), spans


def _same_symbol(held: str, asked: str) -> bool:
    return held == asked or (len(asked) > 1 and held.startswith(asked))


def _places(folded: str, directory: Directory) -> tuple[list[str], tuple[str, ...]]:
    """Places of the corpus that a question names, longest first, and their documents."""
    names = [name for name in sorted(directory.places, key=len, reverse=True) if f" {name} " in f" {folded} "]
    names = [n for n in names if not any(n != other and f" {n} " in f" {other} " for other in names)]
    return names, tuple(dict.fromkeys(d for name in names for d in sorted(directory.places[name])))


def _narrowed(
    documents: tuple[str, ...] | None, placed: tuple[str, ...], years: Sequence[int], folded: str, directory: Directory
) -> tuple[str, ...] | None:
    """The documents meant: by number if any, else by place, kind and year as far as they leave some."""
    scope = documents or placed or None
    if scope is None:
        scope = _by_issuer(folded, directory)
    if scope is None:
        return None
    for keep in (_of_kind(scope, folded, directory), _of_year(scope, years, directory)):
        scope = keep or scope
    return tuple(scope)


def _by_issuer(folded: str, directory: Directory) -> tuple[str, ...] | None:
    """Documents of an issuer that the question names with its kind of document: "công văn của Bộ Y tế"."""
    level = _LEVEL_ISSUER.search(folded)
    named_level = (level["level"] or level["level2"]) if level else ""
    wanted = _LEVEL_NAMES.get(named_level, named_level)
    found = []
    for card in directory.cards.values():
        issuer = folded_words(card.header.issuer or "")
        named = (
            len(issuer.split()) > 2 and f" {issuer} " in f" {folded} " and re.search(r"\b(?:cua|by|from|of)\b", folded)
        )
        if named or (wanted and f" {issuer} ".startswith((f" {wanted} ", f" ubnd {wanted} "))):
            found.append(card.id)
    return tuple(found) or None


def _of_kind(scope: Sequence[str], folded: str, directory: Directory) -> tuple[str, ...]:
    english = {
        "letter": "cong van",
        "plan": "ke hoach",
        "decision": "quyet dinh",
        "notice": "thong bao",
        "directive": "chi thi",
    }
    asked = folded + " " + " ".join(vi for en, vi in english.items() if re.search(rf"\b{en}\b", folded))
    return tuple(
        d for d in scope if (kind := directory.cards[d].header.kind) and f" {folded_words(kind)} " in f" {asked} "
    )


def _of_year(scope: Sequence[str], years: Sequence[int], directory: Directory) -> tuple[str, ...]:
    return tuple(d for d in scope if any(str(year) in _years_of(d, directory) for year in years))


def _years_of(document_id: str, directory: Directory) -> set[str]:
    header = directory.cards[document_id].header
    return {*re.findall(r"(?:19|20)\d\d", f"{header.date or ''} {header.subject or ''}")}


def _units(
    folded: str, clean: str, expanded: str, language: Language, directory: Directory, glossary: Glossary
) -> tuple[NamedUnit, ...]:
    """The units named, in order; a name within a longer one is not a unit of its own."""
    if language == "en":
        phrases: dict[str, list[str]] = {}
        for phrase, term in glossary.english_to_vietnamese(clean):
            if term.category == "unit":
                phrases.setdefault(phrase, []).append(directory.key(term.vietnamese))
        units = [NamedUnit(phrase, tuple(dict.fromkeys(keys))) for phrase, keys in phrases.items()]
        if units:
            return tuple(units)
    own = (_known_part(directory.key(mention.text), directory) for mention in find_units(expanded))
    mentioned = {name: unit_key(name) for name in own if len(name.split()) > 1 and not is_any_unit(name)}
    return tuple(_longest_names(folded.split(), {**directory.unit_names, **mentioned}))


def _longest_names(words: Sequence[str], names: Mapping[str, str]) -> Iterator[NamedUnit]:
    """From left to right the longest of the names that begins at a word."""
    longest = max((name.count(" ") + 1 for name in names), default=0)
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 1, -1):
            name = " ".join(words[at : at + length])
            if name in names:
                yield NamedUnit(name, (names[name],))
                at += length - 1
                break
        at += 1


def _known_part(key: str, directory: Directory) -> str:
    """The longest beginning of a unit's key that stands in the corpus; four syllables when none does."""
    words = key.split()
    for length in range(len(words), 1, -1):
        if directory.names(" ".join(words[:length])):
            return " ".join(words[:length])
    return " ".join(words[:4])


def _unknown_names(
    clean: str, expanded: str, directory: Directory, units: Sequence[NamedUnit], language: Language
) -> tuple[str, ...]:
    """Places and proper names in a question that stand nowhere in the corpus."""
    named = [match[1] for match in _LEVEL_NAME.finditer(clean)]
    unit_words = {word for unit in units for key in unit.keys for word in key.split()}
    for match in _NAME_RUN.finditer(clean):
        words = folded_words(match[0]).split()
        if match.start() == 0 and (
            language == "en" or words[0] in NO_TOPIC_FOLDED or words[0] in unit_words or not directory.rarity(words[0])
        ):
            continue
        if not set(words) <= unit_words | _ENGLISH_WORDS | NO_TOPIC_EN:
            named.append(match[0])
    return tuple(dict.fromkeys(name for name in named if not directory.names(name)))


def _objective_text(clean: str) -> str:
    """Write "objective 5 and indicator 1" with the Vietnamese words, for one reader of both."""
    text = clean
    for pattern, replacement in _ENGLISH_OBJECTIVE:
        text = pattern.sub(replacement, text)
    return text


def _searched(text: str, places: Sequence[str]) -> str:
    """What to search for: the question without the places that the search is already limited to."""
    words = text.split()
    folded = [folded_words(word) for word in words]
    for place in places:
        parts = place.split()
        for at in range(len(words) - len(parts) + 1):
            if folded[at : at + len(parts)] == parts:
                folded[at : at + len(parts)] = [""] * len(parts)
    return " ".join(word for word, kept in zip(words, folded, strict=True) if kept) or text


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
