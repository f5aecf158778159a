"""`/v1/documents/{id}/view`: a document as an HTML fragment, for the panel of the web page."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.api.documents import require_document
from assistant.api.errors import NoSuchClause
from assistant.api.services import ServicesDep
from assistant.chat.document_view import render_document
from assistant.chat.spot import Spot

router = APIRouter(prefix="/v1/documents", tags=["documents"])


@router.get("/{document_id}/view", response_class=HTMLResponse)
def view_document(
    document_id: str,
    services: ServicesDep,
    clause: str | None = None,
    start: int | None = None,
    end: int | None = None,
    lang: Literal["vi", "en"] = "vi",
) -> HTMLResponse:
    """The whole text, its clauses in order, with one clause and one quote pointed out.

    `start` and `end` are offsets into the stored text, as in a citation; without them the
    clause itself is pointed out.
    """
    card, document = require_document(services, document_id)
    spot = Spot()
    if clause is not None:
        found = document.clause(clause)
        if found is None:
            raise NoSuchClause(clause)
        spot = Spot.of(found, start, end)
    fragment = render_document(card, document, spot, lang)
    return HTMLResponse(fragment, headers={"Cache-Control": "no-cache"})
