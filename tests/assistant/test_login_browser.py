"""Signing in, asking, one's own account and signing out, in Chromium, at a server that asks who one is."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.assistant.browsing import CHROMIUM, ROOT, SAMPLE, danchieu, serving
from tests.assistant.doors import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with an account `lan`, who reads, and `chu`, who administers."""
    home: Path = tmp_path_factory.mktemp("guarded")
    environment = {**os.environ, "DANCHIEU_HOME": str(home), "PYTHONUNBUFFERED": "1"}

    def run(*arguments: str, typed: str = "") -> None:
        subprocess.run(
            danchieu(*arguments), cwd=ROOT, env=environment, check=True, timeout=240, input=typed, text=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    run("ingest", str(next(SAMPLE.glob("*.txt"))), "--json")
    for name, role in (("chu", "administrator"), ("lan", "reader")):
        run("accounts", "add", name, "--role", role, "--password-stdin", typed=f"{PASSWORD}\n")
    with serving(environment) as address:
        yield address


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def test_a_reader_comes_in_asks_and_leaves(context: BrowserContext, guarded: str) -> None:
    page = context.new_page()
    page.goto(f"{guarded}/?tab=documents")
    expect(page).to_have_url(f"{guarded}/login?next=%2F%3Ftab%3Ddocuments")
    sign_in(page, "lan", "sai rồi nhé")
    expect(page.get_by_role("alert")).to_contain_text("không đúng")
    sign_in(page, "lan")
    expect(page.locator("#dc-view h1")).to_contain_text("Văn bản", timeout=30_000)
    expect(page.get_by_text("Nạp văn bản")).to_have_count(0)
    expect(page.locator("#dc-top nav").get_by_text("Đánh giá")).to_have_count(0)
    page.goto(guarded)
    expect(page.locator("#dc-past .dc-greeting")).to_be_attached(timeout=30_000)
    page.locator("#dc-past [data-ask]").first.click()
    expect(page.locator('.dc-turn[aria-busy="false"]')).to_be_visible(timeout=30_000)
    page.goto(f"{guarded}/account")
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(f"{guarded}/login")
    page.goto(guarded)
    expect(page).to_have_url(f"{guarded}/login?next=%2F")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366])
def test_axe_finds_nothing(browser: Browser, guarded: str, width: int, scheme: Literal["light", "dark"]) -> None:
    """Nothing at all: these pages are all our own."""
    context = browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme, bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(f"{guarded}/login")
        assert serious(page) == []
        sign_in(page, "chu", "sai")
        assert serious(page) == []
        sign_in(page, "chu")
        page.goto(f"{guarded}/account")
        page.get_by_label("Khóa dùng ở đâu").fill("máy chủ")
        page.get_by_role("button", name="Tạo khóa").click()
        expect(page.get_by_label("Khóa mới")).to_contain_text("dc_")
        assert serious(page) == []
    finally:
        context.close()
