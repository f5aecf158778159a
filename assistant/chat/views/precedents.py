"""Tiền lệ: how other documents have worded what a draft says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answer import Citation
from assistant.api.problems import sentence_for
from assistant.chat.templating import render, speaker
from assistant.chat.views.request import ViewRequest
from assistant.differences import differences
from assistant.precedents import Precedent
from assistant.replaced import Replaced, replaced
from assistant.request import MAX_QUESTION, QuestionEmpty, RequestError, clean_question
from vectorstore.library import Card

_THEME = 8  # words; a shorter text is a theme, which has no wording to compare


def precedents_view(request: ViewRequest) -> str:
    """The form, and what is found for the text in the address."""
    failure, groups, draft = "", None, request.get("draft")
    try:
        text = clean_question(draft)
        groups = _grouped(request, text, request.services.assistant.precedents(text))
    except QuestionEmpty:
        text = ""
    except RequestError as error:
        text, failure = draft, sentence_for(error, request.language)
    return render(
        "precedents",
        request.language,
        request=request,
        text=text,
        most=MAX_QUESTION,
        failure=failure,
        groups=groups,
        empty=not request.cards(),
    )


def _grouped(
    request: ViewRequest, text: str, found: Sequence[Precedent]
) -> Sequence[tuple[str, Sequence[dict[str, Any]]]]:
    """Under place and year, in the order in which they were found."""
    cards = {card.id: card for card in request.cards()}
    over = replaced(request.services.library)
    groups: dict[str, list[dict[str, Any]]] = {}
    for precedent in found:
        card = cards.get(precedent.citation.document_id)
        if card is not None:
            groups.setdefault(_heading(request, card), []).append(_shown(text, precedent, over))
    return list(groups.items())


def _heading(request: ViewRequest, card: Card) -> str:
    header = card.header
    year = (header.date or "")[:4] or speaker(request.language)("không ghi năm", "no year")
    return f"{header.place or header.issuer or header.kind or card.file} · {year}"


def _shown(text: str, precedent: Precedent, over: Replaced) -> dict[str, Any]:
    citation = precedent.citation
    also: dict[str, Citation] = {one.official: one for one in precedent.also}
    return {
        "citation": citation,
        "insert": f"{citation.quote} ({citation.official})",
        "compared": differences(text, citation.quote) if len(text.split()) >= _THEME else None,
        "also": list(also.values()),
        "over": over.of(citation.document_id),
    }
