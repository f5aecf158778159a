"""`POST /v1/ask`: a question in, an answer out, whole or as it is written."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from assistant.answer import Answer
from assistant.api.errors import NoSuchDocument
from assistant.api.events import EVENT_STREAM, event, stream
from assistant.api.metrics import Metrics
from assistant.api.problem_responses import language_of
from assistant.api.problems import problem_of, subject_of
from assistant.api.services import Services, ServicesDep
from assistant.request import AskRequest

router = APIRouter(prefix="/v1", tags=["ask"])
log = logging.getLogger(__name__)


@router.post("/ask", response_model=Answer, responses={200: {"content": {EVENT_STREAM: {}}}})
def ask(body: AskRequest, request: Request, services: ServicesDep) -> Response:
    """Answer one question; with `stream`, as server-sent events.

    The events are `delta` {"text"} for each piece of the answer, then `answer` with the whole
    of it; or `error` with a problem document.
    """
    metrics: Metrics = request.app.state.metrics
    for document_id in body.documents or ():
        if services.library.card(document_id) is None:
            raise NoSuchDocument(document_id)
    if body.stream:
        events = _events(body, services, metrics, language_of(request))
        return stream(events)
    began = time.monotonic()
    try:
        answer = services.assistant.ask(body.question, **_options(body))
    except Exception:
        metrics.count_question("failed", time.monotonic() - began)
        raise
    metrics.count_question(outcome_of(answer), time.monotonic() - began)
    return JSONResponse(answer.to_json())


def outcome_of(answer: Answer) -> str:
    """The label under which an answer is counted."""
    return "answered" if answer.refusal is None else answer.refusal.reason


def _options(body: AskRequest) -> dict[str, Any]:
    return {"history": body.history, "documents": body.documents or (), "as_of": body.as_of}


def _events(body: AskRequest, services: Services, metrics: Metrics, language: str) -> Iterator[str]:
    began = time.monotonic()
    try:
        for piece in services.assistant.stream(body.question, **_options(body)):
            if isinstance(piece, Answer):
                metrics.count_question(outcome_of(piece), time.monotonic() - began)
                yield event("answer", piece.to_json())
            else:
                yield event("delta", {"text": piece})
    except Exception as error:
        # The status line has been sent, so the problem has to travel as an event.
        log.exception("streaming an answer")
        metrics.count_question("failed", time.monotonic() - began)
        yield event("error", problem_of(error).to_json(language, subject_of(error)))
