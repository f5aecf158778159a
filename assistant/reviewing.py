"""What visitors said of answers, turned into evaluation questions (the form of `eval/questions`).

A question follows only where the judgement says what is right: a good answer names its places, a
good refusal its reason, and an answer that should have been refused is such a question too. Of
another bad answer nobody has said yet what would be right; it stays on the list for a person.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.spelling import strip_diacritics
from vectorstore.conversations import Review

JSON_LINES = "application/jsonl; charset=utf-8"
SHOULD_BE_REFUSED = ("Lẽ ra phải từ chối", "Should have been refused")
_REASONS = ("not-in-corpus", "not-stated")  # that an evaluation question may expect
_MARKED = 0.4  # of the words of Vietnamese typed with all its marks; many syllables have none
_FACT = 160  # characters of a quote that the answer must have again


def question_lines(reviews: Sequence[Review]) -> Iterator[str]:
    """A line of JSON for each review that decides what is right, the oldest first."""
    for review in reversed(reviews):
        question = question_of(review)
        if question is not None:
            yield json.dumps(question, ensure_ascii=False) + "\n"


def question_of(review: Review) -> dict[str, Any] | None:
    """The evaluation question that follows from a review; None where it leaves open what is right."""
    asked: dict[str, Any] = {
        "id": f"review-{review.id}",
        "question": review.question,
        "history": [list(turn) for turn in review.history],
        "typing": typing_of(review.question, str(review.answer.get("language"))),
    }
    refusal = (review.answer.get("refusal") or {}).get("reason")
    if review.verdict == "down":
        refused = not refusal and review.reason.startswith(SHOULD_BE_REFUSED)
        return asked | {"kind": "refusal", "refusal": "not-stated"} if refused else None
    if refusal:
        return asked | {"kind": "refusal", "refusal": refusal} if refusal in _REASONS else None
    citations = review.answer.get("citations") or []
    gold = [{"file": citation["file"], "paths": [citation["path"]]} for citation in citations]
    facts = [_fact(citation["quote"]) for citation in citations]
    return asked | {"kind": "document", "gold": gold, "facts": facts} if citations else None


def typing_of(question: str, language: str) -> str:
    """How a question is typed, as `eval/questions.py` names it."""
    if language == "en":
        return "en"
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", question).lower())
    marked = sum(strip_diacritics(word) != word for word in words)
    if not marked:
        return "vi-plain"
    return "vi" if marked >= _MARKED * len(words) else "vi-half"


def _fact(quote: str) -> str:
    """The beginning of a quote up to a whole word; "||" would divide ways of saying it."""
    words = quote.replace("||", " ")
    return words if len(words) <= _FACT else words[:_FACT].rsplit(" ", 1)[0]
