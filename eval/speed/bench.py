"""Runs the stages on a store of so many clauses, and puts together what they measured."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.errors import StageFailed

STAGES = ("store", "index", "search", "answer", "baselines")
_ROOT = Path(__file__).resolve().parent.parent.parent  # where a process finds our packages
_FOLDERS = {"library": "library.sqlite3*", "dense": "vectors/**/*", "lexical": "fulltext/**/*"}


def bench_speed(
    clauses: int, embedder: str | None, *, keep: Path | None = None, tell: Callable[[str], None] = print
) -> dict[str, Any]:
    """Measure a store of recombined documents.

    Args:
        clauses: how many, items included; whole documents, so some more.
        keep: an empty folder to leave the store in; None makes one that is gone afterwards.
        tell: of each stage as it begins.

    Raises:
        StageFailed: a stage ended with an error.
    """
    with TemporaryDirectory(prefix="danchieu-bench-") if keep is None else nullcontext(keep) as folder:
        home = Path(folder)
        found: dict[str, dict[str, Any]] = {}
        for stage in STAGES:
            tell(stage)
            found[stage] = _run(stage, home, clauses, embedder)
        disk = {name: _megabytes(home, pattern) for name, pattern in _FOLDERS.items()}
    return _report(clauses, found, disk)


def _run(stage: str, home: Path, clauses: int, embedder: str | None) -> dict[str, Any]:
    call = [
        sys.executable,
        "-m",
        "eval.speed.stages",
        stage,
        str(home),
        str(clauses),
        *([embedder] if embedder else []),
    ]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=_ROOT)
    if done.returncode:
        raise StageFailed(home, stage, done.stderr.strip().splitlines()[-1:])
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _report(clauses: int, found: dict[str, dict[str, Any]], disk: dict[str, float]) -> dict[str, Any]:
    stored, indexed, searched, answered, compared = (found[stage] for stage in STAGES)
    seconds = stored["library_seconds"] + indexed["index_seconds"]
    return {
        "clauses": stored["clauses"],
        "asked_for": clauses,
        "documents": stored["documents"],
        "entries": indexed["entries"],
        "build": {
            "seconds": round(seconds, 2),
            "clauses_per_second": round(stored["clauses"] / max(seconds, 0.01)),
            "cpu_seconds": round(stored["cpu"] + indexed["cpu"], 2),
            **{f"{name}_seconds": {**stored, **indexed}.get(f"{name}_seconds") for name in ("library", "index")},
        },
        "peak_mb": {stage: found[stage]["peak_mb"] for stage in STAGES},
        "disk_mb": disk | {"all": round(sum(disk.values()), 1)},
        "search": {key: value for key, value in searched.items() if key != "peak_mb"},
        "ask": {key: value for key, value in answered.items() if key != "peak_mb"},
        "dense": {"recall@10": compared["recall@10"]},
        "baselines": {"exact_ms": compared["exact_ms"], "bm25": compared["bm25"]},
    }


def _megabytes(home: Path, pattern: str) -> float:
    return round(sum(path.stat().st_size for path in home.glob(pattern) if path.is_file()) / 1e6, 1)


def as_text(report: dict[str, Any]) -> str:
    """A few lines in Vietnamese."""
    build, search, ask, memory = report["build"], report["search"]["ms"], report["ask"]["ms"], report["peak_mb"]
    bm25 = report["baselines"]["bm25"]
    return "\n".join(
        (
            f"{report['clauses']} điều khoản trong {report['documents']} văn bản",
            (
                f"lập kho {build['seconds']:.1f} s, {build['clauses_per_second']} điều khoản/giây "
                f"(kho {build['library_seconds']} s, chỉ mục {build['index_seconds']} s)"
            ),
            f"bộ nhớ cao nhất: lập chỉ mục {memory['index']:.0f} MB, tìm {memory['search']:.0f} MB, trả lời {memory['answer']:.0f} MB",
            f"đĩa {report['disk_mb']['all']:.0f} MB",
            f"tìm: p50 {search['p50']} ms, p95 {search['p95']} ms; trả lời: p50 {ask['p50']} ms, p95 {ask['p95']} ms",
            f"thời gian bộ xử lý: tìm p50 {search['cpu']['p50']} ms, trả lời p50 {ask['cpu']['p50']} ms, lập kho {build['cpu_seconds']} s",
            (
                f"vectơ so với tìm chính xác: recall@10 {report['dense']['recall@10']:.4f}; "
                f"tìm chính xác p50 {report['baselines']['exact_ms']['p50']} ms"
            ),
            f"BM25 theo âm tiết: {bm25 if isinstance(bm25, str) else bm25['ms']['p50']} ms",
        )
    )
