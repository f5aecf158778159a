"""A service of its own for the measuring: started on a free port, ended in good order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from eval.errors import StageFailed

_ROOT = Path(__file__).resolve().parent.parent.parent
_COMMAND = "from assistant.cli import main; main(prog_name='danchieu')"


@dataclass(frozen=True, slots=True)
class Served:
    """The running service."""

    process: subprocess.Popen[str]
    address: str

    def memory_mb(self) -> float:
        """Resident memory, in MB; 0 where the system does not tell."""
        try:
            pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        except OSError:
            return 0.0
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)

    def cpu_s(self) -> float:
        """Processor time that it has taken so far, in seconds; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> int:
        """Ask it to end; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def serving(home: Path) -> Iterator[Served]:
    """`danchieu serve` over a store, until the end of the block.

    Raises:
        StageFailed: it did not start.
    """
    command = [sys.executable, "-u", "-c", _COMMAND, "--home", str(home), "serve", "--port", "0"]
    with (
        TemporaryFile("w+", encoding="utf-8") as said,
        subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=said, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            opened = next((line for line in process.stdout if "http://" in line), "")
            if not opened:
                said.seek(0)
                raise StageFailed(home, "serve", said.read().strip().splitlines()[-1:])
            yield Served(process, opened[opened.index("http://") :].strip())
        finally:
            process.kill()
