"""A document as an HTML fragment: every clause in its place, one of them pointed out.

The text of a document is data. It is escaped here, whatever it holds, and nothing of it
becomes an attribute except addresses, which are escaped too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Literal
from urllib.parse import quote as percent_encoded

from assistant.chat.spot import Spot, marked
from assistant.chat.table_view import render_table
from assistant.chat.texts import TEXTS
from assistant.citing import date_words, official
from ingest.model import Clause, Document, Table
from vectorstore.library import Card

Language = Literal["vi", "en"]

_BULLET = re.compile(r"\s*([-–—•●▪■◦*·+])\s")
_CENTRED = {"header", "signature"}
_LONG = 400  # clauses; of a longer document the surroundings of what is pointed out come first
_AROUND = 40  # clauses before it; twice as many behind


def render_document(card: Card, document: Document, spot: Spot, language: Language) -> str:
    """The head with the official citation of what is pointed out, then the text.

    Of a long document only the clauses around the one pointed out; `render_rest` has the others.
    """
    first, last = _near(document, spot)
    body = _clauses_html(document, document.clauses[first:last], spot)
    rest = ""
    if (first, last) != (0, len(document.clauses)):
        rest = f' data-rest="{_address(card)}/view/rest/{first}/{last}"'
        body = f"<div data-before></div>{body}<div data-after></div>"
    return (
        f'<article class="dc-document" data-document="{escape(card.id)}" lang="vi">'
        f"{_head(card, document, spot, language)}"
        f'<div class="dc-beside">{_pages(card, document)}<div class="dc-text"{rest}>{body}</div></div></article>'
    )


def render_rest(document: Document, first: int, last: int) -> str:
    """The clauses before and after those of a stretch, in order."""
    before, after = document.clauses[:first], document.clauses[last:]
    return (
        f'<div data-part="before" class="dc-far">{_clauses_html(document, before, Spot())}</div>'
        f'<div data-part="after" class="dc-far">{_clauses_html(document, after, Spot())}</div>'
    )


def _near(document: Document, spot: Spot) -> tuple[int, int]:
    """Which clauses come at once: all, or those around the one pointed out."""
    count = len(document.clauses)
    if count <= _LONG:
        return 0, count
    target = next((i for i, clause in enumerate(document.clauses) if spot.clause and _within(spot.clause, clause)), 0)
    return max(0, target - _AROUND), min(count, target + 2 * _AROUND)


def _clauses_html(document: Document, clauses: Sequence[Clause], spot: Spot) -> str:
    tables = {table.start: table for table in document.facts.tables}
    return "".join(_clause_html(clause, spot, tables) for clause in clauses)


def _address(card: Card) -> str:
    return escape(f"/v1/documents/{percent_encoded(card.id, safe='')}")


def _pages(card: Card, document: Document) -> str:
    """Where pictures of the pages are put when they are wanted."""
    if not document.pages or not any(clause.page for clause in document.clauses):
        return ""
    return f'<div class="dc-pages" data-document="{escape(card.id)}" data-count="{document.pages}"></div>'


def _head(card: Card, document: Document, spot: Spot, language: Language) -> str:
    texts = TEXTS[language]
    header = document.header
    facts = " · ".join(
        escape(part)
        for part in (header.number or texts.no_number, date_words(header.date), header.issuer, card.file)
        if part
    )
    citation = ""
    if spot.clause is not None:
        words = escape(official(spot.clause, header))
        citation = (
            f'<div class="dc-official"><p>{words}</p>'
            f'<button type="button" class="dc-copy" data-copy="{words}" '
            f'data-done="{escape(texts.copied)}">{escape(texts.copy)}</button></div>'
        )
    spoken = "&amp;lang=en" if language == "en" else ""
    images = (
        f'<button type="button" class="dc-images" aria-pressed="false">{escape(texts.images)}</button>'
        if _pages(card, document)
        else ""
    )
    return (
        f'<header class="dc-document-head"><h2>{escape(card.title)}</h2><p class="dc-facts">{facts}</p>'
        f'<p class="dc-facts dc-facts-links"><a data-go href="/?tab=documents&amp;doc={percent_encoded(card.id, safe="")}{spoken}">'
        f'{escape(texts.whole_page)}</a> · <a href="{_address(card)}/file" download>{escape(texts.download)}</a>{images}</p>'
        f"</header>{citation}"
    )


def _clause_html(clause: Clause, spot: Spot, tables: Mapping[int, Table]) -> str:
    names = ["dc-clause"]
    if clause.path in _CENTRED:
        names.append("dc-centred")
    if spot.clause is not None and _within(spot.clause, clause):
        names.append("dc-target")
    depth = 0 if clause.parent is None else clause.path.count(".")
    lines = "".join(_blocks(clause, spot, tables))
    page = f' data-page="{clause.page}"' if clause.page else ""
    return (
        f'<section class="{" ".join(names)}" data-path="{escape(clause.path)}"{page} '
        f'style="--depth:{min(depth, 3)}">{lines}</section>'
    )


def _within(inner: Clause, outer: Clause) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _lines(clause: Clause) -> Iterator[tuple[str, int]]:
    """Each line that is not blank, and where it starts in the document."""
    start = clause.start
    for line in clause.text.split("\n"):
        if line.strip():
            yield line, start
        start += len(line) + 1


def _blocks(clause: Clause, spot: Spot, tables: Mapping[int, Table]) -> Iterator[str]:
    """The lines of a clause as paragraphs, those of a table as one."""
    shown = clause.start
    for line, start in _lines(clause):
        table = tables.get(start)
        if start < shown:
            continue
        if table is not None:
            shown = start + len(table.quote)
            yield render_table(table, spot)
        else:
            yield _line_html(line, start, clause, spot)


def _line_html(line: str, start: int, clause: Clause, spot: Spot) -> str:
    bullet = _BULLET.match(line)
    names = []
    if bullet is not None:
        names.append("dc-plus" if bullet[1] == "+" else "dc-dash")
    elif start == clause.start and clause.heading and line.rstrip().endswith(clause.heading):
        names.append("dc-heading")
    attribute = f' class="{names[0]}"' if names else ""
    return f"<p{attribute}>{marked(line, start, spot)}</p>"
