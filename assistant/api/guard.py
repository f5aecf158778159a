"""What every request passes before a route sees it."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.errors import ApiError, Closed, ForeignOrigin, UploadTooLarge
from assistant.api.metrics import Metrics
from assistant.api.problem_responses import problem_response
from assistant.api.problems import problem_of
from assistant.logs import request_id

log = logging.getLogger("danchieu.requests")

_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Of Gradio only what the page uses: other parts take any file, give files, or fetch from other hosts.
_GRADIO = "/gradio_api/"
_OPEN = tuple(_GRADIO + name for name in ("queue/", "heartbeat/", "cancel", "reset", "startup-events", "app_id"))
_CLOSED = ("/monitoring", "/file=", "/file/", "/proxy=", "/stream/", "/upload", "/svelte/", "/custom_component/")
# Nothing is loaded from, or sent to, another host, whatever a document or a model has written.
# Gradio builds its page from inline scripts, and components from strings.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", _POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_OVER_HTTPS = (b"strict-transport-security", b"max-age=31536000")


class Guard:
    """Refuses bodies over the limit and requests of other sites; counts what comes through.

    Where no account is needed, any page that the user visits could otherwise upload or delete
    documents on 127.0.0.1 by a plain form, or read them under a name of its own that it lets point there.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, max_body: int, hosts: Collection[str] | None = None) -> None:
        """
        Args:
            max_body: bytes of a request's body.
            hosts: names under which the service may be called; None means any.
        """
        self._app = app
        self._metrics = metrics
        self._max_body = max_body
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 500, time.monotonic()
        known = request_id.set(uuid.uuid4().hex[:12])

        async def counting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = [*message.get("headers", ()), (b"x-request-id", request_id.get().encode())]
                message["headers"] = _with_ours(given, secure=scope.get("scheme") == "https")
            await send(message)

        try:
            await self._checked(scope, receive, counting)
        finally:
            seconds, route = time.monotonic() - began, _route(scope)
            self._metrics.count_request(scope["method"], route, status, seconds)
            told = {"method": scope["method"], "route": route, "status": status, "ms": round(seconds * 1000, 1)}
            log.info("request", extra=told)
            request_id.reset(known)

    async def _checked(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        refusal: ApiError | None = None
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._max_body:
            refusal = UploadTooLarge()
        elif self._is_foreign(scope["method"], headers):
            refusal = ForeignOrigin()
        elif _is_closed(scope["path"]):
            refusal = Closed()
        if refusal is not None:
            response = _refused(scope, refusal)
            await response(scope, receive, send)
            return
        await self._app(scope, _limited(receive, self._max_body), send)

    def _is_foreign(self, method: str, headers: Headers) -> bool:
        """Browsers name the page's origin on every changing request; other programs do not."""
        host = headers.get("host", "")
        if self._hosts is not None and urlsplit(f"//{host}").hostname not in self._hosts:
            return True
        origin = headers.get("origin")
        return method in _CHANGING and origin is not None and urlsplit(origin).netloc != host


def _is_closed(path: str) -> bool:
    return path.startswith(_CLOSED) or (path.startswith(_GRADIO) and not path.startswith(_OPEN))


def _with_ours(given: Iterable[tuple[bytes, bytes]], *, secure: bool) -> list[tuple[bytes, bytes]]:
    """A response's headers with ours; a page that has a stricter policy of its own keeps that."""
    kept = list(given)
    names = {name.lower() for name, _ in kept}
    ours = (*_HEADERS, _OVER_HTTPS) if secure else _HEADERS
    return [*kept, *(pair for pair in ours if pair[0] not in names)]


def _refused(scope: Scope, error: ApiError) -> JSONResponse:
    return problem_response(Request(scope), problem_of(error))


def _limited(receive: Receive, limit: int) -> Receive:
    """A body sent in pieces has no length to check beforehand, so its pieces are counted."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise UploadTooLarge
        return message

    return counted


def _route(scope: Scope) -> str:
    """The route's pattern, so that identifiers do not make counters without end."""
    pattern = getattr(scope.get("route"), "path", None)
    return pattern if isinstance(pattern, str) and pattern else "page"
