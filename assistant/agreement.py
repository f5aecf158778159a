"""Whether words have the form that a question asks for: the thing it counts, money, a definition, a unit's heading.

Each is a small sign; how much it says is learnt, see `assistant.answerability`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.answer import Language
from assistant.cues import Kind
from ingest.glossary import load_glossary
from ingest.spelling import folded_words
from ingest.units import find_units

_COUNTS = re.compile(r"\b(?:bao nhieu|may|bn|bnhieu)\s+(\w+)")
_COUNTS_EN = re.compile(r"\bhow many ((?:\w+ ?){1,3})")
_MEASURE = re.compile(r"\b\d[\d.,]*\s+([a-z]{2,})")  # "5 tuổi … phải không": the age is what is asked about
_PERCENT = re.compile(r"phan tram|percent|%")
# What may follow "bao nhiêu" and is nothing that is counted.
_UNCOUNTED = frozenset(
    "thi la nua mot so cho vay tien nam ngay nhu the duoc ko khong va o trong de con di den tong moi ve tu".split()
)
_WHICH = re.compile(
    r"\b(bo|so|phong|ban|cuc|vu|cong ty|trung tam|hoi|uy ban|doan|to) nao\b|\bwhich (ministry|department|division|committee)\b"
)
_HEADS = {"ministry": "bo", "department": "so", "division": "phong", "committee": "uy ban"}
_MONEY = re.compile(r"\d[\d.,]*(?:\s*\([^)]*\))?\s*(?:nghìn |triệu |tỷ |tỉ )*(?:đồng|triệu|tỷ|tỉ|VNĐ|VND|USD)\b", re.I)
_DEFINES = re.compile(r"^\W*(?:\w{1,3}[.)]\s*)?[^.;]{3,80}? (?:là|được hiểu là|gồm) ")
_HEADING = 120  # characters of one in which a unit is looked for
SIGNS = (
    "counted",
    "uncounted",
    "money",
    "percent",
    "under_unit",
    "leads_in",
    "defines",
    "of_that_kind",
    "beside_matter",
)


def signs(
    folded: str, language: Language, kinds: frozenset[Kind], path: str, text: str, context: str
) -> Mapping[str, float]:
    """Value of each of `SIGNS` for words at a place, 0 or 1; 0 where the question asks for nothing of the kind.

    Args:
        folded: the question.
        context: the headings above, the document's subject first, a line each.
    """
    things, head = _asked(folded, language, kinds)
    counted = bool(things) and _counts(folded_words(text), text, things)
    money = Kind.MONEY in kinds and bool(_MONEY.search(text))
    found = {
        "counted": counted,
        "uncounted": bool(things) and not counted,
        "money": money,
        "percent": Kind.MONEY in kinds and "%" in text and not money,
        "under_unit": Kind.DUTIES in kinds and any(map(_names_unit, context.split("\n")[1:])),
        "leads_in": bool(kinds & {Kind.LIST, Kind.CONDITION})
        and (text.rstrip().endswith(":") or ":\n" in text.replace(" ", "")),
        "defines": Kind.DEFINITION in kinds and bool(_DEFINES.search(text)),
        "of_that_kind": bool(head) and bool(re.search(rf"\b{head} \w", folded_words(f"{context}\n{text}"))),
        "beside_matter": path.startswith(("header", "signature", "recipients", "addressees")),
    }
    return {name: float(found[name]) for name in SIGNS}


def counts_a_thing(folded: str, language: Language, kinds: frozenset[Kind]) -> bool:
    """Whether a question asks for the number of something, so that a share is no answer: "bao nhiêu hộ"."""
    things, _ = _asked(folded, language, kinds)
    return bool(things) and "%" not in things


def _counts(folded: str, text: str, things: tuple[str, ...]) -> bool:
    """Whether a figure of one of these things stands in a text: "37 thông báo", "94,2%"."""
    return any(
        "%" in text if thing == "%" else re.search(rf"\b\d[\d.,]* (?:\w+ ){{0,2}}{re.escape(thing)}\b", folded)
        for thing in things
    )


@lru_cache(maxsize=64)
def _asked(folded: str, language: Language, kinds: frozenset[Kind]) -> tuple[tuple[str, ...], str]:
    """What a question counts, folded, and the head of the unit that it asks for ("bộ nào")."""
    which = _WHICH.search(folded)
    head = (which[1] or _HEADS[which[2]]) if which else ""
    things = ["%"] if _PERCENT.search(folded) else []
    if language == "en":
        for match in _COUNTS_EN.finditer(folded):
            said = load_glossary().english_to_vietnamese(match[1])
            things += [folded_words(term.vietnamese) for phrase, term in said if phrase == said[0][0]]
    else:
        things += [match[1] for match in _COUNTS.finditer(folded) if match[1] not in _UNCOUNTED]
        if Kind.YES_NO in kinds:
            things += [match[1] for match in _MEASURE.finditer(folded) if match[1] not in _UNCOUNTED]
    return tuple(things), head


@lru_cache(maxsize=4096)
def _names_unit(heading: str) -> bool:
    return next(find_units(heading[:_HEADING]), None) is not None
