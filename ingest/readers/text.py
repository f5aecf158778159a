"""Plain text and Markdown."""

from __future__ import annotations

from ingest.extraction import Extraction

_CONTROLS = bytes(set(range(32)) - {*b"\t\n\v\f\r\x1b"})


def read_text(data: bytes) -> Extraction:
    """Decode a text file.

    Raises:
        ValueError: the bytes are no text, or in no encoding that is known here.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return Extraction(_decoded(data, encoding))
    if len(data.translate(None, _CONTROLS)) < len(data):
        raise ValueError("tệp nhị phân, không phải văn bản; hãy kiểm tra phần mở rộng của tệp")
    return Extraction(_decoded(data, "utf-8"))


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ValueError("không đọc được bảng mã; hãy lưu lại tệp dưới dạng UTF-8") from None
