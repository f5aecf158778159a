"""Keeps the vector index and the full-text index at the library's generation."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from vectorstore.dense import DenseIndex
from vectorstore.embedder import embedder_of
from vectorstore.english import in_vietnamese
from vectorstore.entries import Hit
from vectorstore.errors import IndexFailed, VectorstoreError, file_errors
from vectorstore.lexical import LexicalIndex
from vectorstore.library import Library
from vectorstore.live import LiveVectors, Load
from vectorstore.pace import Pace
from vectorstore.published import Marker
from vectorstore.sheets import Sheets
from vectorstore.spelling import Vocabulary
from vectorstore.updating import Index, Progress, base_of, silent, updated

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

T = TypeVar("T")

_REINDEX_LOCK = "reindex.lock"
_STEPS = 8  # in which a library is indexed anew; each writes all that is there so far
_FEWEST_IN_STEP = 500  # documents

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What both indexes have for one question."""

    dense: Sequence[Hit]  # nearest in meaning first
    lexical: Sequence[Hit]  # best in words first
    rarity: Mapping[str, float]  # of the question's tokens; 0 for those that stand nowhere
    sheets: Sheets  # of every entry found by either, once each

    @property
    def known(self) -> float:
        """Share of the question's words that stand anywhere in the index, in [0, 1]; 1 for no words.

        Near 1 for a question in the language of the documents, near 0 for another
        language, of which only names and numbers are found.
        """
        words = [rarity for token, rarity in self.rarity.items() if token.isalnum()]
        return sum(rarity > 0 for rarity in words) / len(words) if words else 1.0


@dataclass(frozen=True, slots=True)
class Reindexing:
    """The vectors of another embedder are wanted than of the one that answers."""

    wanted: str  # fingerprints of the embedders
    live: str
    done: int  # entries that have vectors of the one that is wanted
    total: int  # entries that are live


