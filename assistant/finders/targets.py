"""How much is to be reached."""

from __future__ import annotations

from assistant.agreement import counts_a_thing
from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, quote_fact

COVERED = 0.5  # share of the topic's weight that a fact and its headings must hold
_NEAR_BEST = 0.9
_MOST = 8


def find_targets(inquiry: Inquiry) -> Found:
    """The figures to reach that the question asks about."""
    question = inquiry.question
    counts = counts_a_thing(question.folded, question.language, frozenset(question.kinds))
    weighed = []
    for document_id, document in inquiry.documents():
        for target in document.facts.targets:
            weight = inquiry.relevance.of(target.what, target.quote, inquiry.context(document, target.path))
            quote = quote_fact(document_id, document, target.path, target.start, target.quote)
            share = counts and target.value.endswith("%")
            if quote is not None and weight >= COVERED and not share:
                weighed.append(Finding(quote, target.value, weight=weight))
    best = max((finding.weight for finding in weighed), default=0.0)
    kept = {(f.quote.document_id, f.quote.start): f for f in weighed if f.weight >= best * _NEAR_BEST}
    return Found(Kind.TARGET, tuple(kept.values())[: inquiry.most(_MOST)])
