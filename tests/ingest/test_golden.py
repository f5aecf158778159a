"""Whole directives in, header and addresses out: of invented offices, each of another look.

`tests/golden/NAME.gold.json` was written from the text and the contract; `accepted`
lists other right readings of a field, and other addresses for the same place.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.document import read_document

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
GOLD = {path.name.removesuffix(".gold.json"): path for path in sorted(GOLDEN.glob("*.gold.json"))}


@pytest.fixture(params=GOLD)
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(GOLD[request.param].read_text(encoding="utf-8"))
    return expected


def test_header(gold: dict[str, Any]) -> None:
    header = read_document(GOLDEN / gold["file"], max_bytes=1_000_000).header
    read = {name: getattr(header, name) for name in gold["header"]}
    for name, others in gold["accepted"].items():
        if name in read and read[name] in others:
            read[name] = gold["header"][name]
    assert read == gold["header"]


def test_addresses(gold: dict[str, Any]) -> None:
    document = read_document(GOLDEN / gold["file"], max_bytes=1_000_000)
    same = {other: path for path, others in gold["accepted"].items() for other in others}
    paths = {same.get(clause.path, clause.path) for clause in document.addresses()}
    assert paths == {*gold["clauses"], *gold["items"]}
