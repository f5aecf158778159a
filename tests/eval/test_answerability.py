"""Learning when a clause answers."""

from __future__ import annotations

import random
from dataclasses import fields, replace

import numpy as np
import pytest

from assistant.answerability import Features
from eval.answerability import Example, best_threshold, learn, left_out, outcomes

NOTHING = Features(**{field.name: 0.0 for field in fields(Features)})


def examples() -> list[Example]:
    chance = random.Random(5)
    rows = []
    for number in range(120):
        able = number % 4 != 0
        for rank in (1, 2, 3):
            right = able and rank == 1
            around = chance.uniform(0.5, 1.0) if right else chance.uniform(0.0, 0.6)
            rows.append(Example(f"q{number}", able, True, replace(NOTHING, around=around, first=1 / rank), right))
    return rows


def test_weights_follow_what_tells_right_from_wrong() -> None:
    learnt = learn(examples())
    names = [field.name for field in fields(Features)]
    for weights in (learnt.likelihood, learnt.preference):
        assert weights[names.index("around")] > 0.5
        assert weights[names.index("unit")] == pytest.approx(0)


def test_preference_looks_only_at_the_places_of_one_question() -> None:
    """What is the same for all places of a question tells whether there is an answer, not which it is."""
    rows = [replace(row, features=replace(row.features, scoped=float(row.answerable))) for row in examples()]
    learnt, at = learn(rows), [field.name for field in fields(Features)].index("scoped")
    assert learnt.likelihood[at] > 0.1
    assert learnt.preference[at] == pytest.approx(0, abs=1e-6)


def test_likelihoods_of_questions_left_out_tell_them_apart() -> None:
    rows = examples()
    best = outcomes(rows, *left_out(rows))
    level = best_threshold(best)
    assert np.mean([(value >= level) == able for value, _, able in best.values()]) > 0.9
    assert np.mean([right for _, right, able in best.values() if able]) > 0.9


def test_the_threshold_refuses_enough_of_the_unanswerable() -> None:
    best = {f"a{n}": (0.5, True, True) for n in range(50)} | {f"u{n}": (0.4 + n / 50, False, False) for n in range(10)}
    level = best_threshold(best)
    assert sum(value < level for value, _, able in best.values() if not able) >= 7
