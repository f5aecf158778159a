"""Documents in any number, made from real ones: their structure kept, their sentences crossed with each other's.

A text keeps the first half of what it says and takes the second half of another, so that
a million clauses repeat few word for word, while words, lengths, headings, numbering and
facts stay those of official documents. The same seed makes the same documents.
"""

from __future__ import annotations

import bisect
import gzip
import hashlib
import itertools
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.document import read_document
from ingest.model import UNLABELLED_PARTS, Clause, Document, Facts

SEED = 20261125
_EVERY = 16  # of the official documents for training one in so many is read: some seconds' worth
_LARGEST = 600  # addresses; a code of laws would make every tenth of the documents a code of laws
_MAX_BYTES = 40_000_000
_PART_END = re.compile(r"(?<=[.;:,])\s+(?=\S)")
_PARTS = 2  # parts from which a text is crossed

_FACTS = ("references", "duties", "deadlines", "targets", "effects")  # those that are quotes of one place


@dataclass(frozen=True, slots=True)
class Template:
    """A real document, and where its text may be cut: before each clause and item, and behind it."""

    document: Document
    bounds: tuple[int, ...]  # from 0 to the length of the text
    fixed: frozenset[int]  # bounds at which begins what stays as it is: letterhead, signature, recipients

    @classmethod
    def of(cls, document: Document) -> Template:
        length = len(document.text)
        places = {0, length, *itertools.chain.from_iterable((a.start, a.end) for a in document.addresses())}
        parts = [clause for clause in document.clauses if clause.path in UNLABELLED_PARTS]
        bounds = tuple(sorted(places))
        fixed = frozenset(start for start in bounds if any(part.start <= start < part.end for part in parts))
        return cls(document, bounds, fixed)

    @property
    def stretches(self) -> Iterator[tuple[int, str]]:
        """Where each stretch between two bounds begins, and its text."""
        for start, end in itertools.pairwise(self.bounds):
            yield start, self.document.text[start:end]


def read_templates(sample: Path, shared: Path) -> list[Template]:
    """The sample directives and, where `shared` has them, the real ones and some of those for training."""
    paths = [*sorted(sample.iterdir()), *sorted((shared / "corpus").glob("*.txt"))]
    documents = [read_document(path, max_bytes=_MAX_BYTES) for path in paths if path.suffix in (".txt", ".md")]
    official = shared / "training" / "legal-vi.jsonl.gz"
    if official.exists():
        documents += _official(official)
    return [Template.of(d) for d in documents if 0 < sum(1 for _ in d.addresses()) <= _LARGEST]


def _official(path: Path) -> Iterator[Document]:
    with gzip.open(path, "rt", encoding="utf-8") as lines, TemporaryDirectory(prefix="danchieu-bench-") as folder:
        for number, line in enumerate(islice(lines, 0, None, _EVERY)):
            file = Path(folder) / f"official-{number}.txt"
            file.write_text(json.loads(line)["text"], encoding="utf-8")
            yield read_document(file, max_bytes=_MAX_BYTES)


def recombine(templates: Sequence[Template], clauses: int, *, seed: int = SEED) -> Iterator[Document]:
    """Documents until they hold so many clauses and items; the last is not cut short.

    Raises:
        ValueError: no templates.
    """
    if not templates:
        raise ValueError("no documents to recombine")
    chance = random.Random(seed)
    others = [parts for template in templates for _, text in template.stretches if len(parts := parts_of(text)) > 1]
    made = 0
    for number in itertools.count(1):
        if made >= clauses:
            return
        document = _Crossing(chance.choice(templates), others, chance).document(number, chance.choice(templates))
        made += sum(1 for _ in document.addresses())
        yield document


def parts_of(text: str) -> list[str]:
    """Sentences and the parts between commas, each with the space behind it."""
    ends = [match.end() for match in _PART_END.finditer(text)]
    return [text[start:end] for start, end in itertools.pairwise([0, *ends, len(text)])]


class _Crossing:
    """One template, its stretches crossed with others."""

    def __init__(self, template: Template, others: Sequence[list[str]], chance: random.Random) -> None:
        self._template = template
        self._kept: list[int] = []  # characters of each stretch that stay
        self._starts: list[int] = []  # of each stretch in the new text
        text: list[str] = []
        length = 0
        for start, old in template.stretches:
            new, kept = (old, len(old)) if start in template.fixed or not others else _crossed(old, others, chance)
            self._starts.append(length)
            self._kept.append(kept)
            text.append(new)
            length += len(new)
        self._text = "".join(text)

    def document(self, number: int, named_by: Template) -> Document:
        """Args: named_by: whose subject ends that of the new document."""
        old = self._template.document
        symbol = (old.header.number or "/CV").partition("/")[2] or "CV"
        header = replace(
            old.header,
            number=f"{number}/{symbol}",
            subject=_subject(old.header.subject, named_by.document.header.subject),
        )
        digest = hashlib.sha256(f"{number}\n{self._text}".encode()).hexdigest()
        clauses = tuple(self._clause(clause) for clause in old.clauses)
        return Document(f"{number}.txt", digest, header, self._text, clauses, self._facts(old.facts))

    def _clause(self, clause: Clause) -> Clause:
        start, end = self._bound(clause.start), self._bound(clause.end)
        items = tuple(self._clause(item) for item in clause.items)
        return replace(clause, text=self._text[start:end], start=start, page=None, items=items)

    def _facts(self, facts: Facts) -> Facts:
        moved = {name: tuple(filter(None, map(self._fact, getattr(facts, name)))) for name in _FACTS}
        return Facts(**moved, abbreviations=facts.abbreviations)

    def _fact(self, fact: Any) -> Any:
        """A fact where its quote now stands, cut where the other text begins; None when little is left of it."""
        stretch = bisect.bisect_right(self._template.bounds, fact.start) - 1
        within = fact.start - self._template.bounds[stretch]
        left = min(len(fact.quote), self._kept[stretch] - within)
        if left < len(fact.quote) // 2 or left <= 0:
            return None
        start = self._starts[stretch] + within
        return replace(fact, quote=self._text[start : start + left], start=start)

    def _bound(self, place: int) -> int:
        stretch = bisect.bisect_left(self._template.bounds, place)
        return self._starts[stretch] if stretch < len(self._starts) else len(self._text)


def _crossed(text: str, others: Sequence[list[str]], chance: random.Random) -> tuple[str, int]:
    """The first half of a text and the second half of another, and how much of it is its own."""
    parts = parts_of(text)
    if len(parts) < _PARTS:
        return text, len(text)
    own = "".join(parts[: (len(parts) + 1) // 2])
    other = chance.choice(others)
    tail = other[len(other) // 2 :][: max(1, len(parts) // 2)]
    space = text[len(text.rstrip()) :]
    return f"{own}{''.join(tail).rstrip()}{space}", len(own)


def _subject(own: str | None, other: str | None) -> str | None:
    if not own or not other:
        return own
    ours, theirs = own.split(), other.split()
    return " ".join([*ours[: (len(ours) + 1) // 2], *theirs[len(theirs) // 2 :]])
