"""A document's tables are tables on the page too."""

from __future__ import annotations

import re

from assistant.chat.spot import Spot
from assistant.chat.table_view import render_table
from ingest.document import compose_document
from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, ROW
from ingest.model import Table
from ingest.normalize import normalize

ROWS = ("Đơn vị|Năm|<", "^|2024|2025", "Sở <Y tế>|10|20")


def table() -> Table:
    marks = str.maketrans({"|": CELL, "^": FROM_ABOVE})
    rows = (row.replace("|<", f"|{FROM_LEFT}").translate(marks) for row in ROWS)
    normalized = normalize("I. NỘI DUNG\n\nMột.\n\n" + "\n".join(ROW + row for row in rows))
    return compose_document("a.docx", "0", normalized.text, tables=normalized.tables).facts.tables[0]


def test_merged_cells_stay_merged() -> None:
    html = render_table(table(), Spot())
    assert '<th scope="col" rowspan="2">Đơn vị</th><th scope="col" colspan="2">Năm</th>' in html
    assert re.findall(r"<tr>.*?</tr>", html)[1] == '<tr><th scope="col">2024</th><th scope="col">2025</th></tr>'


def test_words_of_a_cell_are_data() -> None:
    assert "<td>Sở &lt;Y tế&gt;</td>" in render_table(table(), Spot())


def test_the_quote_is_marked_in_its_cells() -> None:
    found = table()
    last = found.rows[-1]
    html = render_table(found, Spot(None, last[0][0], last[-1][1]))
    assert re.findall("<mark>(.*?)</mark>", html) == ["Sở &lt;Y tế&gt;", "10", "20"]
