"""A question mended by the words of a corpus."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from vectorstore.spelling import Vocabulary
from vectorstore.words import fold, syllables

TEXT = "Phòng Y tế báo cáo mục tiêu bình đẳng giới. Phòng Y tế chủ trì. Phong trào thi đua. Bao cấp. Tế bào. Trường học báo cáo."
WORDS = syllables(TEXT)
PAIRS = Counter(itertools.pairwise(WORDS))

MENDED = {
    "none of them": ("phong y te bao cao muc tieu", "phòng y tế báo cáo mục tiêu"),
    "the neighbours decide": ("phong trao thi dua", "phong trào thi đua"),
    "half of them": ("phong y tế bao cáo", "phòng y tế báo cáo"),
    "what is there stays": ("tế bào, phong trào", "tế bào, phong trào"),
    "a letter exchanged": ("phòng y tế bôá cáo", "phòng y tế báo cáo"),
    "a letter doubled": ("bình đẳngg giới", "bình đẳng giới"),
    "an unknown word stays": ("quỹ xqzt giới", "quỹ xqzt giới"),
    "capitals and numbers stay": ("UBND 12/KH-UBND bao cao", "UBND 12/KH-UBND báo cáo"),
    "words of asking, which no document has, stay": (
        "mấy mục tiêu, ở đâu, là cái gì",
        "mấy mục tiêu, ở đâu, là cái gì",
    ),
    "words of asking without diacritics": ("truoc may gio, bao nhieu phan tram", "trước mấy giờ, bao nhiêu phần trăm"),
    "who types diacritics means what has none": (
        "mục tiêu đó do Phòng Y tế báo cáo",
        "mục tiêu đó do Phòng Y tế báo cáo",
    ),
    "an English word stays": ("lập list và report mục tiêu", "lập list và report mục tiêu"),
    "punctuation stays": ("bao cao?  muc tieu…", "báo cáo?  mục tiêu…"),
}


@pytest.mark.parametrize(("typed", "meant"), MENDED.values(), ids=MENDED.keys())
def test_mended(typed: str, meant: str) -> None:
    vocabulary = Vocabulary(Counter(WORDS))
    assert vocabulary.mended(typed, lambda one, other: PAIRS[one, other]) == meant


FOREIGN = {
    "English by its little words": ("which department reports?", True),
    "English by its words": ("gender equality", True),
    "Vietnamese": ("bình đẳng giới", False),
    "English that quotes Vietnamese": ("which departments are responsible for 'bình đẳng' matters", True),
    "Vietnamese names in English": ("What is Phòng Y tế thành phố Hòa An doing", False),
    "Vietnamese with English words": ("deadline báo cáo bình đẳng giới là when", False),
    "words of asking without diacritics": ("bao gio thi nop", False),
    "bare Vietnamese": (fold("mục tiêu bình đẳng giới"), False),
    "a number": ("12", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("question", "foreign"), FOREIGN.values(), ids=FOREIGN.keys())
def test_is_foreign(question: str, foreign: bool) -> None:
    assert Vocabulary(Counter(WORDS)).is_foreign(question) is foreign


def test_an_empty_corpus_mends_nothing() -> None:
    assert Vocabulary({}).mended("bao cao", lambda one, other: 0) == "bao cao"
