"""What every request passes before a route sees it."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.errors import ApiError, ForeignOrigin, UploadTooLarge
from assistant.api.metrics import Metrics
from assistant.api.problem_responses import problem_response
from assistant.api.problems import problem_of

_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
)


class Guard:
    """Refuses bodies over the limit and changes asked for by pages of other sites; counts.

    The service has no login of its own: without the second check any page that the user
    visits could upload or delete documents on 127.0.0.1 by a plain form.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, max_body: int) -> None:
        self._app = app
        self._metrics = metrics
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def counting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        try:
            await self._checked(scope, receive, counting)
        finally:
            self._metrics.count_request(scope["method"], _route(scope), status)

    async def _checked(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        refusal: ApiError | None = None
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._max_body:
            refusal = UploadTooLarge()
        elif scope["method"] in _CHANGING and _is_foreign(headers):
            refusal = ForeignOrigin()
        if refusal is not None:
            response = _refused(scope, refusal)
            await response(scope, receive, send)
            return
        await self._app(scope, _limited(receive, self._max_body), send)


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


def _is_foreign(headers: Headers) -> bool:
    """Browsers name the page's origin on every such request; other programs do not."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def _route(scope: Scope) -> str:
    """The route's pattern, so that identifiers do not make counters without end."""
    pattern = getattr(scope.get("route"), "path", None)
    return pattern if isinstance(pattern, str) and pattern else "page"
