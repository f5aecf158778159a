"""A document that was read, printed anew the way Decree 30/2020/NĐ-CP, Annex I, lays a directive out.

The result is a flat OpenDocument text, which LibreOffice prints: issuer and number left of motto
and date, recipients left of the signature, page numbers from the second page on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ingest.heading import read_heading
from ingest.items import wraps
from ingest.lines import Line, lines_of
from ingest.model import Clause, Document, Table

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
_FONT = "Times New Roman"  # or what the machine has in its place
_PARAGRAPHS = {  # name: alignment, indent of the first line, points, weight
    "body": ("justify", "1.27cm", 14, "normal"),
    "head": ("center", "0cm", 12, "bold"),
    "field": ("center", "0cm", 13, "normal"),
    "title": ("center", "0cm", 14, "bold"),
    "recipient": ("start", "0cm", 11, "normal"),
    "signature": ("center", "0cm", 14, "bold"),
    "cell": ("start", "0cm", 12, "normal"),
    "stamp": ("start", "0cm", 8, "normal"),
}
_STAMP = ("Người ký: {issuer}", "Cơ quan: {issuer}", "Thời gian ký: {day} 15:07:42 +07:00")
_UNSIGNED = ("đãký", "đãkí")  # what stands where a scan shows ink


def typeset(document: Document, *, stamped: bool = False) -> str:
    """The document as flat OpenDocument.

    Args:
        stamped: whether an electronic signature's text stands at the top of the first page.
    """
    styles = "".join(map(_style, _PARAGRAPHS))
    body = "".join([*(_stamp(document) if stamped else ()), *_parts(document)])
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f'<office:font-face-decls><style:font-face style:name="print" svg:font-family="{_FONT}"/></office:font-face-decls>'
        f"<office:automatic-styles>{styles}{_LAYOUT}</office:automatic-styles>{_MASTER}"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


_LAYOUT = """<style:style style:name="page" style:family="paragraph" style:parent-style-name="body">
<style:paragraph-properties fo:break-before="page" fo:text-align="center"/><style:text-properties style:font-name="print"
fo:font-size="14pt" fo:font-weight="bold"/></style:style>
<style:style style:name="ruled" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"
fo:padding="0.1cm"/></style:style>
<style:style style:name="plain" style:family="table-cell"><style:table-cell-properties fo:border="none"/></style:style>
<style:style style:name="whole" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>
<style:style style:name="left" style:family="table-column"><style:table-column-properties style:column-width="6.8cm"/></style:style>
<style:style style:name="right" style:family="table-column"><style:table-column-properties style:column-width="9.2cm"/></style:style>
<style:style style:name="frame" style:family="graphic"><style:graphic-properties draw:stroke="none" draw:fill="none"
style:wrap="run-through" style:horizontal-pos="from-left" style:horizontal-rel="page" style:vertical-pos="from-top"
style:vertical-rel="page"/></style:style>
<style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
fo:margin-top="1.2cm" fo:margin-bottom="2cm" fo:margin-left="3cm" fo:margin-right="2cm"/><style:header-style>
<style:header-footer-properties fo:min-height="0.8cm"/></style:header-style></style:page-layout>"""
_MASTER = """<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="a4"><style:header>
<text:p text:style-name="field"><text:page-number text:select-page="current"/></text:p></style:header>
<style:header-first><text:p/></style:header-first></style:master-page></office:master-styles>"""


def _style(name: str) -> str:
    align, indent, points, weight = _PARAGRAPHS[name]
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties fo:text-align="{align}" '
        f'fo:text-indent="{indent}" fo:margin-top="{0.1 if name in ("body", "title") else 0}cm" '
        f'fo:margin-bottom="{0.1 if name in ("body", "title") else 0}cm"/><style:text-properties style:font-name="print" '
        f'fo:font-size="{points}pt" fo:font-weight="{weight}"/></style:style>'
    )


def _stamp(document: Document) -> Iterator[str]:
    issuer, day = document.header.issuer or "Văn phòng", document.header.date or "2025-01-15"
    day = ".".join(reversed((f"{day}-15-15").split("-")[:3]))
    lines = "".join(_paragraph(line.format(issuer=issuer, day=day), "stamp") for line in _STAMP)
    yield (
        '<draw:frame draw:style-name="frame" text:anchor-type="page" text:anchor-page-number="1" svg:x="13cm" '
        f'svg:y="0.4cm" svg:width="7.5cm"><draw:text-box fo:min-height="1cm">{lines}</draw:text-box></draw:frame>'
    )


def _parts(document: Document) -> Iterator[str]:
    parts = {clause.path: clause for clause in document.clauses}
    foot = [parts[name] for name in ("recipients", "signature") if name in parts]
    for clause in document.clauses:
        lines = lines_of(clause.text)
        if clause.path == "header":
            yield from _heading(lines)
        elif clause in foot:
            yield _foot(parts) if clause is foot[0] else ""
        elif clause.path == "addressees":
            yield from (_paragraph(line.text, "field") for line in lines)
        else:
            yield from _body(
                clause, document.facts.tables, new_page=clause.path.startswith("PL") and "." not in clause.path
            )


def _heading(lines: Sequence[Line]) -> Iterator[str]:
    heading = read_heading(lines)
    left = [*heading.letterhead, *([heading.number] if heading.number is not None else [])]
    title = [] if heading.kind is None else [heading.kind, *heading.subject]
    left += [] if title else heading.subject
    rest = [index for index in range(len(lines)) if index not in (*left, *title)]
    attached = [index for index in rest if title and index > title[-1] and index != heading.date]
    right = [index for index in rest if index not in attached]
    if left and right:
        yield _columns(
            [_paragraph(lines[i].text, "head" if i in heading.letterhead else "field") for i in left],
            [_paragraph(lines[i].text, "field" if i == heading.date else "head") for i in right],
        )
    else:
        yield from (_paragraph(lines[index].text, "head") for index in (*left, *right))
    yield _paragraph("", "field")
    yield from (_paragraph(lines[index].text, "title") for index in (*title, *attached))


def _foot(parts: dict[str, Clause]) -> str:
    recipients = lines_of(parts["recipients"].text) if "recipients" in parts else ()
    signature = [line.text for line in (lines_of(parts["signature"].text) if "signature" in parts else ())]
    ink = [_paragraph("", "signature")] * 4
    printed = [line for line in signature if "".join(filter(str.isalpha, line.casefold())) not in _UNSIGNED]
    right = [
        *(_paragraph(line, "signature") for line in printed[:-1]),
        *ink,
        _paragraph(" ".join(printed[-1:]), "signature"),
    ]
    return _columns([_paragraph(line.text, "recipient") for line in recipients] or [_paragraph("", "recipient")], right)


def _columns(left: Iterable[str], right: Iterable[str]) -> str:
    cells = (f'<table:table-cell table:style-name="plain">{"".join(cell)}</table:table-cell>' for cell in (left, right))
    return (
        '<table:table><table:table-column table:style-name="left"/><table:table-column table:style-name="right"/>'
        f'<table:table-row table:style-name="whole">{"".join(cells)}</table:table-row></table:table>'
    )


def _body(clause: Clause, tables: Sequence[Table], *, new_page: bool) -> Iterator[str]:
    """The paragraphs of a clause, wrapped lines joined, and its tables."""
    own = [table for table in tables if clause.start <= table.start < clause.end]
    within = [(table.start - clause.start, table.start - clause.start + len(table.quote)) for table in own]
    lines = lines_of(clause.text)
    paragraph: list[str] = []
    style = "page" if new_page else "body"
    for index, line in enumerate(lines):
        table = next((own[n] for n, (start, end) in enumerate(within) if start <= line.start < end), None)
        goes_on = table is None and paragraph and not line.paragraph and wraps(lines, index)
        if not goes_on and paragraph:
            yield _paragraph(" ".join(paragraph), style)
            paragraph, style = [], "body"
        if table is None:
            paragraph.append(line.text)
        elif line.start == table.start - clause.start:
            yield _table(table)
    if paragraph:
        yield _paragraph(" ".join(paragraph), style)


def _table(table: Table) -> str:
    width = max(map(len, table.rows))
    rows = (
        "".join(
            f'<table:table-cell table:style-name="ruled">{_paragraph(table.text(span), "cell")}</table:table-cell>'
            for span in row
        )
        for row in table.rows
    )
    marked = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table><table:table-column table:number-columns-repeated="{width}"/>{marked}</table:table>'


def _paragraph(text: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'
