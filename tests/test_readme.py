"""What README.md says is so."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from assistant.cli import main
from assistant.settings import Settings

README = Path(__file__).resolve().parent.parent / "README.md"


def section(title: str) -> str:
    text = README.read_text(encoding="utf-8")
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_setting_is_in_the_table() -> None:
    told = re.findall(r"^\| `DANCHIEU_(\w+)`", section("Settings"), re.MULTILINE)
    assert {name.lower() for name in told} == set(Settings.model_fields)


def test_every_command_is_in_the_table() -> None:
    told = re.findall(r"^\| `danchieu (\w+)", section("The command"), re.MULTILINE)
    assert sorted(told) == main.list_commands(click.Context(main))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = README.with_name(name).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    assert [target for target in targets if not (README.parent / target).exists()] == []


def test_the_question_on_the_first_screen_is_answered_so(tmp_path: Path) -> None:
    """Word for word, blank lines aside."""
    shown = README.read_text(encoding="utf-8").partition('$ danchieu ask "')[2].partition("```")[0]
    question, _, told = shown.partition('"\n')
    home = ["--home", str(tmp_path / "home")]
    assert CliRunner().invoke(main, [*home, "ingest", str(README.parent / "ingest" / "sample")]).exit_code == 0
    answered = CliRunner().invoke(main, [*home, "ask", question]).stdout
    assert answered.split() == told.split()
