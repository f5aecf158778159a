"""What holds of every document: each character in one leaf, distinct addresses, offsets and quotes that are true.

`tests.fuzz.properties.check` says it once, for these tests and for `make fuzz`. Here the inputs are the same
in each run: directives made by a fixed chance, and the real ones at hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from ingest.document import read_document
from tests.fuzz.directives import KINDS, directives, spoilt
from tests.fuzz.properties import check, read_as_printed, read_text_well
from tests.fuzz.real import FOLDERS, readable, statutes
from tests.fuzz.strategies import texts

FIXED = settings(
    derandomize=True, database=None, deadline=None, max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
_EVERY = 97  # of the 974 texts for training, those at these steps: `make fuzz` reads all

MARKS = {
    "a row in a page of its own": "\x01\n\x01ngày 05/6/2024",
    "a row that holds nothing": "1. Một.\n\n\x01\x02\x02\n\n2. Hai.",
    "a row merged with none above it": "I. MỘT\n\n\x01\x04\x02\x03\n\n1. Hai.",
    "a row merged with the row above wherever it has cells": "I. MỘT\n\n\x01a\x02b\n\x01\x04\x02\x04\n\x01c\x02d\n\n1. Hai.",
    "a label in a row whose first cell is merged": "1. Một\n\n\x01TT\x02Việc\n\x011\x02a) A\n\x01\x04\x02b) B\n\n2. Hai.",
    "a mark of columns alone": "\x02\x03\x04",
    "a row under a letterhead": "\x01Số: 1/KH-UBND\x02An Hòa, ngày 5/3/2024\n\nKẾ HOẠCH\n\nI. MỘT\n\nII. HAI",
}


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS.keys())
def test_marks_of_tables_in_odd_places(text: str) -> None:
    read_text_well(text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_directive_without_a_fault_has_the_addresses_that_it_prints(kind: str) -> None:
    FIXED(given(directives(kind))(read_as_printed))()


@FIXED
@given(spoilt())
def test_a_spoilt_directive_is_read_soundly(text: str) -> None:
    read_text_well(text)


@FIXED
@given(texts())
def test_any_text_is_read_soundly(text: str) -> None:
    read_text_well(text)


OURS = [path for folder in FOLDERS[:2] for path in readable(folder)]


@pytest.mark.parametrize("path", OURS, ids=[path.name for path in OURS])
def test_our_directives_are_read_soundly(path: Path) -> None:
    check(read_document(path, max_bytes=10_000_000))


@pytest.mark.parametrize("folder", ["corpus", "realdocs"])
def test_real_directives_are_read_soundly(shared: Path, folder: str) -> None:
    for path in readable(shared / folder):
        if path.suffix != ".pdf":  # those hold scans: `make fuzz`
            check(read_document(path, max_bytes=10_000_000))


@pytest.mark.usefixtures("shared")
def test_a_sample_of_statutes_is_read_soundly() -> None:
    for _, text in statutes(_EVERY):
        read_text_well(text)
