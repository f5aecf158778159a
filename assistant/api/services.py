"""What the routes work with, put together once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Protocol

from fastapi import Depends, Request

from assistant.answer import Answer
from assistant.api.page_images import PageImages
from assistant.incoming import finish
from assistant.intake import Intake, limits_of
from assistant.precedents import Precedent
from assistant.settings import Settings
from ingest.isolation import Workers
from vectorstore.backup import UPLOADS
from vectorstore.evidence import Evidence
from vectorstore.indexes import Reindexing
from vectorstore.library import Library

# Threads that answer. Without a language model they compute, and Python computes on one core: a second goes on while
# one waits for the disk or is within an index; more only make every answer later.
_COMPUTING, _WAITING_FOR_A_MODEL = 2, 16


class Asks(Protocol):
    """Whatever answers questions: the Assistant, or a fake in tests. Thread-safe."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Answer: ...

    def stream(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Iterator[str | Answer]:
        """Pieces of the answer's Markdown, then the whole Answer."""
        ...

    def found(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] = (),
        as_of: date | None = None,
    ) -> Sequence[Evidence]:
        """The clauses found for a question, best first."""
        ...

    def precedents(self, text: str, *, documents: Sequence[str] = ()) -> Sequence[Precedent]:
        """How documents of the corpus have worded what a text says."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """The library, who answers from it and who fills it."""

    library: Library
    assistant: Asks
    intake: Intake
    uploads: Path
    max_bytes: int  # of one file
    reindexing: Callable[[], Reindexing | None] = lambda: None  # how far the vectors of another embedder are
    answers_at_once: int = 2  # threads
    longest_wait_s: float = 20.0  # of a question that is taken
    log_questions: bool = False
    indexed: Callable[[], int] = lambda: 1 << 62  # the generation of the library that both indexes have
    warm_up: Callable[[str], None] = lambda question: None  # loads what the first question would wait for

    @property
    def home(self) -> Path:
        """The folder of the store."""
        return self.uploads.parent

    @property
    def page_images(self) -> PageImages:
        """Pictures of pages, each made once."""
        return PageImages(self.intake.page_image, self.home / "cache" / "pages")


def open_services(settings: Settings) -> Services:
    """Open everything in `settings.home`; slow once, so that the first question is not."""
    from assistant.assistant import open_assistant

    assistant = open_assistant(settings)
    assistant.catch_up()
    if assistant.reindexing():  # the old vectors answer meanwhile
        threading.Thread(target=assistant.reindex, name="reindex", daemon=True).start()
    limits = limits_of(settings)
    intake = Intake(assistant.library, assistant.catch_up, Workers(limits))
    uploads = settings.home.resolve() / UPLOADS
    finish(uploads, assistant.library, intake)
    return Services(
        library=assistant.library,
        assistant=assistant,
        intake=intake,
        uploads=uploads,
        max_bytes=limits.max_bytes,
        reindexing=assistant.reindexing,
        warm_up=assistant.warm_up,
        answers_at_once=_WAITING_FOR_A_MODEL if settings.llm else _COMPUTING,
        longest_wait_s=settings.longest_wait_s,
        log_questions=settings.log_questions,
        indexed=assistant.indexed,
    )


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(_services)]
