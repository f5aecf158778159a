"""Is the store sound."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vectorstore.databases import database_of
from vectorstore.errors import VectorstoreError
from vectorstore.indexes import Indexes
from vectorstore.library import Library

Indexed = Literal["current", "behind", "damaged"]
_ANY = "danchieu"  # a search for it opens an index; it need not be found


@dataclass(frozen=True, slots=True)
class Checkup:
    """What is found of a store."""

    documents: int | None  # None when the library cannot be read
    damage: str | None  # of the library, in the database's words
    indexes: Indexed | None  # None when the library cannot be read

    @property
    def sound(self) -> bool:
        """Indexes that are behind catch up by themselves."""
        return self.damage is None and self.indexes != "damaged"


def check(home: Path, indexes: Indexes, url: str | None = None) -> Checkup | None:
    """Read all of a store; None when there is none in `home`, or where `url` leads."""
    with closing(database_of(home, url)) as database:
        if not database.exists():
            return None
        damage = database.damage()
        if damage is not None:
            return Checkup(None, damage, None)
        try:
            library = Library(database)
            cards = library.cards()
            for card in cards:  # one by one: what is wrong is then in the error, and memory stays small
                library.document(card.id)
            return Checkup(len(cards), None, _indexed(indexes, library))
        except (VectorstoreError, ValueError, KeyError, TypeError) as error:
            return Checkup(None, f"{type(error).__name__}: {error}", None)


def _indexed(indexes: Indexes, library: Library) -> Indexed:
    try:
        if not indexes.is_current(library):
            return "behind"
        for index in (indexes.dense, indexes.lexical):
            index.published.current()
        indexes.lexical.search(_ANY, limit=1)
    except VectorstoreError:
        return "damaged"
    return "current"
