"""`danchieu accounts`, and when `serve` asks for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from assistant.api.server import open_door
from assistant.cli import main
from assistant.settings import Settings
from tests.assistant.doors import PASSWORD
from vectorstore.library import Library

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*arguments: str, typed: str = f"{PASSWORD}\n") -> Result:
        return CliRunner().invoke(main, ["--home", str(tmp_path), "accounts", *arguments], input=typed)

    return call


def test_an_account_is_added_listed_changed_and_removed(run: Run) -> None:
    added = run("add", "Lan", "--role", "editor", "--unit", "Phòng Y tế", "--password-stdin", "--json")
    assert json.loads(added.stdout) | {"created": ""} == {
        "name": "lan", "shown": "Lan", "role": "editor", "units": ["Phòng Y tế"], "created": "", "has_password": True,
    }  # fmt: skip
    run("change", "lan", "--unit", "Phòng Tư pháp", "--role", "reader")
    (listed,) = json.loads(run("list", "--json").stdout)["accounts"]
    assert (listed["units"], listed["role"]) == (["Phòng Tư pháp"], "reader")
    assert run("remove", "lan").exit_code == 0
    assert "Chưa có tài khoản nào" in run("list").stdout


def test_a_password_is_asked_twice_and_not_shown(run: Run) -> None:
    result = run("add", "lan", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output


WRONG = {
    "too short a password": (["add", "lan", "--password-stdin"], "ngắn\n", 2, "từ 10 đến 200 ký tự"),
    "the name as password": (["add", "lanlanlanlan", "--password-stdin"], "LanLanLanLan\n", 2, "khác tên"),
    "a name that cannot be typed": (["add", "lan <b>", "--password-stdin"], f"{PASSWORD}\n", 2, "Tên chỉ gồm"),
    "a name that is taken": (["add", "HOA", "--password-stdin"], f"{PASSWORD}\n", 1, "Đã có tài khoản"),
    "nobody of this name": (["password", "lan", "--password-stdin"], f"{PASSWORD}\n", 1, "Không có tài khoản"),
    "no such key": (["key", "remove", "hoa", "0"], "", 1, "không có khóa"),
}


@pytest.mark.parametrize(("arguments", "typed", "status", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_done_says_why(run: Run, arguments: list[str], typed: str, status: int, said: str) -> None:
    run("add", "hoa", "--password-stdin")
    result = run(*arguments, typed=typed)
    assert (result.exit_code, said in result.stderr) == (status, True)


def test_the_last_administrator_stays_while_others_are_there(run: Run) -> None:
    run("add", "hoa", "--role", "administrator", "--password-stdin")
    run("add", "lan", "--password-stdin")
    assert "người quản trị cuối cùng" in run("remove", "hoa").stderr
    assert "người quản trị cuối cùng" in run("change", "hoa", "--role", "reader").stderr
    assert run("remove", "lan").exit_code == run("remove", "hoa").exit_code == 0


def test_a_key_is_given_listed_without_its_secret_and_taken_back(run: Run, tmp_path: Path) -> None:
    run("add", "lan", "--password-stdin")
    key = json.loads(run("key", "add", "lan", "--label", "máy chủ", "--json").stdout)["key"]
    assert Library.open(tmp_path).accounts.by_key(key) is not None
    listed = run("key", "list", "lan").stdout
    assert "máy chủ" in listed
    assert key.rpartition("_")[2] not in listed
    assert run("key", "remove", "lan", listed.split()[0]).exit_code == 0
    assert Library.open(tmp_path).accounts.by_key(key) is None


OUTSIDE = ["0.0.0.0", "::", "192.168.1.5", "danchieu.local"]


@pytest.mark.parametrize("host", OUTSIDE)
def test_serving_others_needs_an_administrator_and_says_how_to_make_one(run: Run, tmp_path: Path, host: str) -> None:
    settings = Settings(home=tmp_path)
    run("add", "lan", "--password-stdin")
    with pytest.raises(click.ClickException, match="danchieu accounts add TÊN --role administrator"):
        open_door(settings, host)
    run("add", "hoa", "--role", "administrator", "--password-stdin")
    assert open_door(settings, host) is not None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_nobody_is_asked_until_there_is_an_account(run: Run, tmp_path: Path, host: str) -> None:
    assert open_door(Settings(home=tmp_path), host) is None
    run("add", "hoa", "--role", "administrator", "--password-stdin")
    assert open_door(Settings(home=tmp_path), host) is not None
