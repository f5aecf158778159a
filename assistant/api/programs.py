"""`/mcp`: the tools of `assistant.program_tools` over streamable HTTP, without sessions, so that any server can answer any call."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from assistant.api.services import Services, services_of

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from assistant.program_tools import Run

PATH = "/mcp"

_seen: ContextVar[Services] = ContextVar("what the caller may see")


class Programs:
    """An ASGI application that loads the protocol's SDK when the first program calls: a second that most servers never need."""

    def __init__(self, version: str, run: Run) -> None:
        """Args: run: lets what takes a while wait for its turn."""
        self._version = version
        self._run_in_turn = run
        self._opened: asyncio.Future[StreamableHTTPSessionManager] | None = None
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._opened is None:
            self._opened = asyncio.get_running_loop().create_future()
            self._running = asyncio.create_task(self._run(self._opened))
        manager = await asyncio.shield(self._opened)
        token = _seen.set(services_of(HTTPConnection(scope)))  # the SDK's tasks for this call inherit it
        try:
            await manager.handle_request(scope, receive, send)
        finally:
            _seen.reset(token)

    async def close(self) -> None:
        """End the calls that are still running."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    async def _run(self, opened: asyncio.Future[StreamableHTTPSessionManager]) -> None:
        try:
            manager = await asyncio.to_thread(self._load)
            async with manager.run():
                opened.set_result(manager)
                await asyncio.Event().wait()  # until `close`
        except Exception as error:
            self._opened = None  # the next call tries again
            opened.set_exception(error)
            raise

    def _load(self) -> StreamableHTTPSessionManager:
        from mcp.server.transport_security import TransportSecuritySettings

        from assistant.program_tools import Sources, tools_over

        def sources() -> Sources:
            services = _seen.get()
            return Sources(services.assistant, services.library)

        server = tools_over(sources, self._version, self._run_in_turn)
        server.streamable_http_app(
            stateless_http=True,
            json_response=True,
            # `Guard` refuses foreign hosts and origins before a request comes here.
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        return server.session_manager
