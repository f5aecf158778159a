"""A heading that was recognised from an image: specks and a day written by hand cost no field."""

from __future__ import annotations

from ingest.clauses import split_clauses
from ingest.header import read_header
from ingest.normalize import normalize

RAW = """SỞ GIAO THÔNG

Số: 77/\u20442024/Q\u0110\u00d0-SGT

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
- Đốc lập - Tư do - Hạnh phúc

_ Hòa Nam, ngày U6_ tháng 3 năm 2024

,QUYÉT ĐỊNH
Về việc phân luồng giao thông

Điều 1. Phân luồng."""


def test_fields() -> None:
    header = read_header(split_clauses(normalize(RAW).text))
    assert (header.number, header.kind, header.place, header.date, header.subject) == (
        "77/2024/QĐ-SGT", "quyết định", "Hòa Nam", "2024-03", "Về việc phân luồng giao thông",
    )  # fmt: skip
