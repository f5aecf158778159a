"""The same question put to several places, issuers, documents or years, side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.cues import Kind
from assistant.finders.clauses import find_likeliest
from assistant.finders.inquiry import Inquiry
from assistant.findings import Found
from assistant.standing import rank
from ingest.spelling import folded_words

_MOST_SIDES = 6
_LEVELS = re.compile(
    r"\b(?:cua |o |giua |cap |by |of )?(?:the )?(?P<level>bo|tinh|huyen|so|chinh phu|trung uong|ministry|province|district|department|government)\b(?! (?:truong|y te|mau|sanh|voi|lieu|luong|tien|sung|tri)\b)"
)
_LEVEL_NAMES = {
    "ministry": "bo", "province": "tinh", "district": "huyen", "department": "so", "government": "chinh phu",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: the documents that speak for it."""

    documents: tuple[str, ...]  # identifiers


def find_compared(inquiry: Inquiry, find: Callable[[Inquiry], Sequence[Found]]) -> tuple[Found, ...]:
    """What each side says of the same matter; nothing when fewer than two sides have something.

    Args:
        find: how one side's answer is found.
    """
    plain = replace(inquiry.question, kinds=inquiry.question.kinds - {Kind.COMPARE}, places=())
    sides = [inquiry.within(side.documents, plain) for side in sides_of(inquiry)[:_MOST_SIDES]]
    answers = [[part for part in find(side) if part.findings] for side in sides]
    for at, side in enumerate(sides):  # a side may say it in words that alone would not be sure enough
        if not answers[at] and (part := find_likeliest(side)).findings:
            answers[at] = [part]
    answered = sum(map(bool, answers))
    return tuple(part for parts in answers for part in parts) if answered > 1 else ()


def sides_of(inquiry: Inquiry) -> Sequence[Side]:
    """The sides that a question compares: its places and issuers, else its documents, else their years."""
    named = [*_places(inquiry), *_levels(inquiry)]
    documents = inquiry.question.documents or ()
    by_document = [Side((document_id,)) for document_id in documents]
    for sides in (named, by_document, _years(inquiry)):
        distinct = list(dict.fromkeys(side for side in sides if side.documents))
        if len(distinct) > 1:
            return distinct
    return ()


def _places(inquiry: Inquiry) -> Iterator[Side]:
    directory, question = inquiry.directory, inquiry.question
    named = set(question.documents or inquiry.scope)
    for place in sorted(question.places, key=question.folded.find):
        issued = directory.places.get(place, frozenset())
        yield Side(tuple(d for d in inquiry.allowed if d in issued and d in named))


def _levels(inquiry: Inquiry) -> Iterator[Side]:
    """ "của Bộ và của tỉnh": the documents of each level that are nearest to the question."""
    cards = inquiry.directory.cards
    nearest = list(
        dict.fromkeys([*(e.document_id for e in inquiry.search(inquiry.question, inquiry.allowed)), *inquiry.allowed])
    )
    for match in _LEVELS.finditer(inquiry.question.folded):
        level = _LEVEL_NAMES.get(match["level"], match["level"])
        of_level = [d for d in nearest if _is_of(folded_words(cards[d].header.issuer or ""), level)]
        yield Side(tuple(of_level[:2]))


def _is_of(issuer: str, level: str) -> bool:
    """Whether an issuer is of a level: "Bộ Y tế" of bộ, "UBND tỉnh An Lạc" and "Tỉnh ủy" of tỉnh."""
    return f"{issuer} ".startswith((f"{level} ", f"ubnd {level} ", f"hdnd {level} ", f"hoi dong nhan dan {level} "))


def _years(inquiry: Inquiry) -> Iterator[Side]:
    cards = inquiry.directory.cards
    for year in inquiry.question.years:
        of_year = (d for d in inquiry.scope if str(year) in f"{cards[d].header.date} {cards[d].header.subject}")
        yield Side(tuple(sorted(of_year, key=lambda d: rank(cards[d].header))))
