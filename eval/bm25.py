"""A plain BM25, over syllables or with their pairs: the baselines that a retriever for Vietnamese has to beat."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.words import syllables

# The usual settings, as in Lucene.
K1 = 1.2
B = 0.75


class BM25:
    """Texts by the tokens that they share with a question.

    Source: S. Robertson and H. Zaragoza (2009), The Probabilistic Relevance Framework:
    BM25 and Beyond; with Lucene's idf, which is never negative.
    """

    def __init__(self, texts: Sequence[str], tokens: Callable[[str], list[str]] = syllables) -> None:
        postings: dict[str, tuple[array[int], array[int]]] = {}
        lengths = np.zeros(len(texts))
        for place, text in enumerate(texts):
            counts = Counter(tokens(text))
            lengths[place] = counts.total()
            for token, count in counts.items():
                places, frequencies = postings.setdefault(token, (array("l"), array("l")))
                places.append(place)
                frequencies.append(count)
        mean = lengths.mean() if lengths.any() else 1.0
        self._norms = K1 * (1 - B + B * lengths / mean)
        self._postings = postings
        self._tokens = tokens

    def scores(self, question: str) -> NDArray[np.float64]:
        """BM25 of every text, shape (texts,); 0 for those that share no token.

        A token that a question repeats counts as often.
        """
        scores = np.zeros(len(self._norms))
        for token, times in Counter(self._tokens(question)).items():
            if token not in self._postings:
                continue
            places, frequencies = (np.frombuffer(numbers, dtype="l") for numbers in self._postings[token])
            idf = np.log1p((len(scores) - len(places) + 0.5) / (len(places) + 0.5))
            scores[places] += times * idf * frequencies * (K1 + 1) / (frequencies + self._norms[places])
        return scores

    def best(self, question: str, *, limit: int) -> list[int]:
        """Places of at most `limit` texts, best first; of equals the earlier first."""
        scores = self.scores(question)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [int(place) for place in order if scores[place] > 0]
