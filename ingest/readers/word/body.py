"""The body of a .docx as blocks of text: paragraphs with their labels, tables, notes, text boxes."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.readers.encodings import decode
from ingest.readers.grid import GridCell, table_blocks, untabbed
from ingest.readers.html import read_html
from ingest.readers.word.numbering import Numbering
from ingest.readers.word.package import Element, Package, W, local
from ingest.readers.word.paragraphs import BREAK, Paragraph, Paragraphs, style_id
from ingest.readers.word.styles import Styles, draws_lines

_WITHIN = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}


class Body:
    """Reads one document from top to bottom."""

    def __init__(self, package: Package, *, is_inserted: bool = False) -> None:
        self._package, self._is_inserted = package, is_inserted
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._notes = {
            (kind, note.get(W + "id", "")): note
            for kind in ("footnote", "endnote")
            if (part := package.part(f"{kind}s")) is not None
            for note in part.findall(W + kind)
            if note.get(W + "type") in (None, "normal")
        }
        self._paragraphs = Paragraphs(self._styles, self._note)
        self._root = package.main()

    def blocks(self) -> list[str]:
        """Paragraphs and tables in reading order, none empty."""
        body = self._root.find(W + "body")
        return untabbed(list(self._within(body))) if body is not None else []

    def _within(self, parent: Element) -> Iterator[str]:
        """The blocks of a body, cell, note or text box."""
        begun = ""  # of a paragraph that runs on
        for child in _children(parent):
            if local(child) == "tbl":
                yield from self._table(child)
                continue
            if local(child) == "altChunk":
                yield from self._inserted(
                    next((value for key, value in child.attrib.items() if str(key).endswith("}id")), "")
                )
                continue
            paragraph = self._paragraph(child)
            if paragraph is None:
                continue
            text = begun + paragraph.text
            begun = text if paragraph.runs_on else ""
            if not paragraph.runs_on:
                yield from (part.strip("\n").rstrip() for part in text.split(BREAK) if part.strip())
            yield from paragraph.notes
            for box in paragraph.boxes:
                yield from self._within(box)
        if begun.strip():
            yield begun.strip("\n").rstrip()

    def _inserted(self, relation_id: str) -> Iterator[str]:
        """The blocks of a file that stands within the document, one that is inserted in such a file left out."""
        name, data = self._package.inserted(relation_id) or ("", b"")
        if name.endswith((".docx", ".docm")) and not self._is_inserted:
            yield from Body(Package(data), is_inserted=True).blocks()
        elif name.endswith((".htm", ".html", ".xhtml")):
            yield from filter(None, (block.strip() for block in read_html(data).text.split("\n\n")))
        elif name.endswith(".txt"):
            yield from filter(None, (line.strip() for line in decode(data).split("\n")))

    def _paragraph(self, element: Element) -> Paragraph | None:
        """None for a line of a table of contents: it repeats headings, with pages we do not keep."""
        properties = element.find(W + "pPr")
        style = style_id(properties)
        name = self._styles.paragraph(style).name
        if name.startswith("toc ") and name[4:].isdecimal():
            return None
        paragraph = self._paragraphs.read(element)
        label = self._numbering.label(properties, style)
        if label and paragraph.text.strip():
            paragraph.text = label + paragraph.text.lstrip()
        return paragraph

    def _note(self, kind: str, note_id: str) -> str:
        note = self._notes.get((kind, note_id))
        return " ".join(" ".join(self._within(note)).split()) if note is not None else ""

    def _table(self, table: Element) -> list[str]:
        rows = []
        for row in _children(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is None or properties.find(W + "del") is None:
                rows.append(list(self._cells(row)))
        return table_blocks(rows, ruled=self._is_ruled(table))

    def _cells(self, row: Element) -> Iterator[GridCell]:
        before = row.find(f"{W}trPr/{W}gridBefore")
        column = _value(before, 0)
        for cell in _children(row, "tc"):
            properties = cell.find(W + "tcPr")
            span = max(1, _value(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
            merged = properties.find(W + "vMerge") if properties is not None else None
            below = merged is not None and merged.get(W + "val") != "restart"
            yield GridCell(() if below else tuple(self._within(cell)), column, span, below)
            column += span

    def _is_ruled(self, table: Element) -> bool:
        """Whether a reader of the page sees lines: of the table, of its style, or of any cell."""
        cells = [draws_lines(cell) for cell in table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders")]
        if any(cells):
            return True
        own = draws_lines(table.find(f"{W}tblPr/{W}tblBorders"))
        if own is None:
            style = table.find(f"{W}tblPr/{W}tblStyle")
            own = self._styles.table(style.get(W + "val", "")) if style is not None else False
        return own and not (cells and all(drawn is False for drawn in cells))


def _children(parent: Element, name: str = "") -> Iterator[Element]:
    """Paragraphs and tables, or the rows or cells called `name`, also those in content controls."""
    for child in parent:
        found = local(child)
        if found == name or (not name and found in ("p", "tbl", "altChunk")):
            yield child
        elif found in _WITHIN:
            yield from _children(child, name)


def _value(element: Element | None, otherwise: int) -> int:
    value = element.get(W + "val", "") if element is not None else ""
    return int(value) if value.isdecimal() and len(value) < 4 else otherwise
