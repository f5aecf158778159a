"""Units against duties: what each unit leads, does, joins and reports, over the corpus."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.glossary import load_glossary
from ingest.localities import NOWHERE, Locality, locality_of, settled, unit_at_place
from ingest.model import Deadline, Duty, Role
from ingest.spelling import folded_words, placed_tones
from vectorstore.library import Library
from vectorstore.visibility import VIEWS

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

    key: str  # of `ingest.units`, with the locality where the corpus has the name in several
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


def named(rows: Sequence[UnitRow], words: str) -> list[UnitRow]:
    """Those in whose names all of `words`, typed with or without diacritics, stand."""
    wanted = folded_words(words).split()
    return [row for row in rows if all(word in folded_words(row.name) or word in row.key for word in wanted)]


@lru_cache(maxsize=VIEWS)
def _matrix(library: Library, generation: int) -> Sequence[UnitRow]:
    deadlines: dict[str, list[Deadline]] = {}
    for document_id, deadline in library.deadlines():
        deadlines.setdefault(document_id, []).append(deadline)
    duties = library.duties()
    units = _units(library, duties)
    shares: dict[str, dict[tuple[str, str, int, str], Share]] = {}
    names: dict[str, dict[str, int]] = {}
    for document_id, duty in duties:
        due = tuple(d for d in deadlines.get(document_id, ()) if _same_place(d, duty))
        for name, role in _parts(duty):
            unit = units[document_id, name]
            # A partner whose joining in is a duty of its own does so once.
            place = (document_id, duty.path, duty.start, role)
            known = shares.setdefault(unit.key, {})
            if place not in known or duty.role == role:
                known[place] = Share(unit.key, role, document_id, duty, due)
            shown = unit.shown(name)
            counted = names.setdefault(unit.key, {})
            counted[shown] = counted.get(shown, 0) + 1
    rows = [UnitRow(unit, _printed(names[unit]), tuple(found.values())) for unit, found in shares.items()]
    return sorted(rows, key=_most_first)


def _parts(duty: Duty) -> Sequence[tuple[str, Role]]:
    """Who has a part in a duty, and which."""
    return [(duty.actor, duty.role), *((name, "phối hợp") for name in duty.partners)]


@dataclass(frozen=True, slots=True)
class _Unit:
    key: str
    place: str | None  # to be shown, where the corpus has offices of that name in several

    def shown(self, name: str) -> str:
        """A printed name, with its place if it lacks that."""
        if self.place is None or self.place in placed_tones(name.casefold()):
            return name
        return f"{name} ({self.place.title()})"


def _units(library: Library, duties: Sequence[tuple[str, Duty]]) -> Mapping[tuple[str, str], _Unit]:
    """(Document, name of a unit in it) → the unit: one for all spellings, and for each locality."""
    glossary = load_glossary()
    own = {card.id: locality_of(card.header) for card in library.cards()}
    expanded: dict[str, str] = {}
    found: dict[tuple[str, str], tuple[str, Locality]] = {}
    for document_id, duty in duties:
        for name, _ in _parts(duty):
            if (document_id, name) not in found:
                if name not in expanded:
                    expanded[name] = glossary.expand(name)
                base, where = unit_at_place(expanded[name], own.get(document_id, NOWHERE))
                found[document_id, name] = base or name.casefold(), where
    places: dict[str, set[Locality]] = {}
    for base, where in found.values():
        places.setdefault(base, set()).add(where)
    joined = {base: settled(several) for base, several in places.items()}
    return {named: _unit(base, where, joined[base]) for named, (base, where) in found.items()}


def _unit(base: str, where: Locality, joined: Mapping[Locality, Locality]) -> _Unit:
    where = joined[where]
    if len(set(joined.values())) == 1 or where.place is None:
        return _Unit(base, None)
    said = [where.place, str(where.level or ""), where.within or ""]
    return _Unit(" @ ".join([base, *filter(None, said)]), where.place)


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
