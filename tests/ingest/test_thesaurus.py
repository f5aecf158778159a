"""Words of everyday life in those of documents."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest import thesaurus
from ingest.thesaurus import Thesaurus, load_thesaurus

SMALL = Thesaurus([(("heo",), ("lợn",)), (("đền bù",), ("bồi thường",)), (("dền bủ",), ("khác",))])

NAMES = {
    "as it is typed": (["đền", "bù"], ("bồi thường",)),
    "without diacritics": (["den", "bu"], ("bồi thường",)),
    "with half of them": (["đền", "bu"], ("bồi thường",)),
    "with others": (["đến", "bù"], ()),
    "another spelling of the tone": (["heo"], ("lợn",)),
    "a part of it": (["đền"], ()),
}


@pytest.mark.parametrize(("words", "expected"), NAMES.values(), ids=NAMES.keys())
def test_official(words: list[str], expected: tuple[str, ...]) -> None:
    assert SMALL.official(words) == expected


def test_rows_that_ship() -> None:
    rows = Path(thesaurus.__file__).with_name("thesaurus.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows) > 1500
    assert all(row.count("\t") == 1 and row == unicodedata.normalize("NFC", row.lower()) for row in rows)
    assert all(part and part == part.strip() for row in rows for side in row.split("\t") for part in side.split("|"))
    assert load_thesaurus().official(["heo"]) == ("lợn",)
