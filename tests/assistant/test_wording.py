"""How a deadline is said."""

from __future__ import annotations

import pytest

from assistant.answer import Language
from assistant.wording import deadline_words

TERM = "Phải báo cáo trong thời hạn 90 ngày kể từ ngày Nghị định này có hiệu lực thi hành."
SAID: dict[str, tuple[str, str, Language, str]] = {
    "a day that is printed": ("2024-06-10", "Báo cáo trước ngày 10/6/2024.", "vi", "10/6/2024"),
    "a day worked out: the term that is printed": (
        "2026-04-01", TERM, "vi", "trong thời hạn 90 ngày kể từ ngày Nghị định này có hiệu lực thi hành"),
    "a day worked out, in English": ("2026-04-01", TERM, "en", "90 days"),
    "a day that is printed beside a term": ("2026-05-02", f"{TERM} Hoàn thành trước ngày 02/5/2026.", "vi", "2/5/2026"),
}  # fmt: skip


@pytest.mark.parametrize(("date", "quote", "language", "words"), SAID.values(), ids=SAID.keys())
def test_deadline_words(date: str, quote: str, language: Language, words: str) -> None:
    assert deadline_words(date, quote, language) == words
