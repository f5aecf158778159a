"""`/v1/documents/{id}/view`: a document as an HTML fragment, for the panel of the web page."""

from __future__ import annotations

import pathlib
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response

from assistant.api.documents import require_document
from assistant.api.errors import NoSuchClause
from assistant.api.services import ServicesDep
from assistant.chat.document_view import render_document, render_rest
from assistant.chat.spot import Spot

Offset = Annotated[int, Query(ge=-(1 << 31), lt=1 << 31)]  # one outside the clause points out nothing
Place = Annotated[int, Path(ge=-(1 << 31), lt=1 << 31, title="From 0; pages from 1.")]

router = APIRouter(prefix="/v1/documents", tags=["documents"])


@router.get("/{document_id}/view", response_class=HTMLResponse)
def view_document(
    document_id: str,
    services: ServicesDep,
    clause: str | None = None,
    start: Offset | None = None,
    end: Offset | None = None,
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


@router.get("/{document_id}/view/rest/{first}/{last}", response_class=HTMLResponse, include_in_schema=False)
def view_rest(document_id: str, first: Place, last: Place, services: ServicesDep) -> HTMLResponse:
    """What a long document has before and after the clauses that its view came with."""
    _, document = require_document(services, document_id)
    return HTMLResponse(render_rest(document, max(0, first), max(0, last)), headers={"Cache-Control": "no-cache"})


@router.get("/{document_id}/pages/{page}", response_class=Response)
def view_page(document_id: str, page: Place, services: ServicesDep) -> Response:
    """A page of a PDF or of an image file as a picture (WebP)."""
    card, _ = require_document(services, document_id)
    image = services.page_images.image(pathlib.Path(card.source), card.sha256, page)
    return Response(image, media_type="image/webp", headers={"Cache-Control": "private, max-age=86400"})
