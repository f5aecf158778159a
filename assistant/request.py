"""What comes in through a door, checked before anything else sees it.

RequestError
    QuestionEmpty     nothing to answer
    QuestionTooLong   over `MAX_QUESTION` characters
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

MAX_QUESTION = 2_000  # characters, after cleaning
MAX_TURNS = 50  # of a conversation that a question may be read in the light of


class RequestError(ValueError):
    """A question that cannot be taken as it is."""


class QuestionEmpty(RequestError): ...


class QuestionTooLong(RequestError): ...


def clean_question(text: str) -> str:
    """NFC, no control or format characters but line breaks, no white space around it.

    Raises:
        QuestionEmpty: nothing is left.
        QuestionTooLong: more than `MAX_QUESTION` characters are left.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if character == "\t" else character
        for character in composed.replace("\r\n", "\n").replace("\r", "\n")
        # C: control, format, surrogate, private use, unassigned. A terminal or a log acts on some.
        if character in "\n\t" or not unicodedata.category(character).startswith("C")
    ).strip()
    if not kept:
        raise QuestionEmpty("the question is empty")
    if len(kept) > MAX_QUESTION:
        raise QuestionTooLong(f"the question has {len(kept)} characters")
    return kept


def _last_turns(turns: object) -> object:
    return turns[-MAX_TURNS:] if isinstance(turns, list) else turns or []


Question = Annotated[str, AfterValidator(clean_question)]
Turn = tuple[str, str]  # a question and its answer
History = Annotated[list[Turn], BeforeValidator(_last_turns)]


class AskRequest(BaseModel):
    """The body of `POST /v1/ask`. Of a longer history the last `MAX_TURNS` turns are read."""

    question: Question
    history: History = Field(default_factory=list)
    documents: list[str] | None = None  # identifiers to answer from; none means all
    as_of: date | None = None
    stream: bool = False


class BatchLine(AskRequest):
    """A line of the file of `ask --batch`."""

    id: str | int | None = None
