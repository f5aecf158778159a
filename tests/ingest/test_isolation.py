"""A file that hurts its reader hurts nobody else."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ingest.corpus import Failed, Read, read_corpus
from ingest.document import read_document
from ingest.errors import IngestError, TooDemanding, UnreadableFile
from ingest.isolation import Workers
from ingest.progress import Progress
from ingest.reader_process import Limits
from tests.ingest.hostile_reader import read_hostile

LETTER = (
    "Số: 1/UBND-VX\n\nAn Hòa, ngày 5 tháng 3 năm 2024\n\nV/v chuẩn bị hội nghị\n\n1. Văn phòng chuẩn bị hội trường.\n"
)
ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(max_bytes=1_000_000, seconds=60.0, memory=300_000_000)  # no other file comes near them
HASTY = Limits(max_bytes=1_000_000, seconds=2.0)


def workers_that_leave_none(limits: Limits) -> Iterator[Workers]:
    others = set(psutil.Process().children(recursive=True))  # of what ran before, which end when they are collected
    with Workers(limits, read_hostile) as workers:
        yield workers
    assert set(psutil.Process().children(recursive=True)) <= others


@pytest.fixture
def reading() -> Iterator[Workers]:
    yield from workers_that_leave_none(LIMITS)


@pytest.fixture
def hasty() -> Iterator[Workers]:
    yield from workers_that_leave_none(HASTY)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    for name in ("a", "z"):
        (tmp_path / f"{name}.txt").write_text(LETTER, encoding="utf-8")
    return tmp_path


def expect_only_one_to_fail(reading: Workers, letters: Path, name: str, error: type[IngestError], said: str) -> None:
    bad = letters / f"{name}.txt"
    bad.write_text(LETTER, encoding="utf-8")
    outcomes = {outcome.path.stem: outcome for outcome in read_corpus([letters], {}, reading)}
    assert [*outcomes] == sorted(["a", name, "z"])
    assert isinstance(outcomes["a"], Read)
    assert isinstance(outcomes["z"], Read)
    failed = outcomes[name]
    assert isinstance(failed, Failed)
    assert (type(failed.error), failed.error.source) == (error, bad)
    assert said in failed.error.detail


OVER_TIME = {"hangs": "treo", "waits for a program that hangs, in a session of its own": "treo-con"}


@pytest.mark.parametrize("name", OVER_TIME.values(), ids=OVER_TIME.keys())
def test_a_file_that_takes_too_long_is_stopped(hasty: Workers, letters: Path, name: str) -> None:
    expect_only_one_to_fail(hasty, letters, name, TooDemanding, "DANCHIEU_FILE_TIMEOUT_S")


HOSTILE: dict[str, tuple[str, type[IngestError], str]] = {
    "takes memory without end": ("phinh", TooDemanding, "DANCHIEU_FILE_MEMORY_MB"),
    "has programs take the memory together": ("phinh-con", TooDemanding, "DANCHIEU_FILE_MEMORY_MB"),
    "crashes": ("sap", UnreadableFile, "SIGSEGV"),
    "is ended by the system": ("bi-giet", TooDemanding, "hết bộ nhớ"),
    "exits": ("thoat", UnreadableFile, "mã 3"),
    "has a mistake of ours": ("nham", UnreadableFile, "ZeroDivisionError"),
    "calls the network": ("mang", UnreadableFile, "PermissionError"),
}


@pytest.mark.parametrize(("name", "error", "said"), HOSTILE.values(), ids=HOSTILE.keys())
def test_only_the_hostile_file_fails(
    reading: Workers, letters: Path, name: str, error: type[IngestError], said: str
) -> None:
    expect_only_one_to_fail(reading, letters, name, error, said)


def test_what_parsers_print_is_no_reply(reading: Workers, letters: Path) -> None:
    talking = letters / "noi.txt"
    talking.write_text(LETTER, encoding="utf-8")
    assert reading.read(talking, lambda done, total: None).header.number == "1/UBND-VX"


def test_pages_are_told_and_give_more_time(hasty: Workers, letters: Path) -> None:
    paged = letters / "trang.txt"
    paged.write_text(LETTER, encoding="utf-8")
    told: list[Progress] = []
    outcomes = [*read_corpus([letters], {}, hasty, told.append)]
    assert all(isinstance(outcome, Read) for outcome in outcomes)
    assert [progress.page for progress in told if progress.path == paged and progress.page] == [*range(1, 13)]
    assert {progress.pages for progress in told if progress.page} == {12}
    assert (told[-1].done, told[-1].total) == (3, 3)


def test_the_same_is_read_as_in_this_process(letters: Path) -> None:
    with Workers(LIMITS) as reading:
        apart = reading.read(letters / "a.txt", lambda done, total: None)
    assert apart == read_document(letters / "a.txt", max_bytes=1_000_000)


def test_temporary_files_go_with_the_process(letters: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    with Workers(LIMITS) as reading:
        reading.read(letters / "a.txt", lambda done, total: None)
        assert [*scratch.iterdir()]
    assert [*scratch.iterdir()] == []


ENDINGS: dict[str, tuple[str, signal.Signals]] = {
    "killed": ("treo", signal.SIGKILL),
    "killed while a program hangs": ("treo-con", signal.SIGKILL),
    "told to end": ("treo", signal.SIGTERM),
    "interrupted by Ctrl+C": ("treo", signal.SIGINT),
}


@pytest.mark.parametrize(("name", "how"), ENDINGS.values(), ids=ENDINGS.keys())
def test_processes_and_their_files_go_when_the_parent_is(
    letters: Path, tmp_path: Path, name: str, how: signal.Signals
) -> None:
    (letters / f"{name}.txt").write_text(LETTER, encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    program = (
        "import signal, sys, tempfile\nfrom pathlib import Path\nfrom ingest.corpus import read_corpus\n"
        "from ingest.isolation import Workers\nfrom ingest.reader_process import Limits\n"
        "from tests.ingest.hostile_reader import read_hostile\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "tempfile.tempdir = sys.argv[2]\n"
        "with Workers(Limits(1_000_000, seconds=600), read_hostile) as reading:\n"
        "    for outcome in read_corpus([Path(sys.argv[1])], {}, reading):\n"
        "        print(outcome.path, flush=True)\n"
    )
    command = [sys.executable, "-c", program, str(letters), str(scratch)]
    with subprocess.Popen(command, cwd=ROOT, stdout=-1, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().strip() == str(letters / "a.txt").encode()
        children = family(parent.pid, until="sleep(600)" if name == "treo-con" else "")
        parent.send_signal(how)
        parent.wait(timeout=20)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert (alive, [*scratch.iterdir()]) == ([], [])


def family(pid: int, until: str) -> list[psutil.Process]:
    """What a process has started, as soon as one of them has this in its command."""
    while True:
        children = psutil.Process(pid).children(recursive=True)
        if any(until in argument for child in children for argument in child.cmdline()):
            return children
        time.sleep(0.02)
