"""The real page of the real server, in Chromium, on the sample directives."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "ingest" / "sample"
SCREENSHOTS = ROOT / "build" / "screenshots"  # not kept in git; to be looked at
QUESTION = "Sở Giáo dục và Đào tạo có nhiệm vụ gì?"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]


def danchieu(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from assistant.cli import main; main(prog_name='danchieu')", *arguments]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on a free port, whose home holds the sample directives."""
    environment = {**os.environ, "DANCHIEU_HOME": str(tmp_path_factory.mktemp("home")), "PYTHONUNBUFFERED": "1"}
    ingest = danchieu("ingest", str(SAMPLE), "--json")
    subprocess.run(ingest, cwd=ROOT, env=environment, check=True, timeout=120)
    with subprocess.Popen(
        danchieu("serve", "--port", "0"),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            opened = next((line for line in server.stdout if "http://" in line), "")
            yield opened[opened.index("http://") :].strip()
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page, what it asked for elsewhere, and what it complained of."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, question: str = QUESTION) -> None:
        self.page.locator("#dc-box textarea").fill(question)
        self.page.keyboard.press("Enter")
        self.answered()

    def answered(self) -> None:
        expect(self.page.locator('.dc-turn[aria-busy="false"] .dc-prose')).to_be_visible(timeout=20_000)


def visit(context: BrowserContext, address: str) -> Visit:
    page = context.new_page()
    found = Visit(page)
    page.on("request", lambda request: _note_foreign(found, request.url))
    page.on("console", lambda message: found.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.goto(address)
    # On a narrow screen the panel is there, but not shown yet.
    expect(page.locator("#dc-panel .dc-list li, #dc-panel article, .dc-page").first).to_be_attached(timeout=30_000)
    expect(page.locator("#dc-box textarea")).to_be_attached(timeout=30_000)
    return found


def _note_foreign(found: Visit, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
        found.foreign.append(url)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    yield context
    context.close()


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
    page.screenshot(path=SCREENSHOTS / "citation.png")
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


WINDOWS = {"telephone": (390, 844), "laptop": (1366, 768), "desktop": (1920, 1080)}


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
        page.screenshot(path=SCREENSHOTS / f"start-{width}-{scheme}.png")
        here.ask()
        page.screenshot(path=SCREENSHOTS / f"answer-{width}-{scheme}.png")
        page.locator(".dc-prose button.dc-cite").first.click()
        expect(page.locator("#dc-panel mark").first).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=SCREENSHOTS / f"citation-{width}-{scheme}.png")
        page.locator(".dc-close").click()
        expect(page.locator("#dc-box textarea")).to_be_in_viewport()
        assert here.complaints == []
    finally:
        context.close()
