"""Evidence → statements without a language model: who and when first, then the words of the clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from assistant.answer import Language
from assistant.citing import name_of
from assistant.cues import Kind
from assistant.direct import direct_line
from assistant.directory import Directory
from assistant.findings import Finding, Found
from assistant.grounding import fault
from assistant.question import Question
from assistant.statement import Section, Statement, place, said
from assistant.wording import date_span_words, deadline_words, objective_words, say
from ingest.glossary import Glossary
from ingest.spelling import strip_diacritics

_BY_UNIT = frozenset({Kind.DUTIES, Kind.ACTOR, Kind.OBJECTIVE})


class ExtractiveWriter:
    """Composes verbatim statements, grouped by document, in the question's language."""

    def __init__(self, directory: Directory, glossary: Glossary) -> None:
        self._directory = directory
        self._glossary = glossary

    def write(self, found: Sequence[Found], question: Question) -> tuple[Section, ...]:
        """The direct answer, then sections of what was found; a quote that was written is not written again."""
        language = question.language
        written: set[tuple[str, int, str]] = set()
        direct = direct_line(found, question, self.unit_words)
        passes = direct is not None and fault(direct, self._directory.documents) is None
        sections = [Section("", (direct,))] if direct is not None and passes else []
        rows = [(finding, part.kind) for part in found for finding in part.findings]
        order = list(dict.fromkeys(finding.quote.document_id for finding, _ in rows))
        for document_id in order:
            own = [(f, kind) for f, kind in rows if f.quote.document_id == document_id]
            statements = tuple(self._statements(own, language, written))
            if statements:
                heading = f"**{name_of(self._directory.cards[document_id].header)}**"
                sections.append(Section(heading, statements))
        return tuple(sections)

    def _statements(
        self, rows: Sequence[tuple[Finding, Kind | None]], language: Language, written: set[tuple[str, int, str]]
    ) -> Iterator[Statement]:
        for kind, group in groupby(rows, key=lambda row: row[1]):
            fresh = [f for f, _ in group if (f.quote.document_id, f.quote.start, f.lead) not in written]
            written |= {(f.quote.document_id, f.quote.start, f.lead) for f in fresh}
            if kind in _BY_UNIT:
                yield from self._by_unit(fresh, language)
            elif kind is Kind.DEADLINE:
                yield from self._by_date(fresh, language)
            else:
                yield from (self._plain(finding, kind, language) for finding in fresh)

    def _by_unit(self, findings: Iterable[Finding], language: Language) -> Iterator[Statement]:
        """ "**Unit** [1]: “…” [2]"; the duties of a unit that has several stand below its name."""
        for (lead, support), group in groupby(findings, key=lambda finding: (finding.lead, finding.support[:1])):
            same = list(group)
            head = f"**{self.unit_words(lead, language)}**"
            if len(same) > 1 and support:
                yield Statement(f"- {head} {place(0)}:", support, (lead,))
                yield from (self._duty(f, "  -", "", language) for f in same)
            else:
                yield from (self._duty(f, "-", head, language) for f in same)

    def _duty(self, finding: Finding, mark: str, head: str, language: Language) -> Statement:
        """One duty; the heading that names its unit is among its quotes also where it is not shown again."""
        detail = objective_words(finding.detail, language)
        named = " ".join(filter(None, (head, place(1) if head and finding.support else "")))
        lead = " – ".join(filter(None, (named, detail)))
        quotes = (finding.quote, *finding.support[:1])
        return Statement(
            f"{mark} {lead}{': ' if lead else ''}“{said(finding.words)}” {place(0)}", quotes, (finding.lead,)
        )

    def _by_date(self, findings: Iterable[Finding], language: Language) -> Iterator[Statement]:
        """Dates that one sentence names stand before its quote together."""
        for _, group in groupby(findings, key=lambda f: (f.quote.document_id, f.quote.start)):
            same = list(group)
            dates = "; ".join(f"**{deadline_words(f.date or '', f.quote.text, language)}** ({f.lead})" for f in same)
            receivers = dict.fromkeys(f.detail for f in same if f.detail)
            to = "".join(f" – {say('to', language, self.unit_words(receiver, language))}" for receiver in receivers)
            yield Statement(f"- {dates}{to}: “{said(same[0].words)}” {place(0)}", (same[0].quote,))

    def _plain(self, finding: Finding, kind: Kind | None, language: Language) -> Statement:
        lead = self._lead(finding, kind, language)
        held = (
            f" ({say('held', language, place(1))})" if kind in (Kind.BASIS, Kind.CITED_BY) and finding.support else ""
        )
        quotes = (finding.quote, *finding.support[:1]) if held else (finding.quote,)
        if kind is None:  # the heads of a table's columns, which the lead names
            quotes = (finding.quote, *finding.support)
        return Statement(f"- {lead}“{said(finding.words)}” {place(0)}{held}", quotes)

    def _lead(self, finding: Finding, kind: Kind | None, language: Language) -> str:
        if kind is Kind.NUMBER and not finding.lead:
            return f"**{say('no-number', language)}**: "
        if not finding.lead or kind is Kind.SUBJECT:
            return ""
        if kind is Kind.DATE:
            return f"**{date_span_words(finding.lead, language)}**: "
        if kind in (Kind.ISSUER, Kind.RECEIVER):
            return f"**{self.unit_words(finding.lead, language)}**: "
        return f"**{finding.lead}**: "

    def unit_words(self, unit: str, language: Language) -> str:
        """A unit as printed; in English its rendering, with the printed name behind it."""
        if language == "vi":
            return unit
        rendered = self._glossary.render_english(unit)
        return f"{rendered} ({unit})" if rendered and strip_diacritics(rendered) != strip_diacritics(unit) else unit
