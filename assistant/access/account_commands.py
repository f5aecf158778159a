"""`danchieu accounts`: who may come in when the service asks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from assistant.json_output import json_option, print_json

if TYPE_CHECKING:
    from assistant.settings import Settings
    from vectorstore.accounts import Account, Accounts

FIRST = "danchieu accounts add TÊN --role administrator"  # makes the account without which nobody could let others in

_role = click.Choice(["reader", "editor", "administrator"])
_name = click.argument("name", metavar="TÊN")
_units = click.option(
    "--unit", "units", metavar="ĐƠN_VỊ", multiple=True, help="Đơn vị của người này; dùng được nhiều lần."
)
_stdin = click.option("--password-stdin", is_flag=True, help="Đọc mật khẩu từ đầu vào chuẩn thay vì hỏi.")


@click.group()
def accounts() -> None:
    """Tài khoản đăng nhập, vai trò, đơn vị và khóa API."""


@accounts.command("add")
@_name
@click.option("--role", type=_role, default="reader", show_default=True)
@click.option("--shown", default="", metavar="HỌ_TÊN", help="Tên hiện trên trang.")
@_units
@_stdin
@click.option("--no-password", is_flag=True, help="Chỉ đăng nhập qua OpenID Connect.")
@click.option("--oidc", "subject", metavar="SUBJECT", help="Mã (sub) của người này ở DANCHIEU_OIDC_ISSUER.")
@json_option
@click.pass_obj
def add(
    settings: Settings,
    name: str,
    role: Any,
    shown: str,
    units: tuple[str, ...],
    password_stdin: bool,
    no_password: bool,
    subject: str | None,
    as_json: bool,
) -> None:
    """Thêm một tài khoản."""
    from assistant.access.caller import is_name
    from assistant.access.signing_in import subject_of
    from vectorstore.accounts import NameTaken

    if not is_name(name):
        raise click.UsageError("Tên chỉ gồm chữ, số và các dấu . _ @ + -, tối đa 64 ký tự.")
    if subject is not None and settings.oidc_issuer is None:
        raise click.UsageError("--oidc cần DANCHIEU_OIDC_ISSUER.")
    hashed = None if no_password else _new_password(name, password_stdin)
    known = _accounts(settings)
    first = not known.any()
    try:
        added = known.add(
            name,
            role,
            password=hashed,
            units=units,
            shown=shown,
            subject=subject_of(settings.oidc_issuer, subject) if subject and settings.oidc_issuer else None,
        )
    except NameTaken as error:
        raise click.ClickException(f"Đã có tài khoản “{name}”. Xem: danchieu accounts list") from error
    if as_json:
        print_json(account_json(added))
        return
    click.echo(f"Đã thêm {_line(added)}")
    if first:
        click.echo("Từ lần chạy “danchieu serve” tới, ai vào cũng phải đăng nhập.")


@accounts.command("list")
@json_option
@click.pass_obj
def list_accounts(settings: Settings, as_json: bool) -> None:
    """Liệt kê tài khoản."""
    found = _accounts(settings).all()
    if as_json:
        print_json({"accounts": [account_json(account) for account in found]})
        return
    click.echo("\n".join(map(_line, found)) or f"Chưa có tài khoản nào. Thêm: {FIRST}")


@accounts.command("remove")
@_name
@json_option
@click.pass_obj
def remove(settings: Settings, name: str, as_json: bool) -> None:
    """Xóa một tài khoản cùng phiên đăng nhập và khóa của nó."""
    known = _accounts(settings)
    account = _named(known, name)
    if is_last_administrator(known, account) and len(known.all()) > 1:
        raise click.ClickException(
            "Đây là người quản trị cuối cùng, mà còn tài khoản khác. Hãy thêm người quản trị khác trước."
        )
    known.remove(account.id)
    _tell(as_json, {"removed": account.name}, f"Đã xóa {account.name}")


@accounts.command("change")
@_name
@click.option("--role", type=_role)
@click.option("--shown", metavar="HỌ_TÊN")
@_units
@click.option("--no-units", is_flag=True, help="Không thuộc đơn vị nào.")
@json_option
@click.pass_obj
def change(
    settings: Settings, name: str, role: Any, shown: str | None, units: tuple[str, ...], no_units: bool, as_json: bool
) -> None:
    """Đổi vai trò, họ tên; --unit thay toàn bộ danh sách đơn vị."""
    known = _accounts(settings)
    account = _named(known, name)
    if role not in (None, "administrator") and is_last_administrator(known, account):
        raise click.ClickException("Đây là người quản trị cuối cùng. Hãy thêm người quản trị khác trước.")
    known.change(account.id, role=role, shown=shown, units=units if units or no_units else None)
    changed = _named(known, name)
    _tell(as_json, account_json(changed), f"Đã đổi {_line(changed)}")


@accounts.command("password")
@_name
@_stdin
@json_option
@click.pass_obj
def password(settings: Settings, name: str, password_stdin: bool, as_json: bool) -> None:
    """Đặt mật khẩu mới; mọi phiên đăng nhập của tài khoản kết thúc."""
    known = _accounts(settings)
    account = _named(known, name)
    known.set_password(account.id, _new_password(name, password_stdin))
    _tell(as_json, {"changed": account.name}, f"Đã đổi mật khẩu của {account.name}")


@accounts.group("key")
def key() -> None:
    """Khóa API cho chương trình khác."""


@key.command("add")
@_name
@click.option("--label", default="", help="Để nhớ khóa dùng ở đâu.")
@json_option
@click.pass_obj
def add_key(settings: Settings, name: str, label: str, as_json: bool) -> None:
    """Cấp một khóa; khóa chỉ hiện một lần này."""
    known = _accounts(settings)
    made = known.add_key(_named(known, name).id, label)
    _tell(as_json, {"key": made}, f"{made}\nHãy cất khóa này: nó không hiện lại. Dùng: Authorization: Bearer KHÓA")


@key.command("list")
@_name
@json_option
@click.pass_obj
def list_keys(settings: Settings, name: str, as_json: bool) -> None:
    """Liệt kê khóa của một tài khoản, không hiện phần bí mật."""
    known = _accounts(settings)
    found = known.keys(_named(known, name).id)
    rows = [{"id": one.id, "label": one.label, "created": one.created} for one in found]
    _tell(as_json, {"keys": rows}, "\n".join(f"{one.id}  {one.created[:10]}  {one.label}" for one in found))


@key.command("remove")
@_name
@click.argument("key_id", metavar="MÃ_KHÓA")
@json_option
@click.pass_obj
def remove_key(settings: Settings, name: str, key_id: str, as_json: bool) -> None:
    """Thu hồi một khóa."""
    known = _accounts(settings)
    if not known.remove_key(_named(known, name).id, key_id):
        raise click.ClickException(f"{name} không có khóa {key_id}. Xem: danchieu accounts key list {name}")
    _tell(as_json, {"removed": key_id}, f"Đã thu hồi khóa {key_id}")


def account_json(account: Account) -> dict[str, Any]:
    """An account as programs are told of it."""
    return {
        "name": account.name, "shown": account.shown, "role": account.role, "units": sorted(account.units),
        "created": account.created, "has_password": account.has_password,
    }  # fmt: skip


def is_last_administrator(known: Accounts, account: Account) -> bool:
    others = (one for one in known.all() if one.role == "administrator" and one.id != account.id)
    return account.role == "administrator" and next(others, None) is None


def _accounts(settings: Settings) -> Accounts:
    from vectorstore.library import Library

    return Library.open(settings.home, settings.database).accounts


def _named(known: Accounts, name: str) -> Account:
    account = known.named(name)
    if account is None:
        raise click.ClickException(f"Không có tài khoản “{name}”. Xem: danchieu accounts list")
    return account


def _new_password(name: str, from_stdin: bool) -> str:
    """The hash of a password that is typed twice, or read from standard input."""
    from assistant.access.passwords import LONGEST, SHORTEST, PasswordUnfit, hash_new

    if from_stdin:
        typed = sys.stdin.readline().rstrip("\r\n")
    else:
        typed = click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu")
    try:
        return hash_new(typed, name)
    except PasswordUnfit as error:
        message = f"Mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự và khác tên đăng nhập."
        raise click.UsageError(message) from error


def _line(account: Account) -> str:
    units = f" ({', '.join(sorted(account.units))})" if account.units else ""
    return f"{account.name}  {account.role}  {account.shown}{units}"


def _tell(as_json: bool, value: dict[str, Any], sentence: str) -> None:
    if as_json:
        print_json(value)
    else:
        click.echo(sentence)
