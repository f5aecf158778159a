"""HTML, as web sites and Word write it, and the MHTML that holds it.

Parsed with lxml, which the Word reader has already; text converters such as inscriptis draw tables
with spaces, which loses their cells.
"""

from __future__ import annotations

import email
import email.policy
import re
import unicodedata

from lxml import etree, html

from ingest.extraction import Extraction
from ingest.readers.encodings import decode, from_legacy_fonts
from ingest.readers.markup.blocks import Blocks

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
_HEAD = 4_000  # bytes in which a page names its encoding
_ERROR = re.compile(r"\b(?:40[0-9]|50[0-9])\b|not found|forbidden|access denied|bad gateway|không tìm thấy", re.I)
_ERROR_LENGTH = 600  # characters of text; a server's error page is short


def read_html(data: bytes) -> Extraction:
    """The text of a page.

    Raises:
        ValueError: it is a server's error page, no text, or nested beyond measure.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(_decoded(data).encode("utf-8", "replace"), parser=parser)
        text = from_legacy_fonts("\n\n".join(Blocks().of(_content(root))))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError("trang HTML không có nội dung; hãy tải lại tệp gốc") from error
    except RecursionError as error:
        raise ValueError("trang HTML lồng nhau quá sâu; hãy mở bằng trình duyệt rồi in ra PDF") from error
    if len(text) < _ERROR_LENGTH and (told := _ERROR.search(f"{root.findtext('.//title') or ''}\n{text[:200]}")):
        raise ValueError(f"là trang báo lỗi của máy chủ (“{told[0]}”), có lẽ tải hỏng; hãy tải lại")
    return Extraction(text)


def read_mhtml(data: bytes) -> Extraction:
    """The text of the first page in an MHTML file ("Single File Web Page" of Word and browsers).

    Raises:
        ValueError: it holds no page.
    """
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return read_html(payload)
    raise ValueError("tệp MHTML không có trang nào; hãy mở bằng Word hoặc trình duyệt rồi lưu lại")


def _decoded(data: bytes) -> str:
    """UTF-8 proves itself; else what the page says, unless it says Western, as pages in TCVN3 and VNI do."""
    said = _CHARSET.search(data[:_HEAD].replace(b"\0", b""))
    name = said[1].decode().lower() if said else ""
    if name in ("windows-1258", "cp1258", "x-cp1258"):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    return decode(data)


def _content(root: html.HtmlElement) -> html.HtmlElement:
    """The part of a page that is the document: its only <main> or <article>, if that holds most of the words."""
    for name in ("main", "article"):
        found = root.findall(f".//{name}")
        if len(found) == 1 and 2 * len(found[0].text_content()) > len(root.text_content()):
            return found[0]
    return root
