"""`danchieu visibility` and `danchieu audit`: who may see what, and who did what."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.json_output import json_option, print_json

if TYPE_CHECKING:
    from assistant.settings import Settings
    from vectorstore.library import Library
    from vectorstore.visibility import Place, Restriction


@click.group()
def visibility() -> None:
    """Văn bản và thư mục chỉ một số đơn vị hoặc người được xem."""


@visibility.command("list")
@json_option
@click.pass_obj
def list_restrictions(settings: Settings, as_json: bool) -> None:
    """Liệt kê những chỗ bị hạn chế; ngoài ra ai đăng nhập cũng được xem."""
    library = _library(settings)
    rows = restrictions_json(library)
    if as_json:
        print_json({"restrictions": rows})
        return
    lines = (
        f"{row.get('document') or row.get('folder')}: "
        + ("; ".join([*row["units"], *row["accounts"]]) or "chỉ người quản trị")
        for row in rows
    )
    click.echo("\n".join(lines) or "Mọi văn bản đều cho mọi tài khoản xem.")


@visibility.command("set")
@click.argument("place", metavar="ID|THƯ_MỤC")
@click.option("--unit", "units", metavar="ĐƠN_VỊ", multiple=True, help="Đơn vị được xem; dùng được nhiều lần.")
@click.option("--account", "accounts", metavar="TÊN", multiple=True, help="Tài khoản được xem; dùng được nhiều lần.")
@click.option("--nobody", is_flag=True, help="Chỉ người quản trị được xem.")
@json_option
@click.pass_obj
def restrict(
    settings: Settings, place: str, units: tuple[str, ...], accounts: tuple[str, ...], nobody: bool, as_json: bool
) -> None:
    """Chỉ cho các đơn vị, tài khoản này xem một văn bản, hoặc mọi văn bản trong một thư mục."""
    from vectorstore.visibility import Restriction

    if nobody == bool(units or accounts):
        raise click.UsageError("Cần --unit hoặc --account, hay --nobody.")
    library = _library(settings)
    if not library.accounts.any():
        raise click.ClickException("Chưa có tài khoản nào, nên chưa ai bị hỏi là ai. Xem: danchieu accounts add --help")
    kind, name = _place(library, place)
    known = {one: library.accounts.named(one) for one in accounts}
    if unknown := [one for one, account in known.items() if account is None]:
        raise click.ClickException(f"Không có tài khoản {', '.join(unknown)}. Xem: danchieu accounts list")
    identifiers = frozenset(account.id for account in known.values() if account)
    library.visibility.restrict(Restriction(kind, name, frozenset(units), identifiers))
    _tell(as_json, {kind: name}, f"Đã hạn chế {name}")


@visibility.command("clear")
@click.argument("place", metavar="ID|THƯ_MỤC")
@json_option
@click.pass_obj
def clear(settings: Settings, place: str, as_json: bool) -> None:
    """Lại cho mọi tài khoản xem."""
    library = _library(settings)
    known = {rule.place: rule.kind for rule in library.visibility.rules()}
    name = place if place in known else str(Path(place).resolve())
    if name not in known:
        raise click.ClickException(f"{place} không bị hạn chế. Xem: danchieu visibility list")
    library.visibility.open(known[name], name)
    _tell(as_json, {"cleared": name}, f"Mọi tài khoản lại được xem {name}")


@click.command()
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option("--who", metavar="TÊN", help="Chỉ việc của tài khoản này.")
@click.option("--action", metavar="VIỆC", help="ask, upload, remove, sign-in, refused…")
@json_option
@click.pass_obj
def audit(settings: Settings, limit: int, who: str | None, action: str | None, as_json: bool) -> None:
    """Nhật ký: ai hỏi, nạp, gỡ, bị từ chối gì, lúc nào, từ đâu; mới nhất trước."""
    found = _library(settings).audit.entries(limit=limit, who=who, action=action)
    if as_json:
        print_json({"entries": [asdict(entry) for entry in found]})
        return
    for entry in found:
        click.echo(
            f"{entry.at[:19]}  {entry.who or '–':<12}  {entry.address:<15}  {entry.action:<10}  {entry.outcome}  {entry.what}"
        )


def restrictions_json(library: Library) -> list[dict[str, Any]]:
    """Every restriction, accounts by their names."""
    names = {account.id: account.name for account in library.accounts.all()}
    return [restriction_json(rule, names) for rule in library.visibility.rules()]


def restriction_json(rule: Restriction, names: dict[str, str]) -> dict[str, Any]:
    accounts = sorted(names[known] for known in rule.accounts if known in names)
    return {rule.kind: rule.place, "units": sorted(rule.units), "accounts": accounts}


def _place(library: Library, text: str) -> Place:
    if library.card(text) is not None:
        return "document", text
    path = Path(text)
    if path.exists():
        return "folder", str(path.resolve())
    raise click.ClickException(f"{text} không phải mã văn bản, cũng không phải thư mục hay tệp có thật.")


def _library(settings: Settings) -> Library:
    from vectorstore.library import Library

    return Library.open(settings.home, settings.database)


def _tell(as_json: bool, value: dict[str, Any], sentence: str) -> None:
    if as_json:
        print_json(value)
    else:
        click.echo(sentence)
