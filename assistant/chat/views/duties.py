"""Nhiệm vụ: units against their duties, or all that one unit has to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from assistant.chat.templating import render, speaker
from assistant.chat.views.ask import facet_fields
from assistant.chat.views.request import ViewRequest
from assistant.citing import label_of, name_of
from assistant.duty_matrix import ROLES, Share, UnitRow, duty_matrix, named, objective_words
from assistant.facets import NAMES, Narrowing
from assistant.wording import date_span_words
from ingest.model import UNLABELLED_PARTS
from vectorstore.library import Card

_ROWS = 25  # units on a page
_IN_CELL = 5  # places in a cell; more are on the unit's own page


def duties_view(request: ViewRequest) -> str:
    """The matrix, or one unit, as the address has it."""
    narrowing = Narrowing.of({**request.query, "q": ""})
    chosen = narrowing.of_cards(request.cards())
    rows = duty_matrix(request.services.library, [card.id for card in chosen] if narrowing else None)
    cards = {card.id: card for card in request.cards()}
    known = {"request": request, "narrowing": narrowing, "export": _export(request, narrowing)}
    known["document"] = cards.get(narrowing.within)
    unit = request.get("unit")
    if unit:
        row = next((row for row in rows if row.key == unit), None)
        return _unit_view(request, row, cards, known)
    found = named(rows, request.get("q"))
    pages = max(1, -(-len(found) // _ROWS))
    page = min(max(1, request.number("page", 1)), pages)
    return render(
        "duties",
        request.language,
        facets=facet_fields(request),
        chosen={name: getattr(narrowing, name) for name in NAMES},
        any_at_all=bool(rows),
        rows=[_cells(request, row, cards, narrowing) for row in found[(page - 1) * _ROWS : page * _ROWS]],
        count=len(found),
        roles=role_names(request),
        page=page,
        pages=pages,
        **known,
    )


def role_names(request: ViewRequest) -> dict[str, str]:
    """Roles in the reader's language, in the order of the columns."""
    say = speaker(request.language)
    english = ("Leads", "Does", "Advises", "Joins", "Reports")
    return {role: say(role.capitalize(), word) for role, word in zip(ROLES, english, strict=True)}


def _cells(request: ViewRequest, row: UnitRow, cards: dict[str, Card], narrowing: Narrowing) -> dict[str, Any]:
    single, language = bool(narrowing.within), request.language

    def place(share: Share) -> str:
        path = share.duty.path
        return label_of(path, language) if path.partition("-")[0] in UNLABELLED_PARTS else path

    def days(share: Share) -> str:
        return "; ".join(dict.fromkeys(date_span_words(deadline.date, language) for deadline in share.deadlines))

    cells = [_cell(row.of(role), cards, place, single=single) for role in ROLES]
    cells.append(_cell(row.with_objectives, cards, lambda share: objective_words(share.duty), single=single))
    cells.append(_cell(row.with_deadlines, cards, days, single=single))
    return {"row": row, "link": request.link(unit=row.key, q=None, page=None), "cells": cells}


def _cell(
    shares: Sequence[Share], cards: dict[str, Card], words: Callable[[Share], str], *, single: bool
) -> dict[str, Any]:
    """The places of a cell under the number of their document; without it where there is one document only.

    Args:
        words: what a place is called in it.
    """
    by_document: dict[str, dict[tuple[str, str], str]] = {}
    for share in shares[:_IN_CELL]:
        card = cards.get(share.document_id)
        if card is not None:
            places = by_document.setdefault(share.document_id, {})
            places.setdefault((share.duty.path, words(share)), f"{share.duty.action} – {name_of(card.header)}")
    groups = [
        ("" if single else cards[known].header.number or cards[known].header.kind or known, known, list(places.items()))
        for known, places in by_document.items()
    ]
    return {"groups": groups, "more": max(0, len(shares) - _IN_CELL)}


def _unit_view(request: ViewRequest, row: UnitRow | None, cards: dict[str, Card], known: dict[str, Any]) -> str:
    shares = row.shares if row else ()
    order = {role: position for position, role in enumerate(ROLES)}
    listed = [
        {
            "share": share,
            "objectives": objective_words(share.duty),
            "place": label_of(share.duty.path, request.language),
            "source": name_of(cards[share.document_id].header),
        }
        for share in sorted(shares, key=lambda one: (order[one.role], one.document_id, one.duty.start))
        if share.document_id in cards
    ]
    back = request.link(unit=None)
    return render("unit", request.language, row=row, listed=listed, roles=role_names(request), back=back, **known)


def _export(request: ViewRequest, narrowing: Narrowing) -> str:
    name = "unit" if request.get("unit") else "q"
    parts = [*narrowing.parts(), *([(name, request.get(name))] if request.get(name) else [])]
    return f"/v1/duties.xlsx?{urlencode(parts)}"
