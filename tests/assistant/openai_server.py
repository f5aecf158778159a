"""A server on loopback that speaks the OpenAI protocol and plays language models of all sorts.

Real HTTP, real client: only the model's words are made up. What a play returns is
computed from the request that it got, as a model's would be.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Play = Callable[[str, int], str]  # everything it was told, and which request of the conversation this is

_CLAUSE = re.compile(r'<clause number="(\d+)" place="[^"]*">\n(.*?)\n</clause>', re.S)


@dataclass
class OpenAIServer:
    """The running server and what it was asked."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)


def clauses_told(prompt: str) -> list[tuple[int, str]]:
    """Number and text of the clauses in a prompt."""
    return [(int(number), text) for number, text in _CLAUSE.findall(prompt)]


def reply(statements: list[tuple[str, int, str]], *, not_stated: bool = False) -> str:
    """A reply of the form that `prompts/answer.md` asks for."""
    rows = [{"text": text, "quotes": [{"clause": clause, "quote": quote}]} for text, clause, quote in statements]
    return json.dumps({"not_stated": not_stated, "statements": rows}, ensure_ascii=False)


@contextmanager
def playing(play: Play, *, status: int = 200, delay_s: float = 0.0, cut_off: bool = False) -> Iterator[OpenAIServer]:
    """Serve `play` on a free port of 127.0.0.1.

    Args:
        status: HTTP status of every answer.
        delay_s: seconds before it.
        cut_off: close the connection in mid-answer.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(body)
            time.sleep(delay_s)
            told = "\n".join(str(message["content"]) for message in body["messages"])
            message = {"role": "assistant", "content": play(told, len(body["messages"]))}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            payload = json.dumps(
                {"id": "x", "object": "chat.completion", "created": 0, "model": "play", "choices": [choice]}
            ).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            try:
                self.wfile.write(payload[: len(payload) // 2] if cut_off else payload)
            except OSError:
                return  # a client that waited no longer

        def log_message(self, format: str, *args: object) -> None:
            """Tests say what they need to know."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = OpenAIServer(f"http://127.0.0.1:{http.server_address[1]}/v1")
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
