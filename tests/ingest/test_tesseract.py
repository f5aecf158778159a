"""Which of two readings of a page counts."""

from __future__ import annotations

import pytest
from PIL import Image

from ingest.readers import tesseract

HOCR = """<html xmlns="http://www.w3.org/1999/xhtml"><body><span class='ocr_line'
title="bbox 10 10 90 40; x_size 30; x_descenders 6"><span class='ocrx_word'
title="bbox 10 10 90 40; x_wconf {}">psm{}</span></span></body></html>"""

PAGES = {
    "a clear page is read once": ({"4": 95}, "psm4"),
    "a poor one twice, the second surer": ({"4": 80, "3": 85}, "psm3"),
    "a poor one twice, the first surer": ({"4": 80, "3": 70}, "psm4"),
}


@pytest.mark.parametrize(("sure", "expected"), PAGES.values(), ids=PAGES.keys())
def test_the_surer_reading_counts(monkeypatch: pytest.MonkeyPatch, sure: dict[str, int], expected: str) -> None:
    def run(arguments: list[str]) -> bytes:
        layout = arguments[arguments.index("--psm") + 1]
        return HOCR.format(sure[layout], layout).replace('xmlns="http://www.w3.org/1999/xhtml"', "").encode()

    monkeypatch.setattr(tesseract, "ready", lambda: None)
    monkeypatch.setattr(tesseract, "_run", run)
    found = tesseract.recognise(Image.new("L", (100, 60), 255))
    assert [word.text for word in found.words] == [expected]
