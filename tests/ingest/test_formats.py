"""A file is read by what it is; what cannot be read is refused with a sentence that says why."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from ingest.extraction import Extraction, PasswordNeeded, ProgramMissing
from ingest.readers import READERS
from ingest.readers.formats import FORMATS, Format, disabled_formats, read_as
from ingest.readers.office import to_docx
from ingest.readers.programs import LIBREOFFICE, Program, on_path
from ingest.readers.recognition import OLE
from tests.ingest.word_files import p, word_file

WORD = word_file(p("Điều 1. Phạm vi"))
RTF = rb"{\rtf1\ansi\ansicpg1258 {\b \u272?i\u7873?u 1.} Ph\u7841?m vi\par}"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def archive(**files: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def document_xml(xml: str) -> bytes:
    return archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def ole(*streams: str) -> bytes:
    """The head of an OLE file, and a directory that names its streams."""
    return OLE + bytes(504) + b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)


REFUSED = {
    "a program named .docx": (".docx", b"MZ\x90\0" + bytes(100), "chương trình"),
    "a sheet named .docx": (".docx", archive(xl__workbook="x"), "Excel"),
    "slides named .docx": (".docx", archive(ppt__presentation="x"), "PowerPoint"),
    "an old sheet named .doc": (".doc", ole("Workbook"), "Excel"),
    "a zip of other things": (".docx", archive(a="x"), "giải nén"),
    "a cut .docx": (".docx", WORD[:-60], "cắt cụt"),
    "the beginning of a .docx": (".docx", WORD[:80], "cắt cụt"),
    "a .docx whose parts are elsewhere": (
        ".docx",
        WORD.replace(b"PK\x01\x02", b"PK\x01\x02", 1)[64:],
        "giải nén|không phải|cắt cụt|nhị phân",
    ),
    "a .docx without document": (".docx", archive(word__styles="x"), "không phải văn bản Word"),
    "XML that is none": (".docx", document_xml("<w:document"), "hỏng"),
    "entities": (".docx", document_xml(f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l9;</x>'), "thực thể"),
    "an inflating .docx": (".docx", document_xml("<w>" + " " * 120_000_000 + "</w>"), "phình quá"),
    "binary named .txt": (".txt", bytes(range(256)) * 4, "nhị phân"),
    "binary named .docx": (".docx", bytes(range(1, 256)) * 4, "nhị phân"),
}


@pytest.mark.parametrize(("suffix", "data", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(suffix: str, data: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        READERS[suffix](data)


# The head of the main stream of a .doc, with the bit that says it is encrypted.
LOCKED = ole("WordDocument") + bytes(384) + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500)
PASSWORDS = {
    "an encrypted .docx": (".docx", ole("EncryptionInfo", "EncryptedPackage")),
    "an encrypted .docx named .doc": (".doc", ole("EncryptionInfo", "EncryptedPackage")),
    "an encrypted .doc": (".doc", LOCKED),
}


@pytest.mark.parametrize(("suffix", "data"), PASSWORDS.values(), ids=PASSWORDS.keys())
def test_password(suffix: str, data: bytes) -> None:
    with pytest.raises(PasswordNeeded, match="mật khẩu"):
        READERS[suffix](data)


needs_libreoffice = pytest.mark.skipif(LIBREOFFICE.find() is None, reason="apt install libreoffice-writer-nogui")


def code(extraction: Extraction) -> str:
    return extraction.anomalies[0].code if extraction.anomalies else ""


WRONG_SUFFIX = {
    "a .docx": (".docx", WORD, ""),
    "a .docx named .doc": (".doc", WORD, "wrong-suffix"),
    "a .docx named .txt": (".txt", WORD, "wrong-suffix"),
    "plain text named .doc": (".doc", "Điều 1. Phạm vi".encode(), "wrong-suffix"),
    "plain text": (".txt", "Điều 1. Phạm vi".encode(), ""),
    "capital or not is the caller's": (".md", "Điều 1. Phạm vi".encode(), ""),
}


@pytest.mark.parametrize(("suffix", "data", "anomaly"), WRONG_SUFFIX.values(), ids=WRONG_SUFFIX.keys())
def test_read_by_content(suffix: str, data: bytes, anomaly: str) -> None:
    extraction = READERS[suffix](data)
    assert extraction.text == "Điều 1. Phạm vi"
    assert code(extraction) == anomaly


@needs_libreoffice
def test_rtf_named_doc() -> None:
    extraction = READERS[".doc"](RTF)
    assert extraction.text == "Điều 1. Phạm vi"
    assert code(extraction) == "wrong-suffix"


@needs_libreoffice
def test_conversions_side_by_side() -> None:
    read: list[str] = []
    threads = [threading.Thread(target=lambda: read.append(READERS[".rtf"](RTF).text)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == ["Điều 1. Phạm vi"] * 3


@needs_libreoffice
def test_a_damaged_doc() -> None:
    with pytest.raises(ValueError, match="LibreOffice không mở được"):
        READERS[".doc"](ole("WordDocument"))


def test_a_conversion_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {tmp_path}/child\nwait\n")
    script.chmod(0o755)
    monkeypatch.setattr("ingest.readers.office.LIBREOFFICE", Program("LibreOffice", "x", on_path(str(script))))
    monkeypatch.setattr("ingest.readers.office._SECONDS", 1)
    with pytest.raises(ValueError, match="chưa đọc xong"):
        to_docx(b"x", ".doc")
    child = Path("/proc") / (tmp_path / "child").read_text().strip()
    for _ in range(100):  # the kernel ends it in its own time
        if not child.exists() or "(sleep)" not in (child / "stat").read_text() or " Z " in (child / "stat").read_text():
            return
        time.sleep(0.05)
    pytest.fail("still running")


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ProgramMissing, match=r"LibreOffice.*libreoffice-writer-nogui"):
        READERS[".rtf"](RTF)
    missing = {disabled.format.suffixes[0]: disabled.missing for disabled in disabled_formats()}
    assert {".doc", ".rtf", ".odt"} <= missing.keys()
    assert ".docx" not in missing


def test_readers_are_imported_when_needed() -> None:
    """Starting the command line must not wait for libraries of formats that it may not meet."""
    program = "import sys, ingest.readers; assert not {'lxml', 'lxml.etree'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])


def test_every_reader_of_the_table_exists() -> None:
    assert all(callable(known.load()) for known in FORMATS.values())


def test_real_wrong_suffix(shared: Path) -> None:
    if LIBREOFFICE.find() is None:
        pytest.skip("LibreOffice is absent")
    (path,) = (shared / "realdocs").glob("06_LUAT*.docx")
    extraction = READERS[".docx"](path.read_bytes())
    assert "Luật này quy định về phòng cháy, chữa cháy" in extraction.text
    assert code(extraction) == "wrong-suffix"


FAILED_DOWNLOADS = {
    "a page": (b"<!DOCTYPE html><title>Tin</title><p>a", r"là trang HTML, không phải PDF.*hãy tải lại"),
    "a sentence": (b"File not found", r"là văn bản thuần, không phải PDF.*hãy tải lại"),
}


@pytest.mark.parametrize(("data", "sentence"), FAILED_DOWNLOADS.values(), ids=FAILED_DOWNLOADS.keys())
def test_a_failed_download_under_the_name_of_a_pdf(monkeypatch: pytest.MonkeyPatch, data: bytes, sentence: str) -> None:
    monkeypatch.setitem(FORMATS, "pdf", Format("PDF", (".pdf",), "ingest.readers.text:read_text"))
    with pytest.raises(ValueError, match=sentence):
        read_as(".pdf", data)


def test_a_real_failed_download(monkeypatch: pytest.MonkeyPatch, shared: Path) -> None:
    monkeypatch.setitem(FORMATS, "pdf", Format("PDF", (".pdf",), "ingest.readers.text:read_text"))
    (path,) = (shared / "realdocs").glob("28_*.pdf")
    with pytest.raises(ValueError, match=r"là trang HTML, không phải PDF: có lẽ tải hỏng; hãy tải lại"):
        read_as(".pdf", path.read_bytes())
