"""`/v1/conversations` and `/v1/reviews`: what visitors asked and were told, and what they said of it.

A visitor is who the cookie of the page says; without it there is no conversation to see.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from assistant.api.admission import only, visitor_at
from assistant.api.documents import require_document
from assistant.api.errors import NoSuchClause, NoSuchConversation, NoSuchReview
from assistant.api.services import Services, ServicesDep
from assistant.chat.conversation import answer_of
from assistant.conversation_file import MARKDOWN, WORD, markdown_of, word_of
from assistant.reviewing import JSON_LINES, question_lines
from vectorstore.conversations import Kept, Place

router = APIRouter(prefix="/v1", tags=["conversations"])


def _visitor(request: Request) -> str:
    return visitor_at(request)


Visitor = Annotated[str, Depends(_visitor)]


Ordinal = Annotated[int, Path(ge=0, le=1_000_000, description="Of a turn, from 0.")]


class Renamed(BaseModel):
    """The body of `PATCH /v1/conversations/{id}`."""

    title: Annotated[str, Field(min_length=1, max_length=500)]


class RightPlace(BaseModel):
    """The clause in which the reader says that the right answer stands."""

    document_id: str
    path: str


class Judged(BaseModel):
    """The body of `PUT /v1/conversations/{id}/turns/{n}/review`."""

    verdict: Literal["up", "down"]
    reason: Annotated[str, Field(max_length=2000)] = ""
    right: RightPlace | None = None


@router.get("/conversations")
def list_conversations(services: ServicesDep, visitor: Visitor, q: str = "") -> dict[str, Any]:
    """The caller's conversations, the latest first; with `q`, those in which all its words stand."""
    cards = services.library.conversations.cards(visitor, q) if visitor else []
    rows = [{"id": card.id, "title": card.title, "changed": card.changed, "turns": card.turns} for card in cards]
    return {"conversations": rows}


@router.get("/conversations/{identifier}")
def show_conversation(identifier: str, services: ServicesDep, visitor: Visitor) -> dict[str, Any]:
    """One by its address, whoever had it: the address cannot be guessed, and is what one shares."""
    kept = _require(services, identifier, visitor)
    turns = [{"question": turn.question, "answer": turn.answer} for turn in kept.turns]
    return {"id": kept.id, "title": kept.title, "changed": kept.changed, "owned": kept.owned, "turns": turns}


@router.patch("/conversations/{identifier}", status_code=204)
def rename_conversation(identifier: str, body: Renamed, services: ServicesDep, visitor: Visitor) -> None:
    """Give one's own conversation another title."""
    if not services.library.conversations.rename(identifier, visitor, body.title):
        raise NoSuchConversation


@router.delete("/conversations/{identifier}", status_code=204)
def remove_conversation(identifier: str, services: ServicesDep, visitor: Visitor) -> None:
    """Delete one's own conversation; what was handed in for review stays there."""
    if not services.library.conversations.remove(identifier, visitor):
        raise NoSuchConversation


@router.get("/conversations/{identifier}/export.{suffix}", response_class=Response)
def export_conversation(
    identifier: str, suffix: Literal["md", "docx"], services: ServicesDep, visitor: Visitor
) -> Response:
    """The whole conversation as a file, every answer with its citations."""
    kept = _require(services, identifier, visitor)
    exchanges = [(turn.question, answer_of(turn.answer)) for turn in kept.turns]
    data = markdown_of(kept.title, exchanges) if suffix == "md" else word_of(kept.title, exchanges)
    name = quote(f"{_file_name(kept.title)}.{suffix}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}"}
    return Response(data, media_type=MARKDOWN if suffix == "md" else WORD, headers=headers)


@router.put("/conversations/{identifier}/turns/{ordinal}/review", status_code=204)
def judge(identifier: str, ordinal: Ordinal, body: Judged, services: ServicesDep, visitor: Visitor) -> None:
    """Say that an answer of one's own conversation is good or bad, why, and where the right one stands."""
    right = _place(services, body.right) if body.right and body.verdict == "down" else None
    if not services.library.conversations.review(identifier, visitor, ordinal, body.verdict, body.reason, right):
        raise NoSuchConversation


@router.delete("/conversations/{identifier}/turns/{ordinal}/review", status_code=204)
def take_back(identifier: str, ordinal: Ordinal, services: ServicesDep, visitor: Visitor) -> None:
    """Take back what one said of an answer."""
    if not services.library.conversations.review(identifier, visitor, ordinal, None):
        raise NoSuchConversation


@router.get("/reviews.jsonl", response_class=Response, dependencies=[only("administrator")])
def export_reviews(services: ServicesDep) -> Response:
    """The reviews from which an evaluation question follows, in the form of `eval/questions`."""
    lines = question_lines(services.library.conversations.reviews())
    headers = {"Content-Disposition": 'attachment; filename="reviews.jsonl"'}
    return Response("".join(lines).encode(), media_type=JSON_LINES, headers=headers)


@router.delete("/reviews/{conversation}/{ordinal}", status_code=204, dependencies=[only("administrator")])
def discard_review(conversation: str, ordinal: Ordinal, services: ServicesDep) -> None:
    """Take a review off the list once it is dealt with."""
    if not services.library.conversations.discard_review(conversation, ordinal):
        raise NoSuchReview


def _place(services: Services, named: RightPlace) -> Place:
    card, document = require_document(services, named.document_id)
    clause = document.clause(named.path)
    if clause is None:
        raise NoSuchClause(named.path)
    return Place(card.id, card.file, clause.path, clause.text)


def _require(services: Services, identifier: str, visitor: str) -> Kept:
    kept = services.library.conversations.conversation(identifier, visitor)
    if kept is None:
        raise NoSuchConversation
    return kept


def _file_name(title: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title)
    return " ".join(kept.split())[:80].strip() or "hoi-thoai"
