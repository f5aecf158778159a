"""`make kill-test ARGS="--kills 200"`: kills what changes a store, and tells what was not as if nothing had happened.

After each kill every document is as before the act or as after it, never a half, and a backup can be restored. Done
once more, the act is complete: documents, clauses, facts, hashes, answers and files are those of an undisturbed run.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}

from tests.kills.acts import ACTS, World, documents, state
from tests.kills.moments import Course, Moment, run

# What an act imports by and by; done before, so that little time passes in which a kill shows nothing.
_LATER_IMPORTED = (
    "assistant.assistant",
    "assistant.extractive",
    "chromadb",
    "ingest.readers.text",
    "scipy.sparse.linalg",
)


@dataclass(frozen=True, slots=True)
class Reference:
    """An act that nobody disturbs."""

    template: Path  # the world before it
    before: dict[str, Any]  # its documents
    after: dict[str, Any]
    state: dict[str, Any]
    course: Course


class Killing:
    """A place for the world that is killed again and again, and copies of it to begin from."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._world = World(place / "world")
        self._said = place / "said.json"

    def reference(self, name: str) -> Reference:
        act, world = ACTS[name], self._world
        template = self._place / name.replace(" ", "-")
        world.restore_from(self._empty())
        run(lambda: act.before(world), world.root)
        world.root.rename(template)
        world.restore_from(template)
        before = documents(world)
        _, course = run(lambda: act.act(world), world.root)
        assert course is not None
        said = self._told()
        return Reference(template, before, documents(world), said, course)

    def fault(self, name: str, known: Reference, moment: Moment) -> tuple[bool, str | None]:
        """Whether it was killed, and what then was not as it must be."""
        act, world = ACTS[name], self._world
        world.restore_from(known.template)
        killed, _ = run(lambda: act.act(world), world.root, moment)
        try:
            halves = [
                source
                for source, found in documents(world).items()
                if found not in (known.before.get(source), known.after.get(source))
            ]
            if halves:
                return killed, f"half a document: {halves}"
            run(lambda: act.act(world), world.root)
            return killed, _difference(known.state, self._told())
        except (RuntimeError, ValueError) as error:
            return killed, str(error)

    def _told(self) -> dict[str, Any]:
        def tell() -> None:
            self._said.write_text(json.dumps(state(self._world)), encoding="utf-8")

        run(tell, self._world.root)
        said: dict[str, Any] = json.loads(self._said.read_text(encoding="utf-8"))
        return said

    def _empty(self) -> Path:
        empty = self._place / "empty"
        empty.mkdir(exist_ok=True)
        return empty


def _difference(expected: dict[str, Any], found: dict[str, Any]) -> str | None:
    for part, value in expected.items():
        if found[part] != value:
            return f"{part}: {json.dumps(found[part], ensure_ascii=False)[:1500]}\n  not {json.dumps(value, ensure_ascii=False)[:1500]}"
    return None


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="make kill-test ARGS=")
    parser.add_argument("--kills", type=int, default=200, help="spread evenly over the acts")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--only", choices=ACTS, action="append")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    for module in _LATER_IMPORTED:
        importlib.import_module(module)
    _say(f"--seed {given.seed}")
    names = given.only or list(ACTS)
    kills, through, faults = Counter[str](), Counter[str](), 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="danchieu-kills-") as place:
        killing = Killing(Path(place))
        known = {name: killing.reference(name) for name in names}
        for name, reference in known.items():
            _say(f"{name}: undisturbed {reference.course}")
        while kills.total() < given.kills:
            name = min(names, key=lambda one: kills[one])
            moment = known[name].course.draw(chance)
            killed, fault = killing.fault(name, known[name], moment)
            (kills if killed else through)[name] += 1
            if fault:
                faults += 1
                _say(f"FAULT {name}, {moment}: {fault}")
    for name in names:
        _say(f"{name}: {kills[name]} kills, {through[name]} times too late to kill")
    _say(f"{kills.total()} kills, {faults} faults, {time.monotonic() - began:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
