"""The direct answer: the facts alone, in one line before the statements that carry them.

It says only what can be told from the form of the facts: a day, a unit, a figure, a name. Where
there are many, or a clause names several, there is no such line: then the statements are the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.agreement import counts_a_thing
from assistant.answer import Language
from assistant.cues import Kind
from assistant.findings import Finding, Found, Quote
from assistant.presupposing import verdict
from assistant.question import Question
from assistant.statement import Statement, place, said
from assistant.wording import date_span_words, deadline_words, duration_words, objective_words, say
from ingest.spelling import LOWER, UPPER
from ingest.times import find_times
from ingest.units import find_units

_MOST = 4  # facts in the line
_NOT_IN_A_LINE = frozenset({Kind.LIST, Kind.COMPARE, Kind.SUMMARY, Kind.PRECEDENT})
_DURATION = re.compile(r"\d+(?: \([^()]{2,20}\))? (?:ngày làm việc|ngày|giờ|phút|tháng|năm)(?! \d)\b")
_FIGURE = re.compile(
    r"(?:(?:trên|từ|ít nhất|tối thiểu|tối đa|không quá|dưới) )?\d[\d.,]*(?: ?%| (?:nghìn |triệu |tỷ |tỉ )?đồng\b| (?:triệu|tỷ|tỉ)\b)"
)
_NAME = re.compile(rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c):?\s+((?:[{UPPER}][{LOWER}]+\s?){{2,4}})")
UnitWords = Callable[[str, Language], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """One fact of the line: its words in the answer's language and what it stands on."""

    words: str
    quotes: tuple[Quote, ...]


def direct_line(found: Sequence[Found], question: Question, unit_words: UnitWords) -> Statement | None:
    """The facts that answer, each with its marker; None when there are none that can be told apart, or too many."""
    if question.kinds & _NOT_IN_A_LINE:
        return None
    pieces: dict[str, Piece] = {}
    for part in found:
        for finding in part.findings:
            for piece in _pieces(part.kind, finding, question, unit_words):
                pieces.setdefault(piece.words, piece)
    if decided := verdict(found, question):
        yes_or_no = say("yes" if decided.right else "no", question.language)
        pieces = {yes_or_no: Piece(yes_or_no, (decided.quote,))} | pieces
    if not pieces or len(pieces) > _MOST:
        return None
    return _line(list(pieces.values()))


def _line(pieces: Sequence[Piece]) -> Statement:
    quotes: list[Quote] = []
    texts = []
    for piece in pieces:
        marks = []
        for quote in piece.quotes:
            if quote not in quotes:
                quotes.append(quote)
            marks.append(place(quotes.index(quote)))
        texts.append(f"**{said(piece.words)}** {''.join(marks)}")
    return Statement("; ".join(texts), tuple(quotes))


def _pieces(kind: Kind | None, finding: Finding, question: Question, unit_words: UnitWords) -> Iterator[Piece]:
    quotes, language = (finding.quote, *finding.support[:1]), question.language
    if kind is Kind.DEADLINE and finding.date:
        to = f", {say('to', language, unit_words(finding.detail, language))}" if finding.detail else ""
        yield Piece(deadline_words(finding.date, finding.quote.text, language) + to, quotes[:1])
    elif kind is Kind.OBJECTIVE and question.units and finding.detail:  # the unit is known: its objectives are asked
        yield Piece(objective_words(finding.detail, language), quotes[:1])
    elif kind in (Kind.ACTOR, Kind.RECEIVER, Kind.ISSUER, Kind.OBJECTIVE) and finding.lead:
        yield Piece(unit_words(finding.lead, language), quotes)
    elif kind is Kind.DATE and finding.lead:
        yield Piece(date_span_words(finding.lead, language), quotes[:1])
    elif kind in (Kind.TARGET, Kind.PERSON, Kind.NUMBER, Kind.SIGNER) and finding.lead:
        yield Piece(finding.lead, quotes[:1])
    elif kind is None and finding.lead and Kind.ACTOR in question.kinds:
        yield Piece(unit_words(finding.lead, language), quotes)
    elif kind is None and not finding.lead:
        counts = counts_a_thing(question.folded, language, frozenset(question.kinds))
        yield from _told(finding.quote, question.kinds, language, unit_words, counts=counts)


def _told(
    quote: Quote, asked: Collection[Kind], language: Language, unit_words: UnitWords, *, counts: bool
) -> Iterator[Piece]:
    """What a clause tells of each kind asked for, where it tells only one.

    Args:
        counts: whether the number of something is asked for, which no share is.
    """
    for kind, told in _TOLD.items():
        if kind in asked:
            words = [w for w in dict.fromkeys(told(quote.text, language)) if not (counts and w.endswith("%"))]
            if len(words) == 1:
                shown = unit_words(words[0], language) if kind in (Kind.ACTOR, Kind.RECEIVER) else words[0]
                yield Piece(shown, (quote,))


def _days(text: str, language: Language) -> Iterator[str]:
    yield from (
        date_span_words(time.value, language) for time in find_times(text, None) if time.kind in ("day", "span")
    )
    yield from (duration_words(match[0], language) for match in _DURATION.finditer(text))


def _figures(text: str, language: Language) -> Iterator[str]:
    yield from (match[0] for match in _FIGURE.finditer(text))


def _units(text: str, language: Language) -> Iterator[str]:
    yield from (mention.text for mention in find_units(text))


def _names(text: str, language: Language) -> Iterator[str]:
    yield from (match[1].strip() for match in _NAME.finditer(text))


_TOLD: Mapping[Kind, Callable[[str, Language], Iterator[str]]] = {
    Kind.DEADLINE: _days,
    Kind.TARGET: _figures,
    Kind.MONEY: _figures,
    Kind.ACTOR: _units,
    Kind.RECEIVER: _units,
    Kind.PERSON: _names,
}
