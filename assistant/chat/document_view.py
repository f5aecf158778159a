"""A document as an HTML fragment: every clause in its place, one of them pointed out.

The text of a document is data. It is escaped here, whatever it holds, and nothing of it
becomes an attribute except addresses, which are escaped too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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


def render_document(card: Card, document: Document, spot: Spot, language: Language) -> str:
    """The head with the official citation of what is pointed out, then the whole text."""
    tables = {table.start: table for table in document.facts.tables}
    body = "".join(_clause_html(clause, spot, tables) for clause in document.clauses)
    return (
        f'<article class="dc-document" data-document="{escape(card.id)}" lang="vi">'
        f"{_head(card, document, spot, language)}"
        f'<div class="dc-text">{body}</div></article>'
    )


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
    address = f"/v1/documents/{percent_encoded(card.id, safe='')}/file"
    return (
        f'<header class="dc-document-head"><h2>{escape(card.title)}</h2>'
        f'<p class="dc-facts">{facts} · '
        f'<a href="{escape(address)}" download>{escape(texts.download)}</a></p></header>{citation}'
    )


def _clause_html(clause: Clause, spot: Spot, tables: Mapping[int, Table]) -> str:
    names = ["dc-clause"]
    if clause.path in _CENTRED:
        names.append("dc-centred")
    if spot.clause is not None and _within(spot.clause, clause):
        names.append("dc-target")
    depth = 0 if clause.parent is None else clause.path.count(".")
    lines = "".join(_blocks(clause, spot, tables))
    return (
        f'<section class="{" ".join(names)}" data-path="{escape(clause.path)}" '
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
