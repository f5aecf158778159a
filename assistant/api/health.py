"""For whoever runs the service: is it alive, is it ready, what has it done."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from assistant.api.admission import only, sees_all
from assistant.api.errors import NotReady
from assistant.api.metrics import CONTENT_TYPE
from assistant.api.services import Services, ServicesDep
from assistant.formats import formats_json

router = APIRouter(tags=["health"])
log = logging.getLogger(__name__)


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request) -> dict[str, Any]:
    """Questions can be answered: library and indexes can be read, these are up to date, and the service is not about to stop.

    With the formats that can be read, and what others lack; how much there is, only to whoever may see it all.
    """
    services: Services = request.app.state.services
    if request.app.state.flight.stopping:
        raise NotReady
    try:
        state = request.app.state.readiness.look(services)
        told = services.reindexing()
    except Exception as error:
        log.exception("the library cannot be read")
        raise NotReady from error
    if not state.ready:
        log.warning("the indexes are not those of the library", extra=state.to_json())
        raise NotReady
    return {
        "status": "ready",
        **(state.to_json() if sees_all(request) else {}),
        "formats": formats_json(),
        "reindexing": asdict(told) if told else None,
    }


@router.get("/metrics", response_class=PlainTextResponse, dependencies=[only("administrator")])
def metrics(request: Request, services: ServicesDep) -> PlainTextResponse:
    """Counters in the Prometheus text format."""
    state = request.app.state
    seen = state.readiness.look(services)
    gauges = {
        "documents": ("Documents in the library.", seen.documents),
        "generation": ("Library generation.", seen.generation),
        "index_behind": ("Changes of the library that an index has missed.", seen.generation - seen.indexed),
        "index_lag_seconds": ("How long an index has been behind.", round(seen.behind_s, 3)),
        "questions_waiting": ("Questions that wait or are being answered.", state.turnstile.inside),
        "requests_in_flight": ("Requests that are being answered.", state.flight.active),
    }
    return PlainTextResponse(state.metrics.render(gauges), media_type=CONTENT_TYPE)
