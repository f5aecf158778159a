"""The service under load, from outside: nothing is lost, memory stays, too many are told so, a stop is orderly.

How quick it is depends on the machine, so that no test asks; `danchieu bench load` tells.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from eval.load import scenarios
from eval.load.asking import Connection, multipart, told
from eval.load.bench import as_text
from eval.load.scenarios import Measured, Tally
from eval.load.served import Served, serving
from eval.speed.asked import questions_about
from ingest.glossary import load_glossary
from vectorstore.library import Library

ROOT = Path(__file__).resolve().parent.parent.parent
SOAK_S = 20.0
GROWN = 0.15  # of the memory after a tenth of the time: what is loaded late, and no more


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("load") / "home"
    command = "from assistant.cli import main; main(prog_name='danchieu')"
    ingest = [sys.executable, "-c", command, "--home", str(home), "ingest", str(ROOT / "ingest" / "sample"), "--json"]
    subprocess.run(ingest, cwd=ROOT, check=True, timeout=240, stdout=subprocess.DEVNULL)
    return home


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    with serving(home) as served:
        yield served


@pytest.fixture(scope="module")
def questions(home: Path) -> Sequence[str]:
    return [question.text for question in questions_about(Library.open(home), load_glossary(), each=60)]


def test_asked_for_a_while_everything_is_answered_and_memory_stays(served: Served, questions: Sequence[str]) -> None:
    asyncio.run(scenarios.asking(served, questions, at_once=4, seconds=SOAK_S / 4))
    report = asyncio.run(scenarios.soak(served, questions, at_once=4, seconds=SOAK_S))
    assert set(report["statuses"]) == {"200"}
    assert len(report["memory_mb"]) == 10
    assert report["grown"] <= GROWN, report["memory_mb"]


def test_slow_readers_and_an_upload_beside_those_who_ask(served: Served, questions: Sequence[str]) -> None:
    slow = asyncio.run(scenarios.slow_readers(served, questions, connections=40, pause_s=0.1))
    assert slow["whole"] == 40
    files = {f"tb-{n}.txt": f"THÔNG BÁO\n\n1. Phòng Nội vụ trực ngày {n}/6/2026.\n".encode() for n in range(1, 13)}
    up = asyncio.run(scenarios.uploading(served, questions, files, at_once=2, together=5))
    assert (up["stored"], up["requests"]) == (12, {"201": 3})
    assert set(up["asking"]["statuses"]) == {"200"}


def test_a_stop_while_some_wait_cuts_nobody_off(home: Path, questions: Sequence[str]) -> None:
    with serving(home) as served:
        asyncio.run(scenarios.asking(served, questions, at_once=1, seconds=1))
        report = asyncio.run(scenarios.stopping(served, questions[:6], at_once=6))
    assert report["exit"] == 0
    assert set(report["answers"]) <= {"200", "503"}, "answered, or sent away; never cut off"
    assert "200" in report["answers"]


def test_a_body_of_files_is_read_as_such(served: Served) -> None:
    async def hand_in() -> Measured:
        async with Connection(served.address) as connection:
            return told(await connection.send("POST", "/v1/documents", *multipart({"rỗng.txt": b""})))

    assert asyncio.run(hand_in())["type"] == "urn:danchieu:problem:empty-file"


def test_figures_of_a_tally() -> None:
    tally = Tally()
    tally.times = [float(ms) for ms in range(1, 101)]
    tally.statuses.update([200] * 99 + [429])
    measured = tally.measured()
    assert (measured["questions"], measured["ms"]["p50"], measured["ms"]["p95"]) == (100, 50.5, 95.0)
    assert measured["statuses"] == {"200": 99, "429": 1}


def test_the_report_reads_as_text() -> None:
    asked = {
        "at_once": 2, "different": 3, "cpu_ms": 1.5, "questions": 9, "per_second": 4.5, "ms": {"p50": 1.0, "p95": 2.0},
        "statuses": {"200": 9},
    }  # fmt: skip
    report = {
        "asking": asked,
        "again": asked,
        "slow_readers": {"connections": 5, "whole": 5, "healthz_ms": {"p50": 1.0, "max": 2.0}},
        "uploading": {"files": 7, "seconds": 1.0, "stored": 7, "requests": {"201": 1}, "asking": asked},
        "overload": {
            "at_once": 8, "statuses": {"200": 1, "429": 7}, "longest_retry_after_s": 3.0, "afterwards": {"status": 200, "ms": 1.0},
        },
        "soak": {"questions": 9, "statuses": {"200": 9}, "memory_mb": [1.0, 1.0]},
        "memory_mb": {"begun": 1.0, "ended": 2.0},
        "stopping": {"exit": 0, "seconds": 0.1, "answers": {"200": 2}},
    }  # fmt: skip
    text = as_text(json.loads(json.dumps(report)))
    assert "2 người hỏi cùng lúc: 4.5 câu/giây, p50 1.0 ms, p95 2.0 ms, 1.5 ms bộ xử lý mỗi câu" in text
    assert "dừng: mã 0" in text
