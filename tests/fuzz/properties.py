"""What must hold of whatever is read: no exception that is not documented, and every clause in its place."""

from __future__ import annotations

import cProfile
import time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.document import compose_document, read_document
from ingest.errors import IngestError
from ingest.model import UNLABELLED_PARTS, Document
from ingest.normalize import normalize
from tests.fuzz.directives import Made

_SHORT, _LONG = 15_000, 60_000  # characters
_SLOW_S = 1.0  # below it, no growth is worth a word
_LAID_OUT = (*UNLABELLED_PARTS, "footnote")
_GROWTH = 9.0  # four times the text: 4 is linear, 16 quadratic


def read_text_well(raw: str) -> Document:
    """Normalised and composed, text makes a sound document."""
    document = _composed(raw)
    check(document)
    return document


def read_as_printed(directive: Made) -> None:
    """A directive without a fault has the addresses that it prints, and no other labels."""
    document = read_text_well(directive.text)
    paths = [clause.path for clause in document.addresses() if not clause.path.startswith(_LAID_OUT)]
    assert paths == [*directive.paths], "addresses: " + " ".join(paths)


def read_file_well(file: tuple[str, bytes]) -> None:
    """A file becomes a sound document, or fails with a sentence."""
    suffix, data = file
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"tep{suffix}"
        path.write_bytes(data)
        try:
            document = read_document(path, max_bytes=10_000_000)
        except IngestError as failure:
            error = failure
        else:
            check(document)
            return
    assert error.detail.strip(), "an error says what to do"
    assert error.source == path


def grow_linearly(fragment: str) -> None:
    """Four times the text takes not much more than four times as long."""
    if not fragment.strip():
        return
    long = (fragment * (_LONG // len(fragment) + 1))[:_LONG]
    slow = _seconds(long)
    if slow < _SLOW_S:
        return
    quick = _seconds(long[:_SHORT])
    assert slow < _GROWTH * max(quick, 0.01), f"{_busiest(long)}: {quick:.2f} s, four times the text {slow:.2f} s"


def check(document: Document) -> None:
    """Every character that is no space lies in one leaf, addresses differ, quotes stand where they say."""
    paths = [clause.path for clause in document.addresses()]
    assert len(paths) == len(set(paths)), "two places have one address"
    _covered_once(document)
    for clause in document.addresses():
        assert clause.page is None or 1 <= clause.page <= (document.pages or 0)
    _items_nested(document)
    _facts_quoted(document)


def _items_nested(document: Document) -> None:
    """Items lie in their clause, and one within another or beside it."""
    paths = {clause.path for clause in document.addresses()}
    for clause in document.clauses:
        assert clause.parent is None or clause.parent in paths, (
            f"{clause.path} stands in {clause.parent}, which is none"
        )
        ends: list[int] = []
        for item in clause.items:
            assert item.path.startswith(clause.path), f"{item.path} is an item of {clause.path}"
            assert clause.start <= item.start < item.end <= clause.end, f"{item.path} lies outside its clause"
            ends = [end for end in ends if end > item.start]
            assert not ends or item.end <= ends[-1], f"{item.path} overlaps the item before it"
            ends.append(item.end)


def _facts_quoted(document: Document) -> None:
    """Each fact's quote stands at the address that it names."""
    facts = document.facts
    places = {clause.path: clause for clause in document.addresses()}
    for group in (facts.references, facts.duties, facts.deadlines, facts.targets, facts.effects, facts.tables):
        for fact in group:
            name, end = type(fact).__name__, fact.start + len(fact.quote)
            assert fact.quote.strip(), f"{name} without a quote"
            assert document.text[fact.start : end] == fact.quote, f"{name} is not quoted"
            place = places.get(fact.path)
            assert place, f"{name} stands nowhere: {fact.path!r}"
            assert place.start <= fact.start < end <= place.end, f"{name} stands outside {fact.path}"
    for table in facts.tables:
        for start, end in (span for row in table.rows for span in row):
            assert table.start <= start <= end <= table.start + len(table.quote), (
                f"a cell outside its table: {table.path}"
            )


def _covered_once(document: Document) -> None:
    spans = sorted((clause.start, clause.end) for clause in document.clauses)
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start, f"clauses overlap at {start}"
    at = 0
    for start, end in [*spans, (len(document.text), 0)]:
        assert not document.text[at:start].strip(), f"in no clause: {document.text[at:start].strip()[:80]!r}"
        at = end


def _composed(raw: str) -> Document:
    normalized = normalize(raw)
    return compose_document(
        "tep.txt", "0", normalized.text, page_starts=normalized.page_starts, tables=normalized.tables
    )


def _busiest(raw: str) -> str:
    """The function of ours that takes longest, what it calls of others included."""
    profile = cProfile.Profile()
    profile.runcall(_composed, raw)
    profile.create_stats()
    own: dict[str, float] = {}
    for (file, _, name), (_, _, alone, _, callers) in profile.stats.items():
        if "/ingest/" in file:
            own[f"{Path(file).stem}.{name}"] = own.get(f"{Path(file).stem}.{name}", 0) + alone
        else:
            for (caller, _, called_in), (_, _, there, _) in callers.items():
                if "/ingest/" in caller:
                    own[f"{Path(caller).stem}.{called_in}"] = own.get(f"{Path(caller).stem}.{called_in}", 0) + there
    return max(own, key=lambda name: own[name])


def _seconds(raw: str) -> float:
    began = time.process_time()
    _composed(raw)
    return time.process_time() - began
