"""A question is tried before it is offered: only one that finds an answer is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from weakref import WeakKeyDictionary

from assistant.directory import Directory
from assistant.finders.routing import find
from assistant.findings import Quote
from assistant.question import Question, understand
from assistant.scoping import Scoping
from ingest.glossary import Glossary

_KEPT = 4096  # trials remembered of one directory
_Key = tuple[str, tuple[str, ...], date | None, str | None]


class Try(Protocol):
    """Tries a question; see `Trial.of`."""

    def __call__(self, text: str, meant: str | None = None) -> Tried: ...


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a question that was tried."""

    question: Question
    quotes: tuple[Quote, ...]  # what would answer it; none when nothing does

    @property
    def documents(self) -> frozenset[str]:
        return frozenset(quote.document_id for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Trial:
    """Asks questions without writing their answers; a directory's are remembered as long as it is."""

    scoping: Scoping
    glossary: Glossary
    _of_directory: WeakKeyDictionary[Directory, dict[_Key, Tried]] = field(default_factory=WeakKeyDictionary)

    def of(
        self,
        text: str,
        directory: Directory,
        documents: tuple[str, ...],
        as_of: date | None,
        meant: str | None = None,
    ) -> Tried:
        """Try a question that says all that it asks; the arguments are those of `Assistant.ask`.

        Args:
            meant: the one document that it has to name; it is not answered where it does not.
        """
        kept = self._of_directory.setdefault(directory, {})
        key = (text, documents, as_of, meant)
        if key not in kept:
            if len(kept) >= _KEPT:
                kept.clear()
            kept[key] = self._tried(text, directory, documents, as_of, meant)
        return kept[key]

    def _tried(
        self, text: str, directory: Directory, documents: tuple[str, ...], as_of: date | None, meant: str | None
    ) -> Tried:
        question = understand(text, directory, self.glossary)
        if question.unknown or (meant is not None and question.documents != (meant,)):
            return Tried(question, ())
        inquiry = self.scoping.inquire(question, directory, documents, as_of)
        found = find(inquiry) if inquiry.scope else ()
        return Tried(question, tuple(f.quote for part in found if not part.corrects for f in part.findings))
