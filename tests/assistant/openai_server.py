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

PIECE = 24  # characters of a streamed piece

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
def playing(
    play: Play,
    *,
    status: int = 200,
    delay_s: float = 0.0,
    pause_s: float = 0.0,
    cut_off: bool = False,
    on_piece: Callable[[str], None] = lambda _: None,
) -> Iterator[OpenAIServer]:
    """Serve `play` on a free port of 127.0.0.1, streamed where the client asks for it.

    Args:
        status: HTTP status of every answer.
        delay_s: seconds before it.
        pause_s: seconds before each piece of a stream.
        cut_off: close the connection in mid-answer.
        on_piece: told of each piece of a stream before it is sent.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(body)
            time.sleep(delay_s)
            told = "\n".join(str(message["content"]) for message in body["messages"])
            words = play(told, len(body["messages"]))
            self.send_response(status)
            try:
                if body.get("stream") and status == 200:
                    self._stream(words)
                else:
                    self._whole(words)
            except OSError:
                return  # a client that waited no longer

        def _whole(self, words: str) -> None:
            message = {"role": "assistant", "content": words}
            payload = json.dumps(_completion([{"index": 0, "message": message, "finish_reason": "stop"}])).encode()
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload[: len(payload) // 2] if cut_off else payload)

        def _stream(self, words: str) -> None:
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            pieces = [words[at : at + PIECE] for at in range(0, len(words), PIECE)]
            for piece in pieces[: len(pieces) // 2] if cut_off else pieces:
                time.sleep(pause_s)
                on_piece(piece)
                self._event(_completion([{"index": 0, "delta": {"content": piece}, "finish_reason": None}], ".chunk"))
            if cut_off:
                self.wfile.write(b'data: {"id": "x", "obj')
                return
            self._event(_completion([{"index": 0, "delta": {}, "finish_reason": "stop"}], ".chunk"))
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, value: dict[str, Any]) -> None:
            self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
            self.wfile.flush()

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


def _completion(choices: list[dict[str, Any]], kind: str = "") -> dict[str, Any]:
    return {"id": "x", "object": f"chat.completion{kind}", "created": 0, "model": "play", "choices": choices}
