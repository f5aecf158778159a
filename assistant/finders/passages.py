"""What to quote of a clause that answers: enough to understand the answer, nothing that does not answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer_types import asks_for_type, can_answer
from assistant.cues import NO_TOPIC_FOLDED, Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Quote, heading_of, quote_fact, quote_of
from ingest.model import Clause, Document
from ingest.spelling import folded_words
from ingest.statements import Stretch, sentences, stretches
from ingest.units import find_units

_LONG = 420  # characters; of a longer text only the sentences that answer are quoted
_LONGEST = 900  # characters of a text whose sentences cannot be told apart
_MOST_PARTS = 14  # clauses below a heading, or bullets below a lead-in, that are quoted
_MATTER = 0.6  # share of a heading's words that are the question's, by rarity, and of the topic where it stands
_SENTENCES = 2
_NEAR_BEST = 0.8  # share of the best sentence's part of the topic that another must have


def passages(inquiry: Inquiry, document_id: str, clause: Clause) -> tuple[Finding, ...]:
    """The statements of a clause that answer.

    Below a heading or a lead-in ("… gồm:") it is what stands there that answers: all of it, with the
    lead-in; of a list of which the question is about one point, that point.
    """
    document = inquiry.directory.document(document_id)
    below = [c for c in document.clauses if c.parent == clause.path]
    if below and (only_heading(clause) or _leads_in(clause.text)):
        return (Finding(quote_of(document_id, clause)), *_parts(inquiry, document_id, document, below))
    lead = document.clause(clause.parent) if clause.parent else None
    kinds = inquiry.question.kinds  # a day or a figure stands in one point of a list, the others have their own
    listed = Kind.LIST in kinds and not kinds & {Kind.DEADLINE, Kind.TARGET, Kind.MONEY}
    if lead is not None and _leads_in(lead.text) and listed:
        beside = [c for c in document.clauses if c.parent == lead.path]
        return (Finding(quote_of(document_id, lead)), *_parts(inquiry, document_id, document, beside))
    return tuple(_named(inquiry, document, quote) for quote in parts_of(inquiry, document_id, document, clause))


def only_heading(clause: Clause) -> bool:
    """Whether a clause is a container's heading: it names a matter and says nothing of it."""
    return bool(clause.heading) and len(clause.text) <= len(clause.heading) + len(clause.label) + 4


def names_matter(inquiry: Inquiry, document: Document, clause: Clause) -> bool:
    """Whether a heading or lead-in is what the question asks for, so that what stands below it answers.

    "Đoàn kiểm tra có các nhiệm vụ sau:" for "nhiệm vụ của đoàn kiểm tra gồm gì": nearly all its words are the
    question's, and it stands where the question's topic is spoken of.
    """
    below = bool(clause.items) or any(c.parent == clause.path for c in document.clauses)
    kinds = inquiry.question.kinds
    if asks_for_type(kinds) and not kinds & {Kind.DUTIES, Kind.LIST, Kind.CONDITION}:
        return False  # a date, a figure or a name stands in a sentence of its own
    if not below or not (only_heading(clause) or _leads_in(clause.text[: _lead_length(clause)])):
        return False
    said = clause.text[len(clause.label) : _lead_length(clause)]
    asked = set(inquiry.question.folded.split())
    rarity = {
        word: inquiry.directory.rarity(word) for word in folded_words(said).split() if word not in NO_TOPIC_FOLDED
    }
    shared = sum(weight for word, weight in rarity.items() if word in asked)
    context = inquiry.context(document, clause.path)
    return shared > 0 and shared >= _MATTER * sum(rarity.values()) and inquiry.relevance.of(said, context) >= _MATTER


def _lead_length(clause: Clause) -> int:
    """How many characters stand before the bullets of a clause."""
    return clause.items[0].start - clause.start if clause.items else len(clause.text)


def _leads_in(text: str) -> bool:
    return text.rstrip().endswith(":")


def _parts(inquiry: Inquiry, document_id: str, document: Document, clauses: Sequence[Clause]) -> Sequence[Finding]:
    return [
        Finding(quote)
        for clause in clauses[:_MOST_PARTS]
        for quote in parts_of(inquiry, document_id, document, clause)[:1]
    ]


