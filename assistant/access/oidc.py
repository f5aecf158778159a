"""Signing in with the office's own accounts, by OpenID Connect. The only module that imports Authlib and its JOSE.

The authorization code flow with PKCE, as RFC 9700 has it: state and nonce tie what comes back to the browser
and to the request that it answers. An identity is the pair of issuer and subject; names and addresses, which a
provider may give anew to somebody else, decide nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.jwk import KeySet

from assistant.access.signing_in import OidcFailed, Pending, subject_of

_TIMEOUT_S = 10.0
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # signatures only, by keys that the provider publishes
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Provider:
    """An OpenID provider. Safe for threads."""

    def __init__(self, issuer: str, client_id: str, client_secret: str | None) -> None:
        parts = urlsplit(issuer)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ValueError("DANCHIEU_OIDC_ISSUER must begin with https://")
        self.issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._found: Mapping[str, Any] | None = None
        self._lock = Lock()

    def begin(self, redirect: str) -> tuple[str, Pending]:
        """Where to send the browser, and what it is to bring back.

        Raises:
            OidcFailed: the provider does not answer.
        """
        pending = Pending(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        with self._client(redirect) as client:
            address, _ = client.create_authorization_url(
                self._described()["authorization_endpoint"],
                state=pending.state,
                nonce=pending.nonce,
                code_verifier=pending.verifier,
            )
        return str(address), pending

    def finish(self, redirect: str, pending: Pending, state: str, code: str) -> str:
        """Who it is: issuer and subject.

        Raises:
            OidcFailed: the answer is not to this request, or is not signed by the provider for us.
        """
        if not secrets.compare_digest(state.encode(), pending.state.encode()):
            raise OidcFailed("the state is another request's")
        try:
            with self._client(redirect) as client:
                described = self._described()
                token = client.fetch_token(described["token_endpoint"], code=code, code_verifier=pending.verifier)
            keys = KeySet.import_key_set(_fetched(described["jwks_uri"]))
            claims = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS).claims
            jwt.JWTClaimsRegistry(
                leeway=60,
                iss={"essential": True, "value": described["issuer"]},
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                nonce={"essential": True, "value": pending.nonce},
                sub={"essential": True},
            ).validate(claims)
        except Exception as error:  # Authlib, httpx and joserfc have no common base beside this
            raise OidcFailed(f"{type(error).__name__}: {error}") from error
        return subject_of(self.issuer, str(claims["sub"]))

    def _client(self, redirect: str) -> OAuth2Client:
        return OAuth2Client(
            self._client_id,
            self._client_secret,
            redirect_uri=redirect, scope="openid",
            code_challenge_method="S256", timeout=_TIMEOUT_S, trust_env=False,
        )  # fmt: skip

    def _described(self) -> Mapping[str, Any]:
        """What the provider says of itself, asked once."""
        with self._lock:
            if self._found is None:
                try:
                    found = _fetched(f"{self.issuer}/.well-known/openid-configuration")
                except (httpx.HTTPError, ValueError) as error:
                    raise OidcFailed(f"{type(error).__name__}: {error}") from error
                if str(found.get("issuer", "")).rstrip("/") != self.issuer:
                    raise OidcFailed(f"the provider calls itself {found.get('issuer')}")
                self._found = found
            return self._found


def _fetched(address: str) -> Any:
    """JSON that the provider publishes."""
    return httpx.get(address, timeout=_TIMEOUT_S, trust_env=False).raise_for_status().json()
