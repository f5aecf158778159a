"""A small real library with a fake assistant over it, for what the three doors do themselves."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Unpack

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from assistant.answer import Answer, Citation, Note, Receipt, Refusal
from assistant.api.app import create_app
from assistant.api.services import Services
from assistant.asks import How
from assistant.citing import official
from assistant.intake import Intake
from assistant.precedents import Precedent
from ingest.reading import ReadingHere
from tests.assistant.browsing import ARGUMENTS, CHROMIUM, ROOT, SAMPLE, danchieu, serving
from vectorstore.evidence import Evidence
from vectorstore.library import Library

PLAN = """Số: 31/KH-UBND

Hòa Bình, ngày 4 tháng 3 năm 2024

KẾ HOẠCH
Phòng, chống <b>cháy</b> rừng năm 2024

I. NHIỆM VỤ:

1. Hạt Kiểm lâm:

- Trực canh lửa 24/24 giờ & báo cáo hằng tuần.

- Gắn biển báo <script>alert('x')</script> ở cửa rừng.

2. Các chủ rừng dọn thực bì trước ngày 30/4/2024 và bố trí người canh gác ở những nơi dễ cháy.
"""
MAX_BYTES = 20_000


@dataclass(eq=False)
class FakeAssistant:
    """Answers every question with the same citation; remembers how it was asked."""

    library: Library
    asked: list[dict[str, object]] = field(default_factory=list)
    failure: Exception | None = None

    def reindexing(self) -> None:
        return None

    def ask(self, question: str, **how: Unpack[How]) -> Answer:
        self.asked.append({"question": question, "history": (), "documents": (), "as_of": None, **how})
        if self.failure is not None:
            raise self.failure
        if "?!" in question:
            return refusal_of(self.library, question)
        answer = answer_of(self.library, question)
        dropped = Note("dropped", "Một ý không có trong trích dẫn nên bị bỏ.")
        return replace(answer, notes=(dropped,)) if "(dropped)" in question else answer

    def stream(self, question: str, **how: Unpack[How]) -> Iterator[str | Answer]:
        answer = self.ask(question, **how)
        if not answer.refused:
            for word in answer.answer.split(" "):
                yield word + " "
        yield answer

    def found(self, question: str, **how: Unpack[How]) -> Sequence[Evidence]:
        self.asked.append({"question": question, "documents": how.get("documents", ())})
        card = next(card for card in self.library.cards() if card.file == "31.txt")
        document = self.library.document(card.id)
        assert document is not None
        return [Evidence(card.id, clause, 0.5, 0.5, 0.5) for clause in document.addresses() if clause.path == "I.1-1"]

    def precedents(self, text: str, *, documents: Sequence[str] = ()) -> Sequence[Precedent]:
        self.asked.append({"question": text, "documents": documents})
        return [Precedent(citation_of(self.library, "I.1-2", "Gắn biển báo"), 0.5, ())]


def citation_of(library: Library, path: str, quote: str, marker: int = 1) -> Citation:
    card = next(card for card in library.cards() if card.file == "31.txt")
    document = library.document(card.id)
    assert document is not None
    clause = document.clause(path)
    assert clause is not None
    start = document.text.index(quote)
    header = document.header
    return Citation(
        marker=marker,
        document_id=card.id,
        number=header.number,
        kind=header.kind,
        issuer=header.issuer,
        date=header.date,
        title=card.title,
        file=card.file,
        path=path,
        label=f"mục {path}",
        official=official(clause, header),
        quote=quote,
        start=start,
        end=start + len(quote),
        page=None,
    )


def answer_of(library: Library, question: str) -> Answer:
    return Answer(
        id=None,
        question=question,
        language="vi",
        answer="**Hạt Kiểm lâm** trực canh lửa [1].",
        refused=False,
        refusal=None,
        citations=(citation_of(library, "I.1-1", "Trực canh lửa 24/24 giờ & báo cáo hằng tuần."),),
        notes=(Note("plan-year-past", "Kế hoạch của năm 2024."),),
        follow_ups=("Ai gắn biển báo?",),
        receipt=Receipt("c", "e", None, None),
        elapsed_ms=1.0,
    )


def refusal_of(library: Library, question: str) -> Answer:
    nearest = (citation_of(library, "I.1-2", "Gắn biển báo"),)
    refusal = Refusal("not-stated", "Văn bản không nêu việc này.", nearest)
    return replace(answer_of(library, question), answer="", refused=True, refusal=refusal, citations=(), follow_ups=())


@pytest.fixture
def make_services(tmp_path: Path) -> Callable[[], Services]:
    """Services over a home of their own, with one plan in the library."""

    def make() -> Services:
        home = tmp_path / "home"
        folder = tmp_path / "plans"
        folder.mkdir(exist_ok=True)
        (folder / "31.txt").write_text(PLAN, encoding="utf-8")
        library = Library.open(home)
        intake = Intake(library, lambda: None, ReadingHere(MAX_BYTES))
        intake.take([folder])
        return Services(
            library=library,
            assistant=FakeAssistant(library),
            intake=intake,
            uploads=home / "uploads",
            max_bytes=MAX_BYTES,
            restrict=FakeAssistant,
        )

    return make


@pytest.fixture
def services(make_services: Callable[[], Services]) -> Services:
    return make_services()


@pytest.fixture
def assistant(services: Services) -> FakeAssistant:
    assert isinstance(services.assistant, FakeAssistant)
    return services.assistant


@pytest.fixture
def client(services: Services) -> Iterator[TestClient]:
    with TestClient(create_app(services), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on a free port, whose home holds the sample directives."""
    environment = {**os.environ, "DANCHIEU_HOME": str(tmp_path_factory.mktemp("home")), "PYTHONUNBUFFERED": "1"}
    ingest = danchieu("ingest", str(SAMPLE), "--json")
    subprocess.run(ingest, cwd=ROOT, env=environment, check=True, timeout=240, stdout=subprocess.DEVNULL)
    with serving(environment) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each module: while Playwright runs, no test of the same process can have an event loop of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own on an office screen."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def problem() -> Callable[[Any], tuple[int, str]]:
    """Status and name of the problem that a response is."""

    def read(response: Any) -> tuple[int, str]:
        assert response.headers["content-type"] == "application/problem+json"
        body = response.json()
        assert body["status"] == response.status_code
        assert {"type", "title", "detail", "messages"} <= body.keys()
        return response.status_code, body["type"].removeprefix("urn:danchieu:problem:")

    return read
