"""The tables of a document: which clause each stands in, and which of its rows are heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.model import Cell, Clause, Span, Table
from ingest.normalize import Rows

_COUNTED = re.compile(r"\(?\d{1,2}\)?|\([A-ZĐa-zđ]\)|[A-ZĐ]")  # "(1) (2) (3)" below the heads, "A B 1 2"
_WORDS = re.compile(r"[^\W\d_]{2}")


def find_tables(tables: Sequence[Rows], clauses: Sequence[Clause], text: str) -> tuple[Table, ...]:
    """Every table with the address of the clause or item that holds it."""
    found = []
    for rows in tables:
        spans = [span for row in rows for span in row]
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        found.append(Table(_place(start, clauses), text[start:end], start, rows, _head_rows(rows, text)))
    return tuple(found)


def row_starts(rows: Rows) -> Iterator[int]:
    """Where the line of each row begins: at the first of its cells that is not merged with one above."""
    above: Sequence[Span] = ()
    for row in rows:
        own = [start for start, end in row if (start, end) not in above]
        yield from own[:1]
        above = row


def cells(table: Table) -> Iterator[Cell]:
    """The cells below the heads, row by row; one that is merged over several places is given once."""
    given: set[Span] = set()
    for number, row in enumerate(table.rows[table.head_rows :], start=table.head_rows + 1):
        head = next((span for span in row if _WORDS.search(table.text(span))), row[0])
        for column, span in enumerate(row):
            if span in given or not table.text(span):
                continue
            given.add(span)
            row_head = "" if span == head else table.text(head)
            yield Cell(number, column + 1, table.text(span), span[0], row_head, _column_heads(table, column))


def _column_heads(table: Table, column: int) -> tuple[str, ...]:
    heads = (row[column] for row in table.rows[: table.head_rows] if column < len(row))
    words = (table.text(span) for span in dict.fromkeys(heads))
    return tuple(head for head in words if _WORDS.search(head))


def _place(start: int, clauses: Sequence[Clause]) -> str:
    """The path of the innermost clause or item that begins last before a table."""
    path = ""
    for clause in clauses:
        if clause.start <= start < clause.end:
            path = clause.path
            for item in clause.items:
                if item.start <= start < item.end:
                    path = item.path
    return path


def _head_rows(rows: Rows, text: str) -> int:
    """How many of the first rows are heads: the first, those it reaches into, and a row that counts columns.

    A table of one row has none.
    """
    heads = 1
    while heads < len(rows) and set(rows[heads - 1]) & set(rows[heads]):  # a merged head reaches down
        heads += 1
    if heads < len(rows):
        below = [text[start:end] for start, end in rows[heads]]
        if all(_COUNTED.fullmatch(cell) for cell in below if cell) and sum(map(bool, below)) > 2:
            heads += 1
    return heads if heads < len(rows) else 0
