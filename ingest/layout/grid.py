"""Ruled lines become tables: a grid, its merged cells, and the words that lie in each.

A table is a set of ruled lines that touch each other and part at least two columns. Two
neighbouring places of its grid belong to one cell where no line lies between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, ROW
from ingest.layout.lines import lines_of
from ingest.layout.page import Rule, Word

_NEAR = 3.0  # points: lines no farther apart meet, or are one
_COVERED = 0.6  # of a cell's side, drawn: there is a line
_MOST_PLACES = 40_000


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table, each place of it with the number of the cell that covers it."""

    across: tuple[float, ...]  # where its columns begin, and the last ends
    down: tuple[float, ...]  # the same for rows
    cells: tuple[tuple[int, ...], ...]

    @property
    def left(self) -> float:
        return self.across[0]

    @property
    def top(self) -> float:
        return self.down[0]

    @property
    def right(self) -> float:
        return self.across[-1]

    @property
    def bottom(self) -> float:
        return self.down[-1]

    def holds(self, word: Word) -> bool:
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text: a marked line for each row, see `ingest.extraction`."""

    rows: tuple[str, ...]
    top: float
    bottom: float

    def texts(self) -> Iterable[str]:
        return self.rows


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that ruled lines draw, from the top of the page; the outermost where they lie within each other."""
    level = _joined([rule for rule in rules if rule.horizontal], level=True)
    upright = _joined([rule for rule in rules if not rule.horizontal], level=False)
    grids = [_grid(*group) for group in _groups(level, upright)]
    found: list[Grid] = []
    for grid in sorted((grid for grid in grids if grid), key=lambda grid: (grid.top, grid.left - grid.right)):
        if not any(_lies_in(grid, other) for other in found):
            found.append(grid)
    return found


def table_of(grid: Grid, words: Iterable[Word]) -> Table | None:
    """The words of a grid as a table; None where they stand in one column or row only, which is a frame."""
    inside: dict[int, list[Word]] = {}
    for word in words:
        row = sum(line <= word.middle for line in grid.down[1:-1])
        column = sum(line <= (word.left + word.right) / 2 for line in grid.across[1:-1])
        inside.setdefault(grid.cells[row][column], []).append(word)
    texts = {cell: " ".join(line.text for line in lines_of(found)) for cell, found in inside.items()}
    rows = _without_empty(grid.cells, texts)
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    return Table(tuple(_written(rows, texts)), grid.top, grid.bottom)


def _without_empty(cells: Sequence[Sequence[int]], texts: dict[int, str]) -> list[list[int]]:
    """The grid without rows and columns in which no cell begins: lines drawn double, or only for the looks."""
    width = range(len(cells[0]))
    kept = [row for number, row in enumerate(cells) if number == 0 or list(row) != list(cells[number - 1])]
    kept = [row for row in kept if any(texts.get(cell) for cell in row)]
    columns = [x for x in width if x == 0 or any(row[x] != row[x - 1] for row in kept)]
    columns = [x for x in columns if any(texts.get(row[x]) for row in kept)]
    return [[row[x] for x in columns] for row in kept]


def _written(rows: Sequence[Sequence[int]], texts: dict[int, str]) -> Iterable[str]:
    seen: set[int] = set()
    for number, row in enumerate(rows):
        written: list[str] = []
        for column, cell in enumerate(row):
            if cell not in seen:
                written.append(texts.get(cell, ""))
            elif column and row[column - 1] == cell:
                written.append(FROM_LEFT)
            elif number and rows[number - 1][column] == cell:
                written.append(FROM_ABOVE)
            else:
                written.append("")
            seen.add(cell)
        yield ROW + CELL.join(written)


def _joined(rules: Sequence[Rule], *, level: bool) -> list[Rule]:
    """Lines that run on in each other, or are drawn twice, as one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.top, rule.left) if level else (rule.left, rule.top)):
        near = len(joined)
        while near and (rule.top - joined[near - 1].top if level else rule.left - joined[near - 1].left) <= _NEAR:
            near -= 1
            if _meet(joined[near], rule):
                other = joined[near]
                joined[near] = Rule(*map(min, other[:2], rule[:2]), *map(max, other[2:], rule[2:]))
                break
        else:
            joined.append(rule)
    return joined


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.left - _NEAR <= other.right
        and other.left - _NEAR <= one.right
        and one.top - _NEAR <= other.bottom
        and other.top - _NEAR <= one.bottom
    )


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Sets of lines that touch, level and upright ones apart."""
    groups: list[tuple[list[Rule], list[Rule]]] = [([rule], []) for rule in level]
    for rule in upright:
        touched = [group for group in groups if any(_meet(rule, other) for other in group[0])]
        rest = [group for group in groups if group not in touched]
        merged: tuple[list[Rule], list[Rule]] = ([], [rule])
        for group in touched:
            merged[0].extend(group[0])
            merged[1].extend(group[1])
        groups = [*rest, merged]
    return groups


def _grid(level: Sequence[Rule], upright: Sequence[Rule]) -> Grid | None:
    if len(level) < 2 or not upright:
        return None
    left, right = min(rule.left for rule in level), max(rule.right for rule in level)
    across = _places([left, right, *((rule.left + rule.right) / 2 for rule in upright)])
    down = _places([(rule.top + rule.bottom) / 2 for rule in level])
    if len(across) < 2 or len(down) < 2 or len(across) * len(down) > _MOST_PLACES:
        return None
    numbers = [[y * (len(across) - 1) + x for x in range(len(across) - 1)] for y in range(len(down) - 1)]
    owner = list(range((len(across) - 1) * (len(down) - 1)))

    def root(place: int) -> int:
        while owner[place] != place:
            place = owner[place]
        return place

    for y, row in enumerate(numbers):
        for x, place in enumerate(row):
            if x and not _drawn(upright, across[x], down[y], down[y + 1], level=False):
                owner[root(place)] = root(row[x - 1])
            if y and not _drawn(level, down[y], across[x], across[x + 1], level=True):
                owner[root(place)] = root(numbers[y - 1][x])
    return Grid(across, down, tuple(tuple(root(place) for place in row) for row in numbers))


def _drawn(rules: Iterable[Rule], at: float, start: float, end: float, *, level: bool) -> bool:
    """Whether a line covers the side of a place of the grid."""
    covered = 0.0
    for rule in rules:
        begin, stop, near = (rule.left, rule.right, rule.top) if level else (rule.top, rule.bottom, rule.left)
        far = rule.bottom if level else rule.right
        if near - _NEAR <= at <= far + _NEAR:
            covered += max(0.0, min(stop, end) - max(begin, start))
    return covered >= _COVERED * (end - start)


def _places(values: Iterable[float]) -> tuple[float, ...]:
    """Values in order, those that are nearly the same once."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(sum(group) / len(group) for group in groups)


def _lies_in(grid: Grid, other: Grid) -> bool:
    return (
        grid.left >= other.left - _NEAR
        and grid.right <= other.right + _NEAR
        and grid.top >= other.top - _NEAR
        and grid.bottom <= other.bottom + _NEAR
    )
