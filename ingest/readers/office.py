"""Old Word (.doc), RTF and OpenDocument, by way of LibreOffice to .docx.

Each conversion has a profile of its own, since two cannot share one, and a process group of its own:
`soffice` starts others and does not end them when it is killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.extraction import Extraction, PasswordNeeded
from ingest.readers.docx import read_docx
from ingest.readers.programs import LIBREOFFICE
from ingest.readers.recognition import OLE

_SECONDS = 180
# No macro runs, nothing is fetched from the network.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
_FIB = b"\xec\xa5"  # the head of a .doc's main stream; its sector begins at a multiple of 512
_FIB_ENCRYPTED = 0x01  # in the byte at offset 11


def read_doc(data: bytes) -> Extraction:
    """The text of a .doc, also of the XML that Word 2003 wrote under that suffix."""
    if data.startswith(OLE) and _is_encrypted(data):
        raise PasswordNeeded("tệp có mật khẩu; hãy gỡ mật khẩu trong Word rồi nạp lại")
    return read_docx(to_docx(data, ".doc"))


def read_rtf(data: bytes) -> Extraction:
    """The text of an RTF file."""
    return read_docx(to_docx(data, ".rtf"))


def read_odt(data: bytes) -> Extraction:
    """The text of an OpenDocument file."""
    return read_docx(to_docx(data, ".odt"))


def to_docx(data: bytes, suffix: str) -> bytes:
    """A document converted.

    Raises:
        ProgramMissing: LibreOffice is not installed.
        ValueError: it could not read the file, or not in time.
    """
    program = LIBREOFFICE.path()
    with tempfile.TemporaryDirectory(prefix="danchieu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source{suffix}"
        source.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE, encoding="utf-8")
        _run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML"),
                *("--outdir", str(folder / "out"), str(source)),
            ]
        )
        converted = folder / "out" / "source.docx"
        if not converted.is_file():
            raise ValueError("LibreOffice không mở được tệp, có thể tệp hỏng; hãy mở bằng Word rồi lưu thành .docx")
        return converted.read_bytes()


def _run(command: list[str]) -> None:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        raise ValueError(
            f"LibreOffice chưa đọc xong tệp sau {_SECONDS} giây; hãy mở bằng Word rồi lưu thành .docx"
        ) from None
    finally:
        if process.poll() is None or os.name == "posix":
            _kill(process)
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    if os.name != "posix":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _is_encrypted(data: bytes) -> bool:
    heads = (data[at : at + 12] for at in range(512, min(len(data), 1_000_000), 512))
    return any(head.startswith(_FIB) and len(head) == 12 and head[11] & _FIB_ENCRYPTED for head in heads)
