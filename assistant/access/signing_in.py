"""What the service needs of an OpenID provider, without the libraries that speak with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class OidcFailed(Exception):
    """The provider cannot be reached, or what it says does not hold; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that has begun, as the browser keeps it until the provider sends it back."""

    state: str
    nonce: str
    verifier: str


class SigningIn(Protocol):
    """A provider; thread-safe."""

    def begin(self, redirect: str) -> tuple[str, Pending]:
        """Where to send the browser, and what it is to bring back. Raises OidcFailed: the provider does not answer."""
        ...

    def finish(self, redirect: str, pending: Pending, state: str, code: str) -> str:
        """Who it is: issuer and subject. Raises OidcFailed: the answer is not to this request, or not signed for us."""
        ...


def subject_of(issuer: str, subject: str) -> str:
    """Under what an account of the provider is kept."""
    return f"{issuer.rstrip('/')} {subject}"
