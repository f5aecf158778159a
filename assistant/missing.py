"""Documents that the corpus cites and does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.citing import name_of_cited
from assistant.held_links import links_of
from vectorstore.library import Library
from vectorstore.visibility import VIEWS

Place = tuple[str, str]  # identifier of the document that cites, address of the clause


def missing_documents(library: Library) -> Sequence[tuple[str, Sequence[Place]]]:
    """Their names as they are cited, the most cited first, each document that cites them once."""
    return _missing(library, library.generation)


@lru_cache(maxsize=VIEWS)
def _missing(library: Library, generation: int) -> Sequence[tuple[str, Sequence[Place]]]:
    links = links_of(library)
    found: dict[str, dict[str, str]] = {}
    for citing, reference in library.references():
        if links.held(reference, citing) is None:
            found.setdefault(name_of_cited(reference), {}).setdefault(citing, reference.path)
    named = [(name, list(places.items())) for name, places in found.items()]
    return sorted(named, key=lambda item: (-len(item[1]), item[0]))
