"""Questions to ask next, each of which has been tried: the cited document answers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.answer import Citation
from assistant.citing import date_words
from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.trial import Try
from assistant.wording import say
from ingest.model import Header

_OFFERED = 3
_TRIED = 4  # each costs as much as finding an answer does


def follow_ups(inquiry: Inquiry, citations: Sequence[Citation], attempt: Try) -> tuple[str, ...]:
    """At most three questions that carry on from the one just asked, about the first document cited."""
    if not citations:
        return ()
    known = citations[0].document_id
    candidates = dict.fromkeys(text[:1].upper() + text[1:] for text in _candidates(inquiry, known))
    offered = (text for text in islice(candidates, _TRIED) if known in attempt(text).documents)
    return tuple(islice(offered, _OFFERED))


def _candidates(inquiry: Inquiry, document_id: str) -> Iterator[str]:
    question, document = inquiry.question, inquiry.directory.document(document_id)
    language, name, facts = question.language, short_name(document.header), document.facts
    reports = [deadline for deadline in facts.deadlines if deadline.kind == "report"]
    asked_time, asked_receiver = Kind.DEADLINE in question.kinds, Kind.RECEIVER in question.kinds
    if asked_time and not asked_receiver and any(deadline.to for deadline in reports):
        yield say("follow-up receiver", language, name)
    others = (duty.actor for duty in facts.duties if not inquiry.is_unit(duty.actor, question.units, document))
    if question.units and (other := next(others, None)):
        yield say("follow-up duties", language, other, name)
    if reports and not asked_time:
        yield say("follow-up deadline", language, name)
    leading = next((d.actor for d in facts.duties if d.objectives or d.role == "chủ trì"), None)
    if leading and not question.units:
        yield say("follow-up duties", language, leading, name)
    if Kind.BASIS not in question.kinds and any(r.path.startswith("preamble") for r in facts.references):
        yield say("follow-up basis", language, name)
    if Kind.SIGNER not in question.kinds and document.header.signer:
        yield say("follow-up signer", language, name)


def short_name(header: Header) -> str:
    """A name that the question understood: kind and number, or kind, place and date."""
    kind = header.kind or "văn bản"
    if header.number:
        return f"{kind} {header.number}"
    return " ".join(filter(None, (kind, header.place, date_words(header.date))))
