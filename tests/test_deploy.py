"""What the folder `deploy` has for those who run the service fits the program."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from assistant.api.stopping import GRACE_S, LAST_S
from assistant.cli import main
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
FILES = sorted(path.name for path in DEPLOY.iterdir())
OWN = {"DANCHIEU_DOCUMENTS", "DANCHIEU_DATABASE_PASSWORD"}  # of the files themselves, no settings of the program


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", FILES)
def test_every_setting_named_is_one(name: str) -> None:
    known = {f"DANCHIEU_{field.upper()}" for field in Settings.model_fields} | OWN
    assert set(re.findall(r"DANCHIEU_[A-Z_]+", text(name))) <= known


CALLS = re.compile(r"(?:bin/danchieu|\$danchieu|\"tini\", \"--\", \"danchieu\"|command:) ?\[?\"?(\w+)?")


@pytest.mark.parametrize("name", ["danchieu.service", "danchieu-ingest.service", "danchieu.ps1", "compose.yaml"])
def test_every_command_called_is_one(name: str) -> None:
    called = {command for command in CALLS.findall(text(name)) if command}
    assert called
    assert called <= main.commands.keys()


@pytest.mark.parametrize("unit", [name for name in FILES if name.endswith((".service", ".timer"))])
def test_systemd_takes_the_units(unit: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not there")
    for file in DEPLOY.glob("danchieu*.[st]*"):
        installed = file.read_text(encoding="utf-8").replace("/opt/danchieu/.venv/bin/danchieu", "/bin/true")
        (tmp_path / file.name).write_text(re.sub(r"(?m)^(User|Group)=.*\n", "", installed), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / unit)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_whoever_stops_the_service_waits_for_it() -> None:
    seconds = int(re.findall(r"(?m)^TimeoutStopSec=(\d+)$", text("danchieu.service"))[0])
    assert seconds > GRACE_S + LAST_S
    assert yaml.safe_load(text("compose.yaml"))["services"]["danchieu"]["stop_grace_period"] == f"{seconds}s"


def test_the_image_has_every_package_and_no_more_rights_than_needed() -> None:
    lines = text("Dockerfile")
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    folders = {package.partition(".")[0] for package in listed}
    assert set(re.findall(r"(?m)^COPY (\w+) \w+$", lines)) == folders
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = {*folders, "requirements.lock", "pyproject.toml", "README.md", "LICENSE"}
    assert {line[1:] for line in ignored if line.startswith("!")} == copied
    assert re.findall(r"(?m)^USER (\d+)$", lines) == ["10001"]
    for base in re.findall(r"(?m)^FROM (\S+)", lines):
        assert "/" not in base, "the name of an image, not of a registry"
    if linter := shutil.which("hadolint"):
        done = subprocess.run([linter, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
        assert done.stdout == ""


def test_the_compose_file_holds_together() -> None:
    compose = yaml.safe_load(text("compose.yaml"))
    for name, service in compose["services"].items():
        named = {volume.partition(":")[0] for volume in service.get("volumes", ()) if volume[0] not in "./$"}
        assert named <= compose["volumes"].keys(), name
        assert "/" not in service["image"], "the name of an image, not of a registry"
        if service["image"] == "danchieu":
            assert service["read_only"]
            assert service["cap_drop"] == ["ALL"]
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:"), "who calls from outside comes through a proxy"
    build = compose["services"]["danchieu"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()


def test_windows_powershell_reads_the_script_as_utf_8() -> None:
    """Without this mark it takes Vietnamese letters for two each."""
    assert (DEPLOY / "danchieu.ps1").read_bytes().startswith(b"\xef\xbb\xbf")
    script = text("danchieu.ps1")
    assert script.count("{") == script.count("}")
    assert script.count("(") == script.count(")")
