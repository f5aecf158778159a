"""Word files made for tests, from the XML between `<w:body>` and `</w:body>`."""

from __future__ import annotations

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def word_file(body: str, **parts: str) -> bytes:
    """A .docx; `parts` are the contents of styles, numbering, footnotes and endnotes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        archive.writestr("word/document.xml", f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", _relations({part: f"{part}.xml" for part in parts}))
        for part, content in parts.items():
            archive.writestr(f"word/{part}.xml", f"<w:{part} {_NAMES}>{content}</w:{part}>")
    return buffer.getvalue()


def with_inserted(body: str, name: str, content: bytes) -> bytes:
    """A .docx in which `inserted()` in the body stands for a whole file."""
    buffer = io.BytesIO()
    relation = f'<Relationship Id="a1" Type="{_R}/aFChunk" Target="{name}"/>'
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        document = f'<w:document {_NAMES} xmlns:r="{_R}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="x">{relation}</Relationships>')
        archive.writestr(f"word/{name}", content)
    return buffer.getvalue()


def inserted() -> str:
    """The place of a file within the document."""
    return '<w:altChunk r:id="a1"/>'


def _relations(targets: dict[str, str]) -> str:
    written = (f'<Relationship Id="{kind}" Type="{_R}/{kind}" Target="{to}"/>' for kind, to in targets.items())
    return f'<Relationships xmlns="x">{"".join(written)}</Relationships>'


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph with automatic numbering."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def tbl(*rows: str, lines: bool = True) -> str:
    """A table of rows made by `tr`."""
    borders = '<w:tblBorders><w:top w:val="single"/></w:tblBorders>' if lines else ""
    return f"<w:tbl><w:tblPr>{borders}</w:tblPr>{''.join(rows)}</w:tbl>"


def tr(*cells: str) -> str:
    """A row; a cell is its text, or a w:tc made by `tc`."""
    return f"<w:tr>{''.join(cell if cell.startswith('<w:tc>') else tc(p(cell)) for cell in cells)}</w:tr>"


def tc(content: str, properties: str = "") -> str:
    """A cell of given content."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"
