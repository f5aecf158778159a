"""Which documents a search may look at: chosen ones, all but some, or all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Except:
    """Every document but these."""

    documents: frozenset[str]


Among = Collection[str] | Except | None  # None: all


def within(visible: Collection[str], hidden: Collection[str]) -> Among:
    """Of all documents those that are visible, told in the shorter way."""
    if not hidden:
        return None
    return Except(frozenset(hidden)) if len(hidden) <= len(visible) else frozenset(visible)
