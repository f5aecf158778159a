"""A page of a PDF, or of an image file, as a picture to be shown beside its text."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from ingest.archives import open_source
from ingest.errors import NotFound, UnreadableFile
from ingest.readers.recognition import recognised

_MOST_SIDE = 4000  # pixels of the picture's longer side
_MOST_PIXELS = 120_000_000  # of a page image that is opened
_QUALITY = 80


def page_image(path: Path, page: int, width: int, max_bytes: int) -> bytes:
    """A page as WebP.

    Args:
        page: from 1.
        width: of the picture, in pixels.

    Raises:
        NotFound: the file is gone, has no such page, or is of a format without pages.
        UnreadableFile: it is damaged.
    """
    try:
        with open_source(path, max_bytes) as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise NotFound(path, "không mở được tệp gốc; hãy nạp lại") from error
    kind = recognised(data)
    if kind not in ("pdf", "image"):
        raise NotFound(path, "định dạng này không có trang")
    try:
        picture = _of_pdf(data, page, width) if kind == "pdf" else _of_image(data, page, width)
    except IndexError:
        raise NotFound(path, f"không có trang {page}") from None
    except (pdfium.PdfiumError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadableFile(path, f"không dựng được ảnh trang {page} ({error})") from error
    written = io.BytesIO()
    picture.convert("RGB").save(written, "WEBP", quality=_QUALITY, method=2)
    return written.getvalue()


def _of_pdf(data: bytes, page: int, width: int) -> Image.Image:
    document = pdfium.PdfDocument(data)
    try:
        if not 1 <= page <= len(document):
            raise IndexError
        opened = document[page - 1]
        across, along = opened.get_size()
        scale = min(width / max(across, 1.0), _MOST_SIDE / max(across, along, 1.0))
        bitmap = opened.render(scale=scale, rev_byteorder=True)
        picture: Image.Image = bitmap.to_pil().copy()  # it shares the memory that is given back
        bitmap.close()
        opened.close()
    finally:
        document.close()
    return picture


def _of_image(data: bytes, page: int, width: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's on large images and odd metadata; sizes are checked here
        with Image.open(io.BytesIO(data)) as image:
            if not 1 <= page <= getattr(image, "n_frames", 1):
                raise IndexError
            image.seek(page - 1)
            if image.width * image.height > _MOST_PIXELS:
                raise ValueError(f"{image.width} × {image.height}")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((width, _MOST_SIDE))
    return upright
