"""One score out of many features: a weighted sum whose weights were learnt and can be read.

`ranker.json` is written by `python -m eval.train_ranker`; nothing else decides the order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.features import NAMES, Numbers

WEIGHTS = Path(__file__).with_name("ranker.json")


@dataclass(frozen=True, slots=True)
class Ranker:
    """The weights, one for each of `features.NAMES`, and a constant."""

    weights: Numbers
    constant: float

    @classmethod
    def of(cls, weights: Mapping[str, float], constant: float) -> Ranker:
        """Raises ValueError where the names are not those of the features."""
        if set(weights) != set(NAMES):
            raise ValueError(f"weights of other features: {sorted(set(weights) ^ set(NAMES))}")
        return cls(np.array([weights[name] for name in NAMES], np.float32), constant)

    def scores(self, features: Numbers) -> NDArray[np.float32]:
        """In [0, 1]; larger is closer: how likely such a candidate is the one, as the training questions had it."""
        scores: NDArray[np.float32] = 1 / (1 + np.exp(-(features @ self.weights + self.constant)))
        return scores

    def reasons(self, features: Numbers) -> Sequence[tuple[str, float, float]]:
        """Each feature of one candidate by name, its value and what it adds to the sum; the weightiest first."""
        added = features * self.weights
        order = np.argsort(-np.abs(added), kind="stable")
        return [(NAMES[place], float(features[place]), float(added[place])) for place in order]


@cache
def load_rankers(path: Path = WEIGHTS) -> Mapping[str, Ranker]:
    """Those that ship, by the kind of question: "asked" as documents say it, or "translated" into their language.

    Raises ValueError where the file is of other features.
    """
    read = json.loads(path.read_text(encoding="utf-8"))
    return {kind: Ranker.of(one["weights"], one["constant"]) for kind, one in read.items()}
