"""One entry an address, each with its own words and what stands above it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Clause, Document, Header
from vectorstore.entries import Entry, entries_of


@pytest.fixture
def entries(build_document: Callable[..., Document]) -> dict[str, Entry]:
    document = build_document(
        {
            "I": "TỔ CHỨC",
            "I.1": "Phòng Y tế:",
            " I.1-1": "- Báo cáo.",
            " I.1-2": "- Chủ trì.",
            "2": "…",
        },
        number="1/KH-X",
        kind="kế hoạch",
        subject="năm 2024",
        issuer="UBND xã X",
        date="2024-04",
    )
    return {entry.path: entry for entry in entries_of("d", document)}


def test_addresses_without_a_word_have_no_entry(entries: dict[str, Entry]) -> None:
    assert list(entries) == ["I", "I.1", "I.1-1", "I.1-2"]


def test_a_clause_leaves_its_items_their_words(entries: dict[str, Entry]) -> None:
    assert entries["I.1"].text == "Phòng Y tế:"
    assert entries["I.1-2"].text == "- Chủ trì."


def test_headings_come_from_the_outside_in(entries: dict[str, Entry]) -> None:
    assert entries["I.1-2"].headings == ("TỔ CHỨC", "Phòng Y tế:")
    assert entries["I.1"].headings == ("TỔ CHỨC",)


def test_context_is_title_and_headings(entries: dict[str, Entry]) -> None:
    assert entries["I.1"].context == "Kế hoạch năm 2024\nTỔ CHỨC"
    assert entries["I.1"].origin == "1/KH-X\nUBND xã X\n2024"


def test_an_item_in_an_item_has_it_as_heading() -> None:
    text = "Các xã:\n- Báo cáo:\n+ Hằng quý."
    dash, plus = text.index("-"), text.index("+")
    items = (Clause("1-1", text[dash:], dash), Clause("1-1+1", text[plus:], plus))
    document = Document("a", "b", Header(), text, (Clause("1", text, 0, heading="Các xã:", items=items),))
    found = {entry.path: entry for entry in entries_of("d", document)}
    assert found["1-1"].text == "- Báo cáo:"
    assert found["1-1+1"].headings == ("Các xã:", "- Báo cáo:")
