"""A visit to the page of the running server, in Chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "ingest" / "sample"
QUESTION = "Sở Giáo dục và Đào tạo có nhiệm vụ gì?"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WINDOWS = {"telephone": (360, 740), "laptop": (1366, 768), "desktop": (1920, 1080)}


def danchieu(*arguments: str) -> list[str]:
    """The command line of this project, whatever is installed."""
    return [sys.executable, "-c", "from assistant.cli import main; main(prog_name='danchieu')", *arguments]


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
        expect(self.page.locator('.dc-turn[aria-busy="false"]').last).to_be_visible(timeout=20_000)

    def go(self, label: str) -> None:
        """To a section, by its link."""
        self.page.locator("#dc-top nav").get_by_text(label, exact=True).click()
        expect(self.page.locator("#dc-view h1")).to_contain_text(label, timeout=15_000)


def visit(context: BrowserContext, address: str) -> Visit:
    """Open an address and wait until frame and chat can be used."""
    page = context.new_page()
    found = Visit(page)
    page.on("request", lambda request: _note_foreign(found, request.url))
    page.on("console", lambda message: found.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.goto(address)
    # On a narrow screen the panel is there, but not shown yet.
    expect(page.locator("#dc-panel .dc-list li, #dc-panel article, .dc-page").first).to_be_attached(timeout=30_000)
    expect(page.locator("#dc-past .dc-greeting, .dc-turn").first).to_be_attached(timeout=30_000)
    return found


def _note_foreign(found: Visit, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
        found.foreign.append(url)


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a server of its own, on a free port, with these settings."""
    command = danchieu("serve", "--port", "0")
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(environment),
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
