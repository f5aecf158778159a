"""How well a place answers the question: one measure for facts and for retrieved clauses."""

from __future__ import annotations

from dataclasses import replace

from assistant.answerability import features_of, likelihood, preference
from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Found, Quote
from vectorstore.evidence import Evidence

# Facts of these kinds are many and alike: which of them is meant shows only in how well it fits. A duty of
# the unit asked about, an objective by its number or a field of the heading is meant or is not.
ALIKE = frozenset({Kind.DEADLINE, Kind.RECEIVER, Kind.TARGET, Kind.ACTOR})
# Those below were chosen on the development questions of 2026-11-25, 84 of which have such facts.
_FITS, _SPOKEN = 0.1, 0.25  # fitness, or share of the topic, from which a fact has to do with the question at all
_HARDLY = 0.33  # share of the best clause's fitness below which that outweighs the best fact
_BESIDE = 0.4  # share of the best fact's fitness that another needs to stand beside it
_TELLING = 0.3  # fitness of the best from which that of the others says something


def fitness(inquiry: Inquiry, quote: Quote) -> float:
    """Likelihood in [0, 1] that a quote answers, with what the search thinks of its place or of one that holds it."""
    return weighed(inquiry, quote)[0]


def weighed(inquiry: Inquiry, quote: Quote) -> tuple[float, float]:
    """Likelihood that a quote answers, in [0, 1], and how far it is to be preferred to others; see `answerability`."""
    held: list[tuple[Evidence | None, int]] = [
        (evidence, rank)
        for rank, evidence in enumerate(inquiry.evidence, start=1)
        if evidence.document_id == quote.document_id
        and evidence.clause.start <= quote.start
        and quote.end <= evidence.clause.end
    ]
    found = [
        features_of(inquiry, quote.document_id, quote.path, quote.text, evidence=evidence, rank=rank)
        for evidence, rank in held or [(None, 0)]
    ]
    return max(map(likelihood, found)), max(map(preference, found))


def spoken(inquiry: Inquiry, quote: Quote) -> float:
    """Share of the topic that a place is known to speak of, in [0, 1]; half for a question without a topic.

    What an English question says in words that the glossary does not have is spoken of nowhere.
    """
    topic, relevance = inquiry.question.topic, inquiry.relevance
    if relevance.empty:
        return 0.0 if topic else 0.5
    document = inquiry.directory.document(quote.document_id)
    known = sum(map(bool, topic)) / len(topic)
    return relevance.of(quote.text, inquiry.context(document, quote.path)) * known


def weeded(inquiry: Inquiry, part: Found) -> Found:
    """A part without the findings that have nothing to do with the question, or fit far worse than the best."""
    # Without a topic ("when is the annual report due?") nothing tells them apart: each document's own answers.
    if part.kind not in ALIKE or not inquiry.question.topic or inquiry.asks_for_others:
        return part
    fits = {id(finding): fitness(inquiry, finding.quote) for finding in part.findings}
    held = [f for f in part.findings if fits[id(f)] >= _FITS or spoken(inquiry, f.quote) >= _SPOKEN]
    apart = len(inquiry.question.documents or ()) > 1  # of each document that is named something is asked
    best: dict[str, float] = {}
    for finding in held:
        group = finding.quote.document_id if apart else ""
        best[group] = max(best.get(group, 0.0), fits[id(finding)])
    floors = {group: top * _BESIDE if top >= _TELLING else 0.0 for group, top in best.items()}
    kept = (f for f in held if fits[id(f)] >= floors[f.quote.document_id if apart else ""])
    return replace(part, findings=tuple(kept))


def outweighs(inquiry: Inquiry, clauses: Found, facts: tuple[Found, ...]) -> bool:
    """Whether clauses answer better than facts that are all of kinds that are alike."""
    if any(part.kind not in ALIKE for part in facts) or not clauses.findings:
        return False
    of_clauses = max(fitness(inquiry, finding.quote) for finding in clauses.findings)
    of_facts = max(fitness(inquiry, finding.quote) for part in facts for finding in part.findings)
    return of_facts < of_clauses * _HARDLY


def better(inquiry: Inquiry, cells: Found, clauses: Found) -> Found:
    """Rows of tables or clauses: whichever fit better; a row says of its topic more than most clauses."""
    if not cells.findings or not clauses.findings:
        return cells if cells.findings else clauses
    of_cells = max(fitness(inquiry, f.quote) + spoken(inquiry, f.quote) for f in cells.findings)
    of_clauses = max(fitness(inquiry, f.quote) + spoken(inquiry, f.quote) for f in clauses.findings)
    return cells if of_cells >= of_clauses else clauses
