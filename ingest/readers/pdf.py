"""PDF, with text or scanned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from ingest.extraction import Extraction, PasswordNeeded
from ingest.layout.sheet import read_sheet
from ingest.readers.pdf_drawing import picture_share
from ingest.readers.pdf_page import read_page
from ingest.readers.raster import DPI, is_blank
from ingest.readers.scans import PageRead, ToRecognise, read_pages, text_of_sheet
from ingest.readers.tesseract import ready
from ingest.syllables import is_syllable

_MOST_PAGES = 20_000
_COVERED = 0.7  # of a page, by one picture: it was scanned, and what text it has was recognised by someone
_READS_WELL = 0.75  # of the words that are readable; behind a font with a wrong map it is 0.2 to 0.5
_FEW_WORDS = 8  # too few to tell
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLAIN = re.compile(r"(?=.*[aeiouy])[a-zA-Z]?[a-z]+|[A-ZĐƯƠ]+")  # English, names, abbreviations
_MOST_SIDE = 5200  # pixels of a rendered page's longer side: A3 at 300 dpi


def read_pdf(data: bytes) -> Extraction:
    """Read a PDF page by page.

    Raises:
        PasswordNeeded: it opens with a password only.
        ProgramMissing: it has scanned pages, and what recognises them is not installed.
        ValueError: it is damaged, or has no page, or more than any document.
    """
    with _opened(data) as document:
        count = len(document)
        if count == 0:
            raise ValueError("PDF không có trang nào; hãy kiểm tra lại tệp gốc")
        if count > _MOST_PAGES:
            raise ValueError(f"PDF khai báo {count} trang, quá giới hạn {_MOST_PAGES}; hãy tách nhỏ tệp rồi nạp lại")
        return read_pages(_pages(document), count)


def _pages(document: pdfium.PdfDocument) -> Iterator[PageRead | ToRecognise]:
    for number in range(len(document)):
        with _page(document, number) as page:
            yield _read(page)


def _read(page: pdfium.PdfPage) -> PageRead | ToRecognise:
    sheet = read_sheet(read_page(page))
    text = text_of_sheet(sheet)
    covered = picture_share(page) > _COVERED
    if not covered and _reads_well(text):
        return PageRead(sheet)
    image = _rendered(page)
    if not text and is_blank(image):
        return PageRead(sheet)
    ready()
    return ToRecognise(image, sheet, scanned=covered or not text)


def _reads_well(text: str) -> bool:
    """Whether a page's own text is Vietnamese, or English, or too little to tell."""
    words = _WORD.findall(text)
    readable = sum(is_syllable(word) or bool(_PLAIN.fullmatch(word)) for word in words)
    return bool(text) and (len(text.split()) < _FEW_WORDS or (bool(words) and readable >= _READS_WELL * len(words)))


def _rendered(page: pdfium.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(DPI / 72, _MOST_SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    image: Image.Image = bitmap.to_pil().copy()  # it shares the memory that is given back
    bitmap.close()
    return image


@contextmanager
def _page(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    """A page; what forms and signing programs have put on top of it, such as number and date, as part of it.

    Raises:
        ValueError: there is no such page, whatever the document declares.
    """
    try:
        page = document[number]
        if raw.FPDFPage_GetAnnotCount(page.raw) and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) > 0:
            page.close()
            page = document[number]
    except pdfium.PdfiumError as error:
        raise ValueError(f"PDF hỏng ở trang {number + 1}; hãy xin lại tệp gốc, hoặc in lại thành PDF") from error
    with closing(page):
        yield page


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise PasswordNeeded(
                "PDF có mật khẩu mở; hãy gỡ mật khẩu (mở tệp, in lại thành PDF) rồi nạp lại"
            ) from error
        raise ValueError("PDF hỏng, bị cắt cụt hoặc không có trang nào; hãy tải lại hoặc xin lại tệp gốc") from error
    with closing(document):
        yield document
