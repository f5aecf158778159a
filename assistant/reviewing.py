"""What visitors said of answers, turned into evaluation questions (the form of `eval/questions`).

A question follows only where the judgement says what is right: a good answer names its places, a
good refusal its reason, an answer that should have been refused is such a question too, and of
another bad answer the reader may have named the right clause. Where nobody has said yet what would
be right, it stays on the list for a person.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.cues import HEADER_KINDS, Kind, kinds_of
from ingest.spelling import spelt_words, strip_diacritics
from vectorstore.conversations import Review

JSON_LINES = "application/jsonl; charset=utf-8"
SHOULD_BE_REFUSED = ("Lẽ ra phải từ chối", "Should have been refused")
INCOMPLETE = ("Thiếu ý", "Incomplete")
# What a question asks for → the kind of evaluation question, the more telling first.
_KINDS = {
    Kind.COMPARE: "compare",
    Kind.PRECEDENT: "precedent",
    Kind.SUMMARY: "summary",
    Kind.DEFINITION: "definition",
    Kind.VALIDITY: "validity",
    Kind.BASIS: "basis",
    Kind.CITED_BY: "basis",
    Kind.DEADLINE: "deadline",
    Kind.TARGET: "target",
    Kind.ACTOR: "actor",
    Kind.MONEY: "target",
    Kind.OBJECTIVE: "actor",
    Kind.RECEIVER: "actor",
    Kind.DUTIES: "duties",
    **dict.fromkeys(HEADER_KINDS, "document"),
    Kind.LIST: "list",
}
_WITHOUT_LABEL = re.compile(
    r"^\s*(?:[-+•–]|(?:Điều|Khoản|Phần|Mục)?\s*[\wđ]{1,5}(?:\.\d+)*[.)])\s+"
)  # an answer need not quote it
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
    if review.verdict == "down" and not refusal and review.reason.startswith(SHOULD_BE_REFUSED):
        return asked | {"kind": "refusal", "refusal": "not-stated"}
    if review.verdict == "up" and refusal:
        return asked | {"kind": "refusal", "refusal": refusal} if refusal in _REASONS else None
    places = list(dict.fromkeys(_right_places(review)))
    gold = [{"file": file, "paths": [path]} for file, path in dict.fromkeys((file, path) for file, path, _ in places)]
    facts = [_fact(quote) for *_, quote in places]
    return asked | {"kind": kind_of(review), "gold": gold, "facts": facts} if places else None


def _right_places(review: Review) -> Iterator[tuple[str, str, str]]:
    """File, address and quote of what the answer has to stand on; none where that is not known."""
    incomplete = review.right is not None and review.reason.startswith(INCOMPLETE)
    if review.verdict == "up" or incomplete:
        for citation in review.answer.get("citations") or []:
            yield citation["file"], citation["path"], citation["quote"]
    if review.right is not None:
        yield review.right.file, review.right.path, _WITHOUT_LABEL.sub("", review.right.quote)


def kind_of(review: Review) -> str:
    """What the question asks for, as `eval/questions.py` names it; of one that only goes on, what was asked before."""
    for question in (review.question, *(asked for asked, _ in reversed(review.history))):
        kinds = kinds_of(spelt_words(question))
        found = next((name for kind, name in _KINDS.items() if kind in kinds), None)
        if found is not None:
            return found
    return "document"


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
