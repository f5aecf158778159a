"""`document` has clauses 1, with item 1-1, and 2; clause 1 says 05/6/2030."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.answer import Answer, Citation, RefusalReason
from eval.answers import Outcome, score
from eval.questions import Question
from ingest.model import Document

TWO = [{"file": "a.txt", "paths": ["1"]}, {"file": "a.txt", "paths": ["2"]}]
SPARE = [{"file": "a.txt", "paths": ["1"]}, {"file": "a.txt", "paths": ["2"], "needed": False}]

# What is asked, what the answer says, which clauses it cites (or shows as nearest), the reason
# of a refusal; then the faults expected.
CASES: dict[str, tuple[dict[str, Any], str, list[str], RefusalReason | None, list[str]]] = {
    "right, the fact in the quote": ({}, "Xem", ["1"], None, []),
    "right, the fact in the text": ({}, "5/6/2030", ["1-1"], None, []),
    "another clause": ({}, "5/6/2030", ["2"], None, ["not-cited"]),
    "no citation": ({}, "5/6/2030", [], None, ["not-cited"]),
    "the fact is missing": ({"facts": ["báo cáo", "qua Phòng Nội vụ"]}, "", ["1"], None, ["fact-missing"]),
    "both places are needed": ({"gold": TWO}, "", ["1"], None, ["not-cited"]),
    "both places are there": ({"gold": TWO}, "", ["1", "2"], None, []),
    "any of the places": ({"gold": TWO, "any": True}, "", ["1"], None, []),
    "none of any places": ({"gold": TWO, "any": True}, "5/6/2030", [], None, ["not-cited", "not-cited"]),
    "a place that need not be cited": ({"gold": SPARE}, "", ["1"], None, []),
    "refused though it can be answered": ({}, "", ["1"], "not-stated", ["refused"]),
    "asked back though it can be answered": ({}, "", [], "ambiguous", ["asked-back"]),
    "refused as it should be": ({"refusal": "not-stated"}, "", ["1"], "not-stated", []),
    "refused for the other reason": ({"refusal": "not-stated"}, "", [], "not-in-corpus", []),
    "answered though it cannot be": ({"refusal": "not-stated"}, "5/6/2030", ["1"], None, ["answered"]),
    "asked back though it cannot be answered": ({"refusal": "not-stated"}, "", [], "ambiguous", ["asked-back"]),
    "either: answered": ({"either": True}, "", ["1"], None, []),
    "either: refused, showing the place": ({"either": True}, "", ["1"], "not-stated", []),
    "either: refused, showing another": ({"either": True}, "", ["2"], "not-stated", ["fact-missing", "not-cited"]),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "text", "paths", "reason", "faults"), CASES.values(), ids=CASES.keys())
def test_faults(
    asked: dict[str, Any],
    text: str,
    paths: list[str],
    reason: RefusalReason | None,
    faults: list[str],
    document: Document,
    ask: Callable[..., Question],
    cite: Callable[..., Citation],
    reply: Callable[..., Answer],
) -> None:
    outcome = score(ask(**asked), reply(text, *map(cite, paths), reason=reason), lambda _: document)
    assert [fault.code for fault in outcome.faults] == faults
    assert outcome.right is (not faults)


# Clause, quote and where it is said to start; whether it is stray, whether it is misplaced.
STRAY = {
    "in the clause": ("1", "Phòng Y tế", None, False, False),
    "white space folded": ("1", "Phòng  Y\ntế", 3, False, False),
    "in another clause": ("2", "Phòng Y tế", None, True, False),
    "a word changed": ("1", "Phòng Y học", 3, True, True),
    "no such clause": ("9", "Phòng Y tế", None, True, False),
    "nothing": ("1", "", 0, True, False),
    "the offsets of something else": ("1", "Phòng Y tế", 0, False, True),
}


@pytest.mark.parametrize(("path", "quote", "start", "stray", "misplaced"), STRAY.values(), ids=STRAY.keys())
def test_stray_quotes(
    path: str, quote: str, start: int | None, stray: bool, misplaced: bool, document: Document, ask: Callable[..., Question],
    cite: Callable[..., Citation], reply: Callable[..., Answer],
) -> None:  # fmt: skip
    outcome = score(ask(), reply("", cite("1"), cite(path, quote, start)), lambda _: document)
    assert bool(outcome.stray_quotes) is stray
    assert bool(outcome.misplaced_quotes) is misplaced
    assert outcome.right is not stray
    assert outcome.quotes == 2


def test_a_quote_of_a_document_that_is_gone_is_stray(
    ask: Callable[..., Question], cite: Callable[..., Citation], reply: Callable[..., Answer]
) -> None:
    assert len(score(ask(), reply("", cite("1")), lambda _: None).stray_quotes) == 1


def test_nearest_quotes_of_a_refusal_are_checked_too(
    document: Document, ask: Callable[..., Question], cite: Callable[..., Citation], reply: Callable[..., Answer]
) -> None:
    answer = reply("", cite("2", "Phòng Y tế"), reason="not-stated")
    assert [fault.code for fault in score(ask(refusal="not-stated"), answer, lambda _: document).faults] == [
        "quote-not-in-clause"
    ]


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.gold_cited, outcome.gold_needed, outcome.citations_named, outcome.citations


COUNTS: dict[str, tuple[dict[str, Any], list[str], RefusalReason | None, tuple[int, int, int, int]]] = {
    "one of two places, one citation beside": ({"gold": TWO[:1]}, ["1", "1-1", "2"], None, (1, 1, 2, 3)),
    "one of two needed": ({"gold": TWO}, ["1"], None, (1, 2, 1, 1)),
    "any of two": ({"gold": TWO, "any": True}, ["2"], None, (1, 1, 1, 1)),
    "a spare place counts for precision only": ({"gold": SPARE}, ["2"], None, (0, 1, 1, 1)),
    "a refusal cites nothing": ({}, ["1"], "not-stated", (0, 1, 0, 0)),
    "an answer to what has none": ({"refusal": "not-stated"}, ["1"], None, (0, 0, 0, 1)),
}


@pytest.mark.parametrize(("asked", "paths", "reason", "expected"), COUNTS.values(), ids=COUNTS.keys())
def test_counts(
    asked: dict[str, Any], paths: list[str], reason: RefusalReason | None, expected: tuple[int, int, int, int],
    document: Document, ask: Callable[..., Question], cite: Callable[..., Citation], reply: Callable[..., Answer],
) -> None:  # fmt: skip
    answer = reply("", *map(cite, paths), reason=reason)
    assert counts(score(ask(**asked), answer, lambda _: document)) == expected
