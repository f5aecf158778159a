"""Documents printed and scanned anew: set as offices set them, noisy in the same way each time."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from eval.rescanning import scan
from eval.typesetting import typeset
from ingest.document import compose_document

LETTER = """UBND TỈNH LẠC KHÊ
SỞ Y TẾ
Số: 12/SYT-NVY

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lạc Khê, ngày 5 tháng 3 năm 2025

KẾ HOẠCH
Phòng, chống dịch

I. MỤC TIÊU
1. Một.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC
(Đã ký)
Lê Văn An"""


def test_head_and_foot_are_set_in_columns() -> None:
    printed = typeset(compose_document("a.txt", "0", LETTER))
    namespace = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
    root = ElementTree.fromstring(printed)
    rows = root.findall(f".//{namespace % 'table'}table-row")
    cells = [["".join(cell.itertext()) for cell in row] for row in rows]
    assert [len(row) for row in cells] == [2, 2]
    assert cells[0][1].startswith("CỘNG HÒA")
    assert cells[1] == ["Nơi nhận:- Như trên;- Lưu: VT.", "GIÁM ĐỐCLê Văn An"]
    assert "Đã ký" not in printed
    assert "Thời gian ký: 05.03.2025" in typeset(compose_document("a.txt", "0", LETTER), stamped=True)


def test_a_scan_is_a_picture_and_repeatable(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("L", (400, 600), 255).save(buffer, "PDF", resolution=72)
    printed = tmp_path / "printed.pdf"
    printed.write_bytes(buffer.getvalue())
    for target in ("one.pdf", "two.pdf"):
        scan(printed, tmp_path / target, "a name", None)
    one, two = ((tmp_path / target).read_bytes() for target in ("one.pdf", "two.pdf"))
    assert one.split(b"stream")[1] == two.split(b"stream")[1]
    assert b"DCTDecode" in one
    assert len(one) == pytest.approx(len(two), abs=100)
