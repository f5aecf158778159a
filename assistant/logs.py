"""What the service writes down about itself: lines for people, or JSON lines for programs that collect them.

At INFO each request and each question is a line, by its route, outcome and time; what was asked is written only where
`DANCHIEU_LOG_QUESTIONS` is set.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")  # of the request that is being answered

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_QUIET = ("httpx", "httpcore", "mcp", "gradio", "asyncio", "sentence_transformers", "chromadb")


class JsonLines(logging.Formatter):
    """A line is one JSON object: time (UTC), level, logger, message, request, error, and what was given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if known := request_id.get():
            line["request"] = known
        line |= {key: value for key, value in vars(record).items() if key not in _OWN}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """A line as people read it, with what was given as `extra` behind the message."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's own name
        given = {key: value for key, value in vars(record).items() if key not in _OWN}
        told = " ".join(f"{key}={json.dumps(value, ensure_ascii=False, default=str)}" for key, value in given.items())
        return f"{super().formatMessage(record)} {told}".rstrip()


def write_logs(settings: Settings) -> None:
    """From now on write what is logged to standard error, as the settings say."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.log_format == "json" else TextLines())
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    for name in _QUIET:  # what libraries say of every request is ours to say
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
