from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.long_pdf import write_long_pdf
from eval.reading_speed import as_text, is_read_here, text_speed

PDF = re.compile(rb"^(\d+) 0 obj", re.MULTILINE)


def test_a_long_pdf_is_one(tmp_path: Path) -> None:
    """Its cross-references point at its objects, and its pages hold Vietnamese."""
    write_long_pdf(tmp_path / "long.pdf", 3)
    data = (tmp_path / "long.pdf").read_bytes()
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    offsets = [int(row.split()[0]) for row in data[start:].splitlines()[3:] if row.endswith(b"n ")]
    assert [data[offset:].split(b" ", 1)[0] for offset in offsets] == [b"%d" % n for n in range(1, len(offsets) + 1)]
    assert len(PDF.findall(data)) == len(offsets) == 4 + 2 * 3


def test_another_reader_finds_its_words(tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    write_long_pdf(tmp_path / "long.pdf", 2)
    with pdfium.PdfDocument(tmp_path / "long.pdf") as document:
        assert len(document) == 2
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in document[0].get_textpage().get_text_range()


def test_text_is_measured_with_its_baseline(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. Phòng Y tế báo cáo.\n" * 400, encoding="utf-8")
    measured = text_speed([tmp_path / "a.txt"], max_bytes=10**6)
    assert measured["pages"] == pytest.approx(3.1, abs=0.2)
    assert measured["baseline_pages_per_second"] > measured["pages_per_second"] > 0


def test_an_old_word_file_under_a_new_suffix_is_not_timed(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0 old Word")
    (tmp_path / "a.txt").write_text("1. Một.", encoding="utf-8")
    assert [is_read_here(tmp_path / name) for name in ("a.docx", "a.txt")] == [False, True]


def test_what_could_not_be_measured_says_why() -> None:
    text = as_text({"text": {"pages": 0}, "scans": {"skipped": "thiếu tesseract"}, "long_pdf": {"skipped": "lỗi"}})
    assert text == "bản quét: thiếu tesseract\nPDF dài: lỗi"
