"""Which format a file has, told from its bytes: suffixes lie."""

from __future__ import annotations

import io
import re
import struct
import zipfile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = b"PK\x03\x04"
_STARTS = (
    (b"{\\rtf", "rtf"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"GIF8", "foreign"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"PK\x05\x06", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
)
_HEAD = 2_000  # bytes in which a file says what it is
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body)\b", re.I | re.S
)
_WORD_XML = re.compile(rb"<\?mso-application\s+progid=\"Word|<w:wordDocument|<pkg:package")
_MAIL = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.I)
# Names of streams in an OLE file, as its directory has them.
_OLE_STREAMS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "sheet",
    "PowerPoint Document": "slides",
}


def recognised(data: bytes) -> str | None:
    """The format of a file's bytes; None where nothing marks it, as in plain text.

    Besides the keys of `ingest.readers.formats.FORMATS`: "encrypted", "sheet", "slides", "archive",
    "program", "foreign".
    """
    if data.startswith(OLE):
        return next((kind for name, kind in _OLE_STREAMS.items() if name.encode("utf-16-le") in data), "foreign")
    if data.startswith(_ARCHIVE):
        return _in_archive(data)
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":  # "BM" may begin a word too
        return "image"
    head = _plain_head(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _MARKUP.match(head):
        return "html"
    if _WORD_XML.search(head):
        return "doc"
    return "mhtml" if _MAIL.match(head) else None


def _plain_head(data: bytes) -> bytes:
    """The beginning of a file without the mark of its encoding and UTF-16's zeros."""
    return (
        data[:_HEAD]
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .replace(b"\0", b"")
    )


def _in_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        # Cut short: its directory, at the end, is missing. The first names stand at the beginning.
        return "docx" if b"[Content_Types].xml" in data[:_HEAD] or b"word/" in data[:_HEAD] else "archive"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "sheet"
    if any(name.startswith("ppt/") for name in names):
        return "slides"
    if "content.xml" in names and "mimetype" in names:
        return "odt"
    return "archive"
