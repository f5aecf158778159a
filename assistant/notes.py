"""What the officer should be warned of beside an answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from assistant.answer import Citation, Language, Note
from assistant.citing import label_of, name_of
from assistant.finders.inquiry import Inquiry
from assistant.wording import note_words, say
from ingest.model import Document, Duty, Effect, Header
from ingest.spelling import folded_words

_ENDS = frozenset({"thay thế", "bãi bỏ", "hết hiệu lực"})
_CHANGES = frozenset({*_ENDS, "sửa đổi, bổ sung"})
_ACTING = 100  # documents looked at for what they do to those cited
_SAID = 4  # syllables from which the same words tell of the same duty
_OF_DOCUMENT = frozenset({"number-missing", "number-incomplete", "day-missing", "date-missing"})


def notes_on(citations: Sequence[Citation], inquiry: Inquiry, as_of: date) -> tuple[Note, ...]:
    """Notes on the cited documents and clauses, each once.

    Args:
        as_of: the day on which the answer is to hold; a plan of an earlier year is noted.
    """
    language = inquiry.question.language
    found: list[Note] = list(_changes({citation.document_id for citation in citations}, inquiry))
    for citation in citations:
        document = inquiry.directory.document(citation.document_id)
        found += [*_on(citation, document, language, as_of), *_shared(citation, document, inquiry)]
    return tuple(dict.fromkeys(found))


def _changes(cited: Collection[str], inquiry: Inquiry) -> Iterator[Note]:
    """What other documents that may be cited say of the cited ones: that they are over, or no longer the same."""
    directory, language = inquiry.directory, inquiry.question.language
    acting = directory.naming("effect", (), cited, limit=_ACTING) if cited else set()
    allowed = frozenset(inquiry.allowed) if acting else frozenset()
    for document_id in sorted(acting & allowed):
        by = directory.document(document_id)
        for effect in by.facts.effects:
            known = directory.links.affected(effect, document_id) if effect.act in _CHANGES else None
            if known in cited and known is not None:
                yield _changed(directory.cards[known].header, effect, by.header, language)


def _changed(header: Header, effect: Effect, by: Header, language: Language) -> Note:
    code = "replaced" if effect.act in _ENDS and not effect.part else "amended"
    name = f"{effect.part} {name_of(header)}" if effect.part else name_of(header)
    act = effect.act if language == "vi" else _ACTS_EN[effect.act]
    return Note(code, say(code, language, name, act, name_of(by), label_of(effect.path, language)))


_ACTS_EN = {
    "thay thế": "replaced",
    "bãi bỏ": "repealed",
    "hết hiệu lực": "no longer in force",
    "sửa đổi, bổ sung": "amended",
}


def _shared(citation: Citation, document: Document, inquiry: Inquiry) -> Iterator[Note]:
    """Other units of the document that have the duty cited."""
    duties, language = document.facts.duties, inquiry.question.language
    cited = [d for d in duties if d.path == citation.path and _meet(citation, d)]
    for duty in cited:
        for other in duties:
            if _same(duty, other) and inquiry.directory.key(duty.actor) != inquiry.directory.key(other.actor):
                yield Note(
                    "same-duty", say("same-duty", language, duty.actor, other.actor, label_of(other.path, language))
                )


def _same(duty: Duty, other: Duty) -> bool:
    """Whether two sentences give the same: share in an objective, or the same words."""
    if duty.start == other.start or duty.role != other.role or duty.role == "phối hợp":
        return False
    if duty.objectives or other.objectives:
        return any(
            ours.objective == theirs.objective and set(ours.indicators) & set(theirs.indicators)
            for ours in duty.objectives
            for theirs in other.objectives
        )
    action = folded_words(duty.action)
    return len(action.split()) >= _SAID and action == folded_words(other.action)


def _on(citation: Citation, document: Document, language: Language, as_of: date) -> Iterator[Note]:
    year = plan_year(document.header)
    if year is not None and year < as_of.year:
        yield Note("plan-year-past", say("plan-year-past", language, name_of(document.header), year))
    for scan in document.scans:
        if scan.page == citation.page:  # also a page read with confidence has a wrong mark here and there
            yield Note("scanned", say("scanned", language, scan.page, round(scan.confidence * 100)))
    for anomaly in document.facts.anomalies:
        cited = anomaly.path == citation.path or citation.path.startswith((anomaly.path + "-", anomaly.path + "+"))
        if anomaly.code in _OF_DOCUMENT or cited:
            yield Note(anomaly.code, note_words(anomaly.code, anomaly.text, language))


def plan_year(header: Header) -> int | None:
    """The one year that a document plans for, from its subject; None for a span or a statute."""
    if header.kind not in ("kế hoạch", "công văn", "chương trình", "phương án", "hướng dẫn"):
        return None
    if re.search(r"(?:giai đoạn|đến năm|\d{4}\s*[-–]\s*\d{4})", header.subject or ""):
        return None
    years = re.findall(r"(?:19|20)\d\d", header.subject or "") or re.findall(r"^\d{4}", header.date or "")
    return max(map(int, years)) if years else None


def _meet(citation: Citation, duty: Duty) -> bool:
    """Whether a quote holds a duty's words or some of them; a quote leaves the bullet out."""
    return duty.start < citation.end and citation.start < duty.start + len(duty.quote)
