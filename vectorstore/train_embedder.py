"""Train the embedder that ships: `python -m vectorstore.train_embedder --training ../shared/training`.

Reads the texts, finds a vocabulary, makes pairs, trains the token vectors and
writes the folder `vectorstore/model`. Minutes on two cores, the same result for
the same seed, machine and number of threads.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import click
import torch

from vectorstore.embedder import SHIPPED_MODEL
from vectorstore.training.export import save_model
from vectorstore.training.lay import read_lay_questions
from vectorstore.training.pairs import Pairs, Sources
from vectorstore.training.rows import TrainingSettings, train_rows
from vectorstore.training.texts import (
    VIETNAMESE_LETTER,
    Article,
    is_english,
    read_official_documents,
    read_sentence_pairs,
    read_terms,
    read_translated_articles,
)
from vectorstore.training.vocabulary import VocabularySettings, train_tokenizer

log = logging.getLogger(__name__)


def train(training: Path, out: Path, *, vocabulary: VocabularySettings, rows: TrainingSettings, seed: int) -> None:
    """Train on the files in `training` and write the model to `out`.

    Raises FileNotFoundError where one of the three training files is absent.
    """
    began = time.monotonic()
    articles = [
        *read_official_documents(training / "legal-vi.jsonl.gz"),
        *read_translated_articles(training / "law-articles-vi-en.jsonl.gz"),
    ]
    lay = read_lay_questions(articles)
    sentences, _ = read_sentence_pairs(training / "tatoeba-en-vi.tsv.gz")
    terms = read_terms()
    vietnamese, english = _by_language(articles, sentences)
    english += [form for _, form in terms]
    for question, _, _ in lay:
        (vietnamese if VIETNAMESE_LETTER.search(question) else english).append(question)
    log.info("%d articles, %d translated sentences, %d questions", len(articles), len(sentences), len(lay))
    tokenizer = train_tokenizer(vietnamese, english, vocabulary)
    tokens = tokenizer.get_vocab_size()
    log.info("%d tokens after %.0f s", tokens, time.monotonic() - began)
    pairs = Pairs(tokenizer, Sources(articles, sentences, terms, lay), seed=seed)

    def report(step: int, loss: float) -> None:
        log.info("step %d, loss %.3f after %.0f s", step, loss, time.monotonic() - began)

    save_model(out, tokenizer, train_rows(pairs.batch, tokens, rows, seed=seed, report=report))
    log.info("written to %s after %.0f s", out, time.monotonic() - began)


def _by_language(articles: Sequence[Article], sentences: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """All texts in Vietnamese, and all in English."""
    vietnamese, english = [v for _, v in sentences], [e for e, _ in sentences]
    for article in articles:
        side = english if is_english(article) else vietnamese
        side.extend((article.heading, *article.paragraphs))
        english.extend(article.translation)
    return vietnamese, english


@click.command()
@click.option("--training", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=SHIPPED_MODEL)
@click.option("--seed", default=1, show_default=True)
@click.option("--steps", default=TrainingSettings().steps, show_default=True)
@click.option("--threads", default=2, show_default=True)
def main(training: Path, out: Path, seed: int, steps: int, threads: int) -> None:
    """Train the embedder that ships with the project."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(threads)
    train(training, out, vocabulary=VocabularySettings(), rows=TrainingSettings(steps=steps), seed=seed)


if __name__ == "__main__":
    main()
