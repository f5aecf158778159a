"""Pages that are recognised: page images, scanned PDFs, PDFs whose own text is of no use."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.readers import READERS
from ingest.readers.image import read_image
from ingest.readers.programs import VIETNAMESE
from ingest.readers.raster import prepare

needs_tesseract = pytest.mark.skipif(
    VIETNAMESE.find() is None, reason="Tesseract with Vietnamese data is not installed"
)
WORDS = "Ban hanh kem theo thong tin nay cho nam sau"


def page(*lines: str, dpi: int = 300, slant: float = 0.0) -> Image.Image:
    """A page of A4 with some lines of print."""
    image = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    drawing, font = ImageDraw.Draw(image), ImageFont.load_default(dpi / 5)
    for number, words in enumerate(lines):
        drawing.text((dpi, dpi * (1 + number / 3)), words, fill=0, font=font)
    return image.rotate(slant, resample=Image.Resampling.BICUBIC, fillcolor=255)


def file(*pages: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    first, *others = pages
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(buffer, kind, **more, **options)
    return buffer.getvalue()


FILES = {
    "PNG": (".png", file(page(WORDS), kind="PNG", dpi=(300, 300)), 1),
    "JPEG without a resolution": (".jpg", file(page(WORDS, dpi=150), kind="JPEG"), 1),
    "TIFF of two pages": (".tif", file(page(WORDS), page(WORDS), kind="TIFF"), 2),
    "PDF of a picture": (".pdf", file(page(WORDS), kind="PDF", resolution=300), 1),
    "a slanting page": (".png", file(page(WORDS, WORDS, slant=1.5), kind="PNG", dpi=(300, 300)), 1),
}


@needs_tesseract
@pytest.mark.parametrize(("suffix", "data", "pages"), FILES.values(), ids=FILES.keys())
def test_recognised(suffix: str, data: bytes, pages: int) -> None:
    found = READERS[suffix](data)
    assert found.text.count(WORDS) >= pages
    assert found.text.count("\f") == pages - 1
    assert sorted(found.confidence) == list(range(1, pages + 1))
    assert min(found.confidence.values()) > 0.8
    assert [anomaly.code for anomaly in found.anomalies] == ["scanned"]


def test_a_page_is_levelled_and_its_rules_found() -> None:
    image = page()
    ImageDraw.Draw(image).line((300, 1000, 2000, 1000), fill=0, width=4)
    ImageDraw.Draw(image).text((300, 1100), WORDS, fill=0, font=ImageFont.load_default(60))
    level = prepare(image.rotate(1.0, resample=Image.Resampling.BICUBIC, fillcolor=255))
    longest = max(level.rules, key=lambda rule: rule.length)
    assert longest.horizontal
    assert longest.length == pytest.approx(1700 * 72 / 300, rel=0.05)


REFUSED = {
    "cut short": (file(page(WORDS), kind="PNG")[:2000], "hỏng"),
    "no image": (b"\x89PNG\r\n\x1a\n" + bytes(100), "ảnh"),
    "far too large": (file(Image.new("1", (30_000, 30_000)), kind="PNG"), "lớn quá mức"),
}


@needs_tesseract
@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_image(data)
