"""Saying that there is no answer: why, what the corpus has, and where one would look."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from assistant.answer import Language, RefusalReason
from assistant.citing import label_of, name_of
from assistant.directory import Directory
from assistant.finders.inquiry import Inquiry
from assistant.findings import Quote, heading_of, quote_of
from assistant.grounding import stands
from assistant.wording import say
from ingest.model import Clause

_LISTED = 6  # documents or units that a refusal names
_NEAREST = 3
_BEGINNING = 240  # characters quoted of a nearest clause


@dataclass(frozen=True, slots=True)
class Reason:
    """A refusal before its quotes are numbered."""

    reason: RefusalReason
    message: str
    nearest: tuple[Quote, ...] = ()
    choices: tuple[str, ...] = ()  # questions to ask instead


def refuse_unknown(name: str, directory: Directory, language: Language) -> Reason:
    """The question is about a document or place that the corpus does not have."""
    if not directory.cards:
        return Reason("not-in-corpus", say("empty", language))
    return Reason("not-in-corpus", say("unknown", language, name, _documents(directory, language)))


def refuse_unanswered(inquiry: Inquiry, named: bool) -> Reason:
    """Nothing found answers the question.

    Args:
        named: whether the question names a document, place or unit that the corpus has;
            then the fact is not stated, otherwise it is not in the corpus.
    """
    language, directory = inquiry.question.language, inquiry.directory
    if not directory.cards:
        return Reason("not-in-corpus", say("empty", language))
    missing = _missing_unit(inquiry)
    if missing is not None:
        return missing
    nearest = _nearest(inquiry)
    if not named or _unheard_of(inquiry):
        return Reason("not-in-corpus", say("not-in-corpus", language, _documents(directory, language)), nearest)
    scope = _scope_words(inquiry)
    if not nearest:
        return Reason("not-stated", say("not-stated", language, scope))
    places = "; ".join(label_of(quote.path, language) for quote in nearest)
    return Reason("not-stated", say("not-stated-nearest", language, scope, places), nearest)


def _unheard_of(inquiry: Inquiry) -> bool:
    """Whether no content word of the question stands anywhere in the corpus: it is of another world."""
    words = [word for matter in inquiry.question.topic for way in matter for word in way.split()]
    return bool(words) and not any(inquiry.directory.frequencies[word] for word in words)


def _missing_unit(inquiry: Inquiry) -> Reason | None:
    """A refusal that says which units do have duties, when the one asked about has none."""
    question, language = inquiry.question, inquiry.question.language
    actors: dict[str, str] = {}
    places: dict[str, Quote] = {}
    for document_id, document in inquiry.documents():
        for duty in document.facts.duties:
            if inquiry.is_unit(duty.actor, question.units, document):
                return None
            actors.setdefault(inquiry.directory.key(duty.actor), duty.actor)
            if heading := heading_of(document_id, document, duty.path):
                places.setdefault(duty.actor, heading)
    if not question.units or not actors:
        return None
    names = list(actors.values())[:_LISTED]
    listed = "; ".join([*names, *(["…"] if len(actors) > len(names) else [])])
    asked = question.units[0].text
    message = say("no-unit", language, _scope_words(inquiry), asked, listed)
    return Reason("not-stated", message, tuple(places[name] for name in names if name in places)[:_NEAREST])


def _scope_words(inquiry: Inquiry) -> str:
    """The documents looked in, as a sentence's subject."""
    named = inquiry.question.documents
    if not named or len(named) > _NEAREST:
        return say("corpus", inquiry.question.language)
    return "; ".join(name_of(inquiry.directory.cards[document_id].header) for document_id in named)


def _documents(directory: Directory, language: Language) -> str:
    names = [name_of(card.header) for card in list(directory.cards.values())[:_LISTED]]
    rest = len(directory.cards) - len(names)
    return "; ".join([*names, *([say("more", language, rest)] if rest > 0 else [])])


def _nearest(inquiry: Inquiry) -> tuple[Quote, ...]:
    """The beginnings of the clauses closest to the question: of a near miss the place counts, not the whole text."""
    documents = inquiry.directory.documents  # evidence may be of a later state of a document: then it is left out
    quotes = (_beginning(evidence.document_id, evidence.clause) for evidence in inquiry.evidence)
    return tuple(islice((quote for quote in quotes if stands(quote, documents)), _NEAREST))


def beginning_of(inquiry: Inquiry, document_id: str) -> Quote:
    """How a document begins."""
    return _beginning(document_id, inquiry.directory.document(document_id).clauses[0])


def _beginning(document_id: str, clause: Clause) -> Quote:
    if len(clause.text) <= _BEGINNING:
        return quote_of(document_id, clause)
    words = clause.text[:_BEGINNING].rsplit(maxsplit=1)[0]
    return quote_of(document_id, clause, clause.start, clause.start + len(words))
