"""Văn bản: the corpus as a table, and what it cites without having it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.chat.templating import render, speaker
from assistant.chat.views.ask import facet_fields
from assistant.chat.views.document import document_view
from assistant.chat.views.request import ViewRequest
from assistant.citing import label_of, name_of
from assistant.facets import NAMES, Narrowing
from assistant.missing import missing_documents
from ingest.spelling import folded_words
from vectorstore.library import Card

_ROWS = 50  # of a page of the table

_KEYS: dict[str, Callable[[Card], Any]] = {
    "title": lambda card: folded_words(card.title),
    "number": lambda card: [int(part) if part.isdigit() else 0 for part in (card.header.number or "").split("/")[:1]],
    "kind": lambda card: folded_words(card.header.kind or ""),
    "issuer": lambda card: folded_words(card.header.issuer or card.header.place or ""),
    "date": lambda card: card.header.date or "",
}


def documents_view(request: ViewRequest) -> str:
    """One document, the list of those missing, or the table, as the address has it."""
    if request.get("doc"):
        return document_view(request, request.get("doc"))
    if request.get("missing"):
        return _missing_view(request)
    cards = request.cards()
    narrowing = Narrowing.of(request.query)
    found = _sorted(narrowing.of_cards(cards), request.get("sort") or "-date")
    pages = max(1, -(-len(found) // _ROWS))
    page = min(max(1, request.number("page", 1)), pages)
    say = speaker(request.language)
    columns = [("title", say("Tên", "Title")), ("number", say("Số", "Number")), ("kind", say("Loại", "Kind")),
               ("issuer", say("Cơ quan", "Issuer")), ("date", say("Ngày", "Date"))]  # fmt: skip
    return render(
        "documents",
        request.language,
        request=request,
        total=len(cards),
        missing=len(missing_documents(request.services.library)),
        narrowing=narrowing,
        facets=facet_fields(request),
        chosen={name: getattr(narrowing, name) for name in NAMES},
        columns=columns,
        sort=request.get("sort") or "-date",
        rows=found[(page - 1) * _ROWS : page * _ROWS],
        page=page,
        pages=pages,
    )


def _sorted(cards: list[Card], sort: str) -> list[Card]:
    key = _KEYS.get(sort.removeprefix("-"), _KEYS["date"])
    return sorted(cards, key=key, reverse=sort.startswith("-"))


def _missing_view(request: ViewRequest) -> str:
    cards = {card.id: card for card in request.cards()}
    missing = [
        (name, [(held, path, f"{label_of(path, request.language)} {name_of(cards[held].header)}") for held, path in places])
        for name, places in missing_documents(request.services.library)
    ]  # fmt: skip
    return render("missing", request.language, request=request, missing=missing)
