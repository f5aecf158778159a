"""backup, restore and doctor, as whoever keeps the store calls them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main

PLAN = "Số: {0}/KH-UBND\n\nKẾ HOẠCH\nTrồng rừng\n\n1. Hạt Kiểm lâm cấp {0} cây giống trước ngày 30/4/2031.\n"


def call(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *words])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(PLAN.format(number + 100), encoding="utf-8")
    assert call(tmp_path / "home", "ingest", str(folder)).exit_code == 0
    return tmp_path / "home"


def answer(home: Path) -> str:
    result = call(home, "ask", "Hạt Kiểm lâm cấp 117 cây giống trước ngày nào?", "--json")
    assert result.exit_code == 0, result.output
    return str(json.loads(result.stdout)["answer"])


def test_a_restored_store_answers_alike(home: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "kho.zip")
    assert json.loads(call(home, "backup", file, "--json").stdout)["documents"] == 30
    assert "30 văn bản" in call(home, "backup", file).stdout
    result = call(tmp_path / "other", "restore", file, "--json")
    assert json.loads(result.stdout)["documents"] == 30
    assert answer(tmp_path / "other") == answer(home)


def test_a_store_with_documents_is_not_replaced_by_mistake(home: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "kho.zip")
    call(home, "backup", file)
    refused = call(home, "restore", file)
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert call(home, "restore", file, "--replace").exit_code == 0


def test_nothing_to_back_up(tmp_path: Path) -> None:
    result = call(tmp_path / "none", "backup", str(tmp_path / "kho.zip"))
    assert result.exit_code == 1
    assert "DANCHIEU_HOME" in result.output


def test_doctor_tells_of_the_store(home: Path, tmp_path: Path) -> None:
    store = json.loads(call(home, "doctor", "--json").stdout)["store"]
    assert store == {"documents": 30, "damage": None, "indexes": "current", "sound": True, "reindexing": None}
    assert "30 văn bản, lành lặn" in call(home, "doctor").stdout
    assert json.loads(call(tmp_path / "none", "doctor", "--json").stdout)["store"] is None
    assert json.loads(call(home, "doctor", "--repair", "--json").stdout)["repaired"] is None


def test_doctor_repairs_a_damaged_library_from_the_files(home: Path) -> None:
    before = answer(home)
    path = home / "library.sqlite3"
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    with path.open("rb+") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 3 * 4096)
    assert call(home, "doctor").exit_code == 1
    repaired = json.loads(call(home, "doctor", "--repair", "--json").stdout)
    assert repaired["store"]["sound"]
    assert repaired["repaired"]["lost"] == []
    assert Path(repaired["repaired"]["damaged"]).exists()
    call(home, "ingest", str(home.parent / "plans"))
    assert len(json.loads(call(home, "documents", "list", "--json").stdout)["documents"]) == 30
    assert answer(home) == before
