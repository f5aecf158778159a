"""`POST /v1/ask`: a question in, an answer out, whole or as it is written."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from assistant.answer import Answer
from assistant.api.errors import NoSuchDocument, Stopping
from assistant.api.events import EVENT_STREAM, Put, Unheard, event, events_of, stream
from assistant.api.problem_responses import language_of
from assistant.api.problems import problem_of, subject_of
from assistant.api.services import Services, ServicesDep
from assistant.request import AskRequest

router = APIRouter(prefix="/v1", tags=["ask"])
log = logging.getLogger(__name__)


@router.post("/ask", response_model=Answer, responses={200: {"content": {EVENT_STREAM: {}}}})
async def ask(body: AskRequest, request: Request, services: ServicesDep) -> Response:
    """Answer one question; with `stream`, as server-sent events.

    The events are `delta` {"text"} for each piece of the answer, then `answer` with the whole
    of it; or `error` with a problem document.
    """
    state = request.app.state
    turn = state.turnstile.enter()
    if body.documents:
        await run_in_threadpool(_require_documents, services, body.documents)
    language = language_of(request)
    if body.stream:
        last = event("error", problem_of(Stopping()).to_json(language, subject_of(Stopping())))
        work = partial(_tell, body, services, language)
        return stream(events_of(work, state.flight, last, turn.run))
    response: Response = await turn.run(partial(_answered, body, services))
    return response


def _require_documents(services: Services, documents: Sequence[str]) -> None:
    for document_id in documents:
        if services.library.card(document_id) is None:
            raise NoSuchDocument(document_id)


def _answered(body: AskRequest, services: Services) -> Response:
    return JSONResponse(services.assistant.ask(body.question, **_options(body)).to_json())


def _options(body: AskRequest) -> dict[str, Any]:
    return {"history": body.history, "documents": body.documents or (), "as_of": body.as_of}


def _tell(body: AskRequest, services: Services, language: str, put: Put) -> None:
    try:
        for piece in services.assistant.stream(body.question, **_options(body)):
            if isinstance(piece, Answer):
                put(event("answer", piece.to_json()))
            else:
                put(event("delta", {"text": piece}))
    except Unheard:
        log.info("an answer was not waited for")
    except Exception as error:
        # The status line has been sent, so the problem has to travel as an event.
        log.exception("streaming an answer")
        put(event("error", problem_of(error).to_json(language, subject_of(error))))
