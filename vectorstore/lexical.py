"""The full-text index: BM25 over the tokens of `vectorstore.words`. With `vectorstore.lexical_counts` the only file that imports tantivy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy

from ingest.spelling import bare
from vectorstore.among import Among
from vectorstore.entries import Hit
from vectorstore.errors import engine_errors
from vectorstore.lexical_counts import Counts, counts_of, restricted, term
from vectorstore.published import Marker, Published
from vectorstore.readings import Reading, words_above
from vectorstore.words import question_tokens

FORM = "lexical-2"  # raise it with every change to the fields or to `vectorstore.words`

CONTEXT_WEIGHT = 0.4  # of a word found in title or headings, against one in the clause itself
# Share of entries; of bench/zalo-dev the best hundred hold as many right ones as with all words, in half the time.
COMMON = 0.3
_ENOUGH = 3  # words
_HEAP_BYTES = 64_000_000  # of the writer; a segment is written whenever it is full


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("document_id", "path"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    # Pairs are tokens of their own, so that positions would be dead weight.
    for name, option in (("body", "freq"), ("context", "freq"), ("bare", "basic")):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    return builder.build()


class LexicalIndex:
    """Entries by the words in them and above them; scores are BM25, in [0, ∞)."""

    def __init__(self, folder: Path) -> None:
        self.published: Published[Any] = Published(folder, FORM, _open)

    def search(self, question: str, *, limit: int, documents: Among = None, corpus: Among = None) -> Sequence[Hit]:
        """At most `limit` entries, best first.

        Words are looked for as they are spelled; what is missing or wrong is for `vectorstore.spelling` to mend.

        Args:
            documents: to look in.
            corpus: by which words are weighed; the documents are of it.

        Raises:
            IndexFailed: the index is damaged.
        """
        index = self.published.current()
        words = question_tokens(question)
        if index is None or not words:
            return []
        with engine_errors(self.published.folder):
            counts = self.counts(index, corpus)
            query = _query(index.schema, counts, _telling(counts, words))
            among = documents if documents is not None else corpus
            if among is not None:
                query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), restricted(index.schema, among)])
            searcher = index.searcher()
            found = searcher.search(query, limit=limit, count=False).hits
            return [_hit(searcher.doc(address), score) for score, address in found]

    def together(self, corpus: Among = None) -> Callable[[str, str], int]:
        """A function that tells how many entries have two syllables side by side."""
        index = self.published.current()
        if index is None:
            return lambda one, other: 0
        counts = self.counts(index, corpus)
        return lambda one, other: counts("body", f"{one}_{other}")

    def rarity(self, question: str, corpus: Among = None) -> Mapping[str, float]:
        """The inverse document frequency of each token of a question, at least 0; 0 for those that stand nowhere."""
        index = self.published.current()
        words = question_tokens(question)
        if index is None:
            return dict.fromkeys(words, 0.0)
        with engine_errors(self.published.folder):
            counts = self.counts(index, corpus)
            found = {word: counts("body", word) or counts("context", word) for word in words}
            return {word: counts.idf(n) if n else 0.0 for word, n in found.items()}

    def counts(self, index: Any, corpus: Among) -> Counts:
        """How many entries of these documents hold a word, in one version of the index."""
        return counts_of(index.schema, index.searcher(), corpus)

    @property
    def size(self) -> int:
        """How many entries the live version holds."""
        return self.size_of(None)

    def size_of(self, corpus: Among) -> int:
        """How many entries these documents have in the live version."""
        marker, index = self.published.marker(), self.published.current()
        if marker is None or index is None:
            return 0
        if corpus is None:
            return marker.entries
        with engine_errors(self.published.folder):
            return self.counts(index, corpus).total

    def holding(self, words: Sequence[Sequence[str]], *, documents: Among = None, spelled: bool = False) -> int:
        """How many entries hold a word of each group in their own text.

        Args:
            words: as `vectorstore.words.bare_tokens` makes them, or `tokens` where they are `spelled`.
            documents: to look in.
            spelled: whether diacritics count.
        """
        index = self.published.current()
        if index is None or not words or not all(words):
            return 0
        schema, must, should = index.schema, tantivy.Occur.Must, tantivy.Occur.Should
        field = "body" if spelled else "bare"
        with engine_errors(self.published.folder):
            searcher = index.searcher()
            if documents is None and len(words) == len(words[0]) == 1:
                return int(searcher.doc_freq(field, words[0][0]))
            parts = [
                (must, tantivy.Query.boolean_query([(should, term(schema, field, word, "basic")) for word in group]))
                for group in words
            ]
            if documents is not None:
                parts.append(restricted(schema, documents))
            return int(searcher.search(tantivy.Query.boolean_query(parts), limit=1, count=True).count or 0)

    @contextmanager
    def writer(
        self, base: Marker | None, generation: int, library: str, gone: Sequence[str]
    ) -> Iterator[LexicalWriter]:
        """Builds the version for a generation of a library; it is not live before it is published.

        Args:
            base: the version to start from, which is changed in place: its readers
                keep what they have opened. None builds from scratch.
            gone: documents whose entries are taken out first. Doing so twice does no
                harm, so that work that a crash cut short is simply done again.

        Raises:
            DiskFull, ReadOnly, IndexFailed: nothing was published.
        """
        folder = self.published.folder / base.version if base else self.published.new_version(generation)
        with engine_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(_schema(), path=str(folder), reuse=base is not None)
            marker = Marker(generation, library, FORM, folder.name, 0)
            writer = LexicalWriter(folder, index, marker, gone)
        with closing(writer):
            yield writer


class LexicalWriter:
    """Changes a version."""

    def __init__(self, folder: Path, index: Any, marker: Marker, gone: Sequence[str]) -> None:
        self._folder = folder
        self._index = index
        self._marker = marker
        self._writer: Any = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for document_id in gone:
            self._writer.delete_documents_by_term("document_id", document_id)

    def add(self, readings: Sequence[Reading]) -> None:
        with engine_errors(self._folder):
            for reading in readings:
                self._writer.add_document(_document(reading))

    def finish(self) -> Marker:
        """Wait until everything is on the disk."""
        with engine_errors(self._folder):
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._index.reload()
            return replace(self._marker, entries=self._index.searcher().num_docs)

    def close(self) -> None:
        """Let go of tantivy's lock on the folder."""
        self._writer = None


