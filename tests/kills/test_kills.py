"""A few kills; `make kill-test` does two hundred."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_what_is_killed_is_finished_or_forgotten() -> None:
    acts = [word for act in ("replace", "upload", "back up") for word in ("--only", act)]
    command = [sys.executable, "-m", "tests.kills.run", "--kills", "6", "--seed", "20261125", *acts]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 kills, 0 faults" in done.stdout
