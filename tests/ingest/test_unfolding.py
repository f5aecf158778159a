"""Columns side by side on a page image are put below each other; text of one column stays where it is."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.layout.page import Word
from ingest.readers.unfolding import unfold

INCH = 300
Printed = tuple[float, float, float, str]  # inches from the left, from the top, size of the letters in points, words


def page(*printed: Printed) -> Image.Image:
    image = Image.new("L", (round(8.27 * INCH), round(11.69 * INCH)), 240)
    drawing = ImageDraw.Draw(image)
    for left, top, points, words in printed:
        drawing.text((left * INCH, top * INCH), words, fill=30, font=ImageFont.load_default(points * INCH / 72))
    return image


BODY: tuple[Printed, ...] = tuple(
    (1.2, 2 + line / 5, 12, "Thong tu nay co hieu luc ke tu ngay ban hanh " * 2) for line in range(12)
)
FOOT: tuple[Printed, ...] = (
    (1.2, 5, 11, "Noi nhan:"),
    (1.2, 5.2, 11, "- Nhu tren;"),
    (1.2, 5.4, 11, "- Luu: VT."),
    (4.8, 5, 14, "KT. CHU TICH"),
    (4.8, 5.25, 14, "PHO CHU TICH"),
)
HEAD: tuple[Printed, ...] = (
    (1.2, 0.7, 12, "SO TU PHAP"),
    (1.2, 0.9, 12, "So: 12/STP-VP"),
    (3.6, 0.7, 12, "CONG HOA XA HOI CHU NGHIA"),
    (3.6, 0.9, 12, "Doc lap - Tu do - Hanh phuc"),
)
PAGES: dict[str, tuple[tuple[Printed, ...], list[float]]] = {
    "one column": (BODY, []),
    "a head of two columns": ((*HEAD, *BODY), [0.7]),
    "head and foot": ((*HEAD, *BODY, *FOOT), [0.7, 5.0]),
    "a short last line has nothing beside it": ((*BODY, (1.2, 4.4, 12, "thi hanh.")), []),
}


@pytest.mark.parametrize(("printed", "tops"), PAGES.values(), ids=PAGES.keys())
def test_what_is_moved(printed: tuple[Printed, ...], tops: list[float]) -> None:
    image = page(*printed)
    unfolded = unfold(image)
    assert [strip.was / INCH for strip in unfolded.strips] == [pytest.approx(top, abs=0.15) for top in tops]
    assert (unfolded.image.height > image.height) == bool(tops)


def test_words_found_in_what_was_moved_are_moved_back() -> None:
    unfolded = unfold(page(*HEAD, *BODY))
    strip = unfolded.strips[0]
    points = 72 / INCH
    moved = Word("CONG", 260, strip.top * points + 2, 300, strip.top * points + 12)
    still = Word("SO", 90, 50, 110, 60)
    back, same = unfolded.folded([moved, still])
    assert same == still
    assert back.top == pytest.approx(strip.was * points + 2)
    assert back.height == pytest.approx(10)
