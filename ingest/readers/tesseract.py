"""Text recognised by Tesseract with its Vietnamese model, each word with its place and confidence.

The program is started for each page: it does not hang or crash this process, ends when it takes
too long, and costs 0.1 s to start. English beside Vietnamese (`vie+eng`) was tried on degraded
pages: slower, and a seventh more errors.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean

from lxml import etree
from PIL import Image

from ingest.layout.page import Word
from ingest.readers.programs import TESSERACT, VIETNAMESE
from ingest.readers.raster import DPI

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # pages are read beside each other, each by one thread: a third faster

_SECONDS = 100
# Columns are unfolded; where it looks for some, it takes numbers at the heads of lines for one and drops them.
_ONE_COLUMN = "4"
# On poor pages its own look at the layout is at times the better one: the surer of both counts.
_OWN_LAYOUT = "3"
_SURE = 0.92  # of a page that is not read twice
_POINTS = 72 / DPI
_SPECKS = "_|~¬`¦"  # what dust and the edges of paper are read as
_NUMBERS = re.compile(r"-?[\d.]+")
_LINES = "//*[@class='ocr_line' or @class='ocr_header' or @class='ocr_caption' or @class='ocr_textfloat']"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of a page, in Tesseract's order."""

    words: tuple[Word, ...]
    confidence: float  # mean over its letters, 0 to 1


def recognise(image: Image.Image) -> Recognised:
    """Read a page's image, which is grey, upright, at `DPI`.

    Raises:
        ProgramMissing: Tesseract or its Vietnamese data is not installed.
        ValueError: it took too long, or failed.
    """
    ready()
    with tempfile.TemporaryDirectory(prefix="danchieu-") as folder:
        file = Path(folder) / "page.tif"  # a tenth faster than through a pipe
        image.save(file)
        found = _read(file, _ONE_COLUMN)
        return found if found.confidence >= _SURE else max(found, _read(file, _OWN_LAYOUT), key=_confidence)


def _read(file: Path, layout: str) -> Recognised:
    options = ("--psm", layout, "-c", "tessedit_create_hocr=1")
    return _recognised(_run([str(file), "-", "-l", "vie", "--dpi", str(DPI), *options]))


def _confidence(recognised: Recognised) -> float:
    return recognised.confidence


def _run(arguments: list[str]) -> bytes:
    try:
        done = subprocess.run([TESSERACT.path(), *arguments], capture_output=True, timeout=_SECONDS, check=True)
    except subprocess.TimeoutExpired:
        raise ValueError("nhận dạng chữ một trang quá lâu") from None
    except subprocess.CalledProcessError as error:
        raise ValueError(f"Tesseract không đọc được ảnh trang ({error.returncode})") from None
    return done.stdout


@cache
def ready() -> None:
    """Make sure that pages can be read here.

    Raises:
        ProgramMissing: as `recognise`.
    """
    TESSERACT.path()
    VIETNAMESE.path()


def _recognised(hocr: bytes) -> Recognised:
    words: list[Word] = []
    confidences: list[float] = []
    for line in etree.fromstring(hocr, etree.XMLParser(recover=True, load_dtd=False, no_network=True)).xpath(_LINES):
        found = _properties(line.get("title"))
        left, _, _, foot = found["bbox"]
        slope, offset = found.get("baseline", (0.0, 0.0))
        tall, below = found["x_size"][0], found["x_descenders"][0]
        for node in line.iterfind(".//*[@class='ocrx_word']"):
            text = "".join(node.itertext()).strip().strip(_SPECKS)
            if not text:
                continue
            word = _properties(node.get("title"))
            x0, _, x1, _ = word["bbox"]
            bottom = foot + offset + slope * ((x0 + x1) / 2 - left) + below
            words.append(
                Word(text, x0 * _POINTS, (bottom - tall) * _POINTS, x1 * _POINTS, bottom * _POINTS, whole=True)
            )
            confidences += [word["x_wconf"][0]] * len(text)
    return Recognised(tuple(words), fmean(confidences) / 100 if confidences else 0.0)


def _properties(title: str) -> dict[str, tuple[float, ...]]:
    """hOCR's "bbox 270 206 1960 250; baseline -0.001 -11"."""
    parts = (part.split(maxsplit=1) for part in title.split(";"))
    return {name: tuple(map(float, _NUMBERS.findall(values))) for name, values in (p for p in parts if len(p) == 2)}
