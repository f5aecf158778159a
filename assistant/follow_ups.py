"""Questions to ask next, each of which the cited documents can answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.answer import Citation
from assistant.citing import date_words
from assistant.cues import Kind
from assistant.question import Question
from assistant.wording import say
from ingest.model import Document, Header

_OFFERED = 3


def follow_ups(question: Question, citations: Sequence[Citation], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """At most three questions about the first cited document, other than the one just asked."""
    if not citations:
        return ()
    document = documents[citations[0].document_id]
    offered = dict.fromkeys(text[:1].upper() + text[1:] for text in _offered(question, document))
    return tuple(offered)[:_OFFERED]


def _offered(question: Question, document: Document) -> Iterator[str]:
    language, name, facts = question.language, _short_name(document.header), document.facts
    if Kind.DEADLINE not in question.kinds and any(d.kind == "report" for d in facts.deadlines):
        yield say("follow-up deadline", language, name)
    asked = {key for unit in question.units for key in unit.keys}
    actor = next((d.actor for d in facts.duties if d.objectives or d.role == "chủ trì"), None)
    if actor and not asked:
        yield say("follow-up duties", language, actor, name)
    if Kind.BASIS not in question.kinds and any(r.path.startswith("preamble") for r in facts.references):
        yield say("follow-up basis", language, name)
    if Kind.SIGNER not in question.kinds and document.header.signer:
        yield say("follow-up signer", language, name)


def _short_name(header: Header) -> str:
    """A name that the question understood: kind and number, or kind, place and date."""
    kind = header.kind or "văn bản"
    if header.number:
        return f"{kind} {header.number}"
    return " ".join(filter(None, (kind, header.place, date_words(header.date))))
