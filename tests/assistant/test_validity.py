"""Whether a directive still holds: what it says of itself, and what others say of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.inspection import links_json
from assistant.settings import Settings
from ingest.document import compose_document

OLD = "Số: 5/QĐ-UBND\n\nAn Lạc, ngày 1 tháng 2 năm 2023\n\nQUYẾT ĐỊNH\nVề việc thu gom rác\n\nĐiều 1. Thu gom mỗi ngày."
NEW = (
    "Số: 35/QĐ-UBND\n\nAn Lạc, ngày 1 tháng 2 năm 2025\n\nQUYẾT ĐỊNH\nVề việc phân loại rác\n\nĐiều 1. Phân loại tại nguồn.\n\n"
    "Điều 2. Quyết định này có hiệu lực từ ngày 10/2/2025 và thay thế Quyết định số 15/QĐ-UBND ngày 3/3/2022."
)
NEWEST = NEW.replace("35/QĐ", "40/QĐ").replace("15/QĐ-UBND ngày 3/3/2022", "5/QĐ-UBND ngày 1/2/2023")


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    opened = open_assistant(Settings(home=tmp_path))
    for name, text in (("a.txt", OLD), ("b.txt", NEW)):
        opened.library.put(compose_document(name, name, text), f"/{name}")
    opened.catch_up()
    yield opened
    opened.library.close()


def test_a_number_within_another_is_no_mention(assistant: Assistant) -> None:
    answer = assistant.ask("Quyết định 5/QĐ-UBND còn hiệu lực không?")
    assert answer.refused, "decision 35 replaces decision 15, not decision 5"


def test_what_replaces_a_decision_is_quoted(assistant: Assistant) -> None:
    assistant.library.put(compose_document("c.txt", "c.txt", NEWEST), "/c.txt")
    assistant.catch_up()
    answer = assistant.ask("Quyết định 5/QĐ-UBND còn hiệu lực không?")
    assert {(citation.number, citation.path) for citation in answer.citations} == {("40/QĐ-UBND", "Đ2")}


def test_only_the_documents_chosen_are_cited(assistant: Assistant) -> None:
    assistant.library.put(compose_document("c.txt", "c.txt", NEWEST), "/c.txt")
    assistant.catch_up()
    chosen = [card.id for card in assistant.library.cards() if card.header.number != "40/QĐ-UBND"]
    answer = assistant.ask("Quyết định 5/QĐ-UBND còn hiệu lực không?", documents=chosen)
    assert "40/QĐ-UBND" not in {citation.number for citation in answer.citations}


def test_what_a_document_stands_on_and_what_stands_on_it(assistant: Assistant) -> None:
    assistant.library.put(compose_document("c.txt", "c.txt", NEWEST), "/c.txt")
    ids = {card.header.number: card.id for card in assistant.library.cards()}
    old, newest = (links_json(ids[number], assistant.library) for number in ("5/QĐ-UBND", "40/QĐ-UBND"))
    assert [(link["document_id"], link["path"]) for link in old["cited_by"]] == [(ids["40/QĐ-UBND"], "Đ2")]
    assert [link["document_id"] for link in newest["stands_on"]] == [ids["5/QĐ-UBND"]]
    assert newest["missing"] == []
    (missing,) = links_json(ids["35/QĐ-UBND"], assistant.library)["missing"]
    assert (missing["name"], missing["document_id"]) == ("Quyết định số 15/QĐ-UBND ngày 3/3/2022", None)
