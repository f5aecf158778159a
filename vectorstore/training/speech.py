"""Count how people ask and how documents speak: `python -m vectorstore.training.speech --shared ../shared`.

Writes `vectorstore/speech.tsv`: syllables and pairs of neighbouring ones with how often, of a
million, they stand in what people say (the lay questions, those of bench/alqac25, sentences of
Tatoeba) and in official documents.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from vectorstore.speech import FILE
from vectorstore.training.lay import FILE as LAY
from vectorstore.words import fold, has_diacritics, words_of

MILLION = 1_000_000
RARE_SYLLABLE, RARE_PAIR = 2, 12  # of a million of each kind taken together, below which none is kept
SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|n(?:gh?|h)?|ph?|qu|r|s|t[hr]?|v|x)?[aeiouy]{1,3}(?:ch?|m|n[gh]?|p|t)?"
)  # of Vietnamese, without diacritics: English words and names stand in both kinds of text


def counted(texts: Iterable[str]) -> Counter[str]:
    """Syllables and pairs of the texts that are written with diacritics, of a million syllables."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        if has_diacritics(text):
            words = words_of(text)
            total += len(words.syllables)
            counts.update(token for token in words.syllables + words.pairs if token.replace("_", "").isalpha())
    return Counter({token: round(count * MILLION / total) for token, count in counts.items()})


def spoken(shared: Path) -> Iterator[str]:
    """What people say and ask."""
    yield from (line.partition("\t")[2] for line in LAY.read_text(encoding="utf-8").splitlines())
    for line in (shared / "bench/alqac25/queries.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"]
    with gzip.open(shared / "training/tatoeba-en-vi.tsv.gz", "rt", encoding="utf-8") as lines:
        yield from (line.split("\t")[1] for line in lines)


def written(shared: Path) -> Iterator[str]:
    """The paragraphs of official documents, each once."""
    with gzip.open(shared / "training/legal-vi.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from dict.fromkeys(part for line in lines for part in json.loads(line)["text"].split("\n"))


@click.command()
@click.option("--shared", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=FILE)
def main(shared: Path, out: Path) -> None:
    """Write the counts."""
    said, stands = counted(spoken(shared)), counted(written(shared))
    kept = [
        token
        for token in sorted(said.keys() | stands.keys())
        if said[token] + stands[token] >= (RARE_PAIR if "_" in token else RARE_SYLLABLE)
        and all(SYLLABLE.fullmatch(fold(syllable)) for syllable in token.split("_"))
    ]
    out.write_text("".join(f"{token}\t{said[token]}\t{stands[token]}\n" for token in kept), encoding="utf-8")
    click.echo(f"{len(kept)} syllables and pairs")


if __name__ == "__main__":
    main()
