"""What a writer hands to the gate: sentences, each with the quotes it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.findings import Quote


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer in Markdown.

    `{0}`, `{1}` … in the text are where the markers of its quotes go; a writer that
    gives none gets them behind the sentence.
    """

    text: str
    quotes: tuple[Quote, ...]
    names: tuple[str, ...] = ()  # units and other names that must stand in a quote


@dataclass(frozen=True, slots=True)
class Section:
    """Statements of an answer under one heading."""

    heading: str  # Markdown; "" for none
    statements: tuple[Statement, ...]
