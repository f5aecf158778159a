"""`danchieu bench load`: a store of so many clauses, a service over it, and all that it is put through."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.load import scenarios
from eval.load.served import Served, serving
from eval.speed.asked import questions_about
from eval.speed.stages import index, store
from ingest.glossary import load_glossary
from vectorstore.library import Library

Tell = Callable[[str], None]
_WARMING = 60  # questions before the first that counts: what is loaded once is loaded
_AGAIN = 100  # questions that are asked again and again
_PAUSE_S = 0.5  # of a slow reader, before each piece
_FILE = "Số: {number}/TB-UBND\n\nTHÔNG BÁO\nVề việc trực cơ quan số {number}\n\n1. Phòng Nội vụ chủ trì trực cơ quan ngày {day}/6/2026.\n\n2. Văn phòng báo cáo kết quả trước ngày {day}/7/2026.\n"


@dataclass(frozen=True, slots=True)
class Load:
    """How much of it."""

    clauses: int = 100_000
    seconds: float = 20.0  # of asking
    at_once: int = 20
    connections: int = 500  # that read slowly
    files: int = 1000
    overload: int = 1500
    soak_s: float = 0.0  # 0: none
    each: int = 700  # questions of every typing


def bench_load(load: Load, embedder: str | None, kept: Path | None = None, tell: Tell = print) -> dict[str, Any]:
    """Measure.

    Args:
        kept: a store that `danchieu bench speed --keep` has left; None makes one that is gone afterwards. It is copied, as files are put into it.
        tell: of each scenario as it begins.

    Raises:
        StageFailed: the service did not start.
    """
    with TemporaryDirectory(prefix="danchieu-load-") as folder:
        home = Path(folder) / "store"
        tell("store")
        if kept is not None:
            shutil.copytree(kept, home)
        else:
            home.mkdir()
            store(home, load.clauses, embedder)
            index(home, load.clauses, embedder)
        asked = questions_about(Library.open(home), load_glossary(), each=load.each)
        # The typings in turn, so that any stretch of them is like any other.
        questions = [question.text for question in sorted(asked, key=lambda one: _drawn(one.text))]
        with serving(home) as served:
            return asyncio.run(_put_through(load, served, questions, tell))


async def _put_through(load: Load, served: Served, questions: Sequence[str], tell: Tell) -> dict[str, Any]:
    begun = served.memory_mb()
    await scenarios.asking(served, questions[-_WARMING:], at_once=2, seconds=max(load.seconds / 2, 1.0))
    tell(f"{load.at_once} at once")
    report: dict[str, Any] = {
        "asking": await scenarios.asking(served, questions, at_once=load.at_once, seconds=load.seconds)
    }
    tell(f"the same {_AGAIN} questions again and again")
    report["again"] = await scenarios.asking(
        served, questions[:_AGAIN], at_once=load.at_once, seconds=max(load.seconds / 4, 1.0)
    )
    tell(f"{load.connections} slow readers")
    report["slow_readers"] = await scenarios.slow_readers(
        served, questions, connections=load.connections, pause_s=_PAUSE_S
    )
    if load.files:
        tell(f"{load.files} files")
        files = {
            f"thong-bao-{n}.txt": _FILE.format(number=n, day=n % 28 + 1).encode() for n in range(1, load.files + 1)
        }
        report["uploading"] = await scenarios.uploading(served, questions, files, at_once=4, together=50)
    tell(f"{load.overload} at the same moment")
    report["overload"] = await scenarios.overload(served, questions, at_once=load.overload)
    if load.soak_s:
        tell("soak")
        report["soak"] = await scenarios.soak(served, questions, at_once=4, seconds=load.soak_s)
    report["memory_mb"] = {"begun": begun, "ended": served.memory_mb()}
    tell("stop")
    report["stopping"] = await scenarios.stopping(served, questions, at_once=load.at_once)
    return report


def _drawn(text: str) -> str:
    """An order that has nothing to do with the questions, the same every time."""
    return hashlib.sha256(text.encode()).hexdigest()


def as_text(report: dict[str, Any]) -> str:
    """A few lines in Vietnamese."""
    asked, slow, flood, stop = (report[name] for name in ("asking", "slow_readers", "overload", "stopping"))
    lines = [
        (
            f"{asked['at_once']} người hỏi cùng lúc: {asked['per_second']} câu/giây, p50 {asked['ms']['p50']} ms, "
            f"p95 {asked['ms']['p95']} ms, {asked['cpu_ms']} ms bộ xử lý mỗi câu "
            f"({asked['questions']} câu, {asked['different']} câu khác nhau, {asked['statuses']})"
        ),
        f"{slow['connections']} kết nối đọc chậm: {slow['whole']} trọn vẹn; trong lúc đó /healthz lâu nhất {slow['healthz_ms']['max']} ms",
    ]
    again = report["again"]
    lines.append(
        f"{again['different']} câu hỏi đi hỏi lại: {again['per_second']} câu/giây, p50 {again['ms']['p50']} ms, p95 {again['ms']['p95']} ms"
    )
    if up := report.get("uploading"):
        asking = up["asking"]
        lines.append(
            f"nạp {up['files']} tệp trong {up['seconds']} s ({up['stored']} vào kho), trong lúc đó {asking['per_second']} câu/giây, "
            f"p95 {asking['ms']['p95']} ms, {asking['statuses']}"
        )
    lines.append(
        f"{flood['at_once']} câu cùng một lúc: {flood['statuses']}, Retry-After đến {flood['longest_retry_after_s']:.0f} s; "
        f"sau đó {flood['afterwards']['status']} trong {flood['afterwards']['ms']} ms"
    )
    if long := report.get("soak"):
        lines.append(f"hỏi liên tục: {long['questions']} câu {long['statuses']}, bộ nhớ {long['memory_mb']} MB")
    lines.append(f"dừng: mã {stop['exit']} sau {stop['seconds']} s, câu đang hỏi: {stop['answers']}")
    lines.append(f"bộ nhớ: {report['memory_mb']['begun']} → {report['memory_mb']['ended']} MB")
    return "\n".join(lines)
