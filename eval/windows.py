"""The usual recipe, as a baseline: windows of 1,000 characters, ranked, the first four shown to whoever answers.

It is given the best of cases: it counts as right when the windows hold every fact and touch every
clause that the answer needs, as if whoever reads 4,000 characters never overlooked anything. It cannot refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from eval.bm25 import BM25
from eval.matching import says
from eval.questions import Gold, Question
from eval.shares import Share
from ingest.model import Document
from vectorstore.embedder import Embedder

SIZE, STEP = 1000, 800  # characters
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document's text."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    def touches(self, gold: Gold) -> bool:
        """Whether it shares text with one of the places; an address that the document lacks is shared by none."""
        if gold.file != self.document.file:
            return False
        places = filter(None, map(self.document.clause, gold.paths))
        return any(place.start < self.end and self.start < place.end for place in places)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader gets for a question that the documents answer."""

    right: bool  # every fact is said and every needed clause is among it
    characters: int


def windows_of(documents: Iterable[Document]) -> Iterator[Window]:
    """Windows that overlap by 200 characters; the last of a document is shorter."""
    for document in documents:
        for start in range(0, max(len(document.text) - (SIZE - STEP), 1), STEP):
            yield Window(document, start, min(start + SIZE, len(document.text)))


def baselines(
    documents: Iterable[Document], embedder: Embedder, questions: Iterable[Question]
) -> dict[str, list[Shown]]:
    """What each baseline shows for the questions that have an answer, in order.

    Embeddings are the shipped model's, or the one set: the usual all-MiniLM is not to be had
    without a network, and finds less in Vietnamese.
    """
    windows = list(windows_of(documents))
    if not windows:
        return {}
    texts = [window.text for window in windows]
    vectors, words = embedder.encode(texts), BM25(texts)

    def by_vectors(question: str) -> Sequence[int]:
        return [int(place) for place in np.argsort(-(vectors @ embedder.encode([question])[0]), kind="stable")[:SHOWN]]

    def by_words(question: str) -> Sequence[int]:
        return words.best(question, limit=SHOWN)

    rankings = {"embeddings": by_vectors, "bm25": by_words}
    asked = [question for question in questions if question.refusal is None and not question.either]
    return {name: [_shown(question, windows, rank) for question in asked] for name, rank in rankings.items()}


def _shown(question: Question, windows: Sequence[Window], rank: Callable[[str], Sequence[int]]) -> Shown:
    """A follow-up is looked for together with the question before it, since nobody rewrites it."""
    before = question.history[-1][0] if question.history else ""
    found = [windows[place] for place in rank(f"{before} {question.question}".strip())]
    text = "\n".join(window.text for window in found)
    touched = [any(window.touches(gold) for window in found) for gold in question.gold if gold.needed]
    facts = all(says(text, fact) for fact in question.facts)
    enough = any(touched) if question.any else all(touched)
    return Shown(facts and enough, len(text))


def right(shown: Sequence[Shown]) -> Share:
    return Share(sum(one.right for one in shown), len(shown))


def characters(shown: Sequence[Shown]) -> int:
    """The median of what there is to read; 0 of nothing."""
    return round(median(one.characters for one in shown)) if shown else 0
