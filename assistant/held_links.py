"""The links of a library as it is now, made once for each of its states."""

from __future__ import annotations

from functools import lru_cache

from vectorstore.library import Library
from vectorstore.links import Links
from vectorstore.visibility import VIEWS


def links_of(library: Library) -> Links:
    """Which document each citation of the library means."""
    return _links(library, library.generation)


@lru_cache(maxsize=VIEWS)
def _links(library: Library, generation: int) -> Links:
    return Links.of(library)
