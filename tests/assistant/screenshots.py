"""`make screenshots`: the pictures of `docs/`, taken of the page on the sample directives.

`python -m tests.assistant.screenshots FOLDER` writes them to FOLDER.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.assistant.browsing import ARGUMENTS, CHROMIUM, QUESTION, ROOT, SAMPLE, danchieu, serving, visit

DRAFT = "Các sở, ban, ngành báo cáo kết quả thực hiện về Ủy ban nhân dân tỉnh trước ngày 15/12/2025 để tổng hợp."
OFFICE, TELEPHONE = (1366, 768), (360, 740)
# name: window, scheme, address
VIEWS = {
    "van-ban": (OFFICE, "light", "?tab=documents"),
    "mot-van-ban": (OFFICE, "light", "?tab=documents&doc=305-kh-ubnd-2025&document=305-kh-ubnd-2025&clause=V.2"),
    "nhiem-vu": (OFFICE, "light", "?tab=duties"),
    "thoi-han": (OFFICE, "light", "?tab=deadlines&in=2025&month=6"),
    "tien-le": (OFFICE, "light", f"?tab=precedents&draft={DRAFT}"),
    "nhiem-vu-toi": (OFFICE, "dark", "?tab=duties"),
    "thoi-han-dien-thoai": (TELEPHONE, "light", "?tab=deadlines&in=2025&month=6"),
}


@contextmanager
def served() -> Iterator[str]:
    """The address of a server with the sample directives."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DANCHIEU_HOME": home, "PYTHONUNBUFFERED": "1"}
        subprocess.run(danchieu("ingest", str(SAMPLE)), cwd=ROOT, env=environment, check=True)
        with serving(environment) as address:
            yield address


def opened(browser: Browser, window: tuple[int, int], scheme: str, address: str) -> Page:
    context = browser.new_context(
        viewport={"width": window[0], "height": window[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    return visit(context, address).page


def answered(browser: Browser, window: tuple[int, int], scheme: str, address: str, *, open_citation: bool) -> Page:
    """The chat with one answer, its first citation open beside it."""
    page = opened(browser, window, scheme, address)
    page.locator("#dc-box textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".dc-verdict").first).to_be_attached(timeout=30_000)
    if open_citation:
        page.locator(".dc-prose button.dc-cite").nth(1).click()
        expect(page.locator("#dc-panel mark").first).to_be_visible()
    return page


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        pages = {
            name: opened(browser, window, scheme, f"{address}/{at}") for name, (window, scheme, at) in VIEWS.items()
        }
        pages["dau-tien"] = opened(browser, OFFICE, "light", address)
        pages["screenshot"] = answered(browser, OFFICE, "light", address, open_citation=True)
        pages["hoi-toi"] = answered(browser, (1920, 1080), "dark", address, open_citation=True)
        pages["hoi-dien-thoai"] = answered(browser, TELEPHONE, "light", address, open_citation=False)
        for name, page in pages.items():
            page.wait_for_timeout(300)
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
