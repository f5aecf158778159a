"""Learn the ranker's weights: see `--help`.

The candidates are those that the retriever itself ranks. The weights make the right
candidate the likeliest of its question (softmax over the candidates, the listwise form of
pairwise logistic regression; Cao and others 2007, "Learning to Rank: From Pairwise Approach to
Listwise Approach"), found by Newton's method, so that the same questions give the same weights.
What is printed is cross-validated: each question is ranked by weights learnt without its fold.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from numpy.typing import NDArray

from assistant.settings import Settings
from eval.answerability import QUESTIONS, SETS, SHARED
from eval.beir import Benchmark, read_benchmark
from eval.evaluation import temporary_assistant
from eval.questions import Gold, load_questions
from eval.retrieval import CUTOFF, fill_store
from vectorstore.embedder import load_embedder
from vectorstore.features import NAMES
from vectorstore.ranker import WEIGHTS
from vectorstore.retriever import CANDIDATES

_BENCH = SHARED / "bench"
FOLDS = 5
SEED = 1
PENALTY = 0.01  # of the squares of the weights of standardised features, per question
STEPS = 30
ASKED, TRANSLATED = (_BENCH / "zalo-dev", _BENCH / "alqac25"), (_BENCH / "law-en-vi",)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates."""

    features: Vector  # (candidates, len(NAMES))
    right: NDArray[np.bool_]  # (candidates,)


def examples_of(benchmark: Benchmark) -> list[Example]:
    """The candidates of every question in the store that the benchmark measures; none for nothing found."""
    with TemporaryDirectory(prefix="danchieu-train-") as home:
        store = fill_store(Path(home), benchmark.articles, load_embedder(None))
        found: list[Example] = []
        for key, query in benchmark.queries.items():
            candidates = store.retriever.candidates(query, limit=CANDIDATES)
            judged = benchmark.judgements[key]
            right = [judged.get(store.articles[address], 0) > 0 for address in candidates.addresses]
            found.append(Example(candidates.features.astype(np.float64), np.array(right, np.bool_)))
    return found


def answered(name: str, corpus: Sequence[Path]) -> dict[str, list[Example]]:
    """The candidates of the answerable questions of an evaluation set that are not held apart, by the kind of question.

    They are searched for as the assistant does: in its words, and in the documents that the question may mean.
    """
    found: dict[str, list[Example]] = {"asked": [], "translated": []}
    questions = [question for question in load_questions(QUESTIONS / f"{name}.jsonl") if question.refusal is None]
    with temporary_assistant(corpus, Settings(), lambda report: click.echo(report.error)) as assistant:
        for question in questions:
            inquiry = assistant.inquire(question.question, history=question.history)
            candidates = assistant.retriever.candidates(
                inquiry.question.search, limit=CANDIDATES, documents=set(inquiry.scope)
            )
            files = {document_id: Path(inquiry.directory.cards[document_id].file).name for document_id in inquiry.scope}
            right = [holds_gold(files[document], path, question.gold) for document, path in candidates.addresses]
            kind = "translated" if candidates.translated else "asked"
            found[kind].append(Example(candidates.features.astype(np.float64), np.array(right, np.bool_)))
    return found


def holds_gold(file: str, path: str, gold: Sequence[Gold]) -> bool:
    """Whether a clause answers: the gold names it, one above it, or an item in it."""
    inner = (f"{path}-", f"{path}+")
    return any(g.file == file and (g.covers(path) or any(p.startswith(inner) for p in g.paths)) for g in gold)


def learn(examples: Sequence[Example]) -> Vector:
    """The weights, for features as they are; questions without a right candidate teach nothing."""
    told = [example for example in examples if example.right.any()]
    spread = np.concatenate([example.features for example in told]).std(axis=0) + 1e-9
    columns = [example.features / spread for example in told]
    weights = np.zeros(len(NAMES))
    for _ in range(STEPS):
        slope, curve = -PENALTY * weights, PENALTY * np.eye(len(weights))
        for rows, example in zip(columns, told, strict=True):
            shares = _softmax(rows @ weights)
            mean = shares @ rows
            slope += (rows[example.right].mean(axis=0) - mean) / len(told)
            curve += ((rows * shares[:, None]).T @ rows - np.outer(mean, mean)) / len(told)
        step, before = np.linalg.solve(curve, slope), _loss(columns, told, weights)
        while _loss(columns, told, weights + step) > before and np.abs(step).max() > 1e-9:
            step /= 2  # Newton's full step may overshoot far from the best
        weights += step
    learnt: Vector = weights / spread
    return learnt


