"""`danchieu bench reading --speed`: pages a second, scans beside Tesseract, memory for a very long PDF.

Each figure stands beside one that was measured in the same run on the same files, so
that a slow machine shows in both.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.gold import GoldDocument
from eval.long_pdf import write_long_pdf
from ingest.document import read_document
from ingest.errors import IngestError

PAGE = 3000  # characters, where a format has no pages
LONG = 1600  # pages
_ROOT = Path(__file__).resolve().parent.parent  # where a process finds our packages
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"</w:p>")
_READ = (
    "import pathlib, re, sys; from ingest.document import read_document;"
    "document = read_document(pathlib.Path(sys.argv[1]), max_bytes=10**9);"
    "peak = re.search(r'VmHWM:\\s*(\\d+)', pathlib.Path('/proc/self/status').read_text());"
    "print(document.pages, peak[1])"
)


def measure(documents: Mapping[str, GoldDocument], files: Mapping[str, Path], *, max_bytes: int) -> dict[str, Any]:
    """Speed and memory as a plain dictionary; a part that this machine cannot do says why.

    Args:
        documents: the gold, which says which files are scans.
        files: where each document lies.
    """
    texts = [path for name, path in files.items() if is_read_here(path) and documents[name].group != "scans"]
    scans = [path for name, path in files.items() if documents[name].group == "scans"]
    return {
        "text": text_speed(texts, max_bytes=max_bytes),
        "scans": scan_speed(scans, max_bytes=max_bytes),
        "long_pdf": long_pdf(),
    }


def is_read_here(path: Path) -> bool:
    """Whether this process alone reads a file: old Word files, also under a new suffix, start LibreOffice."""
    return path.suffix == ".txt" or (path.suffix == ".docx" and zipfile.is_zipfile(path))


def text_speed(paths: Iterable[Path], *, max_bytes: int) -> dict[str, Any]:
    """Pages a second of processor time on one core; the baseline takes the text out and understands nothing."""
    pages, ours, baseline = 0.0, 0.0, 0.0
    for path in paths:
        read_document(path, max_bytes=max_bytes)  # once for the tables that are built at first use
        since = time.process_time()
        document = read_document(path, max_bytes=max_bytes)
        ours += time.process_time() - since
        since = time.process_time()
        _plain_text(path)
        baseline += time.process_time() - since
        pages += document.pages or len(document.text) / PAGE
    return {
        "pages": round(pages, 1),
        "pages_per_second": pages / ours if ours else None,
        "baseline_pages_per_second": pages / baseline if baseline else None,
    }


def _plain_text(path: Path) -> str:
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as file:
            markup = file.read("word/document.xml").decode("utf-8")
        text = html.unescape(_TAG.sub("", _PARAGRAPH.sub("\n", markup)))
    else:
        text = path.read_bytes().decode("utf-8", errors="replace")
    return unicodedata.normalize("NFC", text)


def scan_speed(paths: Iterable[Path], *, max_bytes: int) -> dict[str, Any]:
    """Seconds a page of clock time on all cores, ours and Tesseract's alone on ready-made page images."""
    needed = [program for program in ("tesseract", "pdftoppm") if shutil.which(program) is None]
    if needed:
        return {"skipped": f"thiếu chương trình: {', '.join(needed)}"}
    pages, ours, tesseract = 0, 0.0, 0.0
    for path in paths:
        since = time.perf_counter()
        try:
            read_document(path, max_bytes=max_bytes)
        except IngestError as error:
            return {"skipped": str(error)}
        ours += time.perf_counter() - since
        with TemporaryDirectory() as folder:
            subprocess.run(["pdftoppm", "-r", "300", "-gray", "-png", path, Path(folder) / "p"], check=True)
            images = sorted(Path(folder).iterdir())
            since = time.perf_counter()
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(_recognise, images))
            tesseract += time.perf_counter() - since
            pages += len(images)
    if not pages:
        return {"skipped": "không có bản quét nào"}
    return {"pages": pages, "seconds_per_page": ours / pages, "tesseract_seconds_per_page": tesseract / pages}


def _recognise(image: Path) -> None:
    subprocess.run(
        ["tesseract", image, "-", "-l", "vie"],
        check=True,
        capture_output=True,
        env={**_environment(), "OMP_THREAD_LIMIT": "1"},
    )


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath}


def long_pdf(pages: int = LONG) -> dict[str, Any]:
    """Seconds and peak memory (Linux: what the kernel counted) of a process that reads a PDF made here."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        write_long_pdf(path, pages)
        since = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _READ, path], capture_output=True, text=True, check=False, cwd=_ROOT
        )
        seconds = time.perf_counter() - since
    if done.returncode:
        return {"skipped": done.stderr.strip().splitlines()[-1]}
    read, peak = map(int, done.stdout.split())
    return {"pages": read, "seconds": seconds, "peak_mb": peak / 1024}


def as_text(speed: dict[str, Any]) -> str:
    """One line for each part."""
    text, scans, long = speed["text"], speed["scans"], speed["long_pdf"]
    lines = []
    if text["pages"]:
        lines.append(
            f"văn bản có chữ: {text['pages']:.0f} trang, {text['pages_per_second']:.0f} trang/giây trên một nhân"
            f" (chỉ lấy chữ: {text['baseline_pages_per_second']:.0f})"
        )
    lines.append(
        f"bản quét: {scans['skipped']}"
        if "skipped" in scans
        else f"bản quét: {scans['pages']} trang, {scans['seconds_per_page']:.2f} giây/trang"
        f" (riêng Tesseract: {scans['tesseract_seconds_per_page']:.2f})"
    )
    lines.append(
        f"PDF dài: {long['skipped']}"
        if "skipped" in long
        else f"PDF {long['pages']} trang: {long['seconds']:.1f} giây, cao nhất {long['peak_mb']:.0f} MB"
    )
    return "\n".join(lines)
