"""`--json`: JSON, and only JSON, on standard output."""

from __future__ import annotations

import json
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Chỉ in JSON.")


def print_json(value: Any) -> None:
    """One line, written through at once, so that a program reading along need not wait."""
    click.echo(json.dumps(value, ensure_ascii=False))
