"""What is handed in is in the library afterwards, and what was taken away is not."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.intake import FileReport, Intake, Missing, only_one
from ingest.reading import ReadingHere
from vectorstore.library import Library

ROOT = Path(__file__).resolve().parent.parent.parent
LETTER = "Số: {}/UBND-VX\n\nAn Hòa, ngày 5 tháng 3 năm 2024\n\nV/v chuẩn bị hội nghị\n\n1. Văn phòng chuẩn bị {}.\n"


class Desk:
    """A folder of letters, a library, and an intake between them."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "letters"
        self.folder.mkdir()
        self.library = Library.open(root / "home")
        self.caught_up = 0
        self.intake = Intake(self.library, self._catch_up, ReadingHere(10_000))

    def _catch_up(self) -> None:
        self.caught_up += 1

    def write(self, name: str, number: int, what: str = "hội trường") -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(LETTER.format(number, what), encoding="utf-8")
        return path

    def take(self) -> dict[str, str]:
        report = self.intake.take([self.folder])
        return {Path(file.file).name: file.outcome for file in report.files}

    @property
    def sources(self) -> list[str]:
        return [Path(card.source).name for card in self.library.cards()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.write("a.txt", 1)
    desk.write("b.txt", 2)
    assert desk.take() == {"a.txt": "added", "b.txt": "added"}
    return desk


CHANGES: dict[str, tuple[Callable[[Desk], object], dict[str, str], list[str]]] = {
    "nothing": (lambda desk: None, {"a.txt": "unchanged", "b.txt": "unchanged"}, ["a.txt", "b.txt"]),
    "one file edited": (
        lambda desk: desk.write("a.txt", 1, "phòng họp"),
        {"a.txt": "replaced", "b.txt": "unchanged"},
        ["a.txt", "b.txt"],
    ),
    "one file added": (
        lambda desk: desk.write("c.txt", 3),
        {"a.txt": "unchanged", "b.txt": "unchanged", "c.txt": "added"},
        ["a.txt", "b.txt", "c.txt"],
    ),
    "one file removed": (
        lambda desk: (desk.folder / "a.txt").unlink(),
        {"b.txt": "unchanged", "a.txt": "removed"},
        ["b.txt"],
    ),
    "one file broken: what was read of it stays": (
        lambda desk: (desk.folder / "a.txt").write_bytes(b""),
        {"a.txt": "failed", "b.txt": "unchanged"},
        ["a.txt", "b.txt"],
    ),
}


@pytest.mark.parametrize(("change", "outcomes", "sources"), CHANGES.values(), ids=CHANGES.keys())
def test_a_folder_handed_in_again(
    desk: Desk, change: Callable[[Desk], object], outcomes: dict[str, str], sources: list[str]
) -> None:
    change(desk)
    assert desk.take() == outcomes
    assert desk.sources == sources
    assert desk.caught_up == 2


def test_the_same_folder_twice_changes_nothing(desk: Desk) -> None:
    before = desk.library.generation
    desk.take()
    assert desk.library.generation == before


def test_an_edit_keeps_the_identifier_and_leaves_the_others(desk: Desk) -> None:
    first, other = desk.library.cards()
    desk.write("a.txt", 1, "phòng họp")
    desk.take()
    edited, same = desk.library.cards()
    assert (edited.id, same) == (first.id, other)
    assert edited.generation > first.generation


def test_a_folder_without_any_file_is_kept_and_told(desk: Desk) -> None:
    for name in ("a.txt", "b.txt"):
        (desk.folder / name).unlink()
    report = desk.intake.take([desk.folder])
    assert report.missing == (Missing(str(desk.folder), tuple(card.id for card in desk.library.cards())),)
    assert (report.files, desk.sources) == ((), ["a.txt", "b.txt"])


def test_all_old_files_gone_but_a_new_one_there_is_no_missing_drive(desk: Desk) -> None:
    for name in ("a.txt", "b.txt"):
        (desk.folder / name).unlink()
    desk.write("c.txt", 3)
    assert desk.take() == {"c.txt": "added", "a.txt": "removed", "b.txt": "removed"}
    assert desk.sources == ["c.txt"]


def test_files_in_a_folder_that_cannot_be_opened_are_not_gone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("kin/c.txt", 3)
    desk.take()
    closed = desk.folder / "kin"
    (closed / "c.txt").unlink()  # to one who may not look inside, a file there does not exist
    monkeypatch.setattr("ingest.corpus.os.scandir", refusing(closed))
    report = desk.intake.take([desk.folder])
    assert [file.outcome for file in report.files] == ["unchanged", "unchanged", "failed"]
    assert "c.txt" in desk.sources


def refusing(closed: Path) -> Callable[[Path], object]:
    scandir = os.scandir

    def scan(path: Path) -> object:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    return scan


def test_reports_come_as_they_happen(desk: Desk) -> None:
    told: list[FileReport] = []
    report = desk.intake.take([desk.folder], told.append)
    assert tuple(told) == report.files


def upload(desk: Desk, incoming: Path, destination: Path) -> FileReport:
    (report,) = desk.intake.take_upload(incoming, destination)
    return report


def test_an_upload_takes_its_place_only_when_it_can_be_read(desk: Desk, tmp_path: Path) -> None:
    destination = tmp_path / "uploads" / "c.txt"
    destination.parent.mkdir()
    incoming = tmp_path / "c.txt"
    incoming.write_text(LETTER.format(3, "bàn ghế"), encoding="utf-8")
    assert upload(desk, incoming, destination).outcome == "added"
    incoming.write_text("", encoding="utf-8")
    assert upload(desk, incoming, destination).outcome == "failed"
    assert "bàn ghế" in destination.read_text(encoding="utf-8")


def test_an_uploaded_copy_of_a_known_document_is_not_kept(desk: Desk, tmp_path: Path) -> None:
    incoming, destination = tmp_path / "copy.txt", tmp_path / "kept.txt"
    incoming.write_bytes((desk.folder / "a.txt").read_bytes())
    report = upload(desk, incoming, destination)
    assert (report.outcome, destination.exists()) == ("unchanged", False)
    assert report.document_id == desk.library.cards()[0].id


# -- zip files


def pack(path: Path, **letters: int) -> Path:
    """A zip file with a letter of that number for each name."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, number in letters.items():
            archive.writestr(f"{name}.txt", LETTER.format(number, "hội trường") if number else "")
    return path


def unpack(desk: Desk) -> None:
    desk.write("x.txt", 11)
    (desk.folder / "g.zip").unlink()


PACKED: dict[str, tuple[Callable[[Desk], object], dict[str, str], list[str]]] = {
    "nothing": (lambda desk: None, {"x.txt": "unchanged", "y.txt": "unchanged"}, ["x.txt", "y.txt"]),
    "a member edited, one gone, one new": (
        lambda desk: pack(desk.folder / "g.zip", x=13, z=14),
        {"x.txt": "replaced", "y.txt": "removed", "z.txt": "added"},
        ["x.txt", "z.txt"],
    ),
    "a member broken: what was read of it stays": (
        lambda desk: pack(desk.folder / "g.zip", x=11, y=0),
        {"x.txt": "unchanged", "y.txt": "failed"},
        ["x.txt", "y.txt"],
    ),
    "the zip broken: what was read of it stays": (
        lambda desk: (desk.folder / "g.zip").write_bytes(b"PK"),
        {"g.zip": "failed"},
        ["x.txt", "y.txt"],
    ),
    "the zip gone": (
        lambda desk: (desk.folder / "g.zip").unlink(),
        {"x.txt": "removed", "y.txt": "removed"},
        [],
    ),
    "unpacked beside it: the documents move there": (
        unpack,
        {"x.txt": "unchanged", "y.txt": "removed"},
        ["x.txt"],
    ),
    "a member taken out of it into the folder": (
        lambda desk: (desk.write("x.txt", 11), pack(desk.folder / "g.zip", y=12)),
        {"x.txt": "unchanged", "y.txt": "unchanged"},
        ["y.txt", "x.txt"],
    ),
}


@pytest.mark.parametrize(("change", "outcomes", "sources"), PACKED.values(), ids=PACKED.keys())
def test_a_zip_handed_in_again(
    desk: Desk, change: Callable[[Desk], object], outcomes: dict[str, str], sources: list[str]
) -> None:
    pack(desk.folder / "g.zip", x=11, y=12)
    assert desk.take() == {"a.txt": "unchanged", "b.txt": "unchanged", "x.txt": "added", "y.txt": "added"}
    change(desk)
    assert desk.take() == {"a.txt": "unchanged", "b.txt": "unchanged"} | outcomes
    assert desk.sources == ["a.txt", "b.txt", *sources]


def test_the_same_letter_in_two_zips_is_one_document_for_good(desk: Desk) -> None:
    pack(desk.folder / "g.zip", x=11)
    pack(desk.folder / "h.zip", x=11)
    desk.take()
    generation, sources = desk.library.generation, desk.sources
    desk.take()
    assert (desk.library.generation, desk.sources) == (generation, sources)


def test_an_uploaded_zip_is_kept_with_its_documents(desk: Desk, tmp_path: Path) -> None:
    destination = tmp_path / "kept.zip"
    incoming = pack(tmp_path / "g.zip", x=11, y=12, z=0)
    reports = desk.intake.take_upload(incoming, destination)
    assert [(Path(report.file).name, report.outcome) for report in reports] == [
        ("x.txt", "added"), ("y.txt", "added"), ("z.txt", "failed"),
    ]  # fmt: skip
    assert (incoming.exists(), destination.exists()) == (False, True)
    assert str(destination / "x.txt") in [card.source for card in desk.library.cards()]


def test_an_uploaded_zip_takes_the_place_of_the_one_before(desk: Desk, tmp_path: Path) -> None:
    destination = tmp_path / "kept.zip"
    desk.intake.take_upload(pack(tmp_path / "g.zip", x=11, y=12), destination)
    reports = desk.intake.take_upload(pack(tmp_path / "g.zip", x=11, z=13), destination)
    assert [(Path(report.file).name, report.outcome) for report in reports] == [
        ("x.txt", "unchanged"), ("z.txt", "added"), ("y.txt", "removed"),
    ]  # fmt: skip


@pytest.mark.parametrize("bad", [b"PK", b""], ids=["damaged", "empty"])
def test_an_uploaded_zip_that_cannot_be_read_leaves_the_one_before(desk: Desk, tmp_path: Path, bad: bytes) -> None:
    destination = tmp_path / "kept.zip"
    desk.intake.take_upload(pack(tmp_path / "g.zip", x=11), destination)
    good, cards = destination.read_bytes(), desk.library.cards()
    (tmp_path / "g.zip").write_bytes(bad)
    (report,) = desk.intake.take_upload(tmp_path / "g.zip", destination)
    assert (report.outcome, destination.read_bytes(), desk.library.cards()) == ("failed", good, cards)


@pytest.mark.parametrize("letters", [{"x": 1}, {"x": 0}], ids=["only copies", "nothing that can be read"])
def test_an_uploaded_zip_that_brings_nothing_is_not_kept(desk: Desk, tmp_path: Path, letters: dict[str, int]) -> None:
    desk.intake.take_upload(pack(tmp_path / "g.zip", **letters), tmp_path / "kept.zip")
    assert not (tmp_path / "kept.zip").exists()
    assert desk.sources == ["a.txt", "b.txt"]


WHILE_ANOTHER = """
import sys
from pathlib import Path
from assistant.intake import only_one
with only_one(Path(sys.argv[1]), print):
    print("holds", flush=True)
    sys.stdin.readline()
"""


def test_a_second_process_is_told_and_waits(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WHILE_ANOTHER, str(tmp_path)]
    told: list[str] = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        assert first.stdout.readline() == "holds\n"

        def wait(process: str) -> None:
            told.append(process)
            assert first.stdin is not None
            first.stdin.write("\n")
            first.stdin.flush()

        with only_one(tmp_path, wait):
            assert first.wait(30) == 0
        assert told == [str(first.pid)]
    with only_one(tmp_path, told.append):
        pass
    assert len(told) == 1, "nobody else is at it"


def test_a_killed_process_is_not_waited_for(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WHILE_ANOTHER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "holds\n"
        first.kill()
    told: list[str] = []
    with only_one(tmp_path, told.append):
        pass
    assert not told
