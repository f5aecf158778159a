"""The labels that a browser prints before the items of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.readers.labels import written_number

_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS = {
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b([a-z]+(?:-[a-z]+)?)\b", re.I)
_MARKED = re.compile(r"[-–—+•*]\s|(?:\d{1,3}|[IVX]+|[a-zđ])[.)]\s|Điều\s", re.I)  # an item that brings its label


@dataclass(slots=True)
class _List:
    format: str  # of `written_number`; "" for bullets, "none"
    count: int = 0
    nested: bool = False


class Markers:
    """The lists that are open, and the label of an item that has no text yet."""

    def __init__(self) -> None:
        self._open: list[_List] = []
        self._waiting = ""

    @contextmanager
    def within(self, element: HtmlElement, name: str) -> Iterator[None]:
        """Be in a block meanwhile."""
        if name in ("ol", "ul"):
            nested = any(not known.format for known in self._open)
            start = element.get("start", "1").strip()
            first = int(start) if start.isdecimal() and len(start) < 7 else 1
            self._open.append(_List(_format(element, name), first - 1, nested))
            yield
            self._open.pop()
            return
        if name == "li" and self._open:
            self._waiting = self._next(element)
        yield
        if name == "li":
            self._waiting = ""

    def taken(self, text: str) -> str:
        """The label to print before a block; nothing where it begins with one of its own."""
        label, self._waiting = self._waiting, ""
        return "" if _MARKED.match(text) else label

    def _next(self, item: HtmlElement) -> str:
        current = self._open[-1]
        value = item.get("value", "").strip()
        current.count = int(value) if value.isdecimal() and len(value) < 7 else current.count + 1
        if current.format == "none":
            return ""
        if not current.format:
            return "+ " if current.nested else "- "
        return f"{written_number(current.count, current.format)}. "


def _format(element: HtmlElement, name: str) -> str:
    style = _STYLE.search(element.get("style", ""))
    if style and style[1].lower() in _CSS:
        return _CSS[style[1].lower()]
    return _TYPES.get(element.get("type", "1"), "decimal") if name == "ol" else ""