def _loss(columns: Sequence[Vector], told: Sequence[Example], weights: Vector) -> float:
    loss = PENALTY * float(weights @ weights) / 2
    for rows, example in zip(columns, told, strict=True):
        sums = rows @ weights
        loss -= float((sums[example.right] - sums.max()).mean() - np.log(np.exp(sums - sums.max()).sum())) / len(told)
    return loss


def constant_for(examples: Sequence[Example], weights: Vector) -> float:
    """What makes the sigmoid of the best candidate's sum, on average, the share of best candidates that are right."""
    best = [(float((example.features @ weights).max()), example) for example in examples if len(example.right)]
    share = sum(bool(e.right[(e.features @ weights).argmax()]) for _, e in best) / len(best)
    low, high = -100.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = sum(1 / (1 + math.exp(-(value + middle))) for value, _ in best) / len(best)
        low, high = (middle, high) if mean < share else (low, middle)
    return (low + high) / 2


def reciprocal_rank(example: Example, weights: Vector) -> float:
    order = np.argsort(-(example.features @ weights), kind="stable")[:CUTOFF]
    hits = np.flatnonzero(example.right[order])
    return 1 / (int(hits[0]) + 1) if len(hits) else 0.0


def held_apart(sets: Sequence[Sequence[Example]]) -> list[float]:
    """For each set MRR@10 where each question is ranked by weights learnt from the other folds of all sets."""
    random = np.random.default_rng(SEED)
    folds = [random.permutation(len(examples)) % FOLDS for examples in sets]
    ranks: list[list[float]] = [[] for _ in sets]
    for fold in range(FOLDS):
        taught = [
            e for examples, of in zip(sets, folds, strict=True) for e, f in zip(examples, of, strict=True) if f != fold
        ]
        weights = learn(taught)
        for number, (examples, of) in enumerate(zip(sets, folds, strict=True)):
            ranks[number] += [reciprocal_rank(e, weights) for e, f in zip(examples, of, strict=True) if f == fold]
    return [sum(found) / len(found) for found in ranks]


def _softmax(values: Vector) -> Vector:
    grown = np.exp(values - values.max())
    shares: Vector = grown / grown.sum()
    return shares


@click.command()
@click.option("--asked", multiple=True, default=ASKED, type=_FOLDER, help="questions in the language of the documents")
@click.option("--translated", multiple=True, default=TRANSLATED, type=_FOLDER, help="questions in English")
@click.option("--answers/--no-answers", default=True, help="the evaluation questions, too")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=WEIGHTS)
def main(asked: tuple[Path, ...], translated: tuple[Path, ...], answers: bool, out: Path) -> None:
    """Learn the weights on these sets, print how well they do on questions held apart, and write them."""
    taught: dict[str, dict[str, list[Example]]] = {
        kind: {folder.name: examples_of(read_benchmark(folder)) for folder in folders}
        for kind, folders in {"asked": asked, "translated": translated}.items()
    }
    for name, corpus in SETS.items() if answers else ():
        for kind, examples in answered(name, corpus).items():
            taught[kind][name] = examples
    out.write_text(json.dumps({kind: lesson(sets) for kind, sets in taught.items()}, indent=2) + "\n", encoding="utf-8")


def lesson(sets: Mapping[str, Sequence[Example]]) -> dict[str, object]:
    """What is learnt of one kind of questions; prints what it is worth."""
    told = {name: examples for name, examples in sets.items() if any(example.right.any() for example in examples)}
    for (name, examples), mrr in zip(told.items(), held_apart(list(told.values())), strict=True):
        click.echo(f"{name}: MRR@{CUTOFF} {mrr:.4f} of {len(examples)} questions held apart, {FOLDS} folds")
    return readable(list(told.values())) | {"learnt_on": list(told)}


def readable(sets: Sequence[Sequence[Example]]) -> dict[str, object]:
    """The weights learnt from all of them, by name."""
    every = [example for examples in sets for example in examples]
    weights = learn(every)
    named = {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}
    return {"constant": round(constant_for(every, weights), 4), "weights": named}


if __name__ == "__main__":
    main()
