"""The look-ups over all documents: `/v1/duties`, `/v1/deadlines`, the same as a calendar, `/v1/precedents`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from assistant.api.services import ServicesDep
from assistant.api.turnstile import Turnstile
from assistant.calendar_file import MEDIA_TYPE, calendar_of
from assistant.duty_matrix import duty_matrix, named, units_at
from assistant.duty_sheet import MEDIA_TYPE as SHEET
from assistant.duty_sheet import duty_sheet
from assistant.facets import Narrowing
from assistant.inspection import deadline_json, duty_json
from assistant.request import Question

router = APIRouter(prefix="/v1", tags=["facts"])

Documents = Annotated[list[str] | None, Query(alias="document", description="Identifiers; none: all.")]
Unit = Annotated[str | None, Query(description="The key of a unit, as the page has it.")]
Text = Annotated[Question, Query(description="A draft, or what it is to say.")]
Said = Annotated[str, Query(description="As the documents' headers say it; none: any.")]


def _meant(
    services: ServicesDep,
    documents: Documents = None,
    place: Said = "",
    year: Said = "",
    kind: Said = "",
    within: Said = "",
) -> list[str] | None:
    """The documents that a look-up is about, None for all: an address holds a narrowing, not the thousands it leaves."""
    narrowing = Narrowing(place.strip(), year.strip(), kind.strip(), within.strip())
    if not narrowing:
        return documents
    kept = narrowing.of_cards(services.library.cards())
    return [card.id for card in kept if documents is None or card.id in documents]


Meant = Annotated[list[str] | None, Depends(_meant)]


@router.get("/duties")
def list_duties(services: ServicesDep, documents: Meant) -> dict[str, Any]:
    """Who has to do what, with the clause that says so."""
    found = services.library.duties(documents=documents)
    return {"duties": [{"document_id": name} | duty_json(duty) for name, duty in found]}


@router.get("/duties.xlsx", response_class=Response, responses={200: {"content": {SHEET: {}}}})
def duties_as_sheet(services: ServicesDep, documents: Meant, unit: Unit = None, q: str = "") -> Response:
    """Units against their duties as an Excel workbook; with `q`, those in whose names all its words stand."""
    rows = [row for row in named(duty_matrix(services.library, documents), q) if unit in (None, row.key)]
    held = services.library.documents({share.document_id for row in rows for share in row.shares})
    name = 'attachment; filename="nhiem-vu.xlsx"'
    return Response(duty_sheet(rows, held), media_type=SHEET, headers={"Content-Disposition": name})


@router.get("/deadlines")
def list_deadlines(services: ServicesDep, documents: Meant) -> dict[str, Any]:
    """What is due when, with the clause that says so."""
    found = services.library.deadlines(documents=documents)
    return {"deadlines": [{"document_id": name} | deadline_json(item) for name, item in found]}


@router.get("/deadlines.ics", response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
def deadlines_as_calendar(services: ServicesDep, documents: Meant, unit: Unit = None) -> Response:
    """What is due on known days, to be opened in a calendar or subscribed to."""
    found = services.library.deadlines(documents=documents)
    if unit is not None:
        units = units_at(duty_matrix(services.library))
        found = [row for row in found if unit in units.get((row[0], row[1].start), ())]
    of = services.library.documents({name for name, _ in found})
    file = calendar_of([row for row in found if row[0] in of], of, date.today())  # noqa: DTZ011  # the office computer's own day
    name = 'attachment; filename="deadlines.ics"'
    return Response(file, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers={"Content-Disposition": name})


@router.get("/precedents")
async def list_precedents(
    request: Request, services: ServicesDep, q: Text, documents: Documents = None
) -> dict[str, Any]:
    """How documents have worded what a text says: each wording once, highest and newest documents first."""

    def work() -> dict[str, Any]:
        found = services.assistant.precedents(q, documents=documents or ())
        return {"precedents": [precedent.to_json() for precedent in found]}

    turnstile: Turnstile = request.app.state.turnstile
    return await turnstile.run(work)
