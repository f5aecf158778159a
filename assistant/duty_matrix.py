"""Units against duties: what each unit leads, does, joins and reports, over the corpus."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.glossary import load_glossary
from ingest.model import Deadline, Duty, Role
from ingest.units import unit_key
from vectorstore.library import Library

ROLES: tuple[Role, ...] = ("chủ trì", "thực hiện", "tham mưu", "phối hợp", "báo cáo")


@dataclass(frozen=True, slots=True)
class Share:
    """A unit's part in a duty."""

    unit: str  # key of the unit
    role: Role  # its own: a partner of a duty that another leads joins in
    document_id: str
    duty: Duty
    deadlines: tuple[Deadline, ...]  # that stand in the same sentence


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with all its shares."""

    key: str
    name: str  # as it is printed most often
    shares: tuple[Share, ...]

    def of(self, role: str) -> Sequence[Share]:
        return [share for share in self.shares if share.role == role]

    @property
    def with_objectives(self) -> Sequence[Share]:
        return [share for share in self.shares if share.duty.objectives]

    @property
    def with_deadlines(self) -> Sequence[Share]:
        return [share for share in self.shares if share.deadlines]


def duty_matrix(library: Library, documents: Collection[str] | None = None) -> Sequence[UnitRow]:
    """The units with the most duties first.

    Args:
        documents: identifiers; None means all.
    """
    rows = _matrix(library, library.generation)
    if documents is None:
        return rows
    wanted = set(documents)
    kept = ((row, tuple(share for share in row.shares if share.document_id in wanted)) for row in rows)
    narrowed = [UnitRow(row.key, row.name, shares) for row, shares in kept if shares]
    return sorted(narrowed, key=_most_first)


@lru_cache(maxsize=2)
def _matrix(library: Library, generation: int) -> Sequence[UnitRow]:
    deadlines: dict[str, list[Deadline]] = {}
    for document_id, deadline in library.deadlines():
        deadlines.setdefault(document_id, []).append(deadline)
    key = _keys()
    shares: dict[str, dict[tuple[str, str, int, str], Share]] = {}
    names: dict[str, dict[str, int]] = {}
    for document_id, duty in library.duties():
        due = tuple(d for d in deadlines.get(document_id, ()) if _same_place(d, duty))
        parts: list[tuple[str, Role]] = [(duty.actor, duty.role), *((name, "phối hợp") for name in duty.partners)]
        for name, role in parts:
            unit = key(name)
            # A partner whose joining in is a duty of its own does so once.
            place = (document_id, duty.path, duty.start, role)
            known = shares.setdefault(unit, {})
            if place not in known or duty.role == role:
                known[place] = Share(unit, role, document_id, duty, due)
            counted = names.setdefault(unit, {})
            counted[name] = counted.get(name, 0) + 1
    rows = [UnitRow(unit, _printed(names[unit]), tuple(found.values())) for unit, found in shares.items()]
    return sorted(rows, key=_most_first)


def _keys() -> Callable[[str], str]:
    """Names → keys; a name is looked up once."""
    glossary = load_glossary()
    known: dict[str, str] = {}

    def key(name: str) -> str:
        if name not in known:
            known[name] = unit_key(glossary.expand(name)) or name.casefold()
        return known[name]

    return key


def _printed(counted: Mapping[str, int]) -> str:
    name = max(counted, key=lambda one: (counted[one], len(one)))
    return name[:1].upper() + name[1:]


def _same_place(deadline: Deadline, duty: Duty) -> bool:
    """Whether the words of both overlap."""
    return deadline.start < duty.start + len(duty.quote) and duty.start < deadline.start + len(deadline.quote)


def _most_first(row: UnitRow) -> tuple[int, str]:
    return -len(row.shares), row.name


def objective_words(duty: Duty) -> str:
    """ "5 (1, 2); 6": objectives with those of their indicators that are meant."""
    shares = (
        f"{share.objective}" + (f" ({', '.join(map(str, share.indicators))})" if share.indicators else "")
        for share in duty.objectives
    )
    return "; ".join(shares)


def units_at(rows: Iterable[UnitRow]) -> Mapping[tuple[str, int], frozenset[str]]:
    """(document, start of a deadline) → keys of the units whose duty stands in the same sentence."""
    found: dict[tuple[str, int], set[str]] = {}
    for row in rows:
        for share in row.shares:
            for deadline in share.deadlines:
                found.setdefault((share.document_id, deadline.start), set()).add(row.key)
    return {place: frozenset(units) for place, units in found.items()}
