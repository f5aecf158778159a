"""Who is let in: every request is told whose it is before anything else sees it.

One place for the page, the API, files and what Gradio serves: without a valid session or key
none of them is reached.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.buckets import Buckets
from assistant.access.caller import ANYBODY, Caller
from assistant.access.signing_in import SigningIn
from assistant.access.views import Views
from assistant.api.cookies import token_of
from assistant.api.errors import ApiError, ForeignOrigin, NotAllowed, NotSignedIn, RateExceeded
from assistant.api.gradio_sessions import GradioSessions
from assistant.api.limits import Limits, address_of
from assistant.api.problem_responses import problem_response
from assistant.api.problems import problem_of, subject_of
from assistant.api.services import Services
from assistant.api.watched import Watched
from assistant.chat.visitor import visitor_of
from vectorstore.accounts import Accounts, Role
from vectorstore.errors import VectorstoreError

log = logging.getLogger(__name__)

_PUBLIC = frozenset({"/login", "/login/oidc", "/login/oidc/callback", "/healthz", "/readyz", "/favicon.ico"})
_PUBLIC_FOLDER = "/page/static/"  # our scripts and styles: the same for everybody
_PROGRAMS = ("/v1/", "/gradio_api/", "/page/", "/metrics", "/openapi.json")
_NOT_KEPT = (b"cache-control", b"no-store")  # by a browser that somebody else may use next


@dataclass(frozen=True, slots=True)
class Door:
    """What is needed to let somebody in."""

    accounts: Accounts
    session_hours: float = 12.0
    limits: Limits = field(default_factory=Limits)
    tries: Buckets = field(default_factory=lambda: Buckets(per_minute=2, burst=10))  # of wrong passwords
    oidc: SigningIn | None = None


class Admission:
    """Finds out who calls; refuses whoever has no account, where one is needed."""

    def __init__(self, app: ASGIApp, *, services: Services, door: Door | None) -> None:
        """
        Args:
            services: of which everybody gets what they may see.
            door: None lets everybody in.
        """
        self._app = app
        self._door = door
        self._services = services
        self._views = Views(services)
        self._sessions = GradioSessions()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        caller: Caller | None = ANYBODY
        services: Services | None = self._services
        if self._door is not None:
            caller, services = await run_in_threadpool(self._known, self._door.accounts, scope)
        if refusal := self._refusal(scope, caller):
            watched = Watched(scope, send)
            await _refused(scope, receive, watched.send, refusal)
            # Whoever shows nothing at all is not written down: anybody could fill the disk.
            if caller is not None or "authorization" in Headers(scope=scope):
                await self._note(watched, caller)
            return
        scope["state"] = {**scope.get("state", {}), "caller": caller, "services": services}
        if self._door is None:
            await self._app(scope, receive, send)
            return
        watched = Watched(scope, _not_kept(send))
        await self._app(scope, receive, watched.send)
        await self._note(watched, caller)

    def _refusal(self, scope: Scope, caller: Caller | None) -> ApiError | None:
        """Why a request goes no further; None when it does."""
        if self._door is None:
            return None
        if seconds := self._door.limits.wait(scope, caller):
            return RateExceeded(seconds)
        if caller is None and not _is_public(scope["path"]):
            return NotSignedIn()
        if caller and caller.account and not self._sessions.allows(scope, caller.account.id):
            return NotAllowed()
        return ForeignOrigin() if caller and caller.way == "session" and not _is_own(scope) else None

    async def _note(self, watched: Watched, caller: Caller | None) -> None:
        """Write down what has to be; a full disk is told by the log, and takes back no answer that was given."""
        if entry := watched.entry(caller):
            try:
                await run_in_threadpool(self._services.library.audit.add, *entry)
            except VectorstoreError:
                log.exception("the audit log cannot be written")

    def _known(self, accounts: Accounts, scope: Scope) -> tuple[Caller | None, Services | None]:
        caller = _caller(accounts, scope)
        return caller, self._views.of(caller, address_of(scope)) if caller else None


def caller_of(request: HTTPConnection) -> Caller:
    """
    Raises:
        NotSignedIn: nobody known, on one of the few pages that are open to everybody.
    """
    caller = getattr(request.state, "caller", None)
    if not isinstance(caller, Caller):
        raise NotSignedIn
    return caller


CallerDep = Annotated[Caller, Depends(caller_of)]


def visitor_at(request: HTTPConnection) -> str:
    """Under whom conversations are kept: the account, or where none is needed the browser; "" for neither."""
    return caller_of(request).visitor or visitor_of(request.cookies)


def sees_all(request: HTTPConnection) -> bool:
    """Whether nothing is hidden from the caller, whatever is restricted."""
    caller = getattr(request.state, "caller", None)
    return isinstance(caller, Caller) and caller.may("administrator")


def only(role: Role) -> Any:
    """A dependency of routes that only this role, or a higher one, may call."""

    def check(request: Request) -> None:
        if not caller_of(request).may(role):
            raise NotAllowed

    return Depends(check)


def _caller(accounts: Accounts, scope: Scope) -> Caller | None:
    headers = Headers(scope=scope)
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme:  # whoever shows a key is who the key says, whatever cookies come with it
        account = accounts.by_key(key.strip()) if scheme.lower() == "bearer" else None
        return Caller("key", account) if account else None
    token = token_of(HTTPConnection(scope).cookies)
    account = accounts.by_session(token) if token else None
    return Caller("session", account) if account else None


def _is_public(path: str) -> bool:
    return path in _PUBLIC or path.startswith(_PUBLIC_FOLDER)


def _is_own(scope: Scope) -> bool:
    """Whether a request that changes something comes from our own page, as its browser says.

    A browser adds the cookie by itself, so that the cookie alone does not say who wanted the change.
    """
    if scope.get("method", "GET") in ("GET", "HEAD", "OPTIONS"):
        return True
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    return urlsplit(origin).netloc == headers.get("host")


async def _refused(scope: Scope, receive: Receive, send: Send, error: ApiError) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    request = Request(scope)
    reads_pages = "text/html" in request.headers.get("accept", "")
    nobody = isinstance(error, NotSignedIn)
    if nobody and scope["method"] == "GET" and reads_pages and not scope["path"].startswith(_PROGRAMS):
        wanted = f"{scope['path']}?{request.url.query}" if request.url.query else scope["path"]
        await RedirectResponse(f"/login?next={quote(wanted, safe='')}", 303)(scope, receive, send)
        return
    response = problem_response(request, problem_of(error), subject=subject_of(error))
    if isinstance(error, RateExceeded):
        response.headers["retry-after"] = str(error.retry_after_s)
    if nobody:
        response.headers["www-authenticate"] = 'Bearer realm="danchieu"'
    await response(scope, receive, send)


def _not_kept(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            others = [pair for pair in message.get("headers", ()) if pair[0].lower() != b"cache-control"]
            message["headers"] = [*others, _NOT_KEPT]
        await send(message)

    return marked


def safe_next(wanted: Mapping[str, Any] | None) -> str:
    """Where to go after signing in: an address of this service and no other."""
    address = str((wanted or {}).get("next") or "/")
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if inside and address.isprintable() else "/"
