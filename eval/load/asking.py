"""A client that costs little, since it shares the machine with what it measures: HTTP over asyncio's own streams."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One connection, kept open from request to request."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def ask(self, question: str) -> Response:
        """Put a question and wait for the whole answer."""
        return await self.send("POST", "/v1/ask", json.dumps({"question": question}).encode())

    async def send(self, method: str, path: str, body: bytes = b"", kind: str = "application/json") -> Response:
        """
        Raises:
            OSError, asyncio.IncompleteReadError: the service has gone.
        """
        reader = await self._request(method, path, body, kind)
        status, headers = await _head(reader)
        if "content-length" in headers:
            content = await reader.readexactly(int(headers["content-length"]))
        else:
            content = b"".join([piece async for piece in _chunks(reader)])
        if headers.get("connection") == "close":
            await self.close()
        return Response(status, headers, content)

    async def stream(self, question: str, pause_s: float) -> Response:
        """Read an answer as it is written, pausing before each piece, as somebody far away would."""
        body = json.dumps({"question": question, "stream": True}).encode()
        reader = await self._request("POST", "/v1/ask", body, "application/json")
        status, headers = await _head(reader)
        if "content-length" in headers:
            return Response(status, headers, await reader.readexactly(int(headers["content-length"])))
        pieces = []
        async for piece in _chunks(reader):
            pieces.append(piece)
            await asyncio.sleep(pause_s)
        return Response(status, headers, b"".join(pieces))

    async def close(self) -> None:
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _request(self, method: str, path: str, body: bytes, kind: str) -> asyncio.StreamReader:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
        head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        await self._writer.drain()
        return self._reader


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, value in pairs}


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readline()).split(b";")[0], 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)


def multipart(files: dict[str, bytes]) -> tuple[bytes, str]:
    """A body that hands files in, and its content type."""
    boundary = "danchieu-bench-boundary"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: text/plain\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, content in files.items()
    ]
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def told(response: Response) -> dict[str, Any]:
    """The JSON of a response."""
    found: dict[str, Any] = json.loads(response.body)
    return found
