"""Directives as nobody would write them, made of what stands in real ones."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, PAGE, ROW
from ingest.readers.formats import FORMATS
from tests.ingest.word_files import numbered, p, tbl, tr, word_file

ROOT = Path(__file__).resolve().parents[2]
_LABELS = (
    "1. ;2. ;3) ;I. ;II. ;IV. ;a) ;b) ;đ) ;Điều 1. ;Điều 2: ;Khoản 1 ;Chương I\n;Mục 2\n;Phần thứ nhất\n;Phụ lục I\n;"
    "PHỤ LỤC\n;1.1. ;2.1.3. ;- ;+ ;* ;• ;A. ;Bước 1: ;Biểu số 1\n;Mẫu số 02\n;¹ ;[1] ;¹² ;10. ;1a. ;i) "
).split(";")
_WORDS = (
    "ngày 05/6/2024;ngày … tháng 4 năm 2023;Số: 12/QĐ-UBND;Số:      /KH-UBND;trước ngày 30/10 hằng năm;V/v hội nghị;"
    "Quyết định số 1234/QĐ-TTg ngày 01/02/2020 của Thủ tướng Chính phủ;theo khoản 2 Điều 5;sau đây gọi là;(viết tắt là VX);"
    "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính;Căn cứ Luật Đất đai;Nơi nhận:;Kính gửi:;TM. ỦY BAN NHÂN DÂN;CHỦ TỊCH;"
    "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH;đạt 95% trở lên;đến năm 2025;ban hành kèm theo;CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM;"
    'Độc lập - Tự do - Hạnh phúc;QUYẾT ĐỊNH;KẾ HOẠCH;“Điều 3. Sửa;”;";(;);…;...;./.;;,;-;–;—;_____;.....;**;__;#;|;\\'
).split(";")
_BREAKS = ("\n", "\n", "\n\n", " ", "", "\n \n", PAGE, f"\n{PAGE}\n", "\t", "     ", "\r\n", "\v", "\u2028", "\x85")
_MARKS = (ROW, CELL, FROM_LEFT, FROM_ABOVE, f"{ROW}a{CELL}b\n{ROW}{FROM_ABOVE}{CELL}c\n")
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258", "cp1252", "utf-32", "utf-7")


@cache
def _real_lines() -> tuple[str, ...]:
    folders = (ROOT / "ingest" / "sample", ROOT / "tests" / "golden")
    files = sorted(path for folder in folders for path in folder.glob("*.txt"))
    return tuple(dict.fromkeys(line for path in files for line in path.read_text(encoding="utf-8").splitlines()))


def pieces() -> st.SearchStrategy[str]:
    """A few words, a label, a mark, a whole line of a directive, or anything."""
    return st.one_of(
        st.sampled_from(_WORDS), st.sampled_from(_LABELS), st.sampled_from(_BREAKS), st.sampled_from(_MARKS),
        st.sampled_from(_real_lines()), st.text(max_size=8),
    )  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    """What a reader might extract."""
    line = st.tuples(st.sampled_from(_LABELS), st.lists(pieces(), max_size=4), st.sampled_from(_BREAKS))
    lines = st.lists(line, max_size=30)
    made = lines.map(lambda parts: "".join(f"{label}{' '.join(words)}{end}" for label, words, end in parts))
    return st.one_of(made, st.lists(pieces(), max_size=40).map("".join), _cut_up())


def fragments() -> st.SearchStrategy[str]:
    """What is to be repeated thousands of times."""
    return st.lists(pieces(), min_size=1, max_size=5).map("".join)


@st.composite
def _cut_up(draw: st.DrawFn) -> str:
    """A stretch of a real directive with pieces put in and taken out."""
    lines = _real_lines()
    start = draw(st.integers(0, len(lines) - 1))
    text = "\n".join(lines[start : start + draw(st.integers(1, 60))])
    for _ in range(draw(st.integers(1, 6))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 30))
        text = text[:at] + draw(pieces()) + text[at + length :]
    return text


def _plain() -> st.SearchStrategy[str]:
    """Text that XML may hold."""
    letters = st.one_of(texts(), pieces())
    return letters.map(lambda text: "".join(c if c in "\t\n" or c >= " " else " " for c in text)).map(_escaped)


def _escaped(text: str) -> str:
    kept = text.encode("utf-8", "replace").decode("utf-8").replace("\ufffe", "").replace("\uffff", "")
    return kept.replace("&", "&amp;").replace("<", "&lt;")


def _word_bodies() -> st.SearchStrategy[str]:
    cell = _plain().map(lambda text: text[:200])
    block = st.one_of(
        _plain().map(p),
        st.tuples(_plain(), st.integers(-1, 9), st.integers(-1, 3)).map(lambda made: numbered(*made)),
        st.lists(st.lists(cell, min_size=0, max_size=4), max_size=4).map(lambda rows: tbl(*(tr(*row) for row in rows))),
    )
    return st.lists(block, max_size=8).map("".join)


def _pages() -> st.SearchStrategy[str]:
    names = st.sampled_from("p div table tr td th ul ol li h1 b br span pre sup title script".split())
    element = st.tuples(names, _plain(), st.sampled_from(["", ' rowspan="3"', ' colspan="2"', ' colspan="999999999"']))
    written = element.map(
        lambda made: f"<{made[0]}{made[2]}>{made[1]}" + ("" if len(made[1]) % 3 == 0 else f"</{made[0]}>")
    )
    return st.lists(written, max_size=12).map(lambda parts: f"<html><body>{''.join(parts)}")


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A suffix, and bytes that are what it promises, or were before they were damaged."""
    readable = [suffix for known in FORMATS.values() if not known.programs for suffix in known.suffixes]
    encoded = st.tuples(texts(), st.sampled_from(_ENCODINGS)).map(lambda made: made[0].encode(made[1], "replace"))
    data = draw(
        st.one_of(encoded, _word_bodies().map(word_file), _pages().map(lambda page: page.encode("utf-8", "replace")))
    )
    if data.startswith(b"PK") and draw(st.booleans()):
        data = draw(_damaged_within(data))
    if draw(st.booleans()):
        data = draw(_damaged(data))
    return draw(st.sampled_from(readable)), data


@st.composite
def _damaged(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, len(data))), draw(st.integers(0, 40))
        data = data[:at] + draw(st.binary(max_size=8)) + data[at + length :]
    return data


@st.composite
def _damaged_within(draw: st.DrawFn, data: bytes) -> bytes:
    """A member of a zip file damaged before it is packed, so that its checksum holds."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        names = source.namelist()
        victim = draw(st.sampled_from(names))
        for name in names:
            content = source.read(name)
            packed.writestr(name, draw(_damaged(content)) if name == victim else content)
    return buffer.getvalue()
