"""What a list of documents shows."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Header


@dataclass(frozen=True, slots=True)
class Card:
    """One document in a list."""

    id: str
    source: str  # absolute path of the file that it was read from
    generation: int  # the change that last touched it
    file: str
    sha256: str  # of the file's bytes
    header: Header
    title: str
    clauses: int  # without items
    reader: str  # version of the readers that made its text
