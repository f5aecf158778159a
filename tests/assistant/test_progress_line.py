"""Progress is one line that is redrawn in a terminal, and a line now and then elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from assistant.progress_line import ProgressLine
from ingest.progress import Progress


class Screen(io.StringIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def progress(page: int | None = None, pages: int | None = None, done: int = 1) -> Progress:
    return Progress(Path("/vb/kế hoạch.pdf"), page, pages, done, 3)


LINES = {
    "a file": (progress(), "[1/3] kế hoạch.pdf"),
    "a page": (progress(4, 12), "[1/3] kế hoạch.pdf, trang 4/12"),
    "a page of who knows how many": (progress(4), "[1/3] kế hoạch.pdf, trang 4/?"),
    "all read": (progress(done=3), "[3/3] đang lưu và lập chỉ mục"),
}


@pytest.mark.parametrize(("told", "line"), LINES.values(), ids=LINES.keys())
def test_what_is_told(told: Progress, line: str) -> None:
    screen, clock = Screen(terminal=True), Clock()
    shown = ProgressLine(screen, clock)
    clock.now = 2.5
    shown.tell(told)
    assert screen.getvalue() == f"\r\033[K{line}"


def test_nothing_is_told_of_what_is_done_in_two_seconds() -> None:
    screen, clock = Screen(terminal=True), Clock()
    shown = ProgressLine(screen, clock)
    clock.now = 1.9
    shown.tell(progress())
    shown.clear()
    assert screen.getvalue() == ""


def test_another_line_finds_room() -> None:
    screen, clock = Screen(terminal=True), Clock()
    shown = ProgressLine(screen, clock)
    clock.now = 2.5
    shown.tell(progress())
    shown.clear()
    shown.clear()
    assert screen.getvalue().endswith("kế hoạch.pdf\r\033[K")


def test_a_log_gets_whole_lines_and_few() -> None:
    screen, clock = Screen(terminal=False), Clock()
    shown = ProgressLine(screen, clock)
    for second in range(30):
        clock.now = float(second)
        shown.tell(progress(second, 90))
    shown.clear()
    pages = [line.rpartition(" ")[2] for line in screen.getvalue().splitlines()]
    assert pages == ["2/90", "12/90", "22/90"]
