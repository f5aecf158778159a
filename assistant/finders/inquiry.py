"""Everything that a finder may look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from assistant.cues import Kind
from assistant.directory import Directory
from assistant.named_units import NamedUnit
from assistant.question import Question
from assistant.relevance import Relevance
from ingest.localities import PLACE_LEVEL, locality_of
from ingest.model import Document
from ingest.spelling import folded_words
from vectorstore.evidence import Evidence

READ = 48  # documents whose facts are looked at; of a small corpus that is all


Search = Callable[[Question, Collection[str]], tuple[Evidence, ...]]


class Later(Sequence[Evidence]):
    """The clauses that a search finds, which is made when somebody looks: what facts answer does without."""

    def __init__(self, search: Callable[[], tuple[Evidence, ...]]) -> None:
        self._search = search
        self._found: tuple[Evidence, ...] | None = None

    @property
    def _evidence(self) -> tuple[Evidence, ...]:
        if self._found is None:
            self._found = self._search()
        return self._found

    def __len__(self) -> int:
        return len(self._evidence)

    @overload
    def __getitem__(self, place: int) -> Evidence: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Evidence, ...]: ...

    def __getitem__(self, place: int | slice) -> Evidence | tuple[Evidence, ...]:
        return self._evidence[place]


def searched(search: Search, question: Question, documents: tuple[str, ...]) -> Sequence[Evidence]:
    """What is found in documents; of several it also says which fit most, so that it is needed at once."""
    if len(documents) == 1:
        return Later(lambda: search(question, documents))
    return search(question, documents)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, the documents it may be answered from, and the clauses retrieved for it."""

    question: Question
    directory: Directory
    scope: tuple[str, ...]  # identifiers of all that may answer, most fitting first
    read: tuple[str, ...]  # the first of them, whose facts are looked at
    allowed: tuple[str, ...]  # all that may be cited at all: by the asker's choice and the as-of date
    evidence: Sequence[Evidence]  # best first
    relevance: Relevance
    search: Search  # the same in some documents only

    def within(self, documents: Collection[str], question: Question | None = None) -> Inquiry:
        """The question put to some of the documents, as if it named them, or another put to them."""
        asked = replace(question or self.question, documents=tuple(documents))
        evidence = searched(self.search, asked, tuple(documents))
        found = [e.document_id for e in evidence] if len(documents) > 1 else []
        read = tuple(dict.fromkeys([*found, *documents]))[:READ]
        return replace(self, question=asked, scope=tuple(documents), read=read, evidence=evidence)

    @property
    def asks_for_others(self) -> bool:
        """Whether a unit is named only to ask for others: "ngoài Sở Y tế ra còn ai"."""
        return bool(_OTHERS.search(self.question.folded))

    def in_order(self, documents: Iterable[str]) -> Inquiry:
        """The same question with these documents read, in this order."""
        return replace(self, read=tuple(documents)[:READ])

    def narrowed(self, documents: Collection[str]) -> Inquiry:
        """The same question with fewer documents in scope, in their order."""
        read = tuple(d for d in self.read if d in documents)
        return replace(self, scope=tuple(d for d in self.scope if d in documents), read=read)

    def most(self, usual: int) -> int:
        """How many findings one answer may have: more where the question wants everything listed."""
        return _LISTED if Kind.LIST in self.question.kinds else usual

    def documents(self) -> Iterator[tuple[str, Document]]:
        """Those that are read, most fitting first."""
        for document_id in self.read:
            yield document_id, self.directory.document(document_id)

    def context(self, document: Document, path: str) -> str:
        """The headings above an address, the document's subject included."""
        return context_of(document, path)

    def is_unit(self, actor: str, units: Iterable[NamedUnit], document: Document) -> bool:
        """Whether an actor, as a document names it, is one of the units that the question names.

        "Phòng Nội vụ" in a document of huyện Tân Bình is asked for as "Phòng Nội vụ huyện Tân Bình" too.
        """
        key = self.directory.key(actor)
        place = locality_of(document.header).place
        behind = re.compile(rf" {PLACE_LEVEL} {re.escape(folded_words(place))}$") if place else None
        asked = [one for unit in units for one in unit.keys]
        asked += [behind.sub("", one) for one in asked if behind and behind.search(one)]
        return any(same_unit(key, one) for one in asked)


def context_of(document: Document, path: str) -> str:
    """The document's subject and the headings above an address, that of its clause first."""
    known = document.derived(_contexts)
    if path not in known:
        parts = [document.header.subject or ""]
        clause = document.clause(path)
        while clause is not None:
            parts.append(clause.heading)
            clause = document.clause(clause.parent) if clause.parent else None
        known[path] = "\n".join(parts)
    return known[path]


def _contexts(_: Document) -> dict[str, str]:
    return {}  # filled as they are asked for


_OTHERS = re.compile(r"\b(?:ngoai|khac|nua|besides|apart from|other than|else|others?)\b")
_LISTED = 40  # findings in an answer that is a list
_WHOLE_NAME = 4  # syllables from which a name is no longer the tail of another's


def same_unit(held: str, asked: str) -> bool:
    """Whether the key of a unit in the corpus is meant by the key asked for.

    A question may leave out words of a long name ("phòng văn hóa" for "Phòng Văn hóa và
    Thông tin huyện", "hội phụ nữ" for "Hội Liên hiệp Phụ nữ"), not its beginning: "y tế"
    is no unit.
    """
    if held == asked or held.startswith(asked + " "):
        return True
    if len(asked.split()) >= _WHOLE_NAME and f" {asked} " in f" {held} ":
        return True  # "Mặt trận Tổ quốc" within "Ủy ban Mặt trận Tổ quốc Việt Nam huyện"
    words = [word for word in held.split() if word not in ("cac", "nhung")]
    wanted = asked.split()
    if len(wanted) < 2 or words[:1] != wanted[:1]:
        return False
    rest = iter(words)
    return all(word in rest for word in wanted)  # in this order, other words between them
