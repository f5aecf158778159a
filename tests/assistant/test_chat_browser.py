"""The real page of the real server, in Chromium, on the sample directives."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Event, Thread
from typing import Any, Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, expect

from assistant.answer import Answer
from assistant.api.app import create_app
from assistant.api.services import Services
from assistant.chat.page import mount_page
from tests.assistant.browsing import CHROMIUM, QUESTION, WINDOWS, visit
from tests.assistant.conftest import FakeAssistant

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]


def test_a_question_its_citation_and_the_marked_quote(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    page = here.page
    here.ask()
    expect(page.locator(".dc-question").last).to_contain_text(QUESTION)

    chip = page.locator(".dc-prose button.dc-cite").first
    citation = page.locator(".dc-citations li").first
    official, quote = citation.locator(".dc-source").text_content(), citation.locator("blockquote").text_content()
    assert official
    assert quote
    chip.click()

    mark = page.locator("#dc-panel mark").first
    expect(mark).to_be_in_viewport()
    marked = " ".join(page.locator("#dc-panel mark").all_inner_texts())
    assert " ".join(marked.split()) == " ".join(quote.split())
    expect(page.locator("#dc-panel .dc-official p")).to_have_text(official)
    expect(page.locator("#dc-panel .dc-official")).to_be_in_viewport()
    expect(chip).to_have_attribute("aria-current", "true")
    assert (here.foreign, here.complaints) == ([], [])


def test_an_example_is_asked_by_a_click(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    example = here.page.locator(".dc-examples .dc-ask").last
    question = example.inner_text()
    example.click()
    here.answered()
    expect(here.page.locator(".dc-question")).to_contain_text(question)
    expect(here.page.locator(".dc-examples")).to_have_count(0)


def test_the_address_of_an_open_citation_opens_it_again(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    here.ask()
    here.page.locator(".dc-prose button.dc-cite").first.click()
    mark = here.page.locator("#dc-panel mark").first
    expect(mark).to_be_visible()
    link, marked = here.page.url, mark.inner_text()
    assert "document=" in link
    assert "clause=" in link
    there = visit(context, link)
    expect(there.page.locator("#dc-panel mark").first).to_have_text(marked)
    expect(there.page.locator("#dc-panel mark").first).to_be_in_viewport()
    assert (there.foreign, there.complaints) == ([], [])


def test_all_of_it_by_keyboard(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    here.ask()
    page = here.page
    chip = page.locator(".dc-prose button.dc-cite").first
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#dc-panel mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#dc-panel mark")).to_have_count(0)
    expect(chip).to_be_focused()
    page.locator("#dc-box textarea").fill("Ai chịu trách nhiệm?")
    page.keyboard.press("Enter")
    expect(page.locator(".dc-turn")).to_have_count(2)
    assert here.complaints == []


def test_what_is_typed_while_an_answer_is_written_stays(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    box = here.page.locator("#dc-box textarea")
    box.fill("Ai chịu trách nhiệm?")
    here.page.keyboard.press("Enter")
    expect(box).to_have_value("")
    box.fill("Khi nào")
    expect(here.page.locator('.dc-turn[aria-busy="false"]')).to_be_visible(timeout=20_000)
    expect(box).to_have_value("Khi nào")


@dataclass(eq=False)
class Slow(FakeAssistant):
    """Writes one word of an answer, then waits until it may go on."""

    go_on: Event = field(default_factory=Event)

    def stream(self, question: str, **how: Any) -> Iterator[str | Answer]:
        for part in super().stream(question, **how):
            yield part
            self.go_on.wait(60)


@pytest.fixture
def slow(services: Services) -> Iterator[tuple[Slow, str]]:
    """A server whose answers take as long as the test wants, and its address."""
    assistant = Slow(services.library)
    held = replace(services, assistant=assistant)
    app = create_app(held)
    mount_page(app)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=server.run, args=([listener],))
    thread.start()
    yield assistant, f"http://127.0.0.1:{listener.getsockname()[1]}"
    assistant.go_on.set()
    server.should_exit = True
    thread.join(20)
    listener.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Gradio calls pandas in old ways
def test_an_answer_is_stopped_and_another_question_asked(context: BrowserContext, slow: tuple[Slow, str]) -> None:
    assistant, address = slow
    here = visit(context, address)
    page = here.page
    page.locator("#dc-box textarea").fill("Ai trực canh lửa?")
    page.keyboard.press("Enter")
    expect(page.locator('.dc-turn[aria-busy="true"]')).to_be_visible()
    page.locator(".dc-stop").click()
    expect(page.locator(".dc-turn")).to_have_count(0)
    expect(page.locator(".dc-greeting")).to_be_visible()
    with page.expect_response(re.compile("queue/join"), timeout=10_000):
        assistant.go_on.set()
        page.locator("#dc-box textarea").fill("Ai gắn biển báo?")
        for _ in range(20):  # the step that was being written has to end first
            page.keyboard.press("Enter")
            page.wait_for_timeout(200)
            if page.locator("#dc-box textarea").input_value() == "":
                break
    here.answered()
    expect(page.locator(".dc-question")).to_have_count(1)
    expect(page.locator(".dc-question")).to_contain_text("Ai gắn biển báo?")
    kept = page.request.get(f"{address}/v1/conversations").json()["conversations"]
    assert [(one["title"], one["turns"]) for one in kept] == [("Ai gắn biển báo?", 1)]
    assert (here.foreign, here.complaints) == ([], [])


def test_two_visitors_do_not_see_each_other(browser: Browser, address: str) -> None:
    first, second = browser.new_context(), browser.new_context()
    try:
        asking, watching = visit(first, address), visit(second, address)
        asking.ask()
        expect(watching.page.locator(".dc-turn")).to_have_count(0)
        watching.page.reload()
        expect(watching.page.locator(".dc-greeting")).to_be_visible(timeout=30_000)
        expect(watching.page.locator(".dc-turn", has_text=QUESTION)).to_have_count(0)
    finally:
        first.close()
        second.close()


def test_english_by_a_switch_and_the_chat_stays(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    here.ask()
    expect(here.page).to_have_url(re.compile("chat="))
    here.page.locator("#dc-switch").click()
    expect(here.page.locator(".dc-citations summary").first).to_contain_text("Citations", timeout=30_000)
    expect(here.page.locator("#dc-new")).to_have_text("New chat")
    expect(here.page.locator("html")).to_have_attribute("lang", "en")
    expect(here.page.locator(".dc-turn")).to_have_count(1)
    expect(here.page).to_have_url(re.compile("lang=en"))
    here.page.locator("#dc-new").click()
    expect(here.page.locator(".dc-greeting h1")).to_have_text("What do you want to look up?")
    assert here.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), WINDOWS.values(), ids=WINDOWS.keys())
def test_it_fits_the_window(
    browser: Browser, address: str, width: int, height: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    try:
        here = visit(context, address)
        page = here.page
        expect(page.locator(".dc-examples .dc-ask").first).to_be_in_viewport()
        here.ask()
        page.locator(".dc-prose button.dc-cite").first.click()
        expect(page.locator("#dc-panel mark").first).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator(".dc-close").click()
        expect(page.locator("#dc-box textarea")).to_be_in_viewport()
        assert here.complaints == []
    finally:
        context.close()
