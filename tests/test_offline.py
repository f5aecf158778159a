"""Nothing is downloaded: ingesting and asking work with the network cut off, and never try it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Audit hooks see every connection and name look-up made through Python, whichever library makes
# it, and cannot be taken off again. Attempts are noted as well, since libraries swallow errors.
COMMAND = """
import json, sys

attempts = open(sys.argv.pop(1), "a", encoding="utf-8")

def cut_off(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        print(event, args[0 if event.startswith("socket.get") else 1], file=attempts, flush=True)
        raise OSError("the network is cut off")

sys.addaudithook(cut_off)

from assistant.cli import main

main(prog_name="danchieu")
"""

# What is not Python can be cut off by the kernel only, where that is allowed.
WAYS = {"python": [], "kernel": ["unshare", "--map-root-user", "--net"]}


def can_run(way: list[str]) -> bool:
    try:
        return subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_ingest_and_ask_without_network(way: list[str], sample: Path, tmp_path: Path) -> None:
    if not can_run(way):
        pytest.skip(f"{' '.join(way)} is not allowed here")
    attempts = tmp_path / "attempts"

    def danchieu(*arguments: str) -> str:
        home = ["--home", str(tmp_path / "store")]
        command = [*way, sys.executable, "-c", COMMAND, str(attempts), *home, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    files = json.loads(danchieu("ingest", str(sample), "--json"))["files"]
    assert len(files) >= 8
    answer = json.loads(danchieu("ask", "Báo cáo gửi trước ngày nào?", "--json"))
    assert answer["answer"] or answer["refused"]
    assert attempts.read_text(encoding="utf-8") == ""
