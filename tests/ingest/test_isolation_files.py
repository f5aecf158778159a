"""Files that are hard on their reader, through the process that reads them: a clear line for each, the next one goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.long_pdf import write_long_pdf
from ingest.corpus import Failed, Read, read_corpus
from ingest.errors import Encrypted, IngestError, NoPermission, UnreadableFile
from ingest.isolation import Workers
from ingest.reader_process import Limits
from tests.ingest.pdf_files import pdf, text

LETTER = "Số: 1/UBND-VX\n\nAn Hòa, ngày 5 tháng 3 năm 2024\n\nV/v chuẩn bị\n\n1. Văn phòng chuẩn bị hội trường.\n"
_PAGE = [text(72, 700, "KE HOACH so 12 cua UBND huyen ve cong tac ngay nay va ngay mai")]
_LOCK = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + "x" * 32 + ") /U (" + "y" * 32 + ") /P -4 >> /ID [(a) (a)]"


@pytest.fixture
def reading() -> Iterator[Workers]:
    with Workers(Limits(max_bytes=20_000_000, seconds=60.0, memory=1_000_000_000)) as workers:
        yield workers


HARD: dict[str, tuple[bytes, type[IngestError], str]] = {
    "a password": (pdf(_PAGE, trailer=_LOCK), Encrypted, "mật khẩu"),
    "a hundred thousand pages declared": (pdf(_PAGE).replace(b"/Count 1 ", b"/Count 100000 "), UnreadableFile, "trang"),
    "cut off in its first lines": (pdf(_PAGE)[:60], UnreadableFile, "PDF"),
}


@pytest.mark.parametrize(("data", "error", "said"), HARD.values(), ids=HARD.keys())
def test_a_file_that_cannot_be_read(
    reading: Workers, tmp_path: Path, data: bytes, error: type[IngestError], said: str
) -> None:
    (tmp_path / "b.pdf").write_bytes(data)
    expect_failed(reading, tmp_path, error, said)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who may read everything is refused nothing"
)
def test_a_file_that_may_not_be_read(reading: Workers, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "b.txt").chmod(0)
    expect_failed(reading, tmp_path, NoPermission, "quyền")


def test_a_pdf_of_many_pages(reading: Workers, tmp_path: Path) -> None:
    write_long_pdf(tmp_path / "b.pdf", 120)
    outcome = outcomes_of(reading, tmp_path)["b"]
    assert isinstance(outcome, Read)
    assert outcome.document.pages == 120


def outcomes_of(reading: Workers, folder: Path) -> dict[str, Failed | Read]:
    """Between two letters, which must be read whatever the file does."""
    for name in ("a", "z"):
        (folder / f"{name}.txt").write_text(LETTER, encoding="utf-8")
    outcomes = {outcome.path.stem: outcome for outcome in read_corpus([folder], {}, reading)}
    assert isinstance(outcomes["a"], Read)
    assert isinstance(outcomes["z"], Read)
    return {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, Failed | Read)}


def expect_failed(reading: Workers, folder: Path, error: type[IngestError], said: str) -> None:
    failed = outcomes_of(reading, folder)["b"]
    assert isinstance(failed, Failed)
    assert type(failed.error) is error
    assert said in failed.error.detail
