"""Uploads that a killed server left half done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.incoming import Incoming, finish
from assistant.intake import Intake
from ingest.reading import ReadingHere
from vectorstore.library import Library

NOTICE = "Số: 7/TB-UBND\n\nTHÔNG BÁO\nLịch trực\n\n1. Văn phòng trực {0}.\n"


class Desk:
    """An uploads folder with two documents, and what a killed process left in it."""

    def __init__(self, home: Path) -> None:
        self.uploads = home / "uploads"
        self.uploads.mkdir(parents=True)
        self.library = Library.open(home)
        self.intake = Intake(self.library, lambda: None, ReadingHere(10_000))
        for name in ("a.txt", "b.txt"):
            self.write(name, name)
        self.intake.take([self.uploads])

    def write(self, name: str, what: str) -> Path:
        path = self.uploads / name
        path.write_text(NOTICE.format(what), encoding="utf-8")
        return path

    def killed(self, *names: str, received: str | None = None) -> None:
        """The folder of a change whose process is gone."""
        with Incoming(self.uploads, names) as folder:
            if received is not None:
                (Path(folder) / "0").mkdir()
                (Path(folder) / "0" / names[0]).write_text(received, encoding="utf-8")
            shutil.copytree(folder, self.uploads / ".incoming-killed")

    def state(self) -> dict[str, str | None]:
        """What the library says of each file; None for one that is there without a document."""
        found: dict[str, str | None] = {path.name: None for path in self.uploads.glob("*.txt")}
        for card in self.library.cards():
            document = self.library.document(card.id)
            assert document is not None
            found[Path(card.source).name] = document.clauses[-1].text
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


A, B = "1. Văn phòng trực a.txt.", "1. Văn phòng trực b.txt."


def received(desk: Desk) -> None:
    desk.killed("c.txt", received="nửa tệ")


def received_again(desk: Desk) -> None:
    desk.killed("a.txt", received="nửa tệ")


def moved(desk: Desk) -> None:
    desk.write("c.txt", "mới")
    desk.killed("c.txt")


def replaced(desk: Desk) -> None:
    desk.write("a.txt", "mới")
    desk.killed("a.txt")


def deleted(desk: Desk) -> None:
    (desk.uploads / "a.txt").unlink()
    desk.killed("a.txt")


def begun(desk: Desk) -> None:
    folder = desk.uploads / ".incoming-killed"
    folder.mkdir()
    os.utime(folder, (0, 0))


KILLED: dict[str, tuple[Callable[[Desk], None], dict[str, str | None]]] = {
    "while it was received: forgotten": (received, {"a.txt": A, "b.txt": B}),
    "while one to replace another was received: the other stays": (received_again, {"a.txt": A, "b.txt": B}),
    "moved and not stored: finished": (moved, {"a.txt": A, "b.txt": B, "c.txt": "1. Văn phòng trực mới."}),
    "replaced and not stored: finished": (replaced, {"a.txt": "1. Văn phòng trực mới.", "b.txt": B}),
    "deleted and not taken out: finished": (deleted, {"b.txt": B}),
    "before anything was written down": (begun, {"a.txt": A, "b.txt": B}),
}


@pytest.mark.parametrize(("kill", "after"), KILLED.values(), ids=KILLED.keys())
def test_it_is_finished_or_forgotten(desk: Desk, kill: Callable[[Desk], None], after: dict[str, str | None]) -> None:
    kill(desk)
    finish(desk.uploads, desk.library, desk.intake)
    assert desk.state() == after
    assert not list(desk.uploads.glob(".incoming-*"))


def test_who_is_at_it_is_left_alone(desk: Desk) -> None:
    with Incoming(desk.uploads, ["c.txt"]) as folder:
        assert finish(desk.uploads, desk.library, desk.intake) == []
        assert Path(folder).exists()
    assert not Path(folder).exists()


def test_a_folder_that_is_just_being_made_is_left_alone(desk: Desk) -> None:
    (desk.uploads / ".incoming-new").mkdir()
    assert finish(desk.uploads, desk.library, desk.intake) == []
    assert (desk.uploads / ".incoming-new").exists()
