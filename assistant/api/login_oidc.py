"""`/login/oidc`: to the office's own sign-in and back."""

from __future__ import annotations

import json
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from assistant.access.signing_in import OidcFailed, Pending, SigningIn
from assistant.api.admission import safe_next
from assistant.api.errors import NotSignedIn
from assistant.api.login import door_of, failed_page, let_in

router = APIRouter(prefix="/login/oidc", include_in_schema=False)
log = logging.getLogger(__name__)

_COOKIE = "danchieu_oidc"
_PATH = "/login/oidc"
_SECONDS = 600  # that a sign-in at the provider may take

Text = Annotated[str, Query(max_length=4000)]


@router.get("")
def go(request: Request) -> Response:
    """To the provider; what has to come back is kept by this browser alone."""
    provider, wanted = _provider(request), safe_next(request.query_params)
    try:
        address, pending = provider.begin(_redirect(request))
    except OidcFailed:
        log.exception("the OpenID provider")
        return failed_page(request, "unreachable", 502)
    response = RedirectResponse(address, 303)
    kept = urlsafe_b64encode(json.dumps([asdict(pending), wanted]).encode()).decode()
    secure = request.url.scheme == "https"
    response.set_cookie(_COOKIE, kept, _SECONDS, path=_PATH, secure=secure, httponly=True, samesite="lax")
    return response


@router.get("/callback")
def come_back(request: Request, state: Text = "", code: Text = "") -> Response:
    """A session for whoever the provider vouches for, if an account stands for them here."""
    door, provider = door_of(request), _provider(request)
    try:
        kept, wanted = json.loads(urlsafe_b64decode(request.cookies.get(_COOKIE, "")))
        subject = provider.finish(_redirect(request), Pending(**kept), state, code)
    except (OidcFailed, ValueError, TypeError) as error:
        log.warning("signing in by OpenID Connect: %s", error)
        return _spent(failed_page(request, "failed", 401))
    account = door.accounts.by_subject(subject)
    request.state.who, request.state.what = account.name if account else "", f"OpenID Connect {subject}"
    if account is None:
        return _spent(failed_page(request, "unknown", 403, subject.partition(" ")[2]))
    return _spent(let_in(request, door, account, safe_next({"next": wanted})))


def _spent(response: Response) -> Response:
    response.delete_cookie(_COOKIE, path=_PATH, httponly=True, samesite="lax")
    return response


def _provider(request: Request) -> SigningIn:
    provider = door_of(request).oidc
    if provider is None:
        raise NotSignedIn
    return provider


def _redirect(request: Request) -> str:
    return str(request.url_for("come_back"))
