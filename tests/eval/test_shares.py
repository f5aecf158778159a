from __future__ import annotations

import pytest

from eval.shares import Share, percentile

# Worked out by hand from Wilson's formula with z = 1.96: (p + z²/2n ± z√(p(1-p)/n + z²/4n²)) / (1 + z²/n).
INTERVALS = {
    "most": (8, 10, 0.4902, 0.9433),
    "none": (0, 10, 0.0, 0.2775),
    "all": (10, 10, 0.7225, 1.0),
    "half of many": (50, 100, 0.4038, 0.5962),
    "of nothing": (0, 0, 0.0, 1.0),
}


@pytest.mark.parametrize(("hits", "total", "low", "high"), INTERVALS.values(), ids=INTERVALS.keys())
def test_interval(hits: int, total: int, low: float, high: float) -> None:
    assert Share(hits, total).interval == pytest.approx((low, high), abs=5e-5)


def test_value() -> None:
    assert (Share(3, 4).value, Share(0, 0).value) == (0.75, None)


@pytest.mark.parametrize(("hits", "total"), [(3, 2), (-1, 2)], ids=["more than all", "negative"])
def test_no_wrong_share(hits: int, total: int) -> None:
    with pytest.raises(ValueError, match="of"):
        Share(hits, total)


PERCENTILES = {
    "the middle one": ([3.0, 1.0, 2.0], 50, 2.0),
    "between two": ([1.0, 2.0, 3.0, 4.0], 50, 2.5),
    "a twentieth from the top": ([float(n) for n in range(101)], 95, 95.0),
    "of one": ([7.0], 95, 7.0),
    "of nothing": ([], 50, None),
}


@pytest.mark.parametrize(("values", "percent", "expected"), PERCENTILES.values(), ids=PERCENTILES.keys())
def test_percentile(values: list[float], percent: float, expected: float | None) -> None:
    assert percentile(values, percent) == expected