class Indexes:
    """Both indexes of one library; safe for threads, and for processes beside each other.

    One process at a time writes, under a lock on `HOME/indexes.lock`. Searches
    never wait for it: they read the last generation that was completed.
    """

    def __init__(self, home: Path, embedder: Embedder, load: Load = embedder_of) -> None:
        """
        Args:
            embedder: whose vectors are wanted; others that are live answer until `reindex` is through.
            load: an embedder by its fingerprint.
        """
        self._vectors = LiveVectors(home / "vectors", embedder, load)
        self.lexical = LexicalIndex(home / "fulltext")
        self.home = home
        self._lock = FileLock(home / "indexes.lock")
        self._pace = Pace()

    @property
    def dense(self) -> DenseIndex:
        """The vector index that is live, with its embedder. One search keeps to the one that it began with."""
        return self._vectors.current()

    @property
    def generation(self) -> int:
        """Of the library, as far as both indexes have it; 0 when one of them is missing."""
        markers = [index.published.marker() for index in (self.dense, self.lexical)]
        return min(marker.generation if marker else 0 for marker in markers)

    def catch_up(self, library: Library, *, wait: bool = True, progress: Progress | None = None) -> bool:
        """Take in every change of the library that the indexes have missed.

        An index that is missing, damaged, of another embedder or of another layout
        is built from scratch.

        Args:
            wait: for another process that is catching up; otherwise leave it to that one.
            progress: told after each document.

        Returns:
            whether both indexes now have every change.

        Raises:
            VectorstoreError: the disk is in the way; what was live stays live.
        """
        with self.writing(wait=wait) as held:
            while held and not self.is_current(library):
                self._advance(library, progress or silent)
            return held

    def refresh(self, library: Library, generation: int | None = None) -> None:
        """Catch up before a search if nobody else is at it; trouble is logged, not raised.

        Where that takes long, because the store is large, changes that come one after the other are taken in together.

        Args:
            generation: of the library, where the caller knows it.
        """
        try:
            if self._pace.due and not self.is_current(library, generation):
                with self._pace.timed():
                    self.catch_up(library, wait=False)
        except VectorstoreError as error:
            if not self.generation:
                raise
            _log.warning("searching in generation %d: %s", self.generation, error)

    def search(
        self,
        library: Library,
        question: str,
        vector: NDArray[np.float32],
        *,
        limit: int,
        documents: Collection[str] | None = None,
        dense: DenseIndex | None = None,
    ) -> Found:
        """What each index finds, in the state of the library that was last taken in.

        Args:
            vector: the question, embedded; shape (dimension,), unit length or zeros.
            dense: whose embedder made the vector; None is the live one.
            limit: of each.
            documents: identifiers to search in; None means all.
        """

        def lexical() -> tuple[Sequence[Hit], Mapping[str, float]]:
            return self.lexical.search(question, limit=limit, documents=documents), self.lexical.rarity(question)

        worded, rarity = self.sound(self.lexical, lexical, library)

        meant = dense or self.dense

        def near() -> tuple[Sequence[Hit], Sheets]:
            others = ((hit.document_id, hit.path) for hit in worded)
            return meant.found(vector, limit=limit, documents=documents, others=others)

        nearest, sheets = self.sound(meant, near, library)
        return Found(nearest, worded, rarity, sheets)

    def as_documents_say_it(self, question: str) -> tuple[str, bool]:
        """A question in the words of the documents, and whether it had to be translated.

        English is translated term by term and word by word; in Vietnamese missing diacritics and slips are mended.
        """
        try:
            vocabulary = self._vocabulary()
            if vocabulary.is_foreign(question):
                return in_vietnamese(question, self.lexical.together()), True
            return vocabulary.mended(question, self.lexical.together()), False
        except VectorstoreError as error:  # the search itself will say so, and repair the index
            _log.warning("searched as it is: %s", error)
            return question, False

    def _vocabulary(self) -> Vocabulary:
        return self.dense.vocabulary()

    def sound(self, index: Index, search: Callable[[], T], library: Library) -> T:
        """The result of a search, from an index built again if the search shows it to be damaged."""
        try:
            return search()
        except IndexFailed as error:
            _log.warning("building from scratch: %s", error)
            self._repair(index, library)
            return search()

    def is_current(self, library: Library, generation: int | None = None) -> bool:
        """Whether both indexes have every change of the library, or up to one of its generations."""
        generation = library.generation if generation is None else generation
        bases = (base_of(index, library, generation) for index in (self.dense, self.lexical))
        return all(base is not None and base.generation == generation for base in bases)

    def rebuild(self, library: Library, *, progress: Progress | None = None) -> None:
        """Build both from scratch, as a repair."""
        with self.writing():
            for index in (self.dense, self.lexical):
                index.published.withdraw()
            self.catch_up(library, progress=progress)

    def reindexing(self) -> Reindexing | None:
        """How far the vectors of the embedder that is wanted are; None when they are live."""
        wanted, live = self._vectors.wanted, self.dense
        if wanted is live:
            return None
        done, total = (index.published.marker() for index in (wanted, live))
        return Reindexing(
            wanted.embedder.fingerprint, live.embedder.fingerprint,
            done.entries if done else 0, total.entries if total else 0,
        )  # fmt: skip

    def reindex(self, library: Library, *, progress: Progress | None = None) -> bool:
        """Build the vectors of the embedder that is wanted while those of another answer, then let them answer.

        It goes in steps: when it is interrupted, the next call goes on from the last one. Other
        processes see nothing of it before it is complete, and switch by themselves then.

        Args:
            progress: told after each document of a step.

        Returns:
            whether the vectors that are wanted are live now; False while another process builds them.
        """
        if self.dense is self._vectors.wanted:
            return True
        try:
            with FileLock(self.home / _REINDEX_LOCK, timeout=0):
                self._build_wanted(library, progress or silent)
        except Timeout:
            return False
        return True

    def _build_wanted(self, library: Library, progress: Progress) -> None:
        wanted = self._vectors.wanted
        _log.warning(
            "re-indexing with %s; %s answers meanwhile", *(i.embedder.fingerprint for i in (wanted, self.dense))
        )
        most = max(_FEWEST_IN_STEP, len(library.cards()) // _STEPS)
        while (base := base_of(wanted, library, library.generation)) is None or base.generation < library.generation:
            for _, marker in updated([(wanted, base)], library, progress, most):
                wanted.published.publish(marker)
        with self.writing():  # nobody takes in changes with the old ones now
            base = base_of(wanted, library, library.generation)
            for _, marker in updated([(wanted, base)], library, progress):
                wanted.published.publish(marker)
            self._vectors.adopt()
        _log.warning("%s answers now", wanted.embedder.fingerprint)

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[bool]:
        """Hold the writers' lock over several calls of `catch_up`, so that no search starts one of its own.

        Yields:
            whether the lock is held; False only if `wait` is False and another process has it.
        """
        with file_errors(self.home):
            self.home.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=-1 if wait else 0)
            except Timeout:
                held = False
            else:
                held = True
        try:
            yield held
        finally:
            if held:
                self._lock.release()

    def _advance(self, library: Library, progress: Progress) -> None:
        """Bring both to one generation; they go live together, when both are complete."""
        generation = library.generation
        behind: dict[int, list[tuple[Index, Marker | None]]] = {}
        for index in (self.dense, self.lexical):
            base = base_of(index, library, generation)
            if base is None or base.generation < generation:
                if base and base.deleted > base.entries:
                    base = None  # a graph that is mostly holes finds less and less
                behind.setdefault(base.generation if base else 0, []).append((index, base))
        done = [pair for group in behind.values() for pair in updated(group, library, progress)]
        for index, marker in done:
            index.published.publish(marker)
        if self.dense is self._vectors.wanted:
            self._vectors.adopt()

    def _repair(self, index: Index, library: Library) -> None:
        """Build a damaged index from scratch, unless somebody just has."""
        damaged = index.published.marker()
        with self.writing():
            if index.published.marker() == damaged:
                index.published.withdraw()
            self.catch_up(library)
