"""SECURITY.md names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DEFINED = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)
NAMED = re.compile(r"`(test_\w+)`")


def functions() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for text in texts for name in DEFINED.findall(text)}


def rows() -> list[str]:
    return re.findall(r"^\| ((?:LLM|API)\d+) \|.*$", (ROOT / "SECURITY.md").read_text(encoding="utf-8"), re.M)


def test_every_risk_has_its_row() -> None:
    assert rows() == [*(f"LLM{n:02}" for n in range(1, 11)), *(f"API{n}" for n in range(1, 11))]


def test_every_test_that_is_named_exists() -> None:
    named = set(NAMED.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert len(named) > 40
    assert named - functions() == set()


@pytest.mark.parametrize(
    "row",
    [
        line
        for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
        if line.startswith(("| LLM", "| API"))
    ],
)
def test_every_row_shows_what_is_done_by_a_test(row: str) -> None:
    assert NAMED.search(row)
