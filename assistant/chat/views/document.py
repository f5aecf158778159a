"""One document: what it is, its clauses as a tree, what it stands on and what cites it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Language
from assistant.api.errors import NoSuchDocument
from assistant.chat.templating import render, speaker
from assistant.chat.views.request import ViewRequest
from assistant.citing import label_of, name_of, name_of_cited
from assistant.held_links import links_of
from ingest.model import UNLABELLED_PARTS, Clause, Document
from vectorstore.links import Link

_WORDS = 110  # characters of a clause in the tree
_IN_GRAPH = 7  # documents on either side


@dataclass(slots=True)
class Branch:
    """A clause in the tree."""

    path: str
    label: str
    words: str
    below: list[Branch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Node:
    """A document in the graph, and where it is drawn; units of the drawing."""

    name: str
    document: str | None
    x: float
    y: float


def document_view(request: ViewRequest, document_id: str) -> str:
    """
    Raises:
        NoSuchDocument
    """
    library = request.services.library
    card, document = library.card(document_id), library.document(document_id)
    if card is None or document is None:
        raise NoSuchDocument(document_id)
    links = links_of(library)
    names = {other.id: name_of(other.header) for other in library.cards()}
    stands_on = [_cited(link, link.cited, names) for link in links.stands_on(document_id)]
    cited_by = [_cited(link, link.citing, names) for link in links.cited_by(document_id)]
    say = speaker(request.language)
    facts = document.facts
    counts = [
        (len(facts.duties), say("nhiệm vụ", "duties"), request.to("duties", within=document_id)),
        (len(facts.deadlines), say("thời hạn", "deadlines"), request.to("deadlines", within=document_id)),
    ]
    return render(
        "document",
        request.language,
        request=request,
        card=card,
        document=document,
        name=name_of(card.header),
        tree=clause_tree(document, request.language),
        stands_on=stands_on,
        cited_by=cited_by,
        graph=_graph(stands_on, cited_by),
        counts=[count for count in counts if count[0]],
        label=lambda path: label_of(path, request.language),
    )


def clause_tree(document: Document, language: Language) -> Sequence[Branch]:
    """The clauses under each other, without bullets; parts without a label by what they are."""
    roots: list[Branch] = []
    known: dict[str, Branch] = {}
    for clause in document.clauses:
        branch = Branch(clause.path, clause.label, _words(clause, language))
        known[clause.path] = branch
        parent = known.get(clause.parent or "")
        (parent.below if parent else roots).append(branch)
    return roots


def _words(clause: Clause, language: Language) -> str:
    if clause.path in UNLABELLED_PARTS:
        return f"({label_of(clause.path, language)})"
    body = clause.heading or clause.text[len(clause.label) :] if clause.label else clause.heading or clause.text
    line = " ".join(body.split())
    return line if len(line) <= _WORDS else f"{line[:_WORDS].rsplit(' ', 1)[0]}…"


def _cited(link: Link, other: str | None, names: dict[str, str]) -> dict[str, Any]:
    """The document at the other end, and the place that cites."""
    name = names.get(other or "") or name_of_cited(link.reference)
    return {"name": name, "document": other, "citing": link.citing, "path": link.reference.path}


def _graph(stands_on: Sequence[dict[str, Any]], cited_by: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Where each document is drawn: what is stood on at the left, what cites at the right."""
    left, right = stands_on[:_IN_GRAPH], cited_by[:_IN_GRAPH]
    if not left and not right:
        return None
    height = 46 * max(len(left), len(right), 1) + 10

    def column(rows: Sequence[dict[str, Any]], x: float) -> list[Node]:
        top = (height - 46 * len(rows)) / 2
        return [Node(row["name"], row["document"], x, top + 46 * index + 5) for index, row in enumerate(rows)]

    return {
        "height": height,
        "left": column(left, 4),
        "right": column(right, 536),
        "more": (len(stands_on) - len(left), len(cited_by) - len(right)),
    }
