"""Learns when a retrieved clause answers a question: `python -m eval.answerability`.

Each retrieved clause of each question is an example: right when the gold names it. Of a
question that must be refused none is right. Likelihood is a logistic regression over all of them;
preference maximises the share, of all that is found for a question, of what is right (softmax over
the list, Cao et al. 2007). The threshold is the one at which most questions come out right when the
preferred clause answers and the highest likelihood decides; all figures are of questions left out of
the learning in turn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import astuple, dataclass, fields, replace
from itertools import groupby
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
    "newcorpus": (_ROOT / "tests" / "unseen",),
}
_FOLDS = 5
_STRENGTH = 0.1  # inverse of the penalty of likelihood; 0.03 to 3 do the same on questions left out
_PENALTY = 20.0  # of the squared weights of preference; 5 to 60 do the same
_UNANSWERABLE = 6.0  # weight of a clause found for a question without an answer: there are few, and 3 to 10 do the same
_STILL = 1e-6  # keeps a feature that never changes from being divided by nothing
_CONSIDERED = 8  # retrieved clauses of a question that are examples
_REFUSED_RIGHTLY = (
    0.84  # share of the unanswerable among them that the threshold must refuse at least; others are refused before
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


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights of both measures over the features as they are."""

    bias: float
    likelihood: np.ndarray
    preference: np.ndarray


def learn(rows: Sequence[Example]) -> Learnt:
    """Both measures from examples."""
    from sklearn.linear_model import LogisticRegression

    table = np.array([astuple(row.features) for row in rows])
    right = np.array([row.right for row in rows])
    spread = table.std(axis=0) + _STILL
    weights = [1.0 if row.answerable else _UNANSWERABLE for row in rows]
    model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(table / spread, right, sample_weight=weights)
    questions = (list(at) for _, at in groupby(range(len(rows)), key=lambda index: rows[index].question))
    lists = [(table[at] / spread, right[at]) for at in questions]
    return Learnt(float(model.intercept_[0]), model.coef_[0] / spread, _listwise(lists) / spread)


def _listwise(lists: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Weights that give what is right the largest share of the softmax over its list."""
    from scipy.optimize import minimize

    told = [(table, right) for table, right in lists if right.any() and not right.all()]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = _PENALTY * float(weights @ weights) / 2, _PENALTY * weights
        for table, right in told:
            scores = table @ weights
            shares = np.exp(scores - scores.max())
            of_right = shares[right].sum()
            total -= float(np.log(of_right / shares.sum()))
            slope = slope + table.T @ (shares / shares.sum()) - table[right].T @ (shares[right] / of_right)
        return total, slope

    start = np.zeros(lists[0][0].shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def left_out(rows: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
    """Likelihood and preference of each example by weights that have not seen its question."""
    names = sorted({row.question for row in rows})
    fold = {name: index % _FOLDS for index, name in enumerate(np.random.default_rng(0).permutation(names))}
    likely, preferred = np.zeros(len(rows)), np.zeros(len(rows))
    for number in range(_FOLDS):
        learnt = learn([row for row in rows if fold[row.question] != number])
        for at, row in enumerate(rows):
            if fold[row.question] == number:
                values = np.array(astuple(row.features))
                likely[at] = 1 / (1 + np.exp(-(learnt.bias + learnt.likelihood @ values)))
                preferred[at] = learnt.preference @ values
    return likely, preferred


def outcomes(rows: Sequence[Example], likely: np.ndarray, preferred: np.ndarray) -> dict[str, tuple[float, bool, bool]]:
    """Question → highest likelihood, whether its preferred clause is right, whether it is answerable."""
    best: dict[str, tuple[float, bool, bool]] = {}
    for name, at in groupby(range(len(rows)), key=lambda index: rows[index].question):
        places = list(at)
        first = max(places, key=lambda index: preferred[index])
        best[name] = (float(likely[places].max()), rows[first].right, rows[first].answerable)
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
    reached = {row.question for row in rows if row.reached}
    best = {name: outcome for name, outcome in outcomes(rows, *left_out(rows)).items() if name in reached}
    level = best_threshold(best)
    learnt = learn(rows)
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
        f"(bias)\t{learnt.bias:.3f}",
        *(f"{name}\t{a:.3f}\t{b:.3f}" for name, a, b in zip(names, learnt.likelihood, learnt.preference, strict=True)),
        f"(threshold)\t{level:.2f}",
    ]
    click.echo("\n".join(lines))
    if write:
        path = Path(answerability.__file__).with_name("answerability.tsv")
        path.write_text(
            "# Learnt by `python -m eval.answerability --write`; see there. Feature, likelihood, preference.\n"
            + "\n".join(lines)
            + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
