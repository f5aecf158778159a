"""What the corpus has of a word or a phrase."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Document
from vectorstore.corpus_words import CorpusWords
from vectorstore.indexes import Indexes
from vectorstore.library import Library


@pytest.fixture
def words(library: Library, indexes: Indexes, build_document: Callable[..., Document]) -> CorpusWords:
    for name, clauses in {
        "a": {"1": "Phòng Giáo dục và Đào tạo báo cáo.", "2": "Báo cáo kỹ thuật; Hoà Bình."},
        "b": {"1": "Sở Giáo dục, đào tạo nghề."},
    }.items():
        library.put(build_document(clauses, file=name, number=name), f"/{name}", reader=1)
    indexes.catch_up(library)
    return CorpusWords(indexes.lexical)


COUNTS = {"giao": 2, "bao cao": 2, "giao duc": 2, "ky thuat": 1, "hoa binh": 1, "duc dao": 0, "khong": 0}


@pytest.mark.parametrize(("gram", "count"), COUNTS.items())
def test_entries_that_hold_a_word(words: CorpusWords, gram: str, count: int) -> None:
    assert words[gram] == words[gram] == count
    assert words.entries == 3


PHRASES = {
    "the whole": ("phong giao duc va dao tao", None, True),
    "its beginning": ("giao duc va", None, True),
    "one syllable": ("nghe", None, True),
    "over a comma": ("giao duc dao tao", None, False),
    "of two clauses": ("bao cao ky thuat", None, True),
    "nowhere": ("so y te", None, False),
    "in that document": ("dao tao nghe", ["b"], True),
    "in another": ("dao tao nghe", ["a"], False),
    "in none": ("dao tao nghe", [], False),
    "nothing": ("", None, False),
}


@pytest.mark.parametrize(("phrase", "documents", "stands"), PHRASES.values(), ids=PHRASES.keys())
def test_a_phrase_stands(words: CorpusWords, phrase: str, documents: list[str] | None, stands: bool) -> None:
    assert words.stands(phrase, documents) is stands


def test_a_store_without_an_index(indexes: Indexes) -> None:
    empty = CorpusWords(indexes.lexical)
    assert (empty["giao"], empty.entries, empty.stands("giao duc")) == (0, 0, False)
