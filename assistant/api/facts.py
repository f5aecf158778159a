"""`/v1/duties` and `/v1/deadlines`: what all documents together say must be done, and when."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.api.services import ServicesDep
from assistant.inspection import deadline_json, duty_json

router = APIRouter(prefix="/v1", tags=["facts"])

Documents = Annotated[list[str] | None, Query(alias="document", description="Identifiers; none: all.")]


@router.get("/duties")
def list_duties(services: ServicesDep, documents: Documents = None) -> dict[str, Any]:
    """Who has to do what, with the clause that says so."""
    found = services.library.duties(documents=documents)
    return {"duties": [{"document_id": name} | duty_json(duty) for name, duty in found]}


@router.get("/deadlines")
def list_deadlines(services: ServicesDep, documents: Documents = None) -> dict[str, Any]:
    """What is due when, with the clause that says so."""
    found = services.library.deadlines(documents=documents)
    return {"deadlines": [{"document_id": name} | deadline_json(item) for name, item in found]}
