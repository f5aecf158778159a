"""One page read: its tables, and the lines of its columns, in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.layout.grid import Table, grids_of, table_of
from ingest.layout.page import Page, Rule
from ingest.layout.regions import Column, columns_of
from ingest.layout.stamps import without_stamps

_NEAR = 3.0  # points


Block = Column | Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is kept of a page once its words are lines."""

    width: float
    height: float
    blocks: tuple[Block, ...]
    rules: tuple[Rule, ...]  # level ones that belong to no table


def read_sheet(page: Page) -> Sheet:
    """The columns and tables of a page."""
    words = without_stamps(page.words)
    tables: list[Table] = []
    for grid in grids_of(page.rules):
        table = table_of(grid, [word for word in words if grid.holds(word)])
        if table:
            tables.append(table)
            words = [word for word in words if not grid.holds(word)]
    blocks: list[Block] = []
    for table in tables:
        blocks += columns_of(word for word in words if word.middle < table.top)
        blocks.append(table)
        words = [word for word in words if word.middle >= table.top]
    blocks += columns_of(words)
    rules = tuple(rule for rule in page.rules if rule.horizontal and not any(_ruled(rule, table) for table in tables))
    return Sheet(page.width, page.height, tuple(blocks), rules)


def _ruled(rule: Rule, table: Table) -> bool:
    return table.top - _NEAR <= rule.top <= table.bottom + _NEAR
