"""The training texts, read into articles: a heading and the paragraphs under it.

Sources: `legal-vi.jsonl.gz` (official documents as web text, Vietnamese and some
in official English), `law-articles-vi-en.jsonl.gz` (articles aligned by
paragraph) and `tatoeba-en-vi.tsv.gz` (aligned sentences).
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.glossary import load_glossary

# "Điều 5. …", "Article 5. …", "Chương II …", "I. …", "1. …": what opens a section.
ARTICLE_LINE = re.compile(r"^(?:Điều|Article) +\d+[a-zđ]?[.:]? *(?P<heading>.*)$")
SECTION_LINE = re.compile(r"^(?:(?:[IVX]+|\d{1,2})\.|Chương|Mục|Phụ lục|PHỤ LỤC) ?(?P<heading>.*)$")
LABEL = re.compile(r"^(?:\d+(?:\.\d+)*[.)]|[a-zđ][.)/]|[-+•*|]+)\s*")
MIN_WORDS = 4  # a line with fewer says too little to be a training text by itself
MAX_SECTION_PARAGRAPHS = 12  # text without article headings is cut into sections this long
HELD = 500  # sentence pairs that are not trained on
HELD_SEED = 7
VIETNAMESE_LETTER = re.compile(r"[ăđơưạảấầẩậắằặẻẽếềểệỉịọỏốồổộớờởợụủứừửựỳỷỹỵ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Article:
    """A piece of one document that is about one thing."""

    group: str  # the document it comes from
    title: str  # of that document; "" where unknown
    heading: str  # "" where it has none
    paragraphs: tuple[str, ...]  # without their labels
    translation: tuple[str, ...] = ()  # of heading and paragraphs, one for one


def is_english(article: Article) -> bool:
    """Whether an article shows no letter that only Vietnamese has; a stray name may have one."""
    text = " ".join(article.paragraphs)
    return len(VIETNAMESE_LETTER.findall(text)) < len(text) / 100


def read_official_documents(path: Path) -> Iterator[Article]:
    """The sections of `legal-vi.jsonl.gz`; lines printed in several documents only once."""
    seen: set[str] = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            paragraphs = [p.strip(" |\t") for p in record["text"].split("\n")]
            paragraphs = [p for p in paragraphs if len(p) > 1]
            fresh = [p for p in paragraphs if p not in seen or ARTICLE_LINE.match(p)]
            seen.update(paragraphs)
            yield from _sections(record["url"], _title_from(record["url"]), fresh)


def _title_from(url: str) -> str:
    """The words of the address, which is the title without diacritics; "" for a bare number."""
    words = url.rsplit("/", 1)[-1].split("--")[0].replace("-", " ")
    return words if len(words.split()) >= MIN_WORDS else ""


def _sections(group: str, title: str, lines: list[str]) -> Iterator[Article]:
    has_articles = sum(ARTICLE_LINE.match(line) is not None for line in lines) >= 2
    opening = ARTICLE_LINE if has_articles else SECTION_LINE
    heading, body = "", list[str]()
    for line in lines:
        opened = opening.match(line)
        if opened or (not has_articles and len(body) >= MAX_SECTION_PARAGRAPHS):
            yield from _article(group, title, heading, body)
            heading, body = "", []
        if opened:
            heading = opened["heading"].strip()
        else:
            body.append(LABEL.sub("", line))
    yield from _article(group, title, heading, body)


def _article(group: str, title: str, heading: str, body: list[str]) -> Iterator[Article]:
    if len(heading.split()) > 40:  # a whole sentence printed on the line of the number
        heading, body = "", [heading, *body]
    kept = tuple(p for p in body if len(p.split()) >= MIN_WORDS)
    if kept:
        yield Article(group, title, heading, kept)


def read_translated_articles(path: Path) -> Iterator[Article]:
    """The articles of `law-articles-vi-en.jsonl.gz` whose paragraphs match one for one."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            law = record["id"].rsplit("#", 1)[0]
            vietnamese = _paragraphs(record["vi"])
            english = _paragraphs(record["en"])
            if len(vietnamese) > 1 and len(vietnamese) == len(english):
                yield Article(law, law, vietnamese[0], vietnamese[1:], english)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(LABEL.sub("", p.strip()) for p in text.split("\n") if p.strip())


def read_sentence_pairs(path: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(English, Vietnamese) of `tatoeba-en-vi.tsv.gz`, without its third column, the attribution.

    Returns:
        those to train on, and the `HELD` that are kept apart for measuring, always the same ones.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        pairs = [(row[0], row[1]) for row in rows]
    order = list(range(len(pairs)))
    random.Random(HELD_SEED).shuffle(order)
    held = frozenset(order[:HELD])
    return [pair for i, pair in enumerate(pairs) if i not in held], [pairs[i] for i in order[:HELD]]


def read_terms() -> list[tuple[str, str]]:
    """(Vietnamese, English) of the glossary, each English form of a term by itself."""
    terms = (term for term in load_glossary().terms if term.category not in ("typing", "abbreviation"))
    return [(term.vietnamese, english) for term in terms for english in term.english]
