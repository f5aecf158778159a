"""This evaluation beside the last one: which questions have become right, and which wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import ReportInvalid


@dataclass(frozen=True, slots=True)
class Comparison:
    """Identifiers of questions that both evaluations asked, in the order of the later one."""

    asked_in_both: int
    mended: tuple[str, ...]  # wrong before, right now
    broken: tuple[str, ...]  # right before, wrong now


def last_results(folder: Path) -> Mapping[str, bool] | None:
    """Whether each question was answered rightly, by the report in a folder; None where there is none.

    Raises:
        ReportInvalid: `report.json` is not one that `danchieu eval --report` writes.
    """
    path = folder / "report.json"
    if not path.exists():
        return None
    try:
        results: Any = json.loads(path.read_text(encoding="utf-8"))["results"]
        return {str(key): bool(value) for key, value in results.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportInvalid(path, f"not a report of `danchieu eval --report`: {error!r}") from error


def compare(before: Mapping[str, bool], now: Mapping[str, bool]) -> Comparison:
    both = [key for key in now if key in before]
    return Comparison(
        len(both),
        tuple(key for key in both if now[key] and not before[key]),
        tuple(key for key in both if before[key] and not now[key]),
    )
