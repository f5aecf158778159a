"""The full-text index: BM25 over the tokens of `vectorstore.words`. The only file that imports tantivy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from vectorstore.entries import Entry, Hit
from vectorstore.errors import engine_errors
from vectorstore.published import Marker, Published
from vectorstore.words import fold, has_diacritics, question_tokens, tokens

FORM = "lexical-1"  # raise it with every change to the fields or to `vectorstore.words`

CONTEXT_WEIGHT = 0.4  # of a word found in title or headings, against one in the clause itself
_HEAP_BYTES = 64_000_000  # of the writer; a segment is written whenever it is full
_TOKENS = ("body", "context", "folded_body", "folded_context")


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("document_id", "path"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in _TOKENS:
        # Pairs are tokens of their own, so that positions would be dead weight.
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalIndex:
    """Entries by the words in them and above them; scores are BM25, in [0, ∞)."""

    def __init__(self, folder: Path) -> None:
        self.published: Published[Any] = Published(folder, FORM, _open)

    def search(self, question: str, *, limit: int, documents: Collection[str] | None = None) -> Sequence[Hit]:
        """At most `limit` entries, best first.

        A question without any diacritics is looked for in texts without theirs.

        Raises:
            IndexFailed: the index is damaged.
        """
        index = self.published.current()
        words = question_tokens(question)
        if index is None or not words:
            return []
        query = _query(index.schema, words, folded=not has_diacritics(question))
        if documents is not None:
            chosen = tantivy.Query.term_set_query(index.schema, "document_id", sorted(documents))
            unscored = tantivy.Query.const_score_query(chosen, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, unscored)])
        with engine_errors(self.published.folder):
            searcher = index.searcher()
            found = searcher.search(query, limit=limit, count=False).hits
            return [_hit(searcher.doc(address), score) for score, address in found]

    def known(self, question: str) -> float:
        """Share of the question's words that stand anywhere in the index, in [0, 1]; 1 for no words.

        Near 1 for a question in the language of the documents, near 0 for another
        language, of which only names and numbers are found.
        """
        index = self.published.current()
        words = [word for word in question_tokens(question) if word.isalnum()]
        if index is None or not words:
            return 1.0
        prefix = "" if has_diacritics(question) else "folded_"
        fields = (f"{prefix}body", f"{prefix}context")
        with engine_errors(self.published.folder):
            searcher = index.searcher()
            return sum(any(searcher.doc_freq(field, word) for field in fields) for word in words) / len(words)

    @property
    def size(self) -> int:
        """How many entries the live version holds."""
        marker = self.published.marker()
        return marker.entries if marker else 0

    def holding(self, words: Sequence[Sequence[str]], *, documents: Collection[str] | None = None) -> int:
        """How many entries hold a word of each group in their own text.

        Args:
            words: as `vectorstore.words` makes them.
            documents: identifiers to look in; None means all.
        """
        index = self.published.current()
        if index is None or not words or not all(words):
            return 0
        schema, must, should = index.schema, tantivy.Occur.Must, tantivy.Occur.Should
        with engine_errors(self.published.folder):
            searcher = index.searcher()
            if documents is None and len(words) == len(words[0]) == 1:
                return int(searcher.doc_freq("folded_body", words[0][0]))
            parts = [
                (must, tantivy.Query.boolean_query([(should, _term(schema, "folded_body", word)) for word in group]))
                for group in words
            ]
            if documents is not None:
                parts.append((must, tantivy.Query.term_set_query(schema, "document_id", sorted(documents))))
            return int(searcher.search(tantivy.Query.boolean_query(parts), limit=1, count=True).count or 0)

    def update(
        self, base: Marker | None, generation: int, library: str, gone: Sequence[str], entries: Iterable[Entry]
    ) -> Marker:
        """Build the version for a generation of a library; it is not live before it is published.

        Args:
            base: the version to start from, which is changed in place: its readers
                keep what they have opened. None builds from scratch.
            gone: documents whose entries are taken out first. Doing so twice does no
                harm, so that work that a crash cut short is simply done again.
            entries: those to add.

        Raises:
            DiskFull, ReadOnly, IndexFailed: nothing was published.
        """
        folder = self.published.folder / base.version if base else self.published.new_version(generation)
        with engine_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(_schema(), path=str(folder), reuse=base is not None)
            writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            for document_id in gone:
                writer.delete_documents_by_term("document_id", document_id)
        for entry in entries:
            with engine_errors(folder):
                writer.add_document(_document(entry))
        with engine_errors(folder):
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            return Marker(generation, library, FORM, folder.name, index.searcher().num_docs)


def _open(folder: Path, _: Marker) -> Any:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")  # what a writer commits shows when its marker does
    return index


def _document(entry: Entry) -> Any:
    body = " ".join(tokens(entry.text))
    context = " ".join(token for part in _context(entry) for token in tokens(part))
    document = tantivy.Document()
    document.add_text("document_id", entry.document_id)
    document.add_text("path", entry.path)
    for name, text in (("body", body), ("context", context)):
        document.add_text(name, text)
        document.add_text(f"folded_{name}", fold(text))
    return document


def _context(entry: Entry) -> Sequence[str]:
    return (entry.title, entry.origin, *entry.headings)


def _query(schema: Any, words: Sequence[str], *, folded: bool) -> Any:
    prefix = "folded_" if folded else ""
    clauses = []
    for word in words:
        clauses.append(_term(schema, f"{prefix}body", word))
        clauses.append(tantivy.Query.boost_query(_term(schema, f"{prefix}context", word), CONTEXT_WEIGHT))
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])


def _term(schema: Any, field: str, word: str) -> Any:
    return tantivy.Query.term_query(schema, field, word, index_option="freq")


def _hit(document: Any, score: float) -> Hit:
    return Hit(document.get_first("document_id"), document.get_first("path"), score)
