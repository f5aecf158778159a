"""What is asked: language, kind, unit, place, year, document, objective, follow-up.

Nothing here knows a document. A question is read against a `Directory` of the names
that the corpus uses; what it names and the corpus does not is kept as `unknown`, for
the refusal to say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.addresses import address_in
from assistant.answer import Language
from assistant.cues import FORMS, Kind, kinds_of, time_is_named
from assistant.directory import Directory
from assistant.figures import days
from assistant.mentions import YEAR, documents_in, other_years, places_in, scope_of, unknown_names
from assistant.named_units import NamedUnit, units_in
from assistant.pointing import this_document
from assistant.saying import in_vietnamese, official_names
from assistant.titles import titled_in
from assistant.topic import Matter, called_officially, english_topic, vietnamese_topic
from ingest.facts.objectives import find_objectives
from ingest.glossary import Glossary
from ingest.kinds import TITLE_KINDS
from ingest.model import ObjectiveShare
from ingest.spelling import folded_words, spelt_words, strip_diacritics
from ingest.syllables import is_bare_syllable

_ENGLISH_WORDS = frozenset(
    "the of to is are was were which what who whom when where how does do did by for in on and with must should has have this that it from under many much any "
    "report reports department office signed issued plan letter list tell give objective number date deadline deadlines annual compare yearly letter chairman units people women say says about can will be not every all each name".split()
)
_VIETNAMESE_WORDS = frozenset(
    "la cua va cho nao gi ai khi ngay phong ban so nguoi cac nhung duoc phai ve theo trong bao cao ke hoach cong van co khong thi nhiem vu muc tieu don vi co quan "
    "nop gui han truoc nam nay nhu the may dau bao nhieu lam viec voi o ky uy".split()
)
_ENGLISH_OBJECTIVE = (
    (re.compile(r"\b(?:objectives?|goals?|muc tieu)\b", re.I), "mục tiêu"),
    (re.compile(r"\b(?:indicators?|chi tieu)\b", re.I), "chỉ tiêu"),
    (re.compile(r"\b(?:number|no\.?|#)\s*(?=\d)", re.I), ""),
    (re.compile(r"(?<=\d)\s+(?:and|&)\s+(?=\d)", re.I), " và "),
    (re.compile(r"(?<=\d)\s+(?:of|under|in)\s+(?=mục tiêu)", re.I), " của "),
)  # fmt: skip
_FOLLOW_UP = re.compile(
    r"^(?:con|the con|vay|vay con|the|the thi|con ve|what about|how about|and|and what about|also|same for)\b|\b(?:van ban|cong van|ke hoach|tai lieu) (?:nay|do|tren|kia)\b|"
    r"\b(?:noi|cho|don vi|phong|co quan|no|ho) (?:kia|do|nay|ay)\b|\b(?:this|that) (?:letter|plan|document|decision|one|office|department|unit)\b|\b(?:it|they|them|its|their)\b|\b[a-z]+ ay\b"
)
_THAT_OBJECTIVE = re.compile(
    r"\b(?:muc tieu|chi tieu) (?:do|ay|nay|tren)\b|\b(?:that|this) (?:objective|indicator|goal)\b"
)
_CHANGES = re.compile(r"(?:con|the con|vay con|what about|how about|and)\b")
_OF_CITED = frozenset({Kind.CITED_BY, Kind.BASIS, Kind.VALIDITY, Kind.COMPARE})  # of a document that others only cite
_OF_YEARS = frozenset({Kind.DATE, Kind.YES_NO, Kind.VALIDITY, Kind.COMPARE, Kind.CITED_BY})
_DASHES = re.compile(r"[–—]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood."""

    text: str
    folded: str  # lower case, no diacritics, syllables apart by one space
    language: Language
    kinds: frozenset[Kind]
    documents: tuple[str, ...] | None  # those it names; None when it names none
    unknown: tuple[str, ...]  # numbers and places that no document bears
    places: tuple[str, ...]  # folded; by which `documents` were chosen
    address: str | None  # of the clause that it names: "Đ2.1.đ"
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
    expanded = glossary.expand(in_vietnamese(clean, directory, glossary)) if language == "vi" else clean
    english = (
        [(phrase, term.vietnamese) for phrase, term in glossary.english_to_vietnamese(clean)]
        if language == "en"
        else []
    )
    folded = folded_words(expanded)
    named = documents_in(clean, directory)
    rest = _without(clean, named.spans)
    places = places_in(folded, directory)
    units = units_in(clean, expanded, language, directory, glossary)
    unit_words = frozenset(word for unit in units for key in unit.keys for word in key.split())
    years = tuple(map(int, YEAR.findall(rest)))
    named_days = days(rest.replace("-", "~"))  # "3-5 ngày" is no day
    titled = titled_in(folded_words(glossary.expand(rest)) if language == "vi" else rest, english, directory.titles)
    scope = scope_of(named.held, titled.held, places, years, folded, directory, cited=bool(named.cited))
    kinds = kinds_of(spelt_words(clean))
    objectives = find_objectives(_objective_text(clean))
    names = [*places, *(key for unit in units for key in unit.keys), *(folded_words(unit.text) for unit in units)]
    official: tuple[tuple[str, str], ...] = ()
    if language == "en":
        topic = english_topic(rest, names, directory, glossary)
    else:
        this = this_document(folded)
        kinds_named = [folded_words(kind) for kind in TITLE_KINDS] if scope is not None else [this.kind] if this else []
        said = glossary.expand(in_vietnamese(rest, directory, glossary))
        official = official_names(said, directory)
        topic = vietnamese_topic(said, [*names, *kinds_named], kinds, directory, marked=_marked(clean))
        topic = called_officially(topic, official)
    return Question(
        text=text,
        folded=folded,
        language=language,
        kinds=kinds,
        documents=scope,
        unknown=(
            *named.unknown,
            *(titled.unknown if not named.held and not kinds & _OF_CITED else ()),
            *(other_years(folded, scope, directory) if scope and not named.held and not kinds & _OF_YEARS else ()),
            *unknown_names(_untranslated(clean, glossary, language), directory, unit_words, language),
        ),
        places=() if named.held else places,
        address=address_in(clean),
        units=units,
        objectives=objectives,
        years=years,
        days=tuple(sorted({(month, day) for day, month, _ in named_days})),
        cited=named.cited,
        topic=topic,
        search="; ".join((_searched(expanded, places if scope is not None else ()), *(name for _, name in official))),
    )


