"""How others have worded something: the clauses closest to a text, each wording once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answer import Citation
from assistant.directory import Directory
from assistant.findings import quote_of
from assistant.rendering import Renderer
from assistant.standing import newest_first, rank
from vectorstore.evidence import Evidence, Retriever

SEARCHED = 40  # clauses looked at for one text
SHOWN = 8
SAME_WORDING = 0.8  # share of common words (Jaccard) from which two clauses say the same
CLOSE = 0.6  # of the best clause's score; what is farther is about something else
SIMILAR = 0.2  # cosine below which nothing is close
_NO_WORDING = ("header", "signature", "recipients", "addressees", "footnote")
_SHORT = 5  # words; less is a heading, nothing to borrow


@dataclass(frozen=True, slots=True)
class Precedent:
    """One wording, as the newest document of the highest rank has it."""

    citation: Citation
    score: float  # in [0, 1]; larger is closer
    also: tuple[Citation, ...]  # the same wording elsewhere, in the same order

    def to_json(self) -> dict[str, Any]:
        also = [asdict(citation) for citation in self.also]
        return asdict(self.citation) | {"score": round(self.score, 4), "also": also}


def find_precedents(
    text: str, retriever: Retriever, directory: Directory, *, documents: Iterable[str] = (), limit: int = SHOWN
) -> tuple[Precedent, ...]:
    """The wordings closest to a text, those of the highest and newest documents first.

    Args:
        text: a draft, or what it is to say.
        documents: identifiers to look in; none means all.
    """
    found = retriever.retrieve(text, limit=SEARCHED, documents=set(documents) or None)
    renderer = Renderer(directory.cards, directory.documents, "vi")
    precedents = []
    for marker, group in enumerate(wordings(found, directory, limit), start=1):
        first, *also = (renderer.citation(quote_of(e.document_id, e.clause), marker) for e in group)
        precedents.append(Precedent(first, max(evidence.score for evidence in group), tuple(also)))
    return tuple(precedents)


def wordings(found: Sequence[Evidence], directory: Directory, limit: int = SHOWN) -> list[list[Evidence]]:
    """The clauses close to the closest one by their wording, best wordings first taken, then put in order."""
    held = [evidence for evidence in found if _is_wording(evidence, directory)]
    best = max((evidence.score for evidence in held), default=0.0)
    close = [e for e in held if e.score >= CLOSE * best and (e.dense >= SIMILAR or e.lexical >= SAME_WORDING)]

    def order(evidence: Evidence) -> tuple[int, tuple[int, ...]]:
        header = directory.cards[evidence.document_id].header
        return rank(header), newest_first(header)

    # Copies differ by hairs in score: of one rank and day they stand in the order of their identifiers.
    groups = (sorted(group, key=lambda e: (*order(e), e.document_id)) for group in _same_wording(close)[:limit])
    return sorted(groups, key=lambda group: order(group[0]))


def _is_wording(evidence: Evidence, directory: Directory) -> bool:
    if evidence.document_id not in directory.cards or evidence.clause.path.startswith(_NO_WORDING):
        return False
    clause = evidence.clause
    body = clause.text[len(clause.label) :].strip()
    return len(body.split()) >= _SHORT and body.rstrip(".:") != clause.heading.rstrip(".:")


def _same_wording(ranked: Sequence[Evidence]) -> list[list[Evidence]]:
    """Clauses grouped by wording, in the order of the first of each; an item within its clause is none of its own."""
    groups: list[tuple[frozenset[str], list[Evidence]]] = []
    for evidence in ranked:
        words = frozenset(evidence.clause.text.lower().split())
        for known, group in groups:
            if len(words & known) >= SAME_WORDING * len(words | known):
                group.append(evidence)
                break
        else:
            if not any(_within(evidence, e) for _, group in groups for e in group):
                groups.append((words, [evidence]))
    return [group for _, group in groups]


def _within(one: Evidence, other: Evidence) -> bool:
    """Whether one of two clauses of a document holds the other."""
    if one.document_id != other.document_id:
        return False
    a, b = one.clause, other.clause
    return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
