"""PDFs written by hand: a font that every reader has, so words without diacritics; places in points from the lower left.

Each letter of Courier is 0.6 as wide as its size.
"""

from __future__ import annotations

from collections.abc import Sequence

A4 = (595, 842)
_RESOURCES = "/Resources << /Font << /F1 3 0 R >> >>"


def text(x: float, y: float, words: str, size: float = 12, *, turn: str = "1 0 0 1") -> str:
    """A line of text; `turn` is the first four numbers of its matrix."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {turn} {x} {y} Tm ({escaped}) Tj ET"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S"


def pdf(*pages: Sequence[str], size: tuple[float, float] = A4, page: str = "", trailer: str = "") -> bytes:
    """A PDF.

    Args:
        pages: the drawing operators of each.
        page: more entries for each page's dictionary, "/Rotate 90".
        trailer: more entries for the trailer.
    """
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, drawn in enumerate(pages):
        content = "\n".join(drawn)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] {page} {_RESOURCES} /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return _file(objects, trailer)


def _file(objects: Sequence[str], trailer: str) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{written}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode("latin-1")
