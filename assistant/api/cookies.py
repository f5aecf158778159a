"""The cookie of a session. No script can read it, and other sites' forms do not send it."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import Response

# A browser takes a name with this prefix only over https, for this very host and all of its paths.
_SECURE = "__Host-danchieu_session"
_PLAIN = "danchieu_session"


def token_of(cookies: Mapping[str, str]) -> str:
    """The token of a session; "" when there is none."""
    return cookies.get(_SECURE) or cookies.get(_PLAIN) or ""


def give_token(response: Response, request: Request, token: str, hours: float) -> None:
    secure = request.url.scheme == "https"
    name = _SECURE if secure else _PLAIN
    response.set_cookie(
        name, token, max_age=int(hours * 3600), path="/", secure=secure, httponly=True, samesite="lax"
    )  # fmt: skip


def take_token(response: Response) -> None:
    """Let the browser forget it, and what it has kept of the pages."""
    for name, secure in ((_SECURE, True), (_PLAIN, False)):
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
    response.headers["clear-site-data"] = '"cache"'
