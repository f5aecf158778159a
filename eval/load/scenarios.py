"""What the service is put through: many asking at once, slow readers, an upload beside them, too many, a long time."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.load.asking import Connection, Response, multipart, told
from eval.load.served import Served
from eval.shares import percentile

Measured = dict[str, Any]
_PATIENCE_S = 30.0  # for a service that says 429, all in all


@dataclass
class Tally:
    """What came back, and how long each question took."""

    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)  # ms
    began: float = field(default_factory=time.perf_counter)

    def add(self, response: Response, seconds: float) -> None:
        self.statuses[response.status] += 1
        self.times.append(seconds * 1000)

    def measured(self) -> Measured:
        seconds = time.perf_counter() - self.began
        return {
            "questions": len(self.times),
            "per_second": round(len(self.times) / seconds, 1),
            "ms": {f"p{percent}": round(percentile(self.times, percent) or 0.0, 1) for percent in (50, 95, 99)},
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
        }


async def asking(served: Served, questions: Sequence[str], *, at_once: int, seconds: float) -> Measured:
    """So many ask one question after the other, each another one as long as there are any."""
    following, until, tally = iter(itertools.cycle(questions)), time.perf_counter() + seconds, Tally()
    spent = served.cpu_s()
    await asyncio.gather(*(_ask_on(served, following, until, tally) for _ in range(at_once)))
    cpu_ms = (served.cpu_s() - spent) * 1000 / max(len(tally.times), 1)
    told = {"at_once": at_once, "different": min(len(questions), len(tally.times)), "cpu_ms": round(cpu_ms, 1)}
    return told | tally.measured()


async def _ask_on(served: Served, questions: Iterator[str], until: float, tally: Tally) -> None:
    async with Connection(served.address) as connection:
        while time.perf_counter() < until:
            began = time.perf_counter()
            response = await connection.ask(next(questions))
            tally.add(response, time.perf_counter() - began)


async def slow_readers(served: Served, questions: Sequence[str], *, connections: int, pause_s: float) -> Measured:
    """So many read streams slowly, all open at the same time, while one more asks now and then as usual."""
    beside: list[float] = []
    reading = [
        asyncio.ensure_future(_read_slowly(served, questions[number % len(questions)], pause_s))
        for number in range(connections)
    ]
    async with Connection(served.address) as connection:
        while not all(task.done() for task in reading):
            began = time.perf_counter()
            await connection.send("GET", "/healthz")
            beside.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.5)
    ended = [await task for task in reading]
    return {
        "connections": connections,
        "whole": sum(ended),
        "healthz_ms": {"p50": round(statistics.median(beside), 1), "max": round(max(beside), 1)},
    }


async def _read_slowly(served: Served, question: str, pause_s: float) -> bool:
    """Whether the stream came whole, at last; one that is told to come again does."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        async with Connection(served.address) as connection:
            response = await connection.stream(question, pause_s)
        if response.status == 429:
            await asyncio.sleep(float(response.headers["retry-after"]))
            continue
        return response.status == 200 and b"event: answer" in response.body
    return False


async def uploading(
    served: Served, questions: Sequence[str], files: dict[str, bytes], *, at_once: int, together: int
) -> Measured:
    """Some ask while files are handed in, so many in a request."""
    tally, following = Tally(), iter(itertools.cycle(questions))
    stop = asyncio.Event()

    async def ask_on() -> None:
        while not stop.is_set():
            await _ask_on(served, following, time.perf_counter() + 0.5, tally)

    askers = [asyncio.ensure_future(ask_on()) for _ in range(at_once)]
    began, statuses = time.perf_counter(), Counter[int]()
    known: list[str | None] = []
    async with Connection(served.address) as connection:
        for names in _batches(list(files), together):
            response = await connection.send("POST", "/v1/documents", *multipart({name: files[name] for name in names}))
            statuses[response.status] += 1
            known += [row["document_id"] for row in told(response).get("files", ())]
    seconds = time.perf_counter() - began
    stop.set()
    await asyncio.gather(*askers)
    return {
        "files": len(files),
        "seconds": round(seconds, 1),
        "stored": len({one for one in known if one}),
        "requests": {str(status): count for status, count in statuses.items()},
        "asking": tally.measured(),
    }


def _batches(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]


async def overload(served: Served, questions: Sequence[str], *, at_once: int) -> Measured:
    """Far more ask at the same moment than can be answered; how many are told to come again, and whether one is answered afterwards."""
    tally = Tally()

    async def once(question: str) -> float:
        began = time.perf_counter()
        async with Connection(served.address) as connection:
            response = await connection.ask(question)
        tally.add(response, time.perf_counter() - began)
        return float(response.headers.get("retry-after", "0"))

    waits = await asyncio.gather(*(once(questions[number % len(questions)]) for number in range(at_once)))
    began = time.perf_counter()
    async with Connection(served.address) as connection:
        after = await connection.ask(questions[0])
    return {
        "at_once": at_once,
        "statuses": tally.measured()["statuses"],
        "longest_retry_after_s": max(waits),
        "afterwards": {"status": after.status, "ms": round((time.perf_counter() - began) * 1000, 1)},
    }


async def soak(served: Served, questions: Sequence[str], *, at_once: int, seconds: float) -> Measured:
    """Some ask for a long time; memory is looked at ten times, after a tenth that fills what is remembered."""
    tally, following = Tally(), iter(itertools.cycle(questions))
    began, memory = time.perf_counter(), []
    for tenth in range(1, 11):
        until = began + seconds * tenth / 10
        await asyncio.gather(*(_ask_on(served, following, until, tally) for _ in range(at_once)))
        memory.append(served.memory_mb())
    return {"memory_mb": memory, "grown": round(memory[-1] / memory[0] - 1, 4)} | tally.measured()


async def stopping(served: Served, questions: Sequence[str], *, at_once: int) -> Measured:
    """SIGTERM while some wait for their answers."""
    statuses: Counter[str] = Counter()

    async def once(question: str) -> None:
        try:
            async with Connection(served.address) as connection:
                statuses[str((await connection.ask(question)).status)] += 1
        except (OSError, asyncio.IncompleteReadError):
            statuses["cut off"] += 1

    waiting = [asyncio.ensure_future(once(question)) for question in questions[:at_once]]
    await asyncio.sleep(0.2)
    began = time.perf_counter()
    status = await asyncio.to_thread(served.stop)
    await asyncio.gather(*waiting)
    return {"exit": status, "seconds": round(time.perf_counter() - began, 1), "answers": dict(statuses)}
