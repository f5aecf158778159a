"""How well an embedder alone finds the right text: `python -m vectorstore.training.measure FOLDER…`.

One vector a text and an exact search, nothing else: what a change of the
training is judged by. The retriever that answers questions is measured by
`danchieu bench retrieval`.
"""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import click
import numpy as np

from vectorstore.embedder import Embedder, load_embedder
from vectorstore.training.vocabulary import normalizer

DEPTH = 10


def reciprocal_rank(embedder: Embedder, folder: Path, *, without_diacritics: bool = False) -> float:
    """MRR@10 over a folder in the BEIR layout, in [0, 1]; larger is better.

    Args:
        without_diacritics: whether to ask as people type in haste.
    """
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        corpus = [json.loads(line) for line in lines]
    queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text("utf-8").splitlines()]
    relevant: dict[str, set[str]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8") as rows:
        for query, document, _ in list(csv.reader(rows, delimiter="\t"))[1:]:
            relevant.setdefault(query, set()).add(document)
    questions = [query["text"] for query in queries]
    if without_diacritics:
        questions = [normalizer().normalize_str(question) for question in questions]
    places = embedder.encode([f"{text['title']}\n{text['text']}" for text in corpus])
    ranked = np.argsort(-(embedder.encode(questions) @ places.T), axis=1, kind="stable")[:, :DEPTH]
    total = 0.0
    for query, best in zip(queries, ranked, strict=True):
        hits = (rank for rank, i in enumerate(best, 1) if corpus[i]["_id"] in relevant[query["_id"]])
        total += 1 / next(hits, float("inf"))
    return total / len(queries)


@click.command()
@click.option("--model", help="a sentence-transformers model; without it the one that ships")
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(model: str | None, folders: tuple[Path, ...]) -> None:
    """Print MRR@10, as asked and with the diacritics of the questions taken away."""
    embedder = load_embedder(model)
    for folder in folders:
        asked, plain = (reciprocal_rank(embedder, folder, without_diacritics=off) for off in (False, True))
        click.echo(json.dumps({"set": folder.name, "mrr@10": round(asked, 3), "without diacritics": round(plain, 3)}))


if __name__ == "__main__":
    main()
