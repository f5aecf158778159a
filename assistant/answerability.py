"""Whether a place of the corpus answers a question: learnt, from what its words share with the question's.

`features_of` says what speaks for and against a place, `likelihood` weighs it, and
`answerable` compares that with the learnt threshold. The weights are in
`answerability.tsv`; `python -m eval.answerability` learns them from questions whose gold
clauses are known and prints what they are worth on questions that it has not seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer_types import ATTRIBUTES, asks_for_type, can_answer
from ingest.spelling import folded_words

if TYPE_CHECKING:
    from assistant.finders.inquiry import Inquiry
    from vectorstore.evidence import Evidence

_WEIGHTS = Path(__file__).with_name("answerability.tsv")
# What the search's ranker looks at too; see `vectorstore.features`.
_REASONS = (
    "words_covered",
    "pairs_covered",
    "passage_covered",
    "phrase",
    "heading_covered",
    "heading_asked",
    "document",
)
_LONG_TOPIC = 8  # syllables from which a topic counts as fully told


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a place answering a question; each in [0, 1]."""

    score: float  # of the search's ranker; 0 where the search did not find it, as in the next ten
    words_covered: float
    pairs_covered: float
    passage_covered: float
    phrase: float
    heading_covered: float
    heading_asked: float
    document: float
    similarity: float  # cosine of question and clause; 0 where the search did not find it
    lexical: float  # BM25 over the best of this search
    own: float  # share of the topic that the words themselves hold, by rarity
    around: float  # share that they and what stands above them hold
    rarest: float  # whether the rarest word of the topic is among those
    unheard: float  # share of the topic that stands nowhere in the corpus
    typed: float  # the question asks for a date, figure, unit …
    fits: float  # … and the words have one
    unit: float  # the question names a unit
    of_unit: float  # … and the words or what stands above them name it
    scoped: float  # the question names the document
    told: float  # length of the topic
    first: float  # 1 / rank of the search
    both: float  # similarity × around
    pairs: float  # share of the topic's words of two syllables that they and what stands above hold
    silence: float  # share of the topic's weight that stands nowhere
    attribute: float  # the question asks for a name, money or a telephone number
    has_attribute: float  # … and the words have one
    no_topic: float  # the question has no topic of its own
    missing_unit: float  # it names a unit that the words do not
    titled: float  # share of the topic that the document's title holds


def features_of(
    inquiry: Inquiry, document_id: str, path: str, text: str, *, evidence: Evidence | None = None, rank: int = 0
) -> Features:
    """Features of the words `text` at a place.

    Args:
        evidence: what the search says of the clause, where it found it.
        rank: place in the search's results from 1; 0 where it is not among them.
    """
    question, relevance = inquiry.question, inquiry.relevance
    context = inquiry.context(inquiry.directory.document(document_id), path)
    words = f" {folded_words(text)} {folded_words(context)} "
    around = relevance.of(text, context) if not relevance.empty else 0.0
    fits = can_answer(question.kinds, text, context)
    named = any(f" {key} " in words for unit in question.units for key in unit.keys)
    dense = max(evidence.dense, 0.0) if evidence else 0.0
    reasons = {name: value for name, value, _ in evidence.reasons} if evidence else {}
    return Features(
        score=evidence.score if evidence else 0.0,
        **{name: float(reasons.get(name, 0.0)) for name in _REASONS},
        similarity=dense,
        lexical=evidence.lexical if evidence else 0.0,
        own=relevance.of(text) if not relevance.empty else 0.0,
        around=around,
        rarest=relevance.rarest(text, context),
        unheard=relevance.unheard,
        typed=float(asks_for_type(question.kinds)),
        fits=float(asks_for_type(question.kinds) and fits),
        unit=float(bool(question.units)),
        of_unit=float(named),
        scoped=float(question.documents is not None),
        told=min(relevance.syllables / _LONG_TOPIC, 1.0),
        first=1 / rank if rank else 0.0,
        both=dense * around,
        pairs=relevance.pairs(text, context),
        silence=relevance.silence,
        attribute=float(bool(question.kinds & ATTRIBUTES)),
        has_attribute=float(bool(question.kinds & ATTRIBUTES) and fits),
        no_topic=float(relevance.empty),
        missing_unit=float(bool(question.units) and not named),
        titled=relevance.of(context.split("\n", 1)[0]) if not relevance.empty else 0.0,
    )


_VALUES = attrgetter(*(field.name for field in fields(Features)))  # `astuple` copies deeply, ten times slower


def likelihood(features: Features) -> float:
    """Probability that a place with these features answers the question, in [0, 1]."""
    bias, weights, _ = _model()
    score = bias + sum(weight * value for weight, value in zip(weights, _VALUES(features), strict=True))
    return 1 / (1 + math.exp(-score))


def answerable(features: Features) -> bool:
    """Whether a place is likely enough to answer; the threshold is learnt with the weights."""
    return likelihood(features) >= threshold()


def threshold() -> float:
    """The likelihood from which a place is taken for an answer."""
    return _model()[2]


@cache
def _model() -> tuple[float, tuple[float, ...], float]:
    rows = dict(line.split("\t") for line in _WEIGHTS.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    weights = tuple(float(rows[field.name]) for field in fields(Features))
    return float(rows["(bias)"]), weights, float(rows["(threshold)"])
