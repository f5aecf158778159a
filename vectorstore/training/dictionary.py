"""A dictionary from English to the Vietnamese of documents: `python -m vectorstore.training.dictionary --training ../shared/training`.

Learnt from texts in both languages, each English word a likely cause of the Vietnamese ones beside it (Brown
and others 1993, "The Mathematics of Statistical Machine Translation", model 1). Writes `vectorstore/english.tsv`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from ingest.spelling import strip_diacritics
from vectorstore.embedder import StaticEmbedder
from vectorstore.english import FILE
from vectorstore.speech import load_speech
from vectorstore.training.lay import read_lay_questions
from vectorstore.training.texts import (
    VIETNAMESE_LETTER,
    Article,
    read_official_documents,
    read_sentence_pairs,
    read_terms,
    read_translated_articles,
)
from vectorstore.words import english_content_words, one_spelling

ROUNDS = 6
FEWEST = 3  # texts that an English word stands in
LIKELY = 0.25  # of a translation, given the word
MOST = 2  # translations of a word
LONGEST = 120, 160  # words of a text that are looked at, English and Vietnamese
COMMON, TALK = (
    6000,
    0.35,
)  # of a million in documents, and topical; what is commoner, or less so, means nothing by itself
_JOINED = 10  # of a million: two syllables that are one word
_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")

Pair = tuple[list[str], list[str]]  # English words, Vietnamese ones


def pairs(training: Path, embedder: StaticEmbedder) -> Iterator[Pair]:
    """Paragraphs, sentences, terms, and questions with the paragraph that answers them."""
    translated = list(read_translated_articles(training / "law-articles-vi-en.jsonl.gz"))
    articles = [*read_official_documents(training / "legal-vi.jsonl.gz"), *translated]
    sides: list[tuple[str, str]] = []
    for article in translated:
        sides += zip(article.translation, _lines(article), strict=True)
    sides += read_sentence_pairs(training / "tatoeba-en-vi.tsv.gz")[0]
    sides += [(english, vietnamese) for vietnamese, english in read_terms()] * 2
    for question, number, place in read_lay_questions(articles):
        if not VIETNAMESE_LETTER.search(question):
            sides.append((question, f"{articles[number].heading}. {articles[number].paragraphs[place]}"))
    for english, vietnamese in sides:
        yield english_content_words(english)[: LONGEST[0]], vietnamese_words(vietnamese, embedder)[: LONGEST[1]]


def _lines(article: Article) -> list[str]:
    return [article.heading, *article.paragraphs]


def vietnamese_words(text: str, embedder: StaticEmbedder) -> list[str]:
    """A text in the words that the embedder's tokens are, with their diacritics: "kiểm tra"."""
    words = []
    for run in _RUN.findall(" ".join(text.split())):
        syllables = [one_spelling(syllable) for syllable in run.lower().split()]
        place = 0
        for token in embedder.tokens(strip_diacritics(run.lower())):
            many = token.count("▁")
            words.append(" ".join(syllables[place : place + many]))
            place += many
    return [word for word in words if word]


def translations(texts: Sequence[Pair]) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """For each English word, in order, its Vietnamese ones with their likelihood, the likeliest first."""
    english, vietnamese = (Counter(word for pair in texts for word in set(pair[side])) for side in (0, 1))
    causes = {word: place for place, word in enumerate(w for w, n in english.items() if n >= FEWEST)}
    effects = {word: place for place, word in enumerate(w for w, n in vietnamese.items() if n > 1)}
    nothing, many = len(causes), len(effects)  # `nothing` causes what no word does
    cells = [
        (np.array([nothing, *(causes[w] for w in one if w in causes)])[:, None] * many
         + np.array([effects[w] for w in other if w in effects], np.int64)[None])
        for one, other in texts
    ]  # fmt: skip
    cells = [cell for cell in cells if cell.size]
    keys = np.unique(np.concatenate([cell.ravel() for cell in cells]))
    likely = _learnt([np.searchsorted(keys, cell) for cell in cells], keys // many)
    names = list(effects)
    for word, cause in sorted(causes.items()):
        first, last = np.searchsorted(keys, [cause * many, (cause + 1) * many])
        order = np.argsort(-likely[first:last], kind="stable")[:6] + first
        yield word, [(names[keys[at] % many], float(likely[at])) for at in order]


def _learnt(cells: Sequence[NDArray[np.int64]], causes: NDArray[np.int64]) -> NDArray[np.float64]:
    """How likely each cause has its effect, by expectation and maximisation.

    Args:
        cells: of each text, (causes, effects): which pair of a cause and an effect.
        causes: of each such pair.
    """
    likely = np.ones(len(causes))
    for _ in range(ROUNDS):
        counts = np.zeros(len(causes))
        for cell in cells:
            shares = likely[cell]
            np.add.at(counts, cell, shares / shares.sum(axis=0))
        likely = counts / np.bincount(causes, weights=counts)[causes]
    return likely


def telling(found: Sequence[tuple[str, float]]) -> list[str]:
    """The translations worth searching for; syllables that are one word are joined."""
    speech = load_speech()
    words = [
        word for word, likely in found
        if likely >= LIKELY and speech.topical(word) >= TALK and speech.written.get(word, 0) <= COMMON
    ][:MOST]  # fmt: skip
    for one, other in ((0, 1), (1, 0)):
        if len(words) == MOST and speech.share(f"{words[one]}_{words[other]}") * 1e6 >= _JOINED:
            return [f"{words[one]} {words[other]}"]
    return words


def written(dictionary: Mapping[str, Sequence[str]]) -> str:
    return "".join(f"{word}\t{'|'.join(meanings)}\n" for word, meanings in dictionary.items() if meanings)


@click.command()
@click.option("--training", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=FILE)
def main(training: Path, out: Path) -> None:
    """Learn the dictionary and write it."""
    texts = [pair for pair in pairs(training, StaticEmbedder()) if all(pair)]
    out.write_text(written({word: telling(found) for word, found in translations(texts)}), encoding="utf-8")


if __name__ == "__main__":
    main()
