"""Learns when a retrieved clause answers a question: `python -m eval.answerability`.

Each retrieved clause of each question is an example: right when the gold names it. Of a
question that must be refused none is right. The threshold is the one at which most
questions come out right when the likeliest clause decides; all figures are of questions
left out of the learning in turn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import click
import numpy as np

from assistant import answerability
from assistant.answerability import Features, features_of
from assistant.assistant import Assistant
from assistant.finders.routing import facts
from assistant.settings import Settings
from eval.evaluation import temporary_assistant
from eval.questions import Question, load_questions

_ROOT = Path(__file__).parent.parent
SHARED = _ROOT.parent / "shared"
QUESTIONS = _ROOT / "eval" / "questions"
SETS = {
    "sample": (_ROOT / "ingest" / "sample",),
    "golden": (_ROOT / "tests" / "golden",),
    "directives": (SHARED / "corpus",),
    "directives-colloquial": (SHARED / "corpus",),
    "realdocs": (SHARED / "realdocs", SHARED / "corpus"),
}
_FOLDS = 5
_CONSIDERED = 8  # retrieved clauses of a question that are examples
_REFUSED_RIGHTLY = (
    0.8  # share of the unanswerable among them that the threshold must refuse at least; others are refused before
)


@dataclass(frozen=True, slots=True)
class Example:
    """One retrieved clause of one question."""

    question: str
    answerable: bool  # the question
    reached: bool  # no fact answers it, so that clauses have to
    features: Features
    right: bool


def examples(assistant: Assistant, questions: Sequence[Question]) -> Iterator[Example]:
    """The retrieved clauses of questions, each with whether the gold names it."""
    for question in questions:
        inquiry = assistant.inquire(question.question, history=question.history)
        if inquiry.question.unknown or not inquiry.scope:
            continue
        reached = not any(part.findings or part.conclusive for part in facts(inquiry))
        for rank, evidence in enumerate(inquiry.evidence[:_CONSIDERED], start=1):
            document = inquiry.directory.document(evidence.document_id)
            right = any(
                gold.file == Path(document.file).name
                and (gold.covers(evidence.clause.path) or _holds(evidence.clause.path, gold.paths))
                for gold in question.gold
            )
            features = features_of(
                inquiry, evidence.document_id, evidence.clause.path, evidence.clause.text,
                evidence=evidence, rank=rank,
            )  # fmt: skip
            yield Example(question.id, question.refusal is None, reached, features, right)


def _holds(path: str, gold: Sequence[str]) -> bool:
    return any(listed.startswith((f"{path}-", f"{path}+")) for listed in gold)


def learn(rows: Sequence[Example]) -> tuple[float, np.ndarray]:
    """Bias and weights of a logistic regression over the features."""
    from sklearn.linear_model import LogisticRegression

    table = np.array([astuple(row.features) for row in rows])
    model = LogisticRegression(C=3.0, max_iter=5000).fit(table, [row.right for row in rows])
    return float(model.intercept_[0]), model.coef_[0]


def left_out(rows: Sequence[Example]) -> np.ndarray:
    """Likelihood of each example by weights that have not seen its question."""
    names = sorted({row.question for row in rows})
    fold = {name: index % _FOLDS for index, name in enumerate(np.random.default_rng(0).permutation(names))}
    likely = np.zeros(len(rows))
    for number in range(_FOLDS):
        bias, weights = learn([row for row in rows if fold[row.question] != number])
        for at, row in enumerate(rows):
            if fold[row.question] == number:
                likely[at] = 1 / (1 + np.exp(-(bias + weights @ np.array(astuple(row.features)))))
    return likely


def outcomes(rows: Sequence[Example], likely: np.ndarray) -> dict[str, tuple[float, bool, bool]]:
    """Question → likelihood of its likeliest clause, whether that is right, whether it is answerable."""
    best: dict[str, tuple[float, bool, bool]] = {}
    for row, value in zip(rows, likely, strict=True):
        if row.question not in best or value > best[row.question][0]:
            best[row.question] = (float(value), row.right, row.answerable)
    return best


def best_threshold(best: dict[str, tuple[float, bool, bool]]) -> float:
    """Where most questions are right, among thresholds that refuse enough of the unanswerable."""
    none = [value for value, _, answerable in best.values() if not answerable]
    floor = float(np.quantile(none, _REFUSED_RIGHTLY)) if none else 0.0
    levels = [level for level in np.linspace(0.02, 0.9, 89) if level >= floor] or [0.9]
    return float(
        max(
            levels, key=lambda level: sum(right if value >= level else not able for value, right, able in best.values())
        )
    )


def main() -> None:
    rows: list[Example] = []
    with ExitStack() as stack:
        opened: dict[tuple[Path, ...], Assistant] = {}
        for name, corpus in SETS.items():
            file = QUESTIONS / f"{name}.jsonl"
            if not file.exists() or not all(folder.is_dir() for folder in corpus):
                click.echo(f"{name}: absent")
                continue
            if corpus not in opened:
                opened[corpus] = stack.enter_context(
                    temporary_assistant(corpus, Settings(), lambda file: click.echo(file.error))
                )
            rows += [
                replace(row, question=f"{name}/{row.question}")
                for row in examples(opened[corpus], load_questions(file))
            ]
    report(rows, write="--write" in sys.argv)


def report(rows: Sequence[Example], *, write: bool) -> None:
    likely = left_out(rows)
    reached = {row.question for row in rows if row.reached}
    best = {name: outcome for name, outcome in outcomes(rows, likely).items() if name in reached}
    level = best_threshold(best)
    bias, weights = learn(rows)
    able = [(value, right) for value, right, answerable in best.values() if answerable]
    none = [value for value, _, answerable in best.values() if not answerable]
    reachable = {row.question for row in rows if row.right} & reached
    click.echo(
        f"{len(best)} questions, {len(rows)} clauses; gold among the clauses looked at: {len(reachable)} of {len(able)}"
    )
    click.echo(f"threshold {level:.2f}, on questions left out: answerable ones answered {sum(v >= level for v, _ in able)}, "
          f"by the gold clause first {sum(v >= level and r for v, r in able)} of {len(able)}; unanswerable refused {sum(v < level for v in none)} of {len(none)}")  # fmt: skip
    names = [field.name for field in fields(Features)]
    lines = [
        f"(bias)\t{bias:.3f}",
        *(f"{name}\t{weight:.3f}" for name, weight in zip(names, weights, strict=True)),
        f"(threshold)\t{level:.2f}",
    ]
    click.echo("\n".join(lines))
    if write:
        path = Path(answerability.__file__).with_name("answerability.tsv")
        path.write_text(
            "# Learnt by `python -m eval.answerability --write`; see there.\n" + "\n".join(lines) + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
