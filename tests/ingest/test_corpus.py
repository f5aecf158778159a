"""Folders become outcomes, one per file, whatever lies in them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.corpus import Failed, Outcome, Read, Skipped, Unchanged, read_corpus
from ingest.errors import EmptyFile, NoPermission, NotFound, TooLarge, UnreadableFile, UnsupportedFormat
from ingest.reading import ReadingHere

LETTER = (
    "Số: 12/UBND-VX\n\nAn Hòa, ngày 5 tháng 3 năm 2024\n\nV/v chuẩn bị hội nghị\n\n1. Văn phòng chuẩn bị hội trường.\n"
)
READING = ReadingHere(10_000)


def names(outcomes: list[Outcome], root: Path) -> list[tuple[str, str]]:
    found = []
    for outcome in outcomes:
        kind = type(outcome.error).__name__ if isinstance(outcome, Failed) else type(outcome).__name__
        found.append((outcome.path.relative_to(root).as_posix(), kind))
    return found


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def loop(root: Path) -> None:
    write(root / "a" / "thu.txt", LETTER)
    (root / "a" / "lai").symlink_to(root)


FOLDERS: dict[str, tuple[Callable[[Path], object], list[tuple[str, str]]]] = {
    "sorted, deep ones too": (
        lambda root: [write(root / name, LETTER) for name in ("b.txt", "a/z.md", "a/c.txt")],
        [("a/c.txt", "Read"), ("a/z.md", "Read"), ("b.txt", "Read")],
    ),
    "hidden and foreign files are skipped": (
        lambda root: [write(root / name, LETTER) for name in (".thu.txt", "anh.gif", "thu.txt")],
        [(".thu.txt", "Skipped"), ("anh.gif", "Skipped"), ("thu.txt", "Read")],
    ),
    "what describes the folder is no directive": (
        lambda root: [write(root / name, LETTER) for name in ("INDEX.md", "README.md", "readme-x.txt")],
        [("INDEX.md", "Skipped"), ("README.md", "Skipped"), ("readme-x.txt", "Read")],
    ),
    "what Word keeps beside an open file is none": (
        lambda root: [write(root / name, LETTER) for name in ("thu.txt", "~$thu.txt")],
        [("thu.txt", "Read"), ("~$thu.txt", "Skipped")],
    ),
    "a hidden folder is not entered": (lambda root: write(root / ".git" / "thu.txt", LETTER), []),
    "an empty file": (lambda root: write(root / "rong.txt", ""), [("rong.txt", "EmptyFile")]),
    "a binary file": (lambda root: write(root / "x.txt", bytes(range(256)) * 8), [("x.txt", "UnreadableFile")]),
    "a file over the limit": (lambda root: write(root / "to.txt", "a" * 20_000), [("to.txt", "TooLarge")]),
    "the suffix in capitals": (lambda root: write(root / "THU.TXT", LETTER), [("THU.TXT", "Read")]),
    "a loop of links ends": (loop, [("a/thu.txt", "Read")]),
    "a dangling link is skipped": (lambda root: (root / "x.txt").symlink_to("y.txt"), [("x.txt", "Skipped")]),
    "an empty folder": (lambda root: None, []),
}


@pytest.mark.parametrize(("make", "expected"), FOLDERS.values(), ids=FOLDERS.keys())
def test_read_corpus_walks_a_folder(
    tmp_path: Path, make: Callable[[Path], object], expected: list[tuple[str, str]]
) -> None:
    make(tmp_path)
    assert names(list(read_corpus([tmp_path], {}, READING)), tmp_path) == expected


FILES: dict[str, tuple[str, str | None, type[Exception]]] = {
    "of a format without reader is not skipped": ("anh.gif", "x", UnsupportedFormat),
    "that is not there": ("khong.txt", None, NotFound),
    "that is empty": ("rong.txt", " \n", EmptyFile),
    "over the limit": ("to.txt", "a" * 20_000, TooLarge),
}


@pytest.mark.parametrize(("name", "content", "error"), FILES.values(), ids=FILES.keys())
def test_a_file_named_by_itself(tmp_path: Path, name: str, content: str | None, error: type[Exception]) -> None:
    path = tmp_path / name
    if content is not None:
        write(path, content)
    (outcome,) = read_corpus([path], {}, READING)
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, error)


def test_known_bytes_are_not_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "thu.txt", LETTER)
    known = {str(path): hashlib.sha256(path.read_bytes()).hexdigest()}
    assert list(read_corpus([tmp_path], known, READING)) == [Unchanged(path)]
    write(path, LETTER.replace("hội trường", "phòng họp"))
    (outcome,) = read_corpus([tmp_path], known, READING)
    assert isinstance(outcome, Read)


def test_a_file_under_two_paths_is_given_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a" / "thu.txt", LETTER)
    outcomes = list(read_corpus([tmp_path, tmp_path / "a", path], {}, READING))
    assert names(outcomes, tmp_path) == [("a/thu.txt", "Read")]


def test_a_folder_without_permission_fails_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = write(tmp_path / "kin" / "thu.txt", LETTER).parent
    write(tmp_path / "mo" / "thu.txt", LETTER)
    scandir = os.scandir

    def refusing(path: Path) -> object:  # tests may run as root, to whom nothing is closed
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    outcomes = list(read_corpus([tmp_path], {}, READING))
    assert names(outcomes, tmp_path) == [("kin", "NoPermission"), ("mo/thu.txt", "Read")]
    assert isinstance(outcomes[0], Failed)
    assert isinstance(outcomes[0].error, NoPermission)


def test_a_mistake_of_ours_costs_one_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "a.txt", LETTER)
    write(tmp_path / "b.anh", LETTER)

    def broken(path: Path, *, max_bytes: int) -> object:
        raise ZeroDivisionError(path.name)

    monkeypatch.setattr("ingest.reading.read_document", broken)
    first, second = read_corpus([tmp_path], {}, READING)
    assert isinstance(first, Failed)
    assert isinstance(first.error, UnreadableFile)
    assert isinstance(second, Skipped)
    assert "a.txt" in caplog.text
