"""Questions as people ask them, written for this project by hand, each with the clause that answers it.

`lay_questions.tsv` names a clause by a digest of its first paragraph: the texts themselves are not the project's
to carry. What it teaches is which everyday words stand for which official ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from vectorstore.training.texts import LABEL, Article

FILE = Path(__file__).with_name("lay_questions.tsv")


def digest_of(paragraph: str) -> str:
    """What names a paragraph: of its words, without its label."""
    words = " ".join(LABEL.sub("", paragraph.strip()).split())
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def read_lay_questions(articles: Sequence[Article]) -> list[tuple[str, int, int]]:
    """(question, number of its article, number of the paragraph that answers it), where the training texts have it."""
    places = dict(_places(articles))
    rows = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    return [(question, *places[digest]) for digest, question in rows if digest in places]


def _places(articles: Sequence[Article]) -> Iterator[tuple[str, tuple[int, int]]]:
    for number, article in enumerate(articles):
        for place, paragraph in enumerate(article.paragraphs):
            yield digest_of(paragraph), (number, place)
