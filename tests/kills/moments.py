"""Running something in a process that is killed at a moment drawn by chance.

Three kinds of moment: so long after the process first touched the store, at its n-th opening, renaming or
removing of something there, in its n-th statement to the database; the last two a little later, so that it
is also hit in the middle of what it then does. The kill is SIGKILL, from outside.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine, event

Kind = Literal["touch", "file", "statement"]
_FILE_EVENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "sqlite3.connect")
_LATER_S = 0.003  # at most, after a file event or a statement
_HANGS_S = 300.0


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill."""

    kind: Kind
    number: int  # of the event, from 1; 1 for the first touch
    later_s: float

    def __str__(self) -> str:
        return f"{self.kind} {self.number} + {self.later_s * 1000:.1f} ms"


@dataclass(frozen=True, slots=True)
class Course:
    """How an undisturbed run went."""

    seconds: float  # since it first touched the store
    file: int  # events
    statement: int

    def draw(self, chance: random.Random) -> Moment:
        """A moment in such a run."""
        kinds: tuple[Kind, ...] = ("touch", "file", "statement")
        kind = chance.choice(kinds if self.statement else kinds[:2])
        if kind == "touch":
            return Moment(kind, 1, chance.uniform(0, self.seconds))
        most = self.file if kind == "file" else self.statement
        return Moment(kind, chance.randint(1, most), chance.uniform(0, _LATER_S))


class Watch:
    """Counts what a process does to the store, and says on a pipe when the moment has come."""

    def __init__(self, root: Path, moment: Moment | None, pipe: int) -> None:
        self._root, self._moment, self._pipe = str(root), moment, pipe
        self.counts: dict[Kind, int] = {"touch": 0, "file": 0, "statement": 0}
        self.began = 0.0
        sys.addaudithook(self._hear)
        event.listen(Engine, "before_cursor_execute", lambda *_: self._count("statement"))

    def _hear(self, name: str, arguments: tuple[object, ...]) -> None:
        if name in _FILE_EVENTS and self._root in str(arguments[0]):
            if not self.counts["touch"]:
                self.began = time.monotonic()
                self._count("touch")
            self._count("file")

    def _count(self, kind: Kind) -> None:
        self.counts[kind] += 1
        if self._moment and (kind, self.counts[kind]) == (self._moment.kind, self._moment.number):
            os.write(self._pipe, b"!")

    def course(self) -> Course:
        return Course(time.monotonic() - self.began, self.counts["file"], self.counts["statement"])


def run(act: Callable[[], object], root: Path, moment: Moment | None = None) -> tuple[bool, Course | None]:
    """Run `act` in a process of its own.

    Returns:
        whether it was killed; how it went, if it was not.

    Raises:
        RuntimeError: it failed by itself.
    """
    heard, told = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _child(act, Watch(root, moment, told), told)
    os.close(told)
    said = b""
    killed = False
    while True:
        ready, _, _ = select.select([heard], [], [], _HANGS_S)
        if not ready:
            os.kill(child, signal.SIGKILL)
        block = os.read(heard, 65536)
        if not block:
            break
        said += block
        if moment is not None and not killed and said.startswith(b"!"):
            time.sleep(moment.later_s)
            os.kill(child, signal.SIGKILL)
            killed = True
    os.close(heard)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        if killed:
            return True, None
        raise RuntimeError(f"stalled, or ended by signal {os.WTERMSIG(status)}")
    told_of = json.loads(said.lstrip(b"!"))
    if "error" in told_of:
        raise RuntimeError(told_of["error"])
    return False, Course(**told_of)


def _child(act: Callable[[], object], watch: Watch, pipe: int) -> None:
    try:
        act()
        course = watch.course()
        said = {"seconds": course.seconds, "file": course.file, "statement": course.statement}
        os.write(pipe, json.dumps(said).encode())
    except Exception:  # noqa: BLE001  # the parent says which
        os.write(pipe, json.dumps({"error": traceback.format_exc()[-3000:]}).encode())
    finally:
        os._exit(0)
