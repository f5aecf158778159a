"""What the corpus has of a word or a phrase, looked up in the full-text index: nothing is read or held for it."""

from __future__ import annotations

from collections.abc import Collection

from vectorstore.lexical import LexicalIndex
from vectorstore.words import bare_tokens, has_diacritics, tokens


class CorpusWords:
    """Words with or without diacritics; what was looked up once is remembered, so it is of one state of the corpus."""

    def __init__(self, lexical: LexicalIndex) -> None:
        self._lexical = lexical
        self._counts: dict[str, int] = {}
        self.entries = lexical.size  # clauses and items of the corpus

    def __getitem__(self, gram: str) -> int:
        """Number of entries that hold a syllable, or two side by side: "báo cáo"; without diacritics any such, "bao cao"."""
        if gram not in self._counts:
            spelled = has_diacritics(gram)
            words = tokens(gram) if spelled else bare_tokens(gram)
            self._counts[gram] = self._lexical.holding([[word] for word in words[-1:]], spelled=spelled)
        return self._counts[gram]

    def stands(self, phrase: str, documents: Collection[str] | None = None) -> bool:
        """Whether the syllables of a phrase stand side by side in an entry.

        Pairs are compared, not positions: "a b c" is taken to stand where "a b" and "b c" do.

        Args:
            documents: identifiers to look in; None means all.
        """
        words = bare_tokens(phrase)
        pairs = [word for word in words if "_" in word] or words
        return self._lexical.holding([[word] for word in pairs], documents=documents) > 0
