"""What is done to a store while it is killed, and what the store says afterwards."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import UploadFile

from assistant.api.services import Services, open_services
from assistant.api.uploads import Uploads, take_out
from assistant.settings import Settings
from eval.questions import load_questions
from ingest.reading import ReadingHere
from tests.vectorstore.older_stores import first_release, rows
from vectorstore.backup import back_up, restore
from vectorstore.checkup import check
from vectorstore.databases import FILE
from vectorstore.library import Library

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "ingest" / "sample"
QUESTIONS = ROOT / "eval" / "questions" / "sample.jsonl"
_ASKED = 6
_GONE, _CHANGED, _UPLOADED = "09_CT_phongchonglubao2025.txt", "KH_CDS_TP_VanHac_2025_signed.txt", "tải lên.txt"
_REMOVED = (_GONE, _CHANGED, _UPLOADED)
NOTICE = "Số: 7/TB-UBND\n\nHòa Bình, ngày 9 tháng 5 năm 2024\n\nTHÔNG BÁO\nLịch trực\n\n1. Văn phòng trực {0}.\n"


@dataclass(frozen=True, slots=True)
class World:
    """A folder of letters, a store and a backup, always at the same place: sources are absolute paths."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def letters(self) -> Path:
        return self.root / "letters"

    @property
    def backup(self) -> Path:
        return self.root / "out" / "kho.zip"

    def restore_from(self, other: Path) -> None:
        """Be as a copy that was put aside."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(other, self.root, copy_function=shutil.copy2)

    @contextmanager
    def services(self) -> Iterator[Services]:
        """As the server opens them, which also finishes what another left; files are read in this process."""
        services = open_services(Settings(home=self.home))
        services.intake._reading = ReadingHere(1_000_000)
        yield services
        services.library.close()

    def write(self) -> None:
        """The letters as they are first."""
        self.letters.mkdir(parents=True)
        self.backup.parent.mkdir()
        for path in SAMPLE.iterdir():
            if path.name != "README.md":
                shutil.copy(path, self.letters)

    def rewrite(self) -> None:
        """One letter changed, one new, one gone."""
        changed = self.letters / _CHANGED
        changed.write_text(changed.read_text(encoding="utf-8").replace("2025", "2026"), encoding="utf-8")
        (self.letters / "moi.txt").write_text(NOTICE.format("cửa rừng"), encoding="utf-8")
        (self.letters / _GONE).unlink()


def ingest(world: World) -> None:
    with world.services() as services:
        services.intake.take([world.letters])


def ingested(world: World) -> None:
    world.write()
    ingest(world)


def to_replace(world: World) -> None:
    ingested(world)
    world.rewrite()


def remove(world: World) -> None:
    """Two letters, and a file that was uploaded."""
    with world.services() as services:
        for card in services.library.cards():
            if card.file in _REMOVED:
                take_out(services, card)
        services.intake.catch_up()


def upload(world: World) -> None:
    files = {_UPLOADED: NOTICE.format("ở nhà mới"), "thêm.txt": NOTICE.format("ngày lễ").replace("7/", "8/")}
    with world.services() as services:
        given = [UploadFile(io.BytesIO(text.encode()), filename=name) for name, text in files.items()]
        Uploads(services, given).keep(lambda progress: None)


def uploaded(world: World) -> None:
    ingested(world)
    with world.services() as services:
        given = UploadFile(io.BytesIO(NOTICE.format("nhà cũ").encode()), filename=_UPLOADED)
        Uploads(services, [given]).keep(lambda progress: None)


def of_the_first_release(world: World) -> None:
    ingested(world)
    fresh = world.root / "fresh"
    world.home.rename(fresh)
    first_release(world.home, fresh)
    for index in ("vectors", "fulltext"):
        (fresh / index).rename(world.home / index)
    shutil.rmtree(fresh)


def migrate(world: World) -> None:
    Library.open(world.home).close()


def back_up_again(world: World) -> None:
    back_up(world.home, world.backup)


def backed_up(world: World) -> None:
    """There is a backup of an earlier state."""
    uploaded(world)
    back_up_again(world)
    world.rewrite()
    ingest(world)


def restored(world: World) -> None:
    restore(world.backup, world.home, replace=True)
    ingest_nothing(world)


def ingest_nothing(world: World) -> None:
    """Start, which brings the indexes up to date."""
    with world.services():
        pass


@dataclass(frozen=True, slots=True)
class Act:
    """What is interrupted; done once more it must be complete."""

    before: Callable[[World], None]
    act: Callable[[World], None]


ACTS: Mapping[str, Act] = {
    "ingest": Act(World.write, ingest),
    "replace": Act(to_replace, ingest),
    "remove": Act(uploaded, remove),
    "upload": Act(uploaded, upload),
    "migrate": Act(of_the_first_release, migrate),
    "back up": Act(backed_up, back_up_again),
    "restore": Act(backed_up, restored),
}


def state(world: World) -> dict[str, Any]:
    """All that a store says, times and random names aside; opens it as the server does."""
    with world.services() as services:
        checkup = check(world.home, services.assistant._indexes)  # type: ignore[attr-defined]
        questions = [question.question for question in load_questions(QUESTIONS)[:_ASKED]]
        answers = [services.assistant.ask(question).to_json() for question in questions]
    for answer in answers:
        del answer["elapsed_ms"], answer["receipt"]
    return {
        "sound": checkup is not None and checkup.sound and checkup.indexes == "current",
        "rows": json.loads(json.dumps(rows(world.home / FILE))),
        "schema": _versions(world.home / FILE),
        "answers": json.loads(json.dumps(answers)),
        "files": sorted(_lasting(world)),
        "backup": _backup(world),
    }


def documents(world: World) -> dict[str, Any]:
    """Each document with its clauses and facts, by its source, as the database has it now, whole or not."""
    if not (world.home / FILE).exists():
        return {}
    found = rows(world.home / FILE)
    parts = {
        name: [
            [name, *row[1:]] for name in ("clauses", "facts") for row in found.get(name, []) if row[0] == document[0]
        ]
        for document in found.get("documents", [])
        for name in [str(document[1])]
    }
    return {
        str(document[1]): json.loads(json.dumps([[*document[3:7], document[10]], parts[str(document[1])]]))
        for document in found.get("documents", [])
    }


def _versions(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return [
            connection.execute(f"SELECT {what}").fetchone()[0] for what in ("schema FROM meta", "generation FROM meta")
        ]


def _lasting(world: World) -> Iterator[str]:
    """Files that must be the same: no half ones, nothing left behind; the indexes' own names are random."""
    for path in world.root.rglob("*"):
        name = path.relative_to(world.root).as_posix()
        passing = (".lock", "-wal", "-shm", ".pid")
        if path.is_file() and not name.endswith(passing) and not name.startswith(("home/vectors/", "home/fulltext/")):
            yield name


def _backup(world: World) -> Any:
    """What the backup holds; a half one cannot be restored."""
    if not world.backup.exists():
        return None
    elsewhere = world.root.with_name("restored")
    shutil.rmtree(elsewhere, ignore_errors=True)
    manifest = restore(world.backup, elsewhere)
    Library.open(elsewhere).close()
    return [manifest.documents, manifest.uploads, json.loads(json.dumps(rows(elsewhere / FILE)))]
