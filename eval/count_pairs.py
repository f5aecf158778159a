"""`python -m eval.count_pairs COLLECTION FILE`: count which syllables follow each other in official texts.

The result is `ingest/syllable_pairs.tsv.gz`, by which words of recognised pages are judged. Counted are
the texts of a collection (`text` in each line of a .jsonl.gz) that `eval.rescanning` does not draw from.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from eval.rescanning import LONGEST_DRAWN
from ingest.syllables import is_syllable

_MOST = 60_000  # characters of one text: a code of law must not outweigh all others
_LEAST = 3  # times that a pair was seen
_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


def count_pairs(collection: Path, target: Path) -> None:
    """One line for each syllable: itself, how often it stands, and what follows it how often, divided by tabs."""
    single: Counter[str] = Counter()
    following: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in _texts(collection):
        for run in _RUN.findall(text):
            words = run.split()
            single.update(filter(is_syllable, words))
            for one, other in pairwise(words):
                if is_syllable(one) and is_syllable(other):
                    following[one][other] += 1
    with target.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        for word in sorted(word for word, count in single.items() if count >= _LEAST):
            pairs = (f"{other} {count}" for other, count in sorted(following[word].items()) if count >= _LEAST)
            file.write(("\t".join([f"{word} {single[word]}", *pairs]) + "\n").encode())


def _texts(collection: Path) -> Iterator[str]:
    with gzip.open(collection, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if len(record["text"]) >= LONGEST_DRAWN:
                yield " ".join(unicodedata.normalize("NFC", record["text"][:_MOST]).lower().split(" "))


if __name__ == "__main__":
    count_pairs(Path(sys.argv[1]), Path(sys.argv[2]))
