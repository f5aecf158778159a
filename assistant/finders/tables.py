"""What a table says: the cell in the row and the column that the question means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.finders.targets import COVERED
from assistant.findings import Finding, Found, Quote, quote_fact
from ingest.model import Cell, Document, Table
from ingest.spelling import folded_words
from ingest.tables import cells

_OWN = 0.5  # share of the topic's weight that a row must hold itself, without the headings above its table
_NEAR_BEST = 0.9
_ROWS = 3
_LISTED = 20  # rows in a list; how many more there are is said
# What a column is headed by that answers a kind of question; folded.
_HEADED = {
    Kind.DEADLINE: re.compile(r"thoi (?:gian|han|diem|hieu|luong)|tien do|\bhan\b|ngay|thang|hoan thanh"),
    Kind.ACTOR: re.compile(r"co quan|don vi|chu tri|phoi hop|phu trach|thuc hien|nguoi|to chuc|trach nhiem"),
    Kind.MONEY: re.compile(r"kinh phi|so tien|muc|don gia|thanh tien|dong|phi"),
    Kind.TARGET: re.compile(r"so luong|ty le|ti le|chi tieu|muc|tong|so|dien tich|nam|%"),
}


def find_cells(inquiry: Inquiry) -> Found:
    """The rows of tables that are on the topic, each led by the cell that answers; of documents that the search found."""
    if inquiry.relevance.empty:
        return Found(None)
    weighed = []
    for document_id in dict.fromkeys(evidence.document_id for evidence in inquiry.evidence):
        document = inquiry.directory.document(document_id)
        for table in document.facts.tables:
            context = inquiry.context(document, table.path)
            for row, said in _rows(table):
                own = inquiry.relevance.of(said)
                weight = inquiry.relevance.of(said, context)
                if (
                    own >= _OWN
                    and weight >= COVERED
                    and (finding := _finding(inquiry, document_id, document, table, row))
                ):
                    weighed.append((weight + own, finding))
    best = max((weight for weight, _ in weighed), default=0.0)
    kept = [finding for weight, finding in weighed if weight >= best * _NEAR_BEST]
    if len(kept) <= _ROWS:
        return Found(None, tuple(kept))
    # A topic that many rows share is the table's: it tells none of them, unless all are asked for, of one table.
    lists = Kind.LIST in inquiry.question.kinds and len({(f.quote.document_id, f.quote.path) for f in kept}) == 1
    return Found(None, tuple(kept[:_LISTED]), left=max(len(kept) - _LISTED, 0)) if lists else Found(None)


def _rows(table: Table) -> Iterator[tuple[list[Cell], str]]:
    """The cells of each row below the heads, and all that the row says, heads included."""
    for _, group in groupby(cells(table), key=lambda cell: cell.row):
        row = list(group)
        heads = dict.fromkeys(head for cell in row for head in cell.column_heads)
        yield row, " ".join((row[-1].row_head, *heads, *(cell.text for cell in row)))


def _finding(
    inquiry: Inquiry, document_id: str, document: Document, table: Table, row: Sequence[Cell]
) -> Finding | None:
    quote = _line(document_id, document, table, row[0].row)
    if quote is None:
        return None
    cell = _meant(inquiry, row)
    if cell is None:
        return Finding(quote)
    heads = tuple(filter(None, (_line(document_id, document, table, number + 1) for number in range(table.head_rows))))
    return Finding(quote, f"{' – '.join(cell.column_heads)}: {cell.text}", heads)


def _line(document_id: str, document: Document, table: Table, number: int) -> Quote | None:
    """A row's line; None where it stands in another clause than its table begins in."""
    spans = table.rows[number - 1]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    text = document.text[start:end]
    return quote_fact(document_id, document, table.path, start, text) if text.strip() else None


def _meant(inquiry: Inquiry, row: Sequence[Cell]) -> Cell | None:
    """The cell in the column that the question asks for; None when it names none, or two alike."""
    headed = [cell for cell in row if cell.column_heads and cell.row_head]
    by_kind = [
        cell
        for kind in (Kind.MONEY, Kind.DEADLINE, Kind.ACTOR, Kind.TARGET)
        if kind in inquiry.question.kinds
        for cell in headed
        if _HEADED[kind].search(folded_words(" ".join(cell.column_heads)))
    ]
    candidates = by_kind or headed
    weights = [inquiry.relevance.of(*cell.column_heads) for cell in candidates]
    best = max(weights, default=0.0)
    if best > 0 and weights.count(best) == 1:
        return candidates[weights.index(best)]
    return by_kind[0] if len(by_kind) == 1 else None
