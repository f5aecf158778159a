"""How much one account, or one address without an account, may ask for in a minute."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.types import Scope

from assistant.access.buckets import Buckets
from assistant.access.caller import Caller

_COSTLY = ("/v1/ask", "/v1/chat/completions", "/v1/precedents", "/mcp", "/gradio_api/queue/join")
_FREE = ("/page/static/", "/assets/", "/static/", "/favicon.ico", "/healthz", "/readyz")


@dataclass(frozen=True)
class Limits:
    """Buckets of requests of any kind, and of those that cost time or disk: questions, searches, uploads."""

    requests: Buckets = field(default_factory=lambda: Buckets(per_minute=1200, burst=300))
    costly: Buckets = field(default_factory=lambda: Buckets(per_minute=120, burst=60))

    def wait(self, scope: Scope, caller: Caller | None) -> int:
        """Seconds after which it may be tried again; 0 for now."""
        path = scope["path"]
        if path.startswith(_FREE):
            return 0
        key = f"account {caller.account.id}" if caller and caller.account else f"address {address_of(scope)}"
        is_costly = path.startswith(_COSTLY) or (path.startswith("/v1/documents") and scope.get("method") == "POST")
        return self.requests.take(key) or (self.costly.take(key) if is_costly else 0)


def limits_of(requests: float, costly: float) -> Limits:
    """Args: of one account or address, in a minute; half of it, or a quarter, may come at once."""
    return Limits(Buckets(requests, max(1, round(requests / 4))), Buckets(costly, max(1, round(costly / 2))))


def address_of(scope: Scope) -> str:
    """Of whoever calls; behind a proxy that uvicorn trusts, of whom that names."""
    client = scope.get("client")
    return str(client[0]) if client else ""
