"""A question that fits more documents equally than can be answered for each is asked back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.citing import name_of
from assistant.cues import HEADER_KINDS, Kind
from assistant.finders.fitness import weeded
from assistant.finders.inquiry import Inquiry
from assistant.finders.routing import facts
from assistant.finders.targets import COVERED
from assistant.findings import Found, Quote
from assistant.follow_ups import short_name
from assistant.pointing import this_document
from assistant.refusing import Reason, beginning_of
from assistant.trial import Try
from assistant.wording import say
from ingest.model import Header
from ingest.spelling import folded_words, strip_diacritics

_ANSWERED = 4  # documents for each of which one answer is given
_OFFERED = 6
_EQUAL = 0.9  # share of the best document's weight from which another fits as well
_MANY = 3  # documents in an answer, or …
_FULL = 10  # … statements, from which there may be others that its limits left out
_OF_ONE = frozenset(
    {
        Kind.DEADLINE, Kind.RECEIVER, Kind.DUTIES, Kind.OBJECTIVE, Kind.ACTOR, Kind.TARGET, Kind.BASIS, Kind.SIGNER, Kind.NUMBER,
        Kind.DATE, Kind.ADDRESSEES, Kind.RECIPIENTS, Kind.ISSUER, Kind.SUBJECT, Kind.SUMMARY,
    }
)  # fmt: skip
_OF_ALL = frozenset({Kind.LIST, Kind.COMPARE, Kind.PRECEDENT, Kind.YES_NO, Kind.CITED_BY, Kind.VALIDITY})
_ANY = frozenset({"van ban", "tai lieu"})  # kinds that every document is of
_ENGLISH = {
    "kế hoạch": "plan",
    "công văn": "letter",
    "quyết định": "decision",
    "chỉ thị": "directive",
    "thông báo": "notice",
}
# "các huyện", "nơi nào", "which plans": asked of all, or for the one that fits.
_EVERY = re.compile(
    r"\b(?:cac|nhung|moi|tung|tat ca(?: cac)?) (?:noi|dia phuong|tinh|huyen|quan|thanh pho|thi xa|xa|phuong|van ban|ke hoach|cong van|quyet dinh)\b|"
    r"\b(?:noi|dia phuong|tinh|huyen|quan|thanh pho|thi xa|xa|phuong|van ban|ke hoach|cong van|quyet dinh|chi thi|thong bao) nao\b|\bo dau\b|"
    r"\b(?:which|what|all|every|each) (?:places?|provinces?|districts?|cities|city|communes?|documents?|plans?|letters?|decisions?)\b|\beverywhere\b"
)
_OF_HEADING = frozenset({*HEADER_KINDS, Kind.BASIS})


@dataclass(frozen=True, slots=True)
class _Choice:
    document_id: str
    quote: Quote | None  # what would answer from there


def ask_back(inquiry: Inquiry, found: Sequence[Found], attempt: Try) -> Reason | None:
    """The question back, with what to choose from; None when it is clear enough, or can be answered for each."""
    choices = list(_choices(inquiry, found))
    if len(choices) <= _ANSWERED:
        return None
    language, cards = inquiry.question.language, inquiry.directory.cards
    names: list[str] = []
    texts: list[str] = []
    nearest: list[Quote] = []
    for choice in choices:
        if len(texts) == _OFFERED:
            break
        header = cards[choice.document_id].header
        completed = _completed(inquiry.question.text, header, language == "vi", choice.document_id, attempt)
        if completed is not None:
            names.append(name_of(header))
            texts.append(completed)
            nearest.append(choice.quote or beginning_of(inquiry, choice.document_id))
    if len(texts) < 2:
        return None  # nothing to choose from: then what was found is better than a question
    rest = len(choices) - len(names)
    listed = "; ".join([*names, *([say("more", language, rest)] if rest else [])])
    return Reason("ambiguous", say("ambiguous", language, len(choices), listed), tuple(nearest), tuple(texts))


def _choices(inquiry: Inquiry, found: Sequence[Found]) -> Iterator[_Choice]:
    """The documents that a question fits equally."""
    question = inquiry.question
    this = this_document(question.folded) if question.documents is None else None
    # What was said before tells more of what is meant than a choice would; of a place what falls due there is
    # meant, whichever of its documents says so, while each of them has a number and a signer.
    if question.follow_up or (question.places and not question.kinds & _OF_HEADING):
        return
    if question.kinds & _OF_ALL or question.cited or not question.kinds & _OF_ONE or len(inquiry.scope) <= _ANSWERED:
        return
    if this is None and _EVERY.search(question.folded) and Kind.BASIS not in question.kinds:
        return
    stated = [part for part in found if part.findings]
    if not stated and this is not None and inquiry.relevance.empty:
        yield from (_Choice(d, None) for d in inquiry.read if _is(inquiry.directory.cards[d].header, this.kind))
    if not stated or any(part.kind not in _OF_ONE or part.corrects for part in stated):
        return
    answering = {finding.quote.document_id for part in stated for finding in part.findings}
    if len(answering) < _MANY and sum(len(part.findings) for part in stated) < _FULL:
        return
    meant = [d for d in inquiry.read if this is None or _is(inquiry.directory.cards[d].header, this.kind)]
    yield from _equal(inquiry, meant, frozenset(part.kind for part in stated))


def _equal(inquiry: Inquiry, documents: Sequence[str], kinds: frozenset[Kind | None]) -> Iterator[_Choice]:
    """Those of the documents whose facts fit as well as the best one's."""
    weights: dict[str, tuple[float, Quote]] = {}
    of_heading = not inquiry.relevance.empty and kinds & _OF_HEADING
    for document_id in documents:
        subject = inquiry.directory.cards[document_id].header.subject or ""
        if of_heading and inquiry.relevance.of(subject) < COVERED:  # every document has such, whatever it is about
            continue
        alone = inquiry.narrowed([document_id])
        parts = [weeded(alone, part) for part in facts(alone) if part.kind in kinds]
        findings = [finding for part in parts for finding in part.findings]
        if findings:
            best = max(findings, key=lambda finding: finding.weight)
            weights[document_id] = best.weight, best.quote
    floor = max((weight for weight, _ in weights.values()), default=0.0) * _EQUAL
    yield from (_Choice(d, quote) for d, (weight, quote) in weights.items() if weight >= floor)


def _is(header: Header, kind: str) -> bool:
    return kind in _ANY or folded_words(header.kind or "") == kind


def _completed(text: str, header: Header, vietnamese: bool, document_id: str, attempt: Try) -> str | None:
    """The question with the document named, so that it is answered from that one alone."""
    for candidate in islice(_named(text, header, vietnamese), 4):
        tried = attempt(candidate, document_id)
        if tried.question.documents == (document_id,) and tried.documents == {document_id}:
            return candidate
    return None


def _named(text: str, header: Header, vietnamese: bool) -> Iterator[str]:
    bare = " ".join(text.split()).rstrip(" ?!.")
    kind, place = header.kind or "văn bản", header.place
    shown = kind if vietnamese else f"the {_ENGLISH.get(kind, 'document')}"
    names = [f"{shown} {'của' if vietnamese else 'of'} {place}"] if place else []
    names += [short_name(header), *([f"{kind} {header.subject}"] if header.subject else [])]
    if this := this_document(strip_diacritics(bare).lower()):
        yield from (f"{bare[: this.start]}{name}{bare[this.end :]}?" for name in names)
        return
    if place:
        yield f"{bare} {'ở' if vietnamese else 'in'} {place}?"
    yield from (f"{bare} {'theo' if vietnamese else 'under'} {name}?" for name in names[-2:])
