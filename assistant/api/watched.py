"""What of a request goes into the audit log: changes, signing in and out, and whatever was refused."""

from __future__ import annotations

import re

from starlette.types import Message, Scope, Send

from assistant.access.caller import Caller
from assistant.api.limits import address_of
from vectorstore.visible_library import VisibleLibrary

Entry = tuple[str, str, str, str, str]  # the arguments of `Audit.add`

_DOCUMENT = re.compile(r"/v1/documents/([^/]+)")
_CHANGES = {
    ("POST", "/v1/documents"): "upload",
    ("POST", "/login"): "sign-in",
    ("POST", "/logout"): "sign-out",
    ("GET", "/login/oidc/callback"): "sign-in",
}
_CHANGED = (
    ("/v1/documents/", "remove"),
    ("/v1/accounts", "accounts"),
    ("/v1/visibility", "visibility"),
    ("/account/", "account"),
)


class Watched:
    """A response on its way out."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._status = 500

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
        await self._send(message)

    def entry(self, caller: Caller | None) -> Entry | None:
        """Of what has been answered; None for what is read and not refused."""
        scope = self._scope
        state = scope.get("state", {})
        action = "refused" if self._status in (401, 403, 429) or self._hides() else _action(scope)
        if action is None:
            return None
        who = caller.name if caller else str(state.get("who", ""))
        if action == "refused" and scope["path"] == "/login":
            action = "sign-in"
        what = str(state.get("what", "")) or f"{scope['method']} {scope['path']}"
        outcome = "hidden" if self._hides() else str(self._status)
        return who, address_of(scope), action, what, outcome

    def _hides(self) -> bool:
        """Whether a document was called for that is there, but not for the caller."""
        named = _DOCUMENT.match(self._scope["path"])
        library = getattr(self._scope.get("state", {}).get("services"), "library", None)
        if self._status != 404 or named is None or not isinstance(library, VisibleLibrary):
            return False
        return named[1] in library.hidden


def _action(scope: Scope) -> str | None:
    method, path = scope.get("method", "GET"), scope["path"]
    if found := _CHANGES.get((method, path)):
        return found
    if method in ("GET", "HEAD", "OPTIONS"):
        return None
    return next((action for start, action in _CHANGED if path.startswith(start)), None)