def understand_in_turn(
    text: str, history: Sequence[tuple[str, str]], directory: Directory, glossary: Glossary
) -> Question:
    """Read a question with the turns before it: what it leaves out carries over."""
    question = understand(text, directory, glossary)
    if not history:
        return question
    before = understand_in_turn(history[-1][0], history[:-1], directory, glossary)
    short = len(question.folded.split()) <= 12 and question.documents is None
    if not _FOLLOW_UP.search(question.folded) and (not short or _is_whole(question)):
        return question
    carried = _carried(question, before)
    if not carried.objectives and _THAT_OBJECTIVE.search(question.folded):
        return replace(carried, objectives=find_objectives(_objective_text(history[-1][1])))
    return carried


def widened(question: Question) -> Question:
    """The question put to all documents: its places become part of what it is about.

    A province's decision may set a city's deadline: the document that answers need
    not be one that the place has issued.
    """
    places = tuple((place,) for place in question.places)
    return replace(question, documents=None, topic=(*question.topic, *places), search=question.text)


def language_of(text: str) -> Language:
    """English when more English function words stand in it than Vietnamese ones."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    # A name with diacritics in an English question does not make it Vietnamese, nor does an English word in a Vietnamese one.
    marked = sum(1 for word in re.findall(r"[^\W\d_]+", text) if word.islower() and strip_diacritics(word) != word)
    foreign = sum(1 for word in words if len(word) > 1 and not is_bare_syllable(strip_diacritics(word)))
    english = sum(1 for word in words if word in _ENGLISH_WORDS)
    vietnamese = marked + sum(1 for word in words if word in _VIETNAMESE_WORDS)
    if english and foreign >= _FOREIGN * len(words) and foreign + english > vietnamese:
        return "en"
    return "en" if foreign and (english > vietnamese or (english and english == vietnamese and not marked)) else "vi"


_FOREIGN = 0.35  # share of words that cannot be Vietnamese syllables from which a question with English function words is English


def _marked(text: str) -> float:
    """Share of a question's words that are typed with diacritics."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    marked = sum(1 for word in words if strip_diacritics(word) != word)
    return marked / max(len(words), 1)


def _is_whole(question: Question) -> bool:
    """Whether a question says what it asks for and of what, so that nothing before it is needed, however short it is.

    Whoever goes on about the same matter does not name it again.
    """
    # An English word that the glossary does not have counts as one Vietnamese word: two syllables.
    told = sum(len(matter[0].split()) if matter else 2 for matter in question.topic)
    return bool(question.kinds - FORMS) and told >= _WHOLE


_WHOLE = 4  # syllables of a topic: two words


def _carried(question: Question, before: Question) -> Question:
    """Fill what a follow-up leaves out from the question before it."""
    scoped = question.documents is not None or question.unknown
    replaces_unit = bool(question.units)
    # "còn hợp tác xã thì sao": something else is asked about, by a name that is not known for a unit
    other = bool(_CHANGES.match(question.folded)) and bool(question.topic) and not question.objectives
    asks = question.kinds - FORMS or question.objectives
    return replace(
        question,
        documents=question.documents if scoped else before.documents,
        places=question.places if scoped else before.places,
        units=question.units or (() if question.objectives or other else before.units),
        objectives=question.objectives or (() if replaces_unit or question.kinds else before.objectives),
        kinds=question.kinds if asks else before.kinds - ({Kind.SUBJECT} if question.topic else set()),
        years=question.years or (() if scoped else before.years),
        topic=(() if not asks and Kind.DEADLINE in before.kinds and time_is_named(question.folded) else question.topic)
        or (before.topic if not question.kinds or question.kinds & {Kind.DEADLINE, Kind.RECEIVER, Kind.ACTOR} else ()),
        search=f"{question.search} {before.search}" if len(question.topic) < 3 else question.search,
        follow_up=True,
    )


def _objective_text(clean: str) -> str:
    """Write "objective 5 and indicator 1" with the Vietnamese words, for one reader of both."""
    text = clean
    for pattern, replacement in _ENGLISH_OBJECTIVE:
        text = pattern.sub(replacement, text)
    return text


def _untranslated(text: str, glossary: Glossary, language: Language) -> str:
    """An English question without the phrases that the glossary knows: "Prime Minister" names nobody unknown."""
    for phrase, _ in glossary.english_to_vietnamese(text) if language == "en" else ():
        text = text.replace(phrase, phrase.lower())
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
