"""What the routes work with, put together once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from assistant.api.errors import NotSignedIn
from assistant.api.page_images import PageImages
from assistant.asks import Asks
from assistant.incoming import finish
from assistant.intake import Intake, limits_of
from assistant.settings import Settings
from ingest.isolation import Workers
from vectorstore.backup import UPLOADS
from vectorstore.indexes import Reindexing
from vectorstore.library import Library
from vectorstore.visible_library import VisibleLibrary

# Threads that answer. Without a language model they compute, and Python computes on one core: a second goes on while
# one waits for the disk or is within an index; more only make every answer later.
_COMPUTING, _WAITING_FOR_A_MODEL = 2, 16


@dataclass(frozen=True, slots=True)
class Services:
    """The library, who answers from it and who fills it."""

    library: Library
    assistant: Asks
    restrict: Callable[[VisibleLibrary], Asks]  # who answers from a part of the library
    intake: Intake
    uploads: Path
    max_bytes: int  # of one file
    reindexing: Callable[[], Reindexing | None] = lambda: None  # how far the vectors of another embedder are
    answers_at_once: int = 2  # threads
    longest_wait_s: float = 20.0  # of a question that is taken
    log_questions: bool = False
    indexed: Callable[[], int] = lambda: 1 << 62  # the generation of the library that both indexes have
    warm_up: Callable[[str], None] = lambda question: None  # loads what the first question would wait for
    own: str = ""  # the account that hands something in

    @property
    def home(self) -> Path:
        """The folder of the store."""
        return self.uploads.parent

    def destination(self, name: str) -> Path:
        """Where a file that is handed in is kept: one of one account never takes the place of another's."""
        return self.uploads / (f"{self.own}~{name}" if self.own else name)

    def name_of(self, upload: str) -> str:
        """What a file was called that was handed in, or one in a zip file."""
        return Path(upload).relative_to(self.uploads).as_posix().removeprefix(f"{self.own}~")

    @property
    def page_images(self) -> PageImages:
        """Pictures of pages, each made once."""
        return PageImages(self.intake.page_image, self.home / "cache" / "pages")


def open_services(settings: Settings) -> Services:
    """Open everything in `settings.home`; slow once, so that the first question is not."""
    from assistant.askers import Askers
    from assistant.assistant import open_assistant

    assistant = open_assistant(settings)
    assistant.catch_up()
    if assistant.reindexing():  # the old vectors answer meanwhile
        threading.Thread(target=assistant.reindex, name="reindex", daemon=True).start()
    asks: Asks = assistant
    at_once = _WAITING_FOR_A_MODEL if settings.llm else _COMPUTING
    if settings.processes and not settings.llm:
        asks, at_once = Askers(assistant, settings, settings.processes), settings.processes
    limits = limits_of(settings)
    intake = Intake(assistant.library, assistant.catch_up, Workers(limits))
    uploads = settings.home.resolve() / UPLOADS
    finish(uploads, assistant.library, intake)
    return Services(
        library=assistant.library,
        assistant=asks,
        intake=intake,
        uploads=uploads,
        max_bytes=limits.max_bytes,
        reindexing=assistant.reindexing,
        warm_up=assistant.warm_up,
        answers_at_once=at_once,
        longest_wait_s=settings.longest_wait_s,
        log_questions=settings.log_questions,
        indexed=assistant.indexed,
        restrict=assistant.restricted,
    )


def services_of(request: HTTPConnection) -> Services:
    """The services as the caller may see them.

    Raises:
        NotSignedIn: nobody known, on one of the few pages that are open to everybody.
    """
    services = getattr(request.state, "services", None)
    if not isinstance(services, Services):
        raise NotSignedIn
    return services


async def _services(request: Request) -> Services:
    return services_of(request)


ServicesDep = Annotated[Services, Depends(_services)]
