"""Answers, documents and reports as text for a terminal."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence

import click

from assistant.answer import Answer, Citation
from assistant.citing import official
from assistant.precedents import Precedent
from assistant.wording import date_span_words
from ingest.model import Deadline, Document, Duty
from vectorstore.library import Card

_STRONG = re.compile(r"\*\*(.+?)\*\*", re.S)
_MARKER = re.compile(r"\[\d+\]")
_WORDS = {
    "vi": {"citations": "Trích dẫn", "nearest": "Gần nhất trong kho", "notes": "Lưu ý"},
    "en": {"citations": "Citations", "nearest": "Nearest in the store", "notes": "Notes"},
}


def answer_text(answer: Answer) -> str:
    """The answer, then its citations with their official wording and quote, then the notes."""
    words = _WORDS[answer.language]
    if answer.refusal is None:
        parts = [_markdown(answer.answer)]
        parts += _citations(words["citations"], answer.citations)
    else:
        parts = [_markdown(answer.refusal.message)]
        parts += _citations(words["nearest"], answer.refusal.nearest)
    if answer.notes:
        parts.append("\n" + click.style(words["notes"], bold=True))
        parts += [_wrapped(note.text, "- ", "  ") for note in answer.notes]
    return "\n".join(parts)


def _citations(title: str, citations: Sequence[Citation]) -> Iterator[str]:
    if not citations:
        return
    yield "\n" + click.style(title, bold=True)
    for citation in citations:
        marker = f"[{citation.marker}] "
        official = _wrapped(citation.official, marker, " " * len(marker))
        yield _MARKER.sub(lambda found: click.style(found[0], fg="cyan"), official, count=1)
        quote = _wrapped(f"“{citation.quote}”", " " * len(marker), " " * len(marker))
        yield click.style(quote, dim=True)


def _markdown(text: str) -> str:
    plain = "\n".join(_wrapped(line, "", _hanging(line)) for line in text.splitlines())
    strong = _STRONG.sub(lambda found: click.style(found[1], bold=True), plain)
    marked = _MARKER.sub(lambda found: click.style(found[0], fg="cyan"), strong)
    return marked.replace("\\[", "[").replace("\\]", "]")


def _hanging(line: str) -> str:
    """The indent of a bullet's further lines, so that they stand under its text."""
    bullet = re.match(r"\s*(?:[-*+]|\d+\.)\s+", line)
    return " " * len(bullet[0]) if bullet else ""


def _wrapped(text: str, first: str, further: str) -> str:
    """Fold to the terminal's width, 100 columns at most."""
    columns = min(shutil.get_terminal_size().columns, 100)
    return textwrap.fill(text, columns, initial_indent=first, subsequent_indent=further)


def cards_text(cards: Sequence[Card]) -> str:
    """One document a line: identifier, number, date, title."""
    if not cards:
        return "Kho chưa có văn bản nào. Nạp văn bản bằng: danchieu ingest THƯ_MỤC"
    rows = [(card.id, card.header.number or "…", card.header.date or "…", card.title) for card in cards]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    )


def document_text(document: Document) -> str:
    """The header, how much was found, and the outline by address."""
    header = document.header
    fields = {
        "Số": header.number,
        "Loại": header.kind,
        "Cơ quan": header.issuer,
        "Ngày": header.date,
        "Về việc": header.subject,
        "Người ký": " ".join(filter(None, (header.signer_role, header.signer))) or None,
    }
    lines = [f"{name + ':':<10} {value or '(không ghi)'}" for name, value in fields.items()]
    facts = document.facts
    lines.append(
        f"\n{len(document.clauses)} điều khoản, {len(facts.references)} viện dẫn, "
        f"{len(facts.duties)} nhiệm vụ, {len(facts.deadlines)} thời hạn, {len(facts.targets)} chỉ tiêu"
    )
    for clause in document.clauses:
        opening = " ".join(clause.text.split())
        lines.append(f"  {clause.path:<12} {textwrap.shorten(opening, 80, placeholder=' …')}")
    lines += [f"! {anomaly.path}: {anomaly.text}" for anomaly in facts.anomalies]
    return "\n".join(lines)


def duties_text(duties: Sequence[tuple[str, Duty]], documents: Mapping[str, Document]) -> str:
    """Each duty under its unit, with its place."""
    if not duties:
        return "Không có nhiệm vụ nào trong các văn bản này."
    lines = []
    for name, duty in duties:
        lines.append(_markdown(f"- **{duty.actor}** ({duty.role}): {' '.join(duty.action.split())}"))
        lines.append(_source(documents[name], duty.path))
    return "\n".join(lines)


def deadlines_text(deadlines: Sequence[tuple[str, Deadline]], documents: Mapping[str, Document]) -> str:
    """Each deadline with its place: first those that come again, then the dated ones in their order."""
    if not deadlines:
        return "Không có thời hạn nào trong các văn bản này."
    lines = []
    for name, deadline in sorted(deadlines, key=lambda row: row[1].date):
        to = f" – gửi {deadline.to}" if deadline.to else ""
        when = date_span_words(deadline.date, "vi")
        lines.append(_markdown(f"- **{when}**: {' '.join(deadline.what.split())}{to}"))
        lines.append(_source(documents[name], deadline.path))
    return "\n".join(lines)


def precedents_text(precedents: Sequence[Precedent]) -> str:
    """Each wording with its citation and the others that have it."""
    if not precedents:
        return "Không có văn bản nào viết gần ý này. Hãy thử nêu ý bằng từ khác."
    lines = []
    for number, precedent in enumerate(precedents, start=1):
        lines.append(_wrapped(f"“{precedent.citation.quote}”", f"{number}. ", "   "))
        lines.append(click.style(_wrapped(precedent.citation.official, "   ", "   "), dim=True))
        lines += [click.style(_wrapped(other.official, "   = ", "     "), dim=True) for other in precedent.also]
    return "\n".join(lines)


def _source(document: Document, path: str) -> str:
    clause = document.clause(path)
    return click.style(_wrapped(official(clause, document.header) if clause else path, "  ", "  "), dim=True)
