"""Answers that were given: who asks the same of the same documents on the same day is told the same, at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from assistant.answer import Answer
from assistant.directory import Directory

if TYPE_CHECKING:
    from vectorstore.dense import DenseIndex

_MOST = 2000  # of one directory; an answer takes some 10 kB


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that an answer depends on, beside the directory and the program itself."""

    question: str  # as typed
    history: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    as_of: date | None
    today: date  # by which a plan's year has passed
    indexes: tuple[int, str]  # the generation that they have, and whose vectors


class IndexState(Protocol):
    """How far the indexes are, and whose vectors answer; `vectorstore.indexes.Indexes` says it."""

    @property
    def generation(self) -> int: ...

    @property
    def dense(self) -> DenseIndex: ...


class Remembered:
    """The latest answers of each state of the library, as long as it is asked. Safe for threads."""

    def __init__(self, indexes: IndexState, most: int = _MOST) -> None:
        self._indexes = indexes
        self._most = most
        self._of_directory: WeakKeyDictionary[Directory, OrderedDict[Asked, Answer]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def asked(
        self, question: str, history: Sequence[tuple[str, str]], documents: Sequence[str], as_of: date | None
    ) -> Asked:
        """What is asked now; see `Assistant.ask`."""
        indexes = self._indexes.generation, self._indexes.dense.embedder.fingerprint
        turns = tuple((said, told) for said, told in history)
        return Asked(question, turns, tuple(documents), as_of, date.today(), indexes)  # noqa: DTZ011  # the office computer's own day

    def answer(self, directory: Directory, asked: Asked) -> Answer | None:
        with self._lock:
            known = self._of_directory.get(directory, OrderedDict())
            if found := known.get(asked):
                known.move_to_end(asked)
            return found

    def keep(self, directory: Directory, asked: Asked, answer: Answer) -> None:
        with self._lock:
            known = self._of_directory.setdefault(directory, OrderedDict())
            known[asked] = answer
            while len(known) > self._most:
                known.popitem(last=False)
