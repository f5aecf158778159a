"""What a writer hands to the gate: sentences, each with the quotes it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.findings import Quote

# Characters of Unicode's private use area: `ingest.normalize` leaves none in a document, so that
# no text can pass for a place.
_FIRST_PLACE = 0xE000
PLACE = re.compile("[\ue000-\ue0ff]")
_MARKER_LIKE = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer in Markdown.

    `place(0)`, `place(1)` … in the text are where the markers of its quotes go; a
    writer that gives none gets them behind the sentence.
    """

    text: str
    quotes: tuple[Quote, ...]
    names: tuple[str, ...] = ()  # units and other names that must stand in a quote


@dataclass(frozen=True, slots=True)
class Section:
    """Statements of an answer under one heading."""

    heading: str  # Markdown; "" for none
    statements: tuple[Statement, ...]


def place(index: int) -> str:
    """Where the marker of a statement's quote goes."""
    return chr(_FIRST_PLACE + index)


def index_of(character: str) -> int:
    """The quote that a place in a statement's text stands for."""
    return ord(character) - _FIRST_PLACE


def said(text: str) -> str:
    """Words of a document within an answer: a "[3]" of their own is no marker of ours."""
    return _MARKER_LIKE.sub(r"\\[\1\\]", PLACE.sub("", text))
