"""What `ask` returns: an answer with its citations, or a refusal. Section 3 of the contract."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Language = Literal["vi", "en"]
RefusalReason = Literal["not-in-corpus", "not-stated", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and the clause that it stands in."""

    marker: int  # [1] in the answer
    document_id: str
    number: str | None
    kind: str | None
    issuer: str | None
    date: str | None  # ISO 8601, perhaps partial
    title: str
    file: str
    path: str
    label: str  # the place in words, in the question's language
    official: str  # the whole citation, ready to paste into a new document
    quote: str  # white space folded; stands in the clause's text folded likewise
    start: int  # characters into the stored text
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """What the officer should be warned of."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, and what stands nearest to one."""

    reason: RefusalReason
    message: str
    nearest: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """With what an answer was made, so that it can be replayed."""

    corpus: str  # fingerprint of the library's generation
    embedder: str
    llm: str | None
    prompt: str | None  # fingerprint


@dataclass(frozen=True, slots=True)
class Answer:
    """The one result of a question, whichever door it came through."""

    id: str | None
    question: str
    language: Language
    answer: str  # Markdown with [1] [2] markers
    refused: bool
    refusal: Refusal | None
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...]
    follow_ups: tuple[str, ...]
    receipt: Receipt
    elapsed_ms: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
