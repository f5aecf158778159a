"""Whose a session of Gradio is: its browser makes up the name, and whoever knew that could read along."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from urllib.parse import parse_qs

from starlette.types import Scope

_DATA, _HEARTBEAT = "/gradio_api/queue/data", "/gradio_api/heartbeat/"
_MOST = 20_000


class GradioSessions:
    """Sessions by name, each of the account that was first heard in it. Safe for threads."""

    def __init__(self) -> None:
        self._holders: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def allows(self, scope: Scope, account: str) -> bool:
        """Whether what a request would listen to is the account's own."""
        name = _named(scope)
        if not name:
            return True
        with self._lock:
            holder = self._holders.setdefault(name, account)
            self._holders.move_to_end(name)
            while len(self._holders) > _MOST:
                self._holders.popitem(last=False)
        return holder == account


def _named(scope: Scope) -> str:
    """The session that a request listens to; "" for none."""
    path: str = scope["path"]
    if path.startswith(_HEARTBEAT):
        return path[len(_HEARTBEAT) :]
    if path.rstrip("/") != _DATA:
        return ""
    query: str = scope.get("query_string", b"").decode("latin-1")
    session: str = parse_qs(query).get("session_hash", [""])[0]
    return session
