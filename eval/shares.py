"""Shares and their confidence intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z95 = 1.959963984540054  # standard normal quantile of 0.975


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.total:
            raise ValueError(f"{self.hits} of {self.total}")

    @property
    def value(self) -> float | None:
        """In [0, 1]; None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% Wilson score interval, in [0, 1].

        It takes the cases to be independent; citations of one answer are less so, and
        their interval is somewhat too narrow.

        Source: E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212.
        """
        if not self.total:
            return 0.0, 1.0
        share, squared = self.hits / self.total, Z95 * Z95 / self.total
        middle = share + squared / 2
        half = Z95 * math.sqrt(share * (1 - share) / self.total + squared / (4 * self.total))
        low, high = (middle - half) / (1 + squared), (middle + half) / (1 + squared)
        return (0.0 if self.hits == 0 else low), (1.0 if self.hits == self.total else high)


def percentile(values: list[float], percent: float) -> float | None:
    """The value below which `percent` of all lie, between neighbours in proportion; None of nothing.

    Args:
        percent: in [0, 100].
    """
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
