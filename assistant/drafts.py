"""What a language model replies → statements that may be shown, as its reply comes in.

The reply is one JSON object, parsed strictly. Its statements are taken one by one as soon as
each is complete, so that an answer is read while it is written; every one of them passes the
gate before anybody sees it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Language
from assistant.findings import Quote
from assistant.grounding import fault as grounding_fault
from assistant.grounding import fold_space
from assistant.question import language_of
from assistant.statement import Statement, said
from ingest.model import Clause, Document
from ingest.units import find_units

_STATEMENTS = re.compile(r'"statements"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_SPEAKS = 4  # words from which the language of a sentence can be told


class DraftQuote(BaseModel):
    model_config = ConfigDict(extra="forbid")
    clause: int
    quote: str = Field(min_length=1)


class DraftStatement(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1)
    quotes: list[DraftQuote] = Field(min_length=1)


class Draft(BaseModel):
    """What a model must reply with; anything else is repaired once."""

    model_config = ConfigDict(extra="forbid")
    not_stated: bool = False
    statements: list[DraftStatement] = []


@dataclass(frozen=True, slots=True)
class NumberedClause:
    """A clause as the model gets it."""

    document_id: str
    document: Document
    clause: Clause


class DraftReader:
    """One reply, read as it comes in."""

    def __init__(self, clauses: Sequence[NumberedClause], language: Language) -> None:
        self.text = ""  # all of it so far
        self.faults: list[str] = []  # one for each statement that did not pass, and for a reply that is not as asked
        self.not_stated = False
        self._clauses = clauses
        self._documents = {held.document_id: held.document for held in clauses}
        self._language = language
        self._next: int | None = None  # where the next statement begins, once the list has begun

    def feed(self, piece: str) -> Iterator[Statement]:
        """Take in a piece of the reply; the statements that it completes and that pass."""
        self.text += piece
        if self._next is None and (begun := _STATEMENTS.search(self.text)):
            self._next = begun.end()
        while self._next is not None:
            at = _end(_BETWEEN.match(self.text, self._next))
            try:
                drafted, self._next = json.JSONDecoder().raw_decode(self.text, at)
            except ValueError:  # not complete yet, or the list has ended
                return
            try:
                statement = DraftStatement.model_validate(drafted)
            except ValidationError:
                continue  # the whole reply is at fault, which `close` says
            yield from self._passed(statement)

    def close(self) -> None:
        """The reply has ended: judge it as a whole."""
        try:
            self.not_stated = Draft.model_validate_json(_json_of(self.text)).not_stated
        except ValidationError:
            self.faults.append("not one JSON object of the form asked for")

    def _passed(self, drafted: DraftStatement) -> Iterator[Statement]:
        quotes: list[Quote] = []
        for draft in drafted.quotes:
            number = draft.clause
            held = self._clauses[number - 1] if 1 <= number <= len(self._clauses) else None
            quote = _located(held, draft.quote) if held else None
            if quote is None:
                lost = f"the quote is not in clause {number}: {draft.quote[:80]}"
                self.faults.append(lost if held else f"there is no clause {number}")
                return
            quotes.append(quote)
        statement = Statement(f"- {said(' '.join(drafted.text.split()))}", tuple(dict.fromkeys(quotes)))
        if not _speaks(drafted.text, self._language):
            self.faults.append(f"not in the language asked for: {drafted.text[:80]}")
        elif (fault := grounding_fault(statement, self._documents)) is not None:
            self.faults.append(fault)
        else:
            yield statement


def inert(text: str) -> str:
    """Text that cannot close the element it stands in."""
    return text.replace("<", "‹").replace(">", "›")


def _end(match: re.Match[str] | None) -> int:
    assert match is not None  # the pattern matches nothing too
    return match.end()


def _json_of(reply: str) -> str:
    """The JSON of a reply that wraps it in a code fence."""
    text = reply.strip()
    if text.startswith("```"):
        text = text.split("\n", 1)[-1].rsplit("```", 1)[0]
    return text


def _speaks(text: str, language: Language) -> bool:
    """Whether a sentence is in a language; names of units and what it quotes are in Vietnamese in any."""
    own = _QUOTED.sub(" ", text)
    for unit in reversed(list(find_units(own))):
        own = f"{own[: unit.start]} {own[unit.end :]}"
    return len(own.split()) < _SPEAKS or language_of(own) == language


def _located(held: NumberedClause, text: str) -> Quote | None:
    """Where a model's quote stands, white space aside; None when it does not."""
    wanted = fold_space(inert(text))
    # The model was shown the clause with inert brackets; what it copied from it is looked up there.
    folded = fold_space(inert(held.clause.text))
    at = folded.find(wanted)
    if not wanted or at < 0:
        return None
    start, end = _span(held.clause.text, at, at + len(wanted))
    text = fold_space(held.clause.text[start:end])
    return Quote(held.document_id, held.clause.path, text, held.clause.start + start, held.clause.start + end)


def _span(text: str, start: int, end: int) -> tuple[int, int]:
    """Characters [start, end) of the folded text as characters of the text itself."""
    positions: list[int] = []
    for index, character in enumerate(text):
        if not character.isspace() or (positions and not text[index - 1].isspace()):
            positions.append(index)
    return positions[start], positions[end - 1] + 1
