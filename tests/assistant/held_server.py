"""A service whose answers wait for a file: `python -m tests.assistant.held_server FOLDER PORT_FILE GRACE_S`."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Unpack

import uvicorn

from assistant.answer import Answer
from assistant.api.app import create_app
from assistant.api.services import Services
from assistant.api.stopping import Flight, InFlight, StoppingServer
from assistant.asks import How
from assistant.intake import Intake
from ingest.reading import ReadingHere
from tests.assistant.conftest import PLAN, FakeAssistant
from vectorstore.library import Library


class Held(FakeAssistant):
    """Says "begun" by a file of that name, and goes on when there is one named "go"."""

    folder: Path

    def ask(self, question: str, **options: Any) -> Answer:
        (self.folder / "begun").touch()
        while not (self.folder / "go").exists():
            time.sleep(0.02)
        return super().ask(question, **options)

    def stream(self, question: str, **how: Unpack[How]) -> Iterator[str | Answer]:
        yield "**Hạt Kiểm lâm** "
        yield self.ask(question, **how)


def main(folder: Path, port_file: Path, grace_s: float) -> None:
    (folder / "31.txt").write_text(PLAN, encoding="utf-8")
    library = Library.open(folder / "home")
    intake = Intake(library, lambda: None, ReadingHere(20_000))
    intake.take([folder / "31.txt"])
    assistant = Held(library)
    assistant.folder = folder
    flight = Flight()
    services = Services(library, assistant, FakeAssistant, intake, folder / "home" / "uploads", 20_000)
    app = create_app(services, flight=flight)
    app.add_middleware(InFlight, flight=flight)
    listener = socket.create_server(("127.0.0.1", 0))
    port_file.write_text(str(listener.getsockname()[1]), encoding="utf-8")
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2)
    StoppingServer(config, flight, grace_s).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
