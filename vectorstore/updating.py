"""Takes what the library has changed into its indexes: every entry is read once for all that have missed it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from vectorstore.dense import DenseIndex, DenseWriter
from vectorstore.entries import Entry, entries_of
from vectorstore.errors import IndexFailed
from vectorstore.lexical import LexicalIndex, LexicalWriter
from vectorstore.library import Library
from vectorstore.published import Marker
from vectorstore.readings import batches

Index = DenseIndex | LexicalIndex
Progress = Callable[[int, int], None]  # documents done, documents to do

_log = logging.getLogger(__name__)


def base_of(index: Index, library: Library, generation: int) -> Marker | None:
    """The live version, if it is an earlier state of this library; one restored from a backup may not be."""
    marker = index.published.marker()
    if marker is None or marker.library != library.identity or marker.generation > generation:
        return None
    return marker


def updated(
    group: Sequence[tuple[Index, Marker | None]], library: Library, progress: Progress, most: int | None = None
) -> Sequence[tuple[Index, Marker]]:
    """Indexes that have missed the same changes, each with its next version; every entry is read once for all.

    Args:
        most: documents to take in; None means all.
    """
    changes = library.changes_since(max(base.generation if base else 0 for _, base in group), most)
    gone = (*changes.changed, *changes.removed)
    try:
        with ExitStack() as stack:
            writers: list[DenseWriter | LexicalWriter] = []
            for index, base in group:
                writer: Any = index.writer(base, changes.generation, library.identity, gone if base else ())
                writers.append(stack.enter_context(writer))
            for batch in batches(_entries(library, changes.changed, progress)):
                for each in writers:
                    each.add(batch)
            return [(index, each.finish()) for (index, _), each in zip(group, writers, strict=True)]
    except IndexFailed as error:
        if len(group) > 1:
            return [pair for one in group for pair in updated([one], library, progress, most)]
        index, base = group[0]
        if base is None:
            raise
        _log.warning("building from scratch: %s", error)
        return updated([(index, None)], library, progress, most)


def _entries(library: Library, documents: Sequence[str], progress: Progress) -> Iterator[Entry]:
    for done, document_id in enumerate(documents, start=1):
        document = library.document(document_id)
        if document is not None:  # else removed a moment ago, which the next round will see
            yield from entries_of(document_id, document)
        progress(done, len(documents))


def silent(done: int, total: int) -> None:
    pass
