"""Page images: one page a file, or several in a TIFF."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.extraction import Extraction
from ingest.layout.sheet import Sheet
from ingest.readers.raster import DPI
from ingest.readers.scans import ToRecognise, read_pages
from ingest.readers.tesseract import ready

_MOST_PIXELS = 120_000_000  # of one page: A3 at 600 dpi has 70 million
_MOST_PAGES = 2000
_PAGE_WIDTH = 8.27  # inches of A4's shorter side: what a page image without a credible resolution is taken to show
_CREDIBLE = (5.0, 13.0)  # inches that the shorter side of a page may have
_BROKEN = "ảnh hỏng hoặc bị cắt cụt; hãy chụp hoặc quét lại"


def read_image(data: bytes) -> Extraction:
    """Recognise the text of page images.

    Raises:
        ProgramMissing: what recognises text is not installed.
        ValueError: the image is damaged, or far too large.
    """
    ready()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's on large images and odd metadata; sizes are checked here
        try:
            with Image.open(io.BytesIO(data)) as image:
                count = getattr(image, "n_frames", 1)
                if count > _MOST_PAGES:
                    raise ValueError(f"ảnh có {count} trang, quá giới hạn {_MOST_PAGES}; hãy tách nhỏ tệp")
                return read_pages(_frames(image, count), count)
        except UnidentifiedImageError:
            raise ValueError("tệp không phải ảnh đọc được; hãy lưu lại thành PNG hoặc JPEG") from None
        except (OSError, SyntaxError, EOFError):
            raise ValueError(_BROKEN) from None
        except Image.DecompressionBombError:
            raise ValueError("ảnh lớn quá mức; hãy quét lại ở 300 dpi") from None


def _frames(image: Image.Image, count: int) -> Iterator[ToRecognise]:
    for number in range(count):
        image.seek(number)
        if image.width * image.height > _MOST_PIXELS:
            raise ValueError(f"ảnh {image.width} × {image.height} điểm, lớn quá mức; hãy quét lại ở 300 dpi")
        yield ToRecognise(_at_reading_size(image), _NOTHING, scanned=True)


def _at_reading_size(image: Image.Image) -> Image.Image:
    dpi = float(image.info.get("dpi", (0, 0))[0])
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.getbands() or "transparency" in upright.info:
        rgba = upright.convert("RGBA")
        upright = Image.new("RGBA", rgba.size, "white")
        upright.alpha_composite(rgba)
    upright = upright.convert("L" if upright.mode in ("1", "L", "I;16") else "RGB")
    shorter = min(upright.size)
    if not (dpi and _CREDIBLE[0] <= shorter / dpi <= _CREDIBLE[1]):
        dpi = shorter / _PAGE_WIDTH
    size = (max(1, round(upright.width * DPI / dpi)), max(1, round(upright.height * DPI / dpi)))
    return upright.resize(size, Image.Resampling.LANCZOS) if abs(dpi - DPI) > 1 else upright


_NOTHING = Sheet(0.0, 0.0, (), ())
