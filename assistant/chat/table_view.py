"""A table of a document as HTML, its merged cells merged."""

from __future__ import annotations

from itertools import takewhile

from assistant.chat.spot import Spot, marked
from ingest.model import Span, Table


def render_table(table: Table, spot: Spot) -> str:
    """Rows and cells as they stand in the document, the quote marked in them."""
    rows = "".join(f"<tr>{_cells(table, row, spot)}</tr>" for row in range(len(table.rows)))
    return f'<div class="dc-table" tabindex="0"><table>{rows}</table></div>'


def _cells(table: Table, row: int, spot: Spot) -> str:
    """The cells that begin in a row; what a merged one covers is left out."""
    spans = table.rows[row]
    above = table.rows[row - 1] if row else ()
    html = ""
    for column, span in enumerate(spans):
        from_left = bool(column) and _covers(span) and spans[column - 1] == span
        from_above = column < len(above) and _covers(span) and above[column] == span
        if not from_left and not from_above:
            kind = 'th scope="col"' if row < table.head_rows else "td"
            words = marked(table.text(span), span[0], spot)
            html += f"<{kind}{_size(table, row, column)}>{words}</{kind[:2]}>"
    return html


def _covers(span: Span) -> bool:
    """Whether a cell may reach over several places: empty ones are all alike."""
    return span[0] < span[1]


def _size(table: Table, row: int, column: int) -> str:
    span = table.rows[row][column]
    if not _covers(span):
        return ""
    columns = sum(1 for _ in takewhile(lambda other: other == span, table.rows[row][column:]))
    below = (other[column] if column < len(other) else None for other in table.rows[row:])
    rows = sum(1 for _ in takewhile(lambda other: other == span, below))
    return (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")
