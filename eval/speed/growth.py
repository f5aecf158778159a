"""How the figures of `danchieu bench speed` grow with the size of the store, as one plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.plots import growth

Points = list[tuple[float, float]]


def plot(reports: Sequence[dict[str, Any]]) -> str:
    """An `<svg>` element: processor time of a question, time to build, memory and disk, over the number of clauses."""

    def line(*path: str) -> Points:
        return [(report["clauses"], value) for report in reports if (value := _at(report, path))]

    panels = {
        "ms of processor time a question": {
            "search, half of them": line("search", "ms", "cpu", "p50"),
            "search, 95 %": line("search", "ms", "cpu", "p95"),
            "whole answer, half of them": line("ask", "ms", "cpu", "p50"),
            "exact vectors alone (clock)": line("baselines", "exact_ms", "p50"),
        },
        "seconds of processor time to build": {"library and both indexes": line("build", "cpu_seconds")},
        "MB": {
            "memory, indexing": line("peak_mb", "index"),
            "memory, searching": line("peak_mb", "search"),
            "disk": line("disk_mb", "all"),
        },
    }
    drawn = {unit: {name: points for name, points in lines.items() if points} for unit, lines in panels.items()}
    return growth(drawn, across="clauses", title="danchieu bench speed")


def _at(report: Any, path: Sequence[str]) -> float | None:
    for key in path:
        report = report.get(key) if isinstance(report, dict) else None
    return report if isinstance(report, (int, float)) else None
