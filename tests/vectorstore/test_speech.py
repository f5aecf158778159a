"""What is common in Vietnamese, and what of a question tells its matter."""

from __future__ import annotations

import pytest

from vectorstore.speech import load_speech

LESS_TELLING = {
    "a word of asking": ("nào", "báo"),
    "a pair of asking": ("bao_nhiêu", "báo_cáo"),
    "a pair that nobody counted, of words of asking": ("mấy_gì", "mục_tiêu"),
    "a word of talking": ("tôi", "quyết"),
}


@pytest.mark.parametrize(("talk", "matter"), LESS_TELLING.values(), ids=LESS_TELLING.keys())
def test_topical(talk: str, matter: str) -> None:
    speech = load_speech()
    assert 0 < speech.topical(talk) < speech.topical(matter) / 2 <= 0.5


def test_an_unknown_word_is_a_matter() -> None:
    assert load_speech().topical("xqzt") == load_speech().topical("xqzt_xqzt") == 1.0


def test_shares_are_of_all_syllables() -> None:
    speech = load_speech()
    assert 0.9 < sum(speech.share(token) for token in speech.asked if "_" not in token) < 1.0
