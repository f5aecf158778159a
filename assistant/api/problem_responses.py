"""Every error of the service as an RFC 9457 problem document."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.api.errors import ApiError, ComeAgain
from assistant.api.problem import CONTENT_TYPE, Problem
from assistant.api.problems import (
    BAD_REQUEST,
    INVALID_REQUEST,
    NO_SUCH_PAGE,
    PROBLEMS,
    UNEXPECTED,
    WRONG_METHOD,
    problem_of,
    subject_of,
)
from assistant.request import RequestError
from ingest.errors import IngestError

log = logging.getLogger(__name__)

_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "messages"],
    "properties": {
        "type": {"type": "string", "description": "urn:danchieu:problem:NAME"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do, in the caller's language."},
        "instance": {"type": "string"},
        "messages": {"type": "object", "properties": {code: {"type": "string"} for code in ("vi", "en")}},
    },
}
_DESCRIBED: dict[str, Any] = {"description": "A problem, RFC 9457.", "content": {CONTENT_TYPE: {"schema": _SCHEMA}}}
# For the OpenAPI description; 422 by itself, or FastAPI would describe its own error there.
PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {422: _DESCRIBED, "4XX": _DESCRIBED, "5XX": _DESCRIBED}

_BY_STATUS = {404: NO_SUCH_PAGE, 405: WRONG_METHOD}


def install_problem_responses(app: FastAPI) -> None:
    """Let `app` answer with a problem document whatever goes wrong in it."""
    for kind in PROBLEMS:
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def language_of(request: Request) -> str:
    """ "en" when the caller asks for English before Vietnamese, else "vi"."""
    for accepted in request.headers.get("accept-language", "").split(","):
        language = accepted.split(";")[0].strip().lower()
        if language.startswith("vi"):
            return "vi"
        if language.startswith("en"):
            return "en"
    return "vi"


def problem_response(request: Request, problem: Problem, **fields: Any) -> JSONResponse:
    subject = fields.pop("subject", "")
    body = problem.to_json(language_of(request), subject, instance=request.url.path)
    return JSONResponse(body | fields, problem.status, media_type=CONTENT_TYPE)


async def _known(request: Request, error: Exception) -> JSONResponse:
    problem = problem_of(error)
    if problem.status >= 500:
        log.error("%s %s: %s", request.method, request.url.path, error)
    fields = {"reason": error.detail} if isinstance(error, IngestError) else {}
    response = problem_response(request, problem, subject=subject_of(error), **fields)
    if isinstance(error, ComeAgain):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    for item in error.errors():
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, RequestError):
            return problem_response(request, problem_of(cause))
    errors = [{"field": ".".join(str(part) for part in item["loc"]), "message": item["msg"]} for item in error.errors()]
    return problem_response(request, INVALID_REQUEST, errors=errors)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, ApiError):  # what `Guard` raised while a body was being read
        return await _known(request, error.__cause__)
    problem = _BY_STATUS.get(error.status_code, BAD_REQUEST if error.status_code < 500 else UNEXPECTED)
    response = problem_response(request, problem)
    response.headers.update(error.headers or {})
    return response


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    # Starlette logs the traceback itself when it raises the error again after this answer.
    return problem_response(request, UNEXPECTED)
