"""What the officer should be warned of beside an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.answer import Citation, Language, Note
from assistant.citing import name_of
from assistant.wording import note_words, say
from ingest.model import Document, Header

_OF_DOCUMENT = frozenset({"number-missing", "number-incomplete", "day-missing", "date-missing"})


def notes_on(
    citations: Sequence[Citation], documents: Mapping[str, Document], language: Language, as_of: date
) -> tuple[Note, ...]:
    """Notes on the cited documents and clauses, each once.

    Args:
        as_of: the day on which the answer is to hold; a plan of an earlier year is noted.
    """
    notes: dict[tuple[str, str], Note] = {}
    for citation in citations:
        for note in _on(citation, documents[citation.document_id], language, as_of):
            notes.setdefault((note.code, note.text), note)
    return tuple(notes.values())


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
