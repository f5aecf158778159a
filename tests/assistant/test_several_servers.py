"""Three `danchieu serve` on one PostgreSQL library, each with indexes of its own; one is killed while it is asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.browsing import ROOT, danchieu

NOTICE = "Số: {0}/TB-UBND\n\nHòa Bình, ngày 9 tháng 5 năm 2024\n\nTHÔNG BÁO\nLịch trực {1}\n\n1. Hạt Kiểm lâm trực {1} ngày 12/6/2024.\n"
_WAIT_S = 120


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[str]
    address: str

    def post(self, path: str, data: bytes, kind: str = "application/json") -> Any:
        request = urllib.request.Request(self.address + path, data, {"Content-Type": kind})
        with urllib.request.urlopen(request, timeout=_WAIT_S) as response:
            return json.load(response)

    def ask(self, question: str) -> Any:
        return self.post("/v1/ask", json.dumps({"question": question}).encode())

    def upload(self, name: str, text: str) -> Any:
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        return self.post("/v1/documents", (head + text + "\r\n--x--\r\n").encode(), "multipart/form-data; boundary=x")

    def documents(self) -> set[str]:
        with urllib.request.urlopen(f"{self.address}/v1/documents", timeout=_WAIT_S) as response:
            return {document["file"] for document in json.load(response)["documents"]}


Start = Callable[[str], Server]


@pytest.fixture
def start(tmp_path: Path, database_url: str) -> Iterator[Start]:
    """Starts a server whose home has this name."""

    @contextmanager
    def running(home: str) -> Iterator[Server]:
        settings = {
            "DANCHIEU_HOME": str(tmp_path / home),
            "DANCHIEU_DATABASE_URL": database_url,
            "PYTHONUNBUFFERED": "1",
        }
        command = danchieu("serve", "--port", "0")
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert process.stdout is not None
            line = next((line for line in process.stdout if "http://" in line), "")
            try:
                yield Server(process, line[line.index("http://") :].strip().rstrip("/"))
            finally:
                process.kill()

    with ExitStack() as servers:
        yield lambda home: servers.enter_context(running(home))


def cited(answer: Any) -> list[str]:
    return [citation["file"] for citation in answer["citations"]]


def test_what_one_takes_in_the_others_answer_from_and_one_that_is_killed_harms_nobody(start: Start) -> None:
    one, two, three = (start(name) for name in ("one", "two", "three"))
    one.upload("7.txt", NOTICE.format(7, "cửa rừng"))
    question = "Hạt Kiểm lâm trực cửa rừng ngày nào?"
    for server in (two, three):
        assert server.documents() == {"7.txt"}
        assert cited(server.ask(question)) == ["7.txt"]

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(three.ask, f"{question} {turn}") for turn in range(20)]
        asked[0].result(_WAIT_S)
        three.process.send_signal(signal.SIGKILL)
        two.upload("8.txt", NOTICE.format(8, "kho muối"))  # its last question held nothing that a writer waits for
        failed = [question for question in asked if question.exception(_WAIT_S) is not None]
    assert failed, "it was not asked when it was killed"

    assert one.documents() == two.documents() == {"7.txt", "8.txt"}
    again = start("three")
    for other in ("Hạt Kiểm lâm trực kho muối ngày nào?", question):
        answers = [server.ask(other) for server in (one, two, again)]
        assert len({answer["answer"] for answer in answers}) == 1
        assert cited(answers[0])
