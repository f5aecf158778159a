"""The pages of a file, some with text and some to be recognised, several at a time, become an Extraction."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from PIL import Image

from ingest.extraction import Extraction, ProgramMissing
from ingest.layout.page import Page
from ingest.layout.sheet import Sheet, read_sheet
from ingest.layout.writing import text_of
from ingest.model import Anomaly
from ingest.progress import page_done
from ingest.readers.raster import DPI, prepare
from ingest.readers.tesseract import recognise
from ingest.readers.unfolding import unfold
from ingest.syllables import share_of_syllables

_UNSURE = 0.7  # mean confidence of a page; clean scans have 0.85 to 0.95
_BETTER = 0.03  # share of syllables by which a page's own text must exceed what was recognised
_NAMED = 12  # pages at most that an anomaly names

_SCANNED = "{} là ảnh quét, chữ do máy nhận dạng; hãy đối chiếu bản gốc khi trích dẫn."
_BAD_LAYER = "Lớp chữ của {} bị hỏng (bảng mã phông sai hoặc nhận dạng kém), đã nhận dạng lại từ hình ảnh."
_LOW = "{} nhận dạng không chắc chắn (ảnh mờ, nghiêng hoặc viết tay); hãy đối chiếu bản gốc."
_FAILED = "{} không nhận dạng được; nội dung trang này bị thiếu."


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page read, and how."""

    sheet: Sheet
    confidence: float | None = None  # None: its own text was taken
    code: str | None = None  # why it was recognised: "scanned", "text-layer-bad"; or "page-unreadable"


@dataclass(frozen=True, slots=True)
class ToRecognise:
    """The image of a page, and what text it has of its own, which may be the better one."""

    image: Image.Image  # at `DPI`
    layer: Sheet
    scanned: bool  # it has no text, or one that a scanner's program put behind the picture


def read_pages(pages: Iterable[PageRead | ToRecognise], total: int) -> Extraction:
    """The text of a file's pages; `page_done` is told of each.

    Args:
        pages: in order, made one by one as they are needed.
    """
    read: list[PageRead] = []
    for page in _recognised(pages):
        read.append(page)
        page_done(len(read), total)
    return Extraction(
        text_of([page.sheet for page in read]),
        {number: page.confidence for number, page in enumerate(read, start=1) if page.confidence is not None},
        tuple(_anomalies(read)),
    )


def text_of_sheet(sheet: Sheet) -> str:
    """All words of a page, to judge how they read."""
    return " ".join(text for block in sheet.blocks for text in block.texts())


def _recognised(pages: Iterable[PageRead | ToRecognise]) -> Iterator[PageRead]:
    """Every page read, in order; as many are recognised at a time as there are processors."""
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    waiting: deque[PageRead | Future[PageRead]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for page in pages:
                waiting.append(pool.submit(_recognise, page) if isinstance(page, ToRecognise) else page)
                while waiting and (len(waiting) > workers + 1 or not isinstance(waiting[0], Future)):
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _result(page: PageRead | Future[PageRead]) -> PageRead:
    return page.result() if isinstance(page, Future) else page


def _recognise(page: ToRecognise) -> PageRead:
    raster = prepare(page.image)
    try:
        unfolded = unfold(raster.image)
        found = recognise(unfolded.image)
    except ProgramMissing:
        raise
    except ValueError:
        return PageRead(page.layer, 0.0, "page-unreadable")
    width, height = raster.image.width * 72 / DPI, raster.image.height * 72 / DPI
    sheet = read_sheet(Page(width, height, unfolded.folded(found.words), raster.rules))
    if share_of_syllables(text_of_sheet(page.layer)) > share_of_syllables(text_of_sheet(sheet)) + _BETTER:
        return PageRead(page.layer)
    return PageRead(sheet, found.confidence, "scanned" if page.scanned else "text-layer-bad")


def _anomalies(pages: list[PageRead]) -> Iterator[Anomaly]:
    numbers = partial(enumerate, pages, 1)
    low = [n for n, page in numbers() if page.confidence is not None and page.confidence < _UNSURE]
    for code, sentence in (("scanned", _SCANNED), ("text-layer-bad", _BAD_LAYER), ("page-unreadable", _FAILED)):
        yield from _told(code, sentence, [n for n, page in numbers() if page.code == code], len(pages))
    yield from _told("low-confidence", _LOW, low, len(pages))


def _told(code: str, sentence: str, numbers: list[int], total: int) -> Iterator[Anomaly]:
    if not numbers:
        return
    named = ", ".join(map(str, numbers[:_NAMED])) + (", …" if len(numbers) > _NAMED else "")
    what = "cả văn bản" if len(numbers) == total and total > 1 else f"trang {named}"
    text = sentence.format(what)
    yield Anomaly(code, text[0].upper() + text[1:], "header")
