"""Tables keep their rows and columns: each cell with its heads, each row one line of the text."""

from __future__ import annotations

import pytest

from ingest.document import compose_document
from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, ROW
from ingest.model import Document
from ingest.normalize import normalize
from ingest.tables import cells


def table(*rows: str) -> str:
    """Rows written with "|" between cells; "^" and "<" are covered from above and from the left."""
    marks = str.maketrans({"|": CELL, "^": FROM_ABOVE, "<": FROM_LEFT})
    return "\n".join(ROW + row.translate(marks) for row in rows)


def read(raw: str) -> Document:
    normalized = normalize(raw)
    return compose_document("a.docx", "0", normalized.text, tables=normalized.tables)


CASES = {
    "heads of row and column": (
        table("TT|Đơn vị|Số lượng", "1|Sở Y tế|12 lớp"),
        [("1", "Sở Y tế", ("TT",)), ("Sở Y tế", "", ("Đơn vị",)), ("12 lớp", "Sở Y tế", ("Số lượng",))],
    ),
    "a merged head reaches down": (
        table("Đơn vị|Năm|<", "^|2024|2025", "Sở Y tế|10|20"),
        [("Sở Y tế", "", ("Đơn vị",)), ("10", "Sở Y tế", ("Năm",)), ("20", "Sở Y tế", ("Năm",))],
    ),
    "a row that counts columns is a head": (
        table("Đơn vị|Người|Xe", "(1)|(2)|(3)", "Sở Y tế|10|20"),
        [("Sở Y tế", "", ("Đơn vị",)), ("10", "Sở Y tế", ("Người",)), ("20", "Sở Y tế", ("Xe",))],
    ),
    "a merged cell is given once": (
        table("Việc|Hạn", "Báo cáo|15/6", "^|15/12"),
        [("Báo cáo", "", ("Việc",)), ("15/6", "Báo cáo", ("Hạn",)), ("15/12", "Báo cáo", ("Hạn",))],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), CASES.values(), ids=CASES.keys())
def test_cells(rows: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    document = read(f"KẾ HOẠCH\nVề việc A\n\nI. NỘI DUNG\n\n{rows}\n\nII. TỔ CHỨC\n\n1. Một.")
    found = [(cell.text, cell.row_head, cell.column_heads) for cell in cells(document.facts.tables[0])]
    assert found == expected
    assert document.facts.tables[0].path == "I"


def test_a_cell_is_where_it_says() -> None:
    document = read(f"I. NỘI DUNG\n\nMột.\n\n{table('A|B', 'c|d')}")
    for cell in cells(document.facts.tables[0]):
        assert document.text[cell.start : cell.start + len(cell.text)] == cell.text


def test_numbers_in_rows_are_no_labels() -> None:
    document = read(f"I. NỘI DUNG\n\n1. Một:\n\n{table('1.|Việc', '2.|Hai', '- Ba|Bốn')}\n\n2. Hai.")
    assert [clause.path for clause in document.addresses()] == ["I", "I.1", "I.2"]


def test_two_tables_stay_apart() -> None:
    document = read(f"1. Một\n\n{table('A|B', 'c|d')}\n\n2. Hai\n\n{table('E|F', 'g|h')}")
    assert [found.path for found in document.facts.tables] == ["1", "2"]
