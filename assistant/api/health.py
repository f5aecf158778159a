"""For whoever runs the service: is it alive, is it ready, what has it done."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from assistant.api.errors import NotReady
from assistant.api.metrics import CONTENT_TYPE, Metrics
from assistant.api.services import ServicesDep
from assistant.formats import formats_json

router = APIRouter(tags=["health"])
log = logging.getLogger(__name__)


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(services: ServicesDep) -> dict[str, Any]:
    """The library can be read, so questions can be answered; with the formats that can be read, and what others lack."""
    try:
        told = services.reindexing()
        return {
            "status": "ready",
            "documents": len(services.library.cards()),
            "formats": formats_json(),
            "reindexing": asdict(told) if told else None,
        }
    except Exception as error:
        log.exception("the library cannot be read")
        raise NotReady from error


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(request: Request, services: ServicesDep) -> PlainTextResponse:
    """Counters in the Prometheus text format."""
    counted: Metrics = request.app.state.metrics
    text = counted.render(documents=len(services.library.cards()), generation=services.library.generation)
    return PlainTextResponse(text, media_type=CONTENT_TYPE)
