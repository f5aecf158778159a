"""A PDF of any number of pages, with a text layer in Vietnamese, written without any library.

The words are those of the sample directives. One font of the fourteen that every reader
has is enough: its code map gives each byte the Vietnamese letter that it stands for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "ingest" / "sample"
_LINE, _LINES = 88, 44  # characters a line, lines a page


def write_long_pdf(path: Path, pages: int) -> None:
    """Write the file page by page: nothing of it is held."""
    lines = _lines()
    letters = sorted({letter for line in lines for letter in line} - {" "})
    codes = {" ": 32} | {letter: 33 + number for number, letter in enumerate(letters[:220])}
    offsets = []
    with path.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        for number, body in enumerate(_objects(lines, codes, pages), start=1):
            offsets.append(file.tell())
            file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        start = file.tell()
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        file.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
        file.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, start))


def _objects(lines: list[str], codes: dict[str, int], pages: int) -> Iterator[bytes]:
    """Catalogue, page tree, font, code map, then page and content of each page."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(pages))
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages)
    yield b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding /ToUnicode 4 0 R >>"
    yield _stream(_code_map(codes))
    for number in range(pages):
        yield (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (6 + 2 * number)
        )
        yield _stream(_content(lines, codes, number))


def _content(lines: list[str], codes: dict[str, int], number: int) -> bytes:
    shown = [lines[(number * _LINES + line) % len(lines)] for line in range(_LINES)]
    drawn = (b"<%s> Tj T*" % bytes(codes.get(letter, 32) for letter in line).hex().encode() for line in shown)
    return b"BT /F 9 Tf 15 TL 60 780 Td\n%s\nET" % b"\n".join(drawn)


def _code_map(codes: dict[str, int]) -> bytes:
    rows = "\n".join(f"<{code:02x}> <{ord(letter):04x}>" for letter, code in codes.items())
    parts = [rows.split("\n")[begin : begin + 100] for begin in range(0, len(codes), 100)]
    blocks = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /V def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{blocks}\nendcmap end end"
    ).encode()


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _lines() -> list[str]:
    """The sample directives, set in lines of even length."""
    lines: list[str] = []
    for path in sorted(SAMPLE.glob("*.txt")):
        for paragraph in unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).splitlines():
            line = ""
            for word in paragraph.split():
                if len(line) + len(word) >= _LINE:
                    lines.append(line)
                    line = ""
                line = f"{line} {word}".strip()
            lines.append(line)
    return lines
