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

from assistant.agreement import signs
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
    # Products: a little of the topic says less than half as much as all of it, and of a document
    # that the question names other things tell an answer than of the whole corpus.
    around_squared: float
    own_squared: float
    similarity_squared: float
    score_root: float
    around_fitting: float  # of what has the type that is asked for
    around_unfitting: float
    around_scoped: float
    unheard_scoped: float
    silence_scoped: float
    similarity_scoped: float
    # Signs of the form that is asked for; see `assistant.agreement`.
    counted: float
    uncounted: float
    money: float
    percent: float
    under_unit: float
    leads_in: float
    defines: float
    of_that_kind: float
    beside_matter: float


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
    empty = relevance.empty
    around = 0.0 if empty else relevance.of(text, context)
    own = 0.0 if empty else relevance.of(text)
    fits, typed = can_answer(question.kinds, text, context), asks_for_type(question.kinds)
    named = any(f" {key} " in words for unit in question.units for key in unit.keys)
    scoped = float(question.documents is not None)
    score = evidence.score if evidence else 0.0
    dense = max(evidence.dense, 0.0) if evidence else 0.0
    reasons = {name: value for name, value, _ in evidence.reasons} if evidence else {}
    return Features(
        score=score,
        **{name: float(reasons.get(name, 0.0)) for name in _REASONS},
        similarity=dense,
        lexical=evidence.lexical if evidence else 0.0,
        own=own,
        around=around,
        rarest=relevance.rarest(text, context),
        unheard=relevance.unheard,
        typed=float(typed),
        fits=float(typed and fits),
        unit=float(bool(question.units)),
        of_unit=float(named),
        scoped=scoped,
        told=min(relevance.syllables / _LONG_TOPIC, 1.0),
        first=1 / rank if rank else 0.0,
        both=dense * around,
        pairs=relevance.pairs(text, context),
        silence=relevance.silence,
        attribute=float(bool(question.kinds & ATTRIBUTES)),
        has_attribute=float(bool(question.kinds & ATTRIBUTES) and fits),
        no_topic=float(empty),
        missing_unit=float(bool(question.units) and not named),
        titled=0.0 if empty else relevance.of(context.split("\n", 1)[0]),
        around_squared=around**2,
        own_squared=own**2,
        similarity_squared=dense**2,
        score_root=max(score, 0.0) ** 0.5,
        around_fitting=around * (typed and fits),
        around_unfitting=around * (typed and not fits),
        around_scoped=around * scoped,
        unheard_scoped=relevance.unheard * scoped,
        silence_scoped=relevance.silence * scoped,
        similarity_scoped=dense * scoped,
        **signs(question.folded, question.language, frozenset(question.kinds), path, text, context),
    )


_VALUES = attrgetter(*(field.name for field in fields(Features)))  # `astuple` copies deeply, ten times slower


@dataclass(frozen=True, slots=True)
class Weights:
    """What is learnt: two weights for each feature, in the order of `Features`."""

    bias: float
    likelihood: tuple[float, ...]  # that a place answers
    preference: tuple[float, ...]  # that it answers rather than the others found for the same question
    threshold: float  # likelihood from which a place is taken for an answer


def likelihood(features: Features) -> float:
    """Probability that a place with these features answers the question, in [0, 1]."""
    learnt = _learnt()
    return 1 / (1 + math.exp(-learnt.bias - _weighed(features, learnt.likelihood)))


def preference(features: Features) -> float:
    """What ranks the places found for one question; higher is better, of different questions nothing can be compared."""
    return _weighed(features, _learnt().preference)


def answerable(features: Features) -> bool:
    """Whether a place is likely enough to answer; the threshold is learnt with the weights."""
    return likelihood(features) >= threshold()


def threshold() -> float:
    """The likelihood from which a place is taken for an answer."""
    return _learnt().threshold


def _weighed(features: Features, weights: tuple[float, ...]) -> float:
    return math.fsum(weight * value for weight, value in zip(weights, _VALUES(features), strict=True))


@cache
def _learnt() -> Weights:
    lines = _WEIGHTS.read_text(encoding="utf-8").splitlines()
    rows = {
        name: tuple(map(float, values)) for name, *values in (line.split("\t") for line in lines if line[:1] != "#")
    }
    by_name = [rows[field.name] for field in fields(Features)]
    return Weights(
        rows["(bias)"][0], tuple(row[0] for row in by_name), tuple(row[1] for row in by_name), rows["(threshold)"][0]
    )
