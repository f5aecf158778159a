"""Weights learnt from candidates; what they are held to."""

from __future__ import annotations

import numpy as np
import pytest

from eval.questions import Gold
from eval.stripped import VARIANTS
from eval.train_ranker import Example, constant_for, held_apart, holds_gold, learn, reciprocal_rank
from vectorstore.features import NAMES


@pytest.fixture
def examples() -> list[Example]:
    """The right one of five has the most of the second feature; the others are noise."""
    random = np.random.default_rng(3)
    found = []
    for _ in range(40):
        features = random.random((5, len(NAMES)))
        right = np.zeros(5, np.bool_)
        right[features[:, 1].argmax()] = True
        found.append(Example(features, right))
    return found


def test_the_feature_that_tells_gets_the_weight(examples: list[Example]) -> None:
    weights = learn(examples)
    assert weights.argmax() == 1
    assert np.mean([reciprocal_rank(example, weights) for example in examples]) > 0.95
    assert (learn(examples) == weights).all()


def test_questions_held_apart_are_ranked_by_others(examples: list[Example]) -> None:
    assert held_apart([examples])[0] > 0.85
    shuffled = [Example(e.features, np.roll(e.right, number)) for number, e in enumerate(examples)]
    assert held_apart([shuffled])[0] < 0.75


def test_the_constant_makes_scores_the_share_that_is_right(examples: list[Example]) -> None:
    weights = np.zeros(len(NAMES))
    weights[0] = 1.0
    sums = [float((example.features @ weights).max()) for example in examples]
    right = [bool(example.right[example.features[:, 0].argmax()]) for example in examples]
    scores = [1 / (1 + np.exp(-(value + constant_for(examples, weights)))) for value in sums]
    assert np.mean(scores) == pytest.approx(np.mean(right), abs=1e-6)


def test_nothing_right_teaches_nothing(examples: list[Example]) -> None:
    lost = Example(np.ones((3, len(NAMES))), np.zeros(3, np.bool_))
    assert learn([*examples, lost]) == pytest.approx(learn(examples))
    assert reciprocal_rank(lost, np.ones(len(NAMES))) == 0


STRIPPED = {
    "asked": "Phòng Y tế báo cáo mục tiêu",
    "stripped": "Phong Y te bao cao muc tieu",
}


@pytest.mark.parametrize(("variant", "typed"), STRIPPED.items(), ids=STRIPPED.keys())
def test_variants(variant: str, typed: str) -> None:
    assert VARIANTS[variant](STRIPPED["asked"]) == typed


def test_half_of_the_words_are_stripped_always_the_same_ones() -> None:
    asked = " ".join(["báo"] * 200)
    half = VARIANTS["half_stripped"](asked)
    assert half == VARIANTS["half_stripped"](asked)
    assert 60 < half.split().count("bao") < 140


GOLD = {
    "the clause itself": ("a.txt", "IV.6", True),
    "an item of it": ("a.txt", "IV.6-1", True),
    "a clause that holds a listed item": ("a.txt", "II", True),
    "a neighbour": ("a.txt", "IV.7", False),
    "the same place elsewhere": ("b.txt", "IV.6", False),
}


@pytest.mark.parametrize(("file", "path", "right"), GOLD.values(), ids=GOLD.keys())
def test_holds_gold(file: str, path: str, right: bool) -> None:
    gold = [Gold(file="a.txt", paths=("IV.6",)), Gold(file="a.txt", paths=("II-2",))]
    assert holds_gold(file, path, gold) is right
