"""Outcomes in figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.answers import Outcome
from eval.shares import Share, percentile


@dataclass(frozen=True, slots=True)
class Summary:
    """What `danchieu eval` says about a group of questions."""

    right: Share
    clause_recall: Share  # needed gold places that are cited
    citation_precision: Share  # citations on a place that the gold names, of all answers given
    answerable_refused: Share
    unanswerable_answered: Share
    refusal_reason: Share  # refusals of unanswerable questions that give the expected reason
    stray_quotes: Share  # quotes that are not in the clause that they cite
    misplaced_quotes: Share  # quotes that are not what stands at their offsets
    gate_dropped: Share  # answers of which the gate dropped a statement
    p50_ms: float | None
    p95_ms: float | None


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    answerable = [o for o in outcomes if o.question.refusal is None and not o.question.either]
    unanswerable = [o for o in outcomes if o.question.refusal is not None]
    refused = [o for o in unanswerable if o.answer.refusal is not None]
    times = [o.answer.elapsed_ms for o in outcomes]
    return Summary(
        right=_share(outcomes, lambda o: o.right),
        clause_recall=Share(sum(o.gold_cited for o in answerable), sum(o.gold_needed for o in answerable)),
        citation_precision=Share(sum(o.citations_named for o in outcomes), sum(o.citations for o in outcomes)),
        answerable_refused=_share(answerable, lambda o: o.answer.refused),
        unanswerable_answered=_share(unanswerable, lambda o: not o.answer.refused),
        refusal_reason=_share(refused, _gives_expected_reason),
        stray_quotes=Share(sum(len(o.stray_quotes) for o in outcomes), sum(o.quotes for o in outcomes)),
        misplaced_quotes=Share(sum(len(o.misplaced_quotes) for o in outcomes), sum(o.quotes for o in outcomes)),
        gate_dropped=_share(outcomes, lambda o: any(note.code == "dropped" for note in o.answer.notes)),
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
    )


def summarise_by(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> Mapping[str, Summary]:
    """One summary for each value of `key`, in the order of their names."""
    names = sorted({key(outcome) for outcome in outcomes})
    return {name: summarise([o for o in outcomes if key(o) == name]) for name in names}


def _share(outcomes: Sequence[Outcome], hit: Callable[[Outcome], bool]) -> Share:
    return Share(sum(map(hit, outcomes)), len(outcomes))


def _gives_expected_reason(outcome: Outcome) -> bool:
    return outcome.answer.refusal is not None and outcome.answer.refusal.reason == outcome.question.refusal
