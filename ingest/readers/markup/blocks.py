"""A tree of HTML as blocks: paragraphs, list items with their labels, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.readers.grid import GridCell, table_blocks
from ingest.readers.markup.lists import Markers

_DROPPED = {
    "script", "style", "noscript", "template", "head", "title", "select", "textarea", "button", "iframe", "object",
    "svg", "canvas", "audio", "video", "del", "nav", "aside", "footer", "dialog", "xml",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "section",
    "summary", "ul", "caption",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MARKER = re.compile(r"\[?(\d{1,3})\]?")
_NOTE = re.compile(r"#(?:sd)?_?(?:ftn|edn|fn|footnote|note)", re.I)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NO_BORDER = re.compile(r"none|hidden|(?<![\d.])0(?:px|pt|cm)?(?![\d.])", re.I)
_BORDER = re.compile(r"(?<![\w-])border(?:-(?:top|bottom|left|right))?(?:-style)?\s*:\s*([^;]+)", re.I)
_MOST_COLUMNS, _MOST_ROWS = 100, 1_000  # that one cell may span


class Blocks:
    """Collects the blocks of one element; a cell of a table is collected by itself."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line: list[str] = []  # of the paragraph that is open
        self._markers = Markers()
        self._kept = 0  # depth of elements in which line feeds count

    def of(self, element: HtmlElement) -> list[str]:
        """The blocks within an element, none empty."""
        self._within(element)
        self._close()
        return self._done

    def _within(self, element: HtmlElement) -> None:
        self._add(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, child.tag.lower())
            self._add(child.tail)

    def _element(self, element: HtmlElement, name: str) -> None:
        if name in _DROPPED or _is_hidden(element):
            return
        if name == "br":
            self._line.append("\n")
        elif name == "table":
            self._close()
            self._done += _table(element)
        elif name == "sup" or (name == "a" and _NOTE.match(element.get("href", ""))):
            self._raised(element)
        elif name == "pre":
            self._kept += 1
            self._block(element, name)
            self._kept -= 1
        elif name in _BLOCKS:
            self._block(element, name)
        else:
            self._within(element)

    def _block(self, element: HtmlElement, name: str) -> None:
        self._close()
        with self._markers.within(element, name):
            self._within(element)
            self._close()

    def _raised(self, element: HtmlElement) -> None:
        """Superscript digits behind a word, or before a note; whatever else is raised stays as it is."""
        marker = _MARKER.fullmatch((element.text_content() or "").strip())
        before = "".join(self._line)[-1:]
        if marker and (not before.isspace() if before else _NOTE.match(element.get("href", ""))):
            self._line.append(marker[1].translate(_SUPERSCRIPTS))
        else:
            self._within(element)

    def _add(self, text: str | None) -> None:
        if text:
            self._line.append(text if self._kept else _SPACES.sub(" ", text))

    def _close(self) -> None:
        """End the open paragraph."""
        lines = (line.strip(" ") for line in _SPACES_KEPT.sub(" ", "".join(self._line)).split("\n"))
        text = "\n".join(lines).strip()
        self._line = []
        if text:
            self._done.append(self._markers.taken(text) + text)


_SPACES_KEPT = re.compile(r"[ \t\r\f]+")


def _is_hidden(element: HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _table(table: HtmlElement) -> list[str]:
    captions = [block for caption in table.findall("caption") for block in Blocks().of(caption)]
    rows: list[list[GridCell]] = []
    reaching: dict[int, tuple[int, int]] = {}  # column → rows that a cell from above still covers, and its span
    for row in _rows(table):
        cells: list[GridCell] = []
        column = 0
        for cell in (child for child in row if child.tag in ("td", "th")):
            column = _covered(reaching, cells, column)
            if _is_hidden(cell):
                continue
            span, down = _span(cell, "colspan", _MOST_COLUMNS), _span(cell, "rowspan", _MOST_ROWS)
            cells.append(GridCell(tuple(Blocks().of(cell)), column, span))
            if down > 1:
                reaching[column] = (down, span)
            column += span
        _covered(reaching, cells, column, to_the_end=True)
        reaching = {at: (left - 1, span) for at, (left, span) in reaching.items() if left > 1}
        rows.append(cells)
    return captions + table_blocks(rows, ruled=_is_ruled(table))


def _covered(
    reaching: dict[int, tuple[int, int]], cells: list[GridCell], column: int, *, to_the_end: bool = False
) -> int:
    """Add the cells that reach down into this row from `column` on; gives the next free column."""
    for at in sorted(reaching):
        is_own = any(cell.column == at for cell in cells)  # begun in this row
        if at >= column and not is_own and (at == column or to_the_end):
            cells.append(GridCell((), at, reaching[at][1], from_above=True))
            column = at + reaching[at][1]
    return column


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _span(cell: HtmlElement, name: str, most: int) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), most)) if value.isdecimal() and len(value) < 10 else 1


def _is_ruled(table: HtmlElement) -> bool:
    """Whether lines are drawn, as far as the page itself says it."""
    border = table.get("border")
    if border is not None and border.strip() not in ("0", "0px"):
        return True
    return any(
        _draws(element.get("style", "")) for element in (table, *table.iterfind(".//td"), *table.iterfind(".//th"))
    )


def _draws(style: str) -> bool:
    return any(not _NO_BORDER.search(found) for found in _BORDER.findall(style)) if "border" in style else False
