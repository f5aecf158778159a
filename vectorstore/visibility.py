"""What not everybody may see: documents and folders that only some units or accounts are given."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from vectorstore.access_schema import grants, restrictions, visibility
from vectorstore.cards import Card

VIEWS = 16  # of one library, for those who may see different parts of it; what is made from more is made anew

PlaceKind = Literal["document", "folder"]
Place = tuple[PlaceKind, str]  # identifier of a document, or absolute path of a folder, file or zip file

Opened = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Restriction:
    """Who may see a place, besides administrators; nobody where both are empty."""

    kind: PlaceKind
    place: str
    units: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()  # identifiers

    def lets(self, account: str, units: Collection[str]) -> bool:
        return account in self.accounts or not self.units.isdisjoint(units)


@dataclass(frozen=True, slots=True)
class Clearance:
    """Which places somebody may see and which not; of two that hold a document the narrower one decides."""

    denied: frozenset[Place]
    allowed: frozenset[Place] = frozenset()

    def hides(self, card: Card) -> bool:
        for place in _places(card):
            if place in self.denied:
                return True
            if place in self.allowed:
                return False
        return False


def _places(card: Card) -> Iterator[Place]:
    """The places that a document lies in, the narrowest first."""
    yield "document", card.id
    source = PurePath(card.source)
    for path in (source, *source.parents):
        yield "folder", str(path)


def rule_of(rules: Collection[Restriction], card: Card) -> Restriction | None:
    """The restriction that decides who sees a document; None where everybody does."""
    known = {(rule.kind, rule.place): rule for rule in rules}
    return next((known[place] for place in _places(card) if place in known), None)


def clearance(rules: Collection[Restriction], account: str, units: Collection[str]) -> Clearance | None:
    """What an account may see; None is everything."""
    denied = frozenset((rule.kind, rule.place) for rule in rules if not rule.lets(account, units))
    if not denied:
        return None
    return Clearance(denied, frozenset((rule.kind, rule.place) for rule in rules) - denied)


class Visibility:
    """Made by `Library`, in whose file it lies; safe for threads and processes as that is."""

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write
        self._known: tuple[int, tuple[Restriction, ...]] = (-1, ())

    def rules(self) -> tuple[Restriction, ...]:
        """Every restriction, in order; the same object until something changes."""
        with self._read() as connection:
            version = connection.execute(select(visibility.c.version)).scalar() or 0
            if self._known[0] != version:
                self._known = (version, tuple(_rules(connection)))
            return self._known[1]

    def restrict(self, rule: Restriction) -> None:
        """Let only these see a place, whoever could before."""
        with self._write() as connection:
            _clear(connection, rule.kind, rule.place)
            place = {"kind": rule.kind, "place": rule.place}
            connection.execute(insert(restrictions).values(place))
            held = [("unit", name) for name in sorted(rule.units)]
            held += [("account", name) for name in sorted(rule.accounts)]
            if held:
                rows = [place | {"holder": holder, "name": name} for holder, name in held]
                connection.execute(insert(grants), rows)
            _count(connection)

    def open(self, kind: PlaceKind, place: str) -> bool:
        """Let everybody see it again; False when it was not restricted."""
        with self._write() as connection:
            gone = _clear(connection, kind, place)
            _count(connection)
        return gone


def _rules(connection: Connection) -> Sequence[Restriction]:
    found: dict[Place, dict[str, set[str]]] = {}
    for row in connection.execute(select(restrictions).order_by(restrictions.c.kind, restrictions.c.place)):
        found[row.kind, row.place] = {"unit": set(), "account": set()}
    for row in connection.execute(select(grants)):
        found[row.kind, row.place][row.holder].add(row.name)
    return [
        Restriction(kind, place, frozenset(held["unit"]), frozenset(held["account"]))
        for (kind, place), held in found.items()
    ]


def _clear(connection: Connection, kind: str, place: str) -> bool:
    connection.execute(delete(grants).where(grants.c.kind == kind, grants.c.place == place))
    gone = delete(restrictions).where(restrictions.c.kind == kind, restrictions.c.place == place)
    return bool(connection.execute(gone).rowcount)


def _count(connection: Connection) -> None:
    if not connection.execute(update(visibility).values(version=visibility.c.version + 1)).rowcount:
        connection.execute(insert(visibility).values(id=1, version=1))