def _open(folder: Path, _: Marker) -> Any:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")  # what a writer commits shows when its marker does
    return index


def _document(reading: Reading) -> Any:
    document = tantivy.Document()
    document.add_text("document_id", reading.entry.document_id)
    document.add_text("path", reading.entry.path)
    body = " ".join(token for words in reading.body for token in words.tokens)
    document.add_text("body", body)
    document.add_text("bare", " ".join(dict.fromkeys(bare(body).split())))
    document.add_text("context", " ".join(map(_tokens_above, reading.entry.above)))
    return document


@lru_cache(maxsize=4096)
def _tokens_above(part: str) -> str:
    """The tokens of a title or a heading, which stands above many entries."""
    return " ".join(words_above(part).tokens)


def _telling(counts: Counts, words: Sequence[str]) -> Sequence[str]:
    """The words without those that stand nearly everywhere, which cost most and tell least, if others are left."""
    most = COMMON * counts.total
    kept = [word for word in words if counts("body", word) <= most]
    return kept if len(kept) >= _ENOUGH else words


def _query(schema: Any, counts: Counts, words: Sequence[str]) -> Any:
    clauses = []
    for word in words:
        for field, weight in (("body", 1.0), ("context", CONTEXT_WEIGHT)):
            boost = weight * counts.correction(field, word)
            query = term(schema, field, word)
            clauses.append(query if boost == 1.0 else tantivy.Query.boost_query(query, boost))
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])


def _hit(document: Any, score: float) -> Hit:
    return Hit(document.get_first("document_id"), document.get_first("path"), score)
