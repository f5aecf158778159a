"""Programs that some formats need and that are no Python packages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from ingest.extraction import ProgramMissing


@dataclass(frozen=True, slots=True)
class Program:
    """A program, and how to install it."""

    name: str  # for Windows and macOS: what its makers call it
    package: str  # for Debian and Ubuntu
    find: Callable[[], str | None]  # the path of what to start, or None where it is not installed

    def path(self) -> str:
        """What to start.

        Raises:
            ProgramMissing: it is not on this machine.
        """
        found = self.find()
        if found is None:
            raise ProgramMissing(
                f"định dạng này cần chương trình {self.name}, chưa có trên máy; hãy cài {self.name} "
                f"(Debian, Ubuntu: sudo apt install {self.package}) rồi nạp lại"
            )
        return found


def on_path(*commands: str) -> Callable[[], str | None]:
    """A search for the first of some commands, by name or, where an installer tells nobody, by full path."""
    return lambda: next(filter(None, map(shutil.which, commands)), None)


LIBREOFFICE = Program(
    "LibreOffice",
    "libreoffice-writer-nogui",
    on_path(
        "soffice",
        "libreoffice",
        r"C:\Program Files\LibreOffice\program\soffice.com",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ),
)

TESSERACT = Program(
    "Tesseract",
    "tesseract-ocr",
    on_path("tesseract", r"C:\Program Files\Tesseract-OCR\tesseract.exe", "/opt/homebrew/bin/tesseract"),
)


def _vietnamese() -> str | None:
    program = TESSERACT.find()
    if program is None:
        return None
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    return program if "vie" in (listed.stdout + listed.stderr).split() else None


VIETNAMESE = Program("Tesseract có dữ liệu tiếng Việt", "tesseract-ocr-vie", _vietnamese)
