"""Learns what questions ask for: `python -m assistant.asking.train`.

Prints, for each kind, how often it is told rightly in wordings of patterns that were left
out, a quarter of them at a time; then learns from all and writes the weights.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import click
import numpy as np

from assistant.asking.classifier import Classifier, features, tokens, write_weights
from assistant.asking.phrasing import Asked, training_questions, words_of_matter, words_read
from ingest.spelling import spelt_words

_EACH = 24  # questions made from a pattern
_SEED = 7
_PARTS = 4
_RARE = 3  # questions in which a feature must stand
_STRENGTH = 2.0  # inverse of the L1 penalty, which leaves out most features
_LEAST = 0.05  # weight below which a feature is left out


def learn(questions: Sequence[Asked], vocabulary: frozenset[str]) -> Classifier:
    """One logistic regression for each kind."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    held = [sorted({feature for feature, _, _ in features(tokens(spelt_words(q.text), vocabulary))}) for q in questions]
    count: dict[str, int] = defaultdict(int)
    for row in held:
        for feature in row:
            count[feature] += 1
    column = {feature: at for at, feature in enumerate(sorted(f for f, n in count.items() if n >= _RARE))}
    where = [(line, column[f]) for line, row in enumerate(held) for f in row if f in column]
    lines, columns = zip(*where, strict=True)
    table = csr_matrix((np.ones(len(where)), (lines, columns)), shape=(len(questions), len(column)))
    bias: dict[str, float] = {}
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for kind in sorted({kind for q in questions for kind in q.kinds}):
        model = LogisticRegression(C=_STRENGTH, l1_ratio=1, solver="liblinear", random_state=_SEED)
        model.fit(table, [kind in q.kinds for q in questions])
        bias[kind] = float(model.intercept_[0])
        for feature, at in column.items():
            if abs(weight := float(model.coef_[0][at])) >= _LEAST:
                weights[feature][kind] = weight
    return Classifier(vocabulary, frozenset(), bias, weights)


def measure(questions: Sequence[Asked], vocabulary: frozenset[str]) -> None:
    """Precision and recall by kind on patterns left out, and how many questions are wholly right."""
    right: dict[str, int] = defaultdict(int)
    told: dict[str, int] = defaultdict(int)
    asked: dict[str, int] = defaultdict(int)
    whole = 0
    for part in range(_PARTS):
        classifier = learn([q for q in questions if q.pattern % _PARTS != part], vocabulary)
        for question in (q for q in questions if q.pattern % _PARTS == part):
            kinds = classifier.kinds(spelt_words(question.text))
            whole += kinds == question.kinds
            for kind in kinds | question.kinds:
                right[kind] += kind in kinds and kind in question.kinds
                told[kind] += kind in kinds
                asked[kind] += kind in question.kinds
    for kind in sorted(asked):
        click.echo(
            f"{kind:12} precision {right[kind] / max(told[kind], 1):.2f}  recall {right[kind] / asked[kind]:.2f}  of {asked[kind]}"
        )
    total = 2 * sum(right.values()) / (sum(told.values()) + sum(asked.values()))
    click.echo(
        f"ways of asking left out: F1 {total:.3f}, wholly right {whole / len(questions):.3f} of {len(questions)} questions"
    )


def main() -> None:
    questions = list(training_questions(_EACH, _SEED))
    vocabulary, matter = words_read(), words_of_matter()
    measure(questions, vocabulary)
    classifier = replace(learn(questions, vocabulary), matter=matter)
    write_weights(classifier)
    click.echo(f"{len(classifier.weights)} features from {len(questions)} questions")


if __name__ == "__main__":
    main()
