"""A full disk, a store that may not be written, damage: what is said, what still answers, and what is mended."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from tests.vectorstore.older_stores import first_release

PLAN = "Số: {0}/KH-UBND\n\nKẾ HOẠCH\nTrồng rừng\n\n1. Hạt Kiểm lâm cấp {0} cây giống trước ngày 30/4/2031.\n"
COUNT = 24


def call(home: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *map(str, words)])


def write(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number}.txt").write_text(PLAN.format(number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of plans and the store of them."""
    place = tmp_path_factory.mktemp("made")
    assert call(place / "home", "ingest", write(place / "plans", range(100, 100 + COUNT))).exit_code == 0
    return place


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A store of its own; the plans lie where they lay."""
    return Path(shutil.copytree(made / "home", tmp_path / "home"))


def answer(home: Path) -> str:
    result = call(home, "ask", "Hạt Kiểm lâm cấp 117 cây giống trước ngày nào?", "--json")
    assert result.exit_code == 0, result.output
    return str(json.loads(result.stdout)["answer"])


def files(home: Path) -> set[str]:
    listed = json.loads(call(home, "documents", "list", "--json").stdout)["documents"]
    return {document["file"] for document in listed}


# -- a full disk, a disk that may not be written


class Disk:
    """A disk of a few megabytes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._filler = root / "filler"

    def fill(self) -> None:
        with self._filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096) == 4096:
                    pass
            except OSError:
                return

    def free(self) -> None:
        self._filler.unlink()

    def forbid(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", str(self.root)], check=True)


@pytest.fixture
def disk(made: Path, tmp_path: Path) -> Iterator[Disk]:
    """With the store on it, and nothing else."""
    root = tmp_path / "disk"
    root.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24M", "none", str(root)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("a disk of its own takes the right to mount one")
    shutil.copytree(made / "home", root / "home")
    yield Disk(root)
    subprocess.run(["umount", "-l", str(root)], check=True)


def ingest(disk: Disk, tmp_path: Path) -> Result:
    return call(disk.root / "home", "ingest", write(tmp_path / "more", range(300, 340)))


def ingest_anew(disk: Disk, tmp_path: Path) -> Result:
    return call(disk.root / "new", "ingest", write(tmp_path / "more", range(300, 340)))


def back_up(disk: Disk, tmp_path: Path) -> Result:
    return call(disk.root / "home", "backup", disk.root / "kho.zip")


def restore(disk: Disk, tmp_path: Path) -> Result:
    assert call(tmp_path / "home", "ingest", write(tmp_path / "more", range(300, 340))).exit_code == 0
    assert call(tmp_path / "home", "backup", tmp_path / "kho.zip").exit_code == 0
    return call(disk.root / "home", "restore", tmp_path / "kho.zip", "--replace")


def upgrade(disk: Disk, tmp_path: Path) -> Result:
    if not (disk.root / "old").exists():
        first_release(tmp_path / "old", disk.root / "home")
        shutil.copytree(tmp_path / "old", disk.root / "old")
    return call(disk.root / "old", "documents", "list")


WRITING: dict[str, tuple[Callable[[Disk, Path], Result], str, int]] = {
    "ingest": (ingest, "home", COUNT + 40),
    "ingest into a new store": (ingest_anew, "new", 40),
    "backup": (back_up, "home", COUNT),
    "restore": (restore, "home", 40),
}


@pytest.mark.parametrize(("act", "name", "after"), WRITING.values(), ids=WRITING.keys())
def test_a_full_disk_is_told_and_nothing_is_half(
    disk: Disk, tmp_path: Path, act: Callable[[Disk, Path], Result], name: str, after: int
) -> None:
    home = disk.root / name
    before = files(home) if home.exists() else set()
    disk.fill()
    full = act(disk, tmp_path)
    assert full.exit_code == 1, full.output
    assert "đĩa đã đầy" in full.output.lower(), full.output
    disk.free()
    assert before <= files(home) or not before
    again = act(disk, tmp_path)
    assert again.exit_code == 0, again.output
    assert len(files(home)) == after
    assert json.loads(call(home, "doctor", "--json").stdout)["store"]["sound"]
    assert not [path for path in home.glob(".*-*") if path.is_dir()]


def test_a_full_disk_does_not_keep_from_asking(disk: Disk) -> None:
    before = answer(disk.root / "home")
    disk.fill()
    assert answer(disk.root / "home") == before


def test_a_full_disk_leaves_the_old_tables(disk: Disk, tmp_path: Path) -> None:
    upgrade_before = first_release(tmp_path / "old", disk.root / "home")
    shutil.copytree(tmp_path / "old", disk.root / "old")
    with closing(sqlite3.connect(upgrade_before)) as connection:
        count = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    disk.fill()
    full = call(disk.root / "old", "documents", "list")
    assert (full.exit_code, "đĩa đã đầy" in full.output.lower()) == (1, True), full.output
    disk.free()
    assert len(files(disk.root / "old")) == count == COUNT


READ_ONLY: dict[str, Callable[[Disk, Path], Result]] = {
    "ingest": ingest,
    "ingest into a new store": ingest_anew,
    "backup": back_up,
    "restore": restore,
    "asking": lambda disk, tmp_path: call(disk.root / "home", "ask", "Hạt Kiểm lâm cấp gì?"),
    "removing": lambda disk, tmp_path: call(disk.root / "home", "documents", "remove", "117-kh-ubnd"),
}


@pytest.mark.parametrize("act", READ_ONLY.values(), ids=READ_ONLY.keys())
def test_a_disk_that_may_not_be_written_is_told(
    disk: Disk, tmp_path: Path, act: Callable[[Disk, Path], Result]
) -> None:
    disk.forbid()
    refused = act(disk, tmp_path)
    assert refused.exit_code == 1, refused.output
    assert "quyền" in refused.output, refused.output
    assert "Traceback" not in refused.output


# -- damaged indexes


def every_file(home: Path) -> Iterator[Path]:
    for name in ("vectors", "fulltext"):
        yield from (path for path in sorted((home / name).rglob("*")) if path.is_file())


def empty_all(home: Path) -> None:
    for path in every_file(home):
        path.write_bytes(b"")


def halve_all(home: Path) -> None:
    for path in every_file(home):
        if path.suffix != ".json":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def fill_with_noise(home: Path) -> None:
    for path in every_file(home):
        if path.suffix != ".json":
            path.write_bytes(os.urandom(path.stat().st_size))


def garble_markers(home: Path) -> None:
    for path in every_file(home):
        if path.name == "current.json":
            path.write_text("{")


def delete_versions(home: Path) -> None:
    for marker in home.rglob("current.json"):
        shutil.rmtree(marker.parent / json.loads(marker.read_text())["version"])


def delete_all(home: Path) -> None:
    shutil.rmtree(home / "vectors")
    shutil.rmtree(home / "fulltext")


INDEXES: dict[str, Callable[[Path], None]] = {
    "every file is empty": empty_all,
    "every file is half as long": halve_all,
    "every file is noise": fill_with_noise,
    "markers that are no JSON": garble_markers,
    "versions that are gone": delete_versions,
    "nothing is left": delete_all,
}


@pytest.mark.parametrize("damage", INDEXES.values(), ids=INDEXES.keys())
def test_damaged_indexes_are_mended(home: Path, made: Path, damage: Callable[[Path], None]) -> None:
    damage(home)
    repaired = call(home, "doctor", "--repair", "--json")
    store = json.loads(repaired.stdout)["store"]
    assert store["sound"], repaired.output
    assert answer(home) == answer(made / "home")
    assert json.loads(call(home, "doctor", "--json").stdout)["store"]["indexes"] == "current"


# -- a damaged library


def settle(home: Path) -> Path:
    """The library's file, with all of it in it."""
    path = home / "library.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def overwrite(path: Path, places: Iterator[tuple[int, int]]) -> None:
    with path.open("rb+") as file:
        for start, length in places:
            file.seek(start)
            file.write(b"\xff" * length)


def pages_of_texts(path: Path) -> list[int]:
    """Where the pages begin that hold documents' texts, whatever the layout of the file."""
    data = path.read_bytes()
    return [start for start in range(0, len(data), 4096) if "Trồng rừng".encode() in data[start : start + 4096]]


def one_page(path: Path) -> None:
    pages = pages_of_texts(path)
    overwrite(path, iter([(pages[len(pages) // 2], 4096)]))


def every_second_page(path: Path) -> None:
    overwrite(path, ((start, 4096) for start in pages_of_texts(path)[::2]))


def the_header(path: Path) -> None:
    overwrite(path, iter([(0, 100)]))


def the_end(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def all_of_it(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


LIBRARY: dict[str, tuple[Callable[[Path], None], bool]] = {
    "a page of documents": (one_page, True),
    "every second page of documents": (every_second_page, True),
    "the header": (the_header, False),
    "the second half is gone": (the_end, False),
    "all of it is noise": (all_of_it, False),
}


@pytest.mark.parametrize(("damage", "named"), LIBRARY.values(), ids=LIBRARY.keys())
def test_a_damaged_library_is_mended_from_itself_and_from_the_files(
    home: Path, made: Path, damage: Callable[[Path], None], named: bool
) -> None:
    """`named`: whether enough is left to know which files it was made of; else they are handed in again."""
    damage(settle(home))
    told = call(home, "doctor")
    assert (told.exit_code, "doctor --repair" in told.output) == (1, True), told.output
    repaired = json.loads(call(home, "doctor", "--repair", "--json").stdout)
    assert repaired["store"]["sound"]
    assert repaired["repaired"]["lost"] == []
    assert Path(repaired["repaired"]["damaged"]).exists()
    if not named:
        call(home, "ingest", made / "plans")
    assert len(files(home)) == COUNT
    assert answer(home) == answer(made / "home")


def test_what_is_lost_is_named(home: Path, made: Path, tmp_path: Path) -> None:
    """Documents of which neither the rows nor the files can be read."""
    gone = write(tmp_path / "gone", range(500, 540))
    call(home, "ingest", gone)
    shutil.rmtree(gone)
    every_second_page(settle(home))
    result = call(home, "doctor", "--repair", "--json")
    told = json.loads(result.stdout)["repaired"]
    assert result.exit_code == 1
    assert told["lost"]
    assert {Path(name).parent for name in told["lost"] if "/" in name} == {gone}
    assert len(told["lost"]) + len(files(home)) == COUNT + 40


@pytest.mark.parametrize("damage", [one_page, the_header, all_of_it])
def test_a_backup_replaces_a_damaged_library(home: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    before = answer(home)
    assert call(home, "backup", tmp_path / "kho.zip").exit_code == 0
    damage(settle(home))
    restored = call(home, "restore", tmp_path / "kho.zip", "--replace")
    assert restored.exit_code == 0, restored.output
    assert answer(home) == before
    assert json.loads(call(home, "doctor", "--json").stdout)["store"]["sound"]
