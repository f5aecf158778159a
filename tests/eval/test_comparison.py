from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.comparison import compare, last_results
from eval.errors import ReportInvalid


def test_only_what_both_asked_is_compared() -> None:
    changes = compare({"a": True, "b": False, "gone": True}, {"b": True, "a": False, "new": True})
    assert (changes.asked_in_both, changes.mended, changes.broken) == (2, ("b",), ("a",))


def test_the_last_report_is_read(tmp_path: Path) -> None:
    assert last_results(tmp_path) is None
    (tmp_path / "report.json").write_text(json.dumps({"results": {"a": True}}), encoding="utf-8")
    assert last_results(tmp_path) == {"a": True}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": 3}'], ids=["empty", "a list", "no results", "a number"])
def test_what_is_no_report_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReportInvalid, match=r"report\.json"):
        last_results(tmp_path)