def parts_of(inquiry: Inquiry, document_id: str, document: Document, clause: Clause) -> Sequence[Quote]:
    """A short text whole; of a longer one the sentences on the topic, and one for each thing that is asked."""
    whole = quote_of(document_id, clause)
    if len(whole.text) <= _LONG:
        return [whole]
    if clause.items and Kind.LIST in inquiry.question.kinds:
        outer = [item for item in clause.items if "+" not in item.path]
        return [*_lead(document_id, document, clause), *(quote_of(document_id, item) for item in outer[:_MOST_PARTS])]
    said = [s for stretch in stretches([clause]) for s in sentences(stretch) if len(s.text.split()) > 3]
    chosen = _chosen(inquiry, document, said)
    if not chosen:
        return [whole] if len(whole.text) <= _LONGEST else [_cut(document_id, clause)]
    quotes = (quote_fact(document_id, document, s.path, s.start, s.text) for s in chosen)
    return [quote for quote in quotes if quote is not None]


def _chosen(inquiry: Inquiry, document: Document, said: Sequence[Stretch]) -> Sequence[Stretch]:
    """The best sentences on the topic, then for each kind asked for that they do not answer the best that does."""
    weighed = {s.start: inquiry.relevance.of(s.text) for s in said}
    best = max(weighed.values(), default=0.0)
    if inquiry.relevance.empty or not best:
        return ()
    ranked = sorted(said, key=lambda s: -weighed[s.start])
    fitting = [s for s in ranked if can_answer(inquiry.question.kinds, s.text, "")] or ranked
    top = weighed[fitting[0].start]
    chosen = [s for s in fitting if weighed[s.start] >= top * _NEAR_BEST][:_SENTENCES]
    for kind in inquiry.question.kinds:
        if not any(can_answer({kind}, s.text, inquiry.context(document, s.path)) for s in chosen):
            chosen += [s for s in ranked if weighed[s.start] and can_answer({kind}, s.text, "")][:1]
    return sorted(chosen, key=lambda s: s.start)


def _lead(document_id: str, document: Document, clause: Clause) -> Sequence[Quote]:
    """What stands before the bullets of a clause."""
    first = clause.items[0].start
    text = document.text[clause.start : first].rstrip()
    quote = (
        quote_fact(document_id, document, clause.path, clause.start, text) if len(text) > len(clause.label) else None
    )
    return [quote] if quote is not None else []


def _cut(document_id: str, clause: Clause) -> Quote:
    """The first sentences of a text, as many as fit."""
    end = clause.start
    for stretch in stretches([clause]):
        for sentence in sentences(stretch):
            if sentence.start + len(sentence.text) - clause.start > _LONGEST and end > clause.start:
                return quote_of(document_id, clause, clause.start, end)
            end = sentence.start + len(sentence.text)
    return quote_of(document_id, clause, clause.start, min(end, clause.start + _LONGEST))


def _named(inquiry: Inquiry, document: Document, quote: Quote) -> Finding:
    """A quote that tells a duty, with the unit that has it; who is named within it besides does not do it."""
    kinds = inquiry.question.kinds
    if not kinds & {Kind.ACTOR, Kind.DUTIES}:
        return Finding(quote)
    if Kind.ACTOR in kinds and (acting := _acting(inquiry, document, quote)):
        return acting
    if next(find_units(quote.text), None) is not None:
        return Finding(quote)
    heading = heading_of(quote.document_id, document, quote.path)
    if heading is None or heading.path == quote.path or next(find_units(heading.text), None) is None:
        return Finding(quote)
    return Finding(quote, support=(heading,))


def _acting(inquiry: Inquiry, document: Document, quote: Quote) -> Finding | None:
    """The quote with the unit that has to do it, by its duties; of several the one that holds most of the topic."""
    duties = [
        d
        for d in document.facts.duties
        if d.path == quote.path and d.start < quote.end and quote.start < d.start + len(d.quote)
    ]
    best = max(duties, key=lambda duty: (inquiry.relevance.of(duty.quote), -duty.start), default=None)
    if best is None:
        return None
    if " ".join(best.actor.split()) in quote.text:
        return Finding(quote, best.actor)
    heading = heading_of(quote.document_id, document, quote.path)
    return Finding(quote, best.actor, (heading,)) if heading and best.actor in heading.text else None
