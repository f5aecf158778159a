"""Documents, clauses and facts as JSON: section 4 of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assistant.citing import name_of, name_of_cited
from ingest.model import Clause, Deadline, Document, Duty, Header, Table
from ingest.tables import cells
from vectorstore.library import Card, Library
from vectorstore.links import Link, Links


def inspect_document(document: Document) -> dict[str, Any]:
    """Everything that was understood of one file, without its plain text."""
    facts = document.facts
    return {
        "file": document.file,
        "pages": document.pages,
        "sha256": document.sha256,
        "header": asdict(document.header),
        "clauses": [clause_json(clause) for clause in document.clauses],
        "references": [asdict(reference) for reference in facts.references],
        "duties": [duty_json(duty) for duty in facts.duties],
        "deadlines": [deadline_json(deadline) for deadline in facts.deadlines],
        "targets": [asdict(target) for target in facts.targets],
        "abbreviations": dict(facts.abbreviations),
        "anomalies": [asdict(anomaly) for anomaly in facts.anomalies],
        "effects": [asdict(effect) for effect in facts.effects],
        "tables": [table_json(table) for table in facts.tables],
        "scans": [asdict(scan) for scan in document.scans],
    }


def links_json(document_id: str, library: Library) -> dict[str, Any]:
    """What a document stands on, what stands on it, and which of the cited documents the library lacks."""
    links = Links.of(library)
    headers = {card.id: card.header for card in library.cards()}
    stands_on = [_link_json(link, link.cited, headers) for link in links.stands_on(document_id)]
    return {
        "stands_on": stands_on,
        "cited_by": [_link_json(link, link.citing, headers) for link in links.cited_by(document_id)],
        "missing": [link for link in stands_on if link["document_id"] is None],
    }


def _link_json(link: Link, other: str | None, headers: Mapping[str, Header]) -> dict[str, Any]:
    """The document at the other end of a link, and the place that cites."""
    header = headers.get(other or "")
    return {
        "number": header.number if header else link.reference.number,
        "name": name_of(header) if header else name_of_cited(link.reference),
        "document_id": other,
        "path": link.reference.path,
        "quote": link.reference.quote,
    }


def clause_json(clause: Clause) -> dict[str, Any]:
    """One clause with its bullets; the text of an item is not repeated as label or heading."""
    return {
        "path": clause.path,
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text,
        "start": clause.start,
        "end": clause.end,
        "page": clause.page,
        "items": [
            {"path": item.path, "text": item.text, "start": item.start, "end": item.end} for item in clause.items
        ],
    }


def duty_json(duty: Duty) -> dict[str, Any]:
    """A duty under the contract's names: `partners` is `with`."""
    fields = asdict(duty)
    fields["with"] = fields.pop("partners")
    return fields


def deadline_json(deadline: Deadline) -> dict[str, Any]:
    return asdict(deadline)


def table_json(table: Table) -> dict[str, Any]:
    """A table as rows of words, and its cells below the heads."""
    return {
        "path": table.path,
        "start": table.start,
        "head_rows": table.head_rows,
        "rows": [[table.text(span) for span in row] for row in table.rows],
        "cells": [asdict(cell) for cell in cells(table)],
    }


def card_json(card: Card) -> dict[str, Any]:
    """A document in a list. Where its file lies is left out: that is the server's affair."""
    return {
        "id": card.id,
        "title": card.title,
        "file": card.file,
        "sha256": card.sha256,
        "header": asdict(card.header),
        "clause_count": card.clauses,
    }
