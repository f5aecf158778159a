"""The table of formats: suffixes, reader, the programs it needs.

A reader takes a file's bytes and raises ValueError with a sentence for the user. It is imported when
a file of its format is first read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from ingest.extraction import Extraction, PasswordNeeded
from ingest.model import Anomaly
from ingest.readers.programs import LIBREOFFICE, TESSERACT, VIETNAMESE, Program
from ingest.readers.recognition import recognised

Reader = Callable[[bytes], Extraction]


@dataclass(frozen=True, slots=True)
class Format:
    """One format."""

    name: str  # for sentences: "Word (.docx)"
    suffixes: tuple[str, ...]
    reader: str  # "module:function"
    programs: tuple[Program, ...] = ()

    def load(self) -> Reader:
        """Its reader, imported."""
        module, _, function = self.reader.partition(":")
        return cast(Reader, getattr(import_module(module), function))


# By the keys that `ingest.readers.recognition.recognised` gives, and "text".
FORMATS = {
    "text": Format("văn bản thuần", (".txt", ".md", ".markdown"), "ingest.readers.text:read_text"),
    "docx": Format("Word (.docx)", (".docx",), "ingest.readers.docx:read_docx"),
    "doc": Format("Word 97-2003 (.doc)", (".doc",), "ingest.readers.office:read_doc", (LIBREOFFICE,)),
    "rtf": Format("RTF", (".rtf",), "ingest.readers.office:read_rtf", (LIBREOFFICE,)),
    "html": Format("trang HTML", (".html", ".htm"), "ingest.readers.html:read_html"),
    "mhtml": Format("trang web lưu thành một tệp (.mht)", (".mht", ".mhtml"), "ingest.readers.html:read_mhtml"),
    "pdf": Format("PDF", (".pdf",), "ingest.readers.pdf:read_pdf"),
    "image": Format(
        "ảnh chụp trang (.png .jpg .tif)",
        (".png", ".jpg", ".jpeg", ".tif", ".tiff"),
        "ingest.readers.image:read_image",
        (TESSERACT, VIETNAMESE),
    ),
    "odt": Format("OpenDocument (.odt)", (".odt",), "ingest.readers.office:read_odt", (LIBREOFFICE,)),
}
_FOREIGN = {
    "sheet": "tệp này là bảng tính Excel, chưa đọc được; hãy lưu thành PDF hoặc Word rồi nạp lại",
    "slides": "tệp này là bản trình chiếu PowerPoint, chưa đọc được; hãy lưu thành PDF hoặc Word rồi nạp lại",
    "archive": "tệp này là tệp nén hoặc bị cắt cụt; hãy giải nén, hoặc xin lại tệp gốc",
    "program": "tệp này là chương trình chạy được, không phải văn bản; đừng mở, hãy xin lại tệp gốc",
    "foreign": "tệp này không phải văn bản; hãy kiểm tra lại tệp gốc",
}


def read_as(suffix: str, data: bytes) -> Extraction:
    """Read a file by what it is; where that is not what its suffix says, an anomaly tells.

    Raises:
        ValueError: it cannot be read; the sentence is for the user.
    """
    said = next(key for key, known in FORMATS.items() if suffix in known.suffixes)
    found = recognised(data)
    if found == "encrypted":
        raise PasswordNeeded("tệp có mật khẩu; hãy gỡ mật khẩu trong Word (Tệp, Thông tin, Bảo vệ) rồi nạp lại")
    if found in _FOREIGN:
        raise ValueError(_FOREIGN[found])
    if found is not None and found not in FORMATS:
        raise ValueError(f"tệp mang đuôi {suffix} nhưng không phải {FORMATS[said].name}; hãy kiểm tra lại tệp gốc")
    if found is None:
        found = said if said in _UNMARKED else "text"
    if found == said:
        return FORMATS[said].load()(data)
    _refuse_failed_download(said, found)
    return _told(FORMATS[found].load()(data), suffix, FORMATS[found])


_UNMARKED = {"text", "html"}  # formats that nothing at their beginning need mark
_PAGES = {"pdf", "image"}


def _refuse_failed_download(said: str, found: str) -> None:
    """A server's "not found" is saved under the name that was asked for."""
    if said in _PAGES and found in ("html", "text"):
        what = "trang HTML" if found == "html" else "văn bản thuần"
        raise ValueError(f"là {what}, không phải {FORMATS[said].name}: có lẽ tải hỏng; hãy tải lại")


def _told(extraction: Extraction, suffix: str, found: Format) -> Extraction:
    told = Anomaly(
        "wrong-suffix",
        f"Tệp mang đuôi {suffix} nhưng thật ra là {found.name}; đã đọc theo đúng định dạng, nên đổi lại đuôi tệp.",
        "header",
    )
    return replace(extraction, anomalies=(told, *extraction.anomalies))


@dataclass(frozen=True, slots=True)
class Disabled:
    """A format that cannot be read on this machine, and what would change that."""

    format: Format
    missing: tuple[Program, ...]


def disabled_formats() -> list[Disabled]:
    """What this machine lacks; empty where all formats can be read."""
    lacks = [Disabled(f, tuple(p for p in f.programs if p.find() is None)) for f in FORMATS.values()]
    return [disabled for disabled in lacks if disabled.missing]
