"""`make fuzz ARGS="--seconds 600"`: reads what chance makes, for so long, and tells what did not hold.

First come all the real texts at hand, once. Each input that broke a property is made as small as hypothesis can make it, printed, and kept in
`.fuzz/`. A fault found here becomes a row in the tests of the module at fault.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from tests.fuzz.directives import directives, spoilt
from tests.fuzz.properties import grow_linearly, read_as_printed, read_file_well, read_text_well
from tests.fuzz.real import check_real
from tests.fuzz.strategies import ROOT, files, fragments, texts

_EXAMPLES = 60  # of one property, before the next has its turn
_HANGS_S = 30


@dataclass(frozen=True, slots=True)
class Property:
    """What must hold of every input."""

    holds: Callable[[Any], object]
    inputs: SearchStrategy[Any]


PROPERTIES = {
    "text": Property(read_text_well, texts()),
    "directive": Property(read_as_printed, directives()),
    "spoilt": Property(read_text_well, spoilt()),
    "file": Property(read_file_well, files()),
    "growth": Property(grow_linearly, fragments()),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A property that did not hold."""

    name: str
    place: str  # where it was noticed: faults of one place count as one
    told: str
    example: object


class Hang(BaseException):
    """An input takes longer than any should; not an Exception, so that no reader catches it."""


def try_property(name: str, number: int) -> Fault | None:
    """Some inputs, the same for the same number; the fault of the smallest that fails."""
    tried = PROPERTIES[name]
    last: list[object] = [None]

    @seed(number)
    @settings(
        max_examples=_EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink), report_multiple_bugs=False, print_blob=False,
    )  # fmt: skip
    @given(tried.inputs)
    def test(example: object) -> None:
        last[0] = example
        with _at_most(_HANGS_S):
            tried.holds(example)

    try:
        test()
    except (Exception, Hang) as error:  # noqa: BLE001  # whatever it is, it is a finding
        frame = traceback.extract_tb(error.__traceback__)[-1]
        told = "".join(traceback.format_exception(error)[-6:])
        what = re.sub(r"[^\w.]+|\d+", "-", str(error).partition(":")[0])[:40]
        place = f"{Path(frame.filename).stem}.{frame.name} {type(error).__name__} {what}"
        return Fault(name, place, told, last[0])
    return None


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise Hang(f"{seconds} s")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz ARGS=")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--only", choices=PROPERTIES)
    options = parser.parse_args()
    logging.disable()
    until = time.monotonic() + options.seconds
    found: dict[str, Fault] = {} if options.only else {told: Fault("real", told, told, told) for told in check_real()}
    for known in found.values():
        _tell(known)
    names = [options.only] if options.only else list(PROPERTIES)
    rounds = 0
    while time.monotonic() < until:
        fault = try_property(names[rounds % len(names)], options.seed + rounds)
        rounds += 1
        if fault and fault.place not in found:
            found[fault.place] = fault
            _tell(fault)
    sys.stdout.write(f"seed {options.seed}: {rounds * _EXAMPLES} inputs at most, {len(found)} faults\n")
    return 1 if found else 0


def _tell(fault: Fault) -> None:
    folder = ROOT / ".fuzz"
    folder.mkdir(exist_ok=True)
    kept = folder / (re.sub(r"\W+", "-", f"{fault.name} {fault.place}")[:80] + ".txt")
    kept.write_text(repr(fault.example), encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(f"--- {fault.name}: {fault.place}\n{fault.told}{repr(fault.example)[:600]}\nwhole: {kept}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
