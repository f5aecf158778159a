"""Whether a text says a fact, however it is typed."""

from __future__ import annotations

import re

from vectorstore.words import fold

_MARKDOWN = re.compile(r"\[\d+\]|[*`]")
_DASH = re.compile("[‐‑‒–—]")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_IDLE_SPACE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")  # between digits a space parts two numbers


def comparable(text: str) -> str:
    """The text without case, diacritics, spaces, Markdown, and zeros before a number; one kind of dash."""
    plain = _DASH.sub("-", fold(_MARKDOWN.sub("", text)).lower())
    return _IDLE_SPACE.sub("", _LEADING_ZEROS.sub("", plain))


def says(text: str, fact: str) -> bool:
    """Whether `text` says the fact in one of its alternatives, which are joined by `||`.

    A number is met only whole: "mục tiêu 1" is not in "mục tiêu 12", nor "5/6" in "15/6".
    """
    said = comparable(text)
    return any(_whole(comparable(alternative)).search(said) for alternative in fact.split("||"))


def _whole(words: str) -> re.Pattern[str]:
    before = r"(?<![\d/])" if words[:1].isdigit() else ""
    after = r"(?!\d)" if words[-1:].isdigit() else ""
    return re.compile(before + re.escape(words) + after)
