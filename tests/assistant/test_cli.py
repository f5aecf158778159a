"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from assistant import cli
from assistant.api.services import Services

LETTER = (
    "Số: {}/UBND-VX\n\nAn Hòa, ngày 5 tháng 3 năm 2024\n\nV/v chuẩn bị hội nghị\n\n1. Văn phòng chuẩn bị hội trường.\n"
)

Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DANCHIEU_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(home.parent)  # a .env of the developer's stays out of it

    def invoke(*arguments: object, **options: Any) -> Result:
        return CliRunner().invoke(cli.main, [str(argument) for argument in arguments], **options)

    return invoke


@pytest.fixture
def asking(services: Services, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`ask` with the fake assistant."""
    monkeypatch.setattr(cli, "_open_assistant", lambda settings: services.assistant)
    return services.assistant


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.txt").write_text(LETTER.format(number), encoding="utf-8")
    return folder


# -- ingest


def told(result: Result) -> dict[str, str]:
    return {Path(row["file"]).name: row["outcome"] for row in json.loads(result.stdout)["files"]}


def test_ingest_twice(run: Run, letters: Path) -> None:
    first, second = run("ingest", letters, "--json"), run("ingest", letters, "--json")
    assert (first.exit_code, told(first)) == (0, {"1.txt": "added", "2.txt": "added"})
    assert (second.exit_code, told(second)) == (0, {"1.txt": "unchanged", "2.txt": "unchanged"})


def test_ingest_names_what_failed_and_does_the_rest(run: Run, letters: Path) -> None:
    (letters / "rong.txt").touch()
    (letters / "anh.gif").touch()
    result = run("ingest", letters, letters / "khong.txt", "--json")
    assert result.exit_code == 1
    assert told(result) == {"1.txt": "added", "2.txt": "added", "rong.txt": "failed", "khong.txt": "failed"}
    assert json.loads(result.stdout)["skipped"] == 1
    failed = [row for row in json.loads(result.stdout)["files"] if row["outcome"] == "failed"]
    assert [row["error"] for row in failed] == ["EmptyFile", "NotFound"]
    for name in ("rong.txt", "khong.txt"):
        assert str(letters / name) in result.stderr


def test_ingest_for_people(run: Run, letters: Path) -> None:
    result = run("ingest", letters)
    assert "thêm" in result.stdout
    assert "2 thêm" in result.stdout.splitlines()[-1]
    (letters / "1.txt").unlink()
    assert "1 gỡ" in run("ingest", letters).stdout


def test_ingest_names_what_it_has_no_reader_for(run: Run, letters: Path) -> None:
    for name in ("bang.xyz", ".an", "INDEX.md"):
        (letters / name).write_text("x", encoding="utf-8")
    result = run("ingest", letters)
    [line] = [line for line in result.stderr.splitlines() if line.startswith("bỏ qua")]
    assert line.endswith("bang.xyz")
    assert "3 bỏ qua" in result.stdout


def test_ingest_warns_when_a_folder_is_empty_all_of_a_sudden(run: Run, letters: Path) -> None:
    run("ingest", letters)
    for path in letters.iterdir():
        path.unlink()
    result = run("ingest", letters, "--json")
    assert (result.exit_code, json.loads(result.stdout)["files"]) == (0, [])
    assert len(json.loads(result.stdout)["missing"][0]["documents"]) == 2
    assert "cảnh báo" in result.stderr


def test_ingest_tells_what_was_odd_about_the_reading(run: Run, letters: Path) -> None:
    (letters / "1.txt").rename(letters / "1.docx")
    shown = run("ingest", letters).stdout.splitlines()
    assert "1.docx" in shown[0]
    assert shown[1].startswith("    ! Tệp mang đuôi .docx")
    (letters / "2.txt").rename(letters / "2.docx")
    result = run("ingest", letters / "2.docx", "--json")
    (row,) = json.loads(result.stdout)["files"]
    assert [anomaly["code"] for anomaly in row["anomalies"]] == ["wrong-suffix"]


def test_ingest_of_a_zip(run: Run, letters: Path) -> None:
    with zipfile.ZipFile(letters / "3.zip", "w") as archive:
        archive.writestr("3.txt", LETTER.format(3))
        archive.writestr("rong.txt", "")
    result = run("ingest", letters, "--json")
    assert told(result) == {"1.txt": "added", "2.txt": "added", "3.txt": "added", "rong.txt": "failed"}
    assert str(letters / "3.zip" / "rong.txt") in result.stderr


def test_a_hostile_file_is_named_with_what_to_do(run: Run, letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANCHIEU_FILE_MEMORY_MB", "100")
    (letters / "bom.txt").write_text("1. Việc.\n" * 1_000_000, encoding="utf-8")
    result = run("ingest", letters, "--json")
    assert (result.exit_code, told(result)) == (1, {"1.txt": "added", "2.txt": "added", "bom.txt": "failed"})
    (row,) = [row for row in json.loads(result.stdout)["files"] if row["outcome"] == "failed"]
    assert row["error"] == "TooDemanding"
    assert "DANCHIEU_FILE_MEMORY_MB" in result.stderr


# -- doctor


def test_what_this_machine_lacks_is_told(run: Run, letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda command: None)
    result = run("doctor", "--json")
    formats = {known["format"]: known["missing"] for known in json.loads(result.stdout)["formats"]}
    assert (result.exit_code, formats["Word (.docx)"]) == (1, [])
    assert {"program": "LibreOffice", "package": "libreoffice-writer-nogui"} in formats["Word 97-2003 (.doc)"]
    shown = run("doctor").stdout
    assert "libreoffice-writer-nogui" in shown
    warned = run("ingest", letters, "--json")
    assert warned.stderr.count("Word 97-2003 (.doc)") == 1
    assert told(warned) == {"1.txt": "added", "2.txt": "added"}


def test_nothing_is_told_where_nothing_lacks(run: Run, letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda command: f"/usr/bin/{command}")
    assert run("doctor").exit_code == 0
    assert "lỗi" not in run("ingest", letters).stderr  # how far it is may be told, if it takes long


# -- inspect


def test_inspect_stores_nothing(run: Run, letters: Path, home: Path) -> None:
    result = run("inspect", letters / "1.txt", "--json")
    body = json.loads(result.stdout)
    assert (result.exit_code, body["header"]["number"]) == (0, "1/UBND-VX")
    assert "1" in [clause["path"] for clause in body["clauses"]]
    assert not home.exists()


def test_inspect_for_people(run: Run, letters: Path) -> None:
    assert "1/UBND-VX" in run("inspect", letters / "1.txt").stdout


def test_inspect_of_a_bad_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rong.txt").touch()
    result = run("inspect", tmp_path / "rong.txt", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "rong.txt" in result.stderr


# -- ask


def test_ask_for_people(run: Run, asking: Any) -> None:
    shown = run("ask", "Ai trực canh lửa?").stdout
    assert shown.startswith("Hạt Kiểm lâm trực canh lửa [1].")
    assert "[1] gạch đầu dòng thứ 1, mục I.1 Kế hoạch số 31/KH-UBND" in shown
    assert "“Trực canh lửa 24/24 giờ & báo cáo hằng tuần.”" in shown
    assert "Kế hoạch của năm 2024." in shown


def test_ask_for_people_when_refused(run: Run, asking: Any) -> None:
    result = run("ask", "Ai trả tiền?!")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "Văn bản không nêu việc này.")
    assert "Gần nhất" in result.stdout


def test_ask_json_is_only_json(run: Run, asking: Any) -> None:
    result = run("ask", "Ai trực canh lửa?", "--json")
    assert json.loads(result.stdout)["citations"][0]["path"] == "I.1-1"


def test_ask_passes_on_everything(run: Run, asking: Any, services: Services, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text('[["Hỏi", "Đáp"]]', encoding="utf-8")
    document_id = services.library.cards()[0].id
    options = ("--history", history, "--document", document_id, "--as-of", "2024-05-01", "--json")
    assert run("ask", "Ai trực?", *options).exit_code == 0
    asked = asking.asked[-1]
    assert (list(asked["history"]), list(asked["documents"])) == ([("Hỏi", "Đáp")], [document_id])
    assert str(asked["as_of"]) == "2024-05-01"


WRONG_CALLS: dict[str, tuple[str, ...]] = {
    "nothing asked": ("ask",),
    "an empty question": ("ask", " "),
    "a long question": ("ask", "a" * 2001),
    "a date that is none": ("ask", "a", "--as-of", "2024-02-30"),
    "an unknown document": ("ask", "a", "--document", "khong-co"),
    "a history that is not there": ("ask", "a", "--history", "khong.json"),
    "a batch without --json": ("ask", "--batch", "lines.jsonl"),
    "a question and a batch": ("ask", "a", "--batch", "lines.jsonl", "--json"),
    "an unknown command": ("hoi",),
    "an unknown option": ("ask", "a", "--nhanh"),
    "a port that is none": ("serve", "--port", "99999"),
    "no path": ("ingest",),
}


@pytest.mark.parametrize("arguments", WRONG_CALLS.values(), ids=WRONG_CALLS.keys())
def test_a_wrong_call_is_told_on_standard_error(
    run: Run, asking: Any, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "lines.jsonl").write_text('{"question": "a"}\n', encoding="utf-8")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
    assert asking.asked == []


def test_a_history_that_is_no_json(run: Run, asking: Any, tmp_path: Path) -> None:
    (tmp_path / "history.json").write_text("[[", encoding="utf-8")
    assert run("ask", "a", "--history", tmp_path / "history.json").exit_code == 2


def batch(run: Run, tmp_path: Path, *lines: str) -> tuple[Result, list[dict[str, Any]]]:
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    result = run("ask", "--batch", path, "--json")
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def test_a_batch_is_answered_in_order_under_its_ids(run: Run, asking: Any, tmp_path: Path) -> None:
    result, answers = batch(
        run,
        tmp_path,
        '{"id": "b", "question": "Một?", "history": [["Hỏi", "Đáp"]], "expected": "kept by others"}',
        "",
        '{"id": 7, "question": "Hai?"}',
        '{"question": "Ba?"}',
    )
    assert result.exit_code == 0
    assert [(answer["id"], answer["question"]) for answer in answers] == [("b", "Một?"), (7, "Hai?"), (None, "Ba?")]
    assert list(asking.asked[0]["history"]) == [("Hỏi", "Đáp")]


BAD_LINES = {"no JSON": "{", "no question": '{"id": "x"}', "an empty question": '{"id": "x", "question": ""}'}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_is_named_and_the_others_answered(run: Run, asking: Any, tmp_path: Path, line: str) -> None:
    result, answers = batch(run, tmp_path, line, '{"id": "y", "question": "Hai?"}')
    assert (result.exit_code, [answer["id"] for answer in answers]) == (1, ["y"])
    assert "dòng 1" in result.stderr


def test_a_question_that_fails_costs_only_itself(
    run: Run, asking: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    asking.failure = ZeroDivisionError()
    result, answers = batch(run, tmp_path, '{"id": "x", "question": "Một?"}', '{"id": "y", "question": "Hai?"}')
    assert (result.exit_code, answers) == (1, [])
    assert "dòng 1" in caplog.text
    assert "dòng 2" in caplog.text


# -- documents


def test_documents(run: Run, letters: Path) -> None:
    run("ingest", letters)
    listed = json.loads(run("documents", "list", "--json").stdout)["documents"]
    assert [item["file"] for item in listed] == ["1.txt", "2.txt"]
    document_id = listed[0]["id"]
    assert document_id in run("documents", "list").stdout
    assert json.loads(run("documents", "show", document_id, "--json").stdout)["header"]["number"] == "1/UBND-VX"
    assert "1/UBND-VX" in run("documents", "show", document_id).stdout
    removed = run("documents", "remove", document_id, "--json")
    assert (removed.exit_code, json.loads(removed.stdout)["removed"]) == (0, [document_id])
    assert len(json.loads(run("documents", "list", "--json").stdout)["documents"]) == 1
    assert (letters / "1.txt").exists()


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_unknown_document(run: Run, command: str) -> None:
    result = run("documents", command, "khong-co", "--json")
    assert result.exit_code == 1
    assert "khong-co" in result.stderr


def test_an_empty_store_says_what_to_do(run: Run) -> None:
    assert "danchieu ingest" in run("documents", "list").stdout


# -- the frame


def test_home_is_an_option_too(run: Run, letters: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert run("--home", other, "ingest", letters).exit_code == 0
    assert (other / "library.sqlite3").exists()
    assert "danchieu ingest" in run("documents", "list").stdout


def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANCHIEU_MAX_FILE_MB", "nhiều")
    result = run("documents", "list")
    assert result.exit_code == 2
    assert "DANCHIEU_MAX_FILE_MB" in result.stderr


def test_a_store_that_fails_is_told_in_a_sentence(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "library.sqlite3").write_bytes(b"not a database, only some bytes " * 100)
    result = run("documents", "list", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Kho bị hỏng" in result.stderr
    assert "Traceback" not in result.stderr


@click.command()
def measure() -> None:
    click.echo("measured")


def entries(**values: str) -> Callable[..., EntryPoints]:
    points = EntryPoints(EntryPoint(name, value, cli.ENTRY_POINTS) for name, value in values.items())
    return points.select


def test_commands_of_other_packages_are_found(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "measuring", sys.modules[__name__])
    monkeypatch.setattr(cli, "entry_points", entries(measure="measuring:measure"))
    assert run("measure").stdout == "measured\n"
    assert "measure" in run("--help").stdout


def test_a_command_that_cannot_be_imported_spoils_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "entry_points", entries(broken="no_such_module:command"))
    assert "ingest" in run("--help").stdout
    assert run("broken").exit_code == 1


# -- the look-ups


def test_duties_and_deadlines_of_all_documents_or_one(run: Run, letters: Path, home: Path) -> None:
    (letters / "1.txt").write_text(
        LETTER.format(1).replace("hội trường.", "hội trường trước ngày 30/3/2024."), encoding="utf-8"
    )
    run("ingest", letters)
    duties = json.loads(run("duties", "--json").stdout)["duties"]
    assert [(duty["document_id"], duty["actor"]) for duty in duties] == [
        ("1-ubnd-vx-2024", "Văn phòng"), ("2-ubnd-vx-2024", "Văn phòng"),
    ]  # fmt: skip
    assert "Văn phòng (thực hiện)" in run("duties", "--document", "2-ubnd-vx-2024").stdout
    (deadline,) = json.loads(run("deadlines", "--json", "--ics", home / "a.ics").stdout)["deadlines"]
    assert deadline["date"] == "2024-03-30"
    assert "DTSTART;VALUE=DATE:20240330" in (home / "a.ics").read_text(encoding="utf-8")
    assert run("deadlines").stdout.startswith("- 30/3/2024: ")
    assert run("deadlines", "--ics", home / "no" / "a.ics").exit_code == 1


def test_precedents_of_the_corpus(run: Run, letters: Path) -> None:
    run("ingest", letters)
    (found,) = json.loads(run("precedents", "chuẩn bị hội trường", "--json").stdout)["precedents"]
    assert found["quote"] == "Văn phòng chuẩn bị hội trường."
    assert [other["document_id"] for other in found["also"]] == ["2-ubnd-vx-2024"]
    assert "“Văn phòng chuẩn bị hội trường.”" in run("precedents", "chuẩn bị hội trường").stdout
    assert run("precedents", " ").exit_code == 2
