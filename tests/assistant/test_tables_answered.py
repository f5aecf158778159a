"""Tables are answered from: the cell that is asked for, in the row it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from ingest.document import compose_document
from ingest.extraction import CELL, FROM_ABOVE, ROW
from ingest.model import ScannedPage
from ingest.normalize import normalize

ROWS = (
    "TT|Loại cây giống|Số lượng (cây)|Cơ quan cấp phát|Thời gian cấp",
    "1|Keo lai giâm hom|45.000|Hạt Kiểm lâm Phú Mộc|Tháng 3",
    "2|Lát hoa ươm bầu|12.500|Ban Quản lý rừng phòng hộ|Tháng 4",
    "3|Sao đen|8.200|^|Tháng 9",
)
RAW = """Số: 61/KH-UBND

Phú Mộc, ngày 9 tháng 1 năm 2026

KẾ HOẠCH
Trồng rừng và cây phân tán năm 2026

I. MỤC TIÊU

Trồng mới rừng trên đất trống.

II. PHÂN BỔ CÂY GIỐNG

Cây giống được phân bổ như sau:

{rows}

III. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế theo dõi việc trồng rừng.
"""
CASES = {
    "how many": ("Cấp bao nhiêu cây lát hoa?", "12.500"),
    "without diacritics": ("cap bao nhieu cay lat hoa uom bau", "12.500"),
    "when": ("Khi nào cấp cây sao đen?", "Tháng 9"),
    "who, in a merged cell": ("Cơ quan nào cấp phát cây sao đen?", "Ban Quản lý rừng phòng hộ"),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home: Path = tmp_path_factory.mktemp("store")
    opened = open_assistant(Settings(home=home))
    rows = "\n".join(ROW + row.replace("|", CELL).replace("^", FROM_ABOVE) for row in ROWS)
    normalized = normalize(RAW.format(rows=rows))
    document = compose_document("a.docx", "a", normalized.text, tables=normalized.tables)
    scanned = replace(document, clauses=tuple(replace(clause, page=1) for clause in document.clauses), pages=1)
    opened.library.put(replace(scanned, scans=(ScannedPage(1, 0.94),)), "/a.docx")
    opened.catch_up()
    yield opened
    opened.library.close()


@pytest.mark.parametrize(("question", "expected"), CASES.values(), ids=CASES.keys())
def test_a_cell_answers(assistant: Assistant, question: str, expected: str) -> None:
    answer = assistant.ask(question)
    assert not answer.refused
    assert expected in answer.answer
    assert {citation.path for citation in answer.citations} == {"II"}


def test_tables_are_kept_in_the_library(assistant: Assistant) -> None:
    (card,) = assistant.library.cards()
    (document,) = assistant.library.documents([card.id]).values()
    assert [len(row) for row in document.facts.tables[0].rows] == [5, 5, 5, 5]
    assert document.scans == (ScannedPage(1, 0.94),)


def test_what_was_recognised_is_told(assistant: Assistant) -> None:
    notes = assistant.ask("Cấp bao nhiêu cây lát hoa?").notes
    assert [note.text for note in notes if note.code == "scanned"] == [
        "Trang 1 được nhận dạng từ ảnh, độ tin cậy 94%; hãy đối chiếu với bản gốc."
    ]
