"""The indexes as somebody sees them who may not see every document.

Searches leave hidden documents out while they search, not afterwards; and whatever is counted of
words (how rare they are, whether they are known, how they may be spelled) is counted without them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.among import Among, within
from vectorstore.dense import DenseIndex
from vectorstore.entries import Hit
from vectorstore.indexes import Found, Indexes
from vectorstore.lexical import LexicalIndex
from vectorstore.lexical_counts import Counts
from vectorstore.library import Library
from vectorstore.sheets import Sheets
from vectorstore.spelling import Vocabulary
from vectorstore.updating import Progress
from vectorstore.visible_library import VisibleLibrary


class VisibleLexical(LexicalIndex):
    """The full-text index over what can be seen."""

    def __init__(self, whole: LexicalIndex, corpus: Callable[[], Among]) -> None:
        self.published = whole.published
        self._corpus = corpus
        self._counted: tuple[Any, Among, Counts] | None = None

    def counts(self, index: Any, corpus: Among) -> Counts:
        """Those of the last state asked for are kept: to count under a condition takes longer than to look a number up."""
        kept = self._counted
        if kept is None or kept[0] is not index or kept[1] is not corpus:
            kept = self._counted = (index, corpus, super().counts(index, corpus))
        return kept[2]

    def search(self, question: str, *, limit: int, documents: Among = None, corpus: Among = None) -> Sequence[Hit]:
        return super().search(question, limit=limit, documents=documents, corpus=self._corpus())

    def together(self, corpus: Among = None) -> Callable[[str, str], int]:
        return super().together(self._corpus())

    def rarity(self, question: str, corpus: Among = None) -> Mapping[str, float]:
        return super().rarity(question, self._corpus())

    @property
    def size(self) -> int:
        return super().size_of(self._corpus())

    def holding(self, words: Sequence[Sequence[str]], *, documents: Among = None, spelled: bool = False) -> int:
        among = self._corpus() if documents is None else documents
        return super().holding(words, documents=among, spelled=spelled)


class VisibleIndexes(Indexes):
    """Those of a whole library, for a view of it; they are kept up to date with the whole."""

    def __init__(self, whole: Indexes, library: VisibleLibrary) -> None:
        self._whole = whole
        self._view = library
        self.home = whole.home
        self._among: tuple[object, Among] | None = None
        self.lexical = VisibleLexical(whole.lexical, self._corpus)

    @property
    def dense(self) -> DenseIndex:
        return self._whole.dense

    @property
    def generation(self) -> int:
        return self._whole.generation

    def catch_up(self, library: Library, *, wait: bool = True, progress: Progress | None = None) -> bool:
        return self._whole.catch_up(self._view.whole, wait=wait, progress=progress)

    def refresh(self, library: Library, generation: int | None = None) -> None:
        self._whole.refresh(self._view.whole, generation)

    def is_current(self, library: Library, generation: int | None = None) -> bool:
        return self._whole.is_current(self._view.whole, generation)

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
        visible = self._view.visible
        among = self._corpus() if documents is None else [known for known in documents if known in visible]

        def lexical() -> tuple[Sequence[Hit], Mapping[str, float]]:
            return self.lexical.search(question, limit=limit, documents=among), self.lexical.rarity(question)

        worded, rarity = self._whole.sound(self.lexical, lexical, self._view.whole)
        meant = dense or self.dense

        def near() -> tuple[Sequence[Hit], Sheets]:
            others = ((hit.document_id, hit.path) for hit in worded)
            return meant.found(vector, limit=limit, documents=among, others=others)

        nearest, sheets = self._whole.sound(meant, near, self._view.whole)
        return Found(nearest, worded, rarity, sheets)

    def _vocabulary(self) -> Vocabulary:
        return self.dense.vocabulary(frozenset(self._view.hidden))

    def _corpus(self) -> Among:
        """The same object as long as the same can be seen."""
        visible = self._view.visible
        kept = self._among
        if kept is None or kept[0] is not visible:
            kept = self._among = (visible, within(visible, self._view.hidden))
        return kept[1]
