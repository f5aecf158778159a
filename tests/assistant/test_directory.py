"""The directory of a large library: documents are read when wanted, and of many only those that fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.directory import Shelf
from assistant.finders.inquiry import READ
from assistant.settings import Settings
from ingest.document import compose_document
from ingest.glossary import load_glossary
from vectorstore.embedder import load_embedder
from vectorstore.indexes import Indexes
from vectorstore.library import Library

LETTER = """Số: {number}/UBND-VP

{place}, ngày 9 tháng 3 năm 2025

V/v {matter}

1. {unit} chủ trì, báo cáo việc {matter} trước ngày 15 tháng 6; theo Công văn số {cited}/UBND-VP ngày 1/2/2025."""
PLACES = ("Hải Ninh", "Kim Sơn", "Vân Hạc", "Long Điền")
MATTERS = ("trồng rừng", "cấp nước", "làm đường", "thu gom rác", "tiêm phòng")
MANY = READ + 20


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("home")
    library, embedder = Library.open(home), load_embedder(None)
    for number in range(1, MANY + 1):
        place, matter = PLACES[number % len(PLACES)], MATTERS[number % len(MATTERS)]
        unit = "Trạm Khí tượng Bến Lội" if number == MANY else "Văn phòng"
        text = LETTER.format(number=number + 500, place=place, matter=matter, unit=unit, cited=number + 499)
        library.put(compose_document(f"{number}.txt", f"{number}", text), f"/{number:03}.txt")
    return Assistant(library, Indexes(home, embedder), embedder, load_glossary())


def test_only_some_of_many_are_read(assistant: Assistant) -> None:
    inquiry = assistant.inquire("Đơn vị nào báo cáo việc tiêm phòng?")
    assert len(inquiry.scope) == MANY
    assert len(inquiry.read) == READ
    assert {evidence.document_id for evidence in inquiry.evidence} <= set(inquiry.read)
    assert inquiry.read == inquiry.scope[:READ]


def test_those_with_duties_of_the_unit_are_read(assistant: Assistant) -> None:
    inquiry = assistant.inquire("Trạm Khí tượng Bến Lội phải làm gì?")
    assert f"{MANY + 500}-ubnd-vp-2025" in inquiry.read
    answer = assistant.ask("Trạm Khí tượng Bến Lội phải làm gì?")
    assert [citation.number for citation in answer.citations] == [f"{MANY + 500}/UBND-VP"]


def test_a_named_document_is_read_first(assistant: Assistant) -> None:
    assert assistant.inquire("Công văn 533/UBND-VP yêu cầu gì?").read == ("533-ubnd-vp-2025",)


def test_what_cites_is_looked_up(assistant: Assistant) -> None:
    answer = assistant.ask("Văn bản nào viện dẫn Công văn số 533/UBND-VP?")
    assert {citation.number for citation in answer.citations} >= {"534/UBND-VP"}


def test_what_is_only_cited_is_known(assistant: Assistant) -> None:
    assert "500" in assistant.directory.cited_numbers
    assert "500" not in assistant.directory.numbers
    answer = assistant.ask("Công văn số 500/UBND-VP được nhắc ở đâu?")
    assert {citation.number for citation in answer.citations} == {"501/UBND-VP"}


def test_a_shelf_is_that_of_its_cards(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    one, two = (
        library.put(compose_document(f"{n}.txt", f"{n}", f"Số: {n}/QĐ-UBND\n\n1. Việc {n}."), f"/{n}")[0]
        for n in (1, 2)
    )
    shelf = Shelf(library, {card.id: card for card in library.cards()})
    library.remove(two)
    later, _ = library.put(compose_document("3.txt", "3", "Số: 3/QĐ-UBND\n\n1. Việc."), "/3")
    assert (len(shelf), list(shelf), one in shelf, later in shelf) == (2, [one, two], True, False)
    assert list(shelf.take([two, one, later])) == [one]
    assert shelf.get(two) is None
    assert shelf.get(later) is None
    assert shelf[one] is shelf[one]


def test_an_empty_library_refuses(tmp_path: Path) -> None:
    assert open_assistant(Settings(home=tmp_path)).ask("Ai ký kế hoạch trồng rừng?").refused
