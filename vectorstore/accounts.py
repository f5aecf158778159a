"""Who may come in: accounts with their units, sessions of browsers, keys of programs.

Secrets are kept as hashes: passwords as whoever makes an account has hashed them, tokens and keys,
which are random, by SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from vectorstore.access_schema import accounts, api_keys, grants, memberships, sessions

Role = Literal["reader", "editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
Opened = Callable[[], AbstractContextManager[Connection]]

KEY_PREFIX = "dc"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may come in."""

    id: str
    name: str  # in lower case
    shown: str
    role: Role
    units: frozenset[str]
    created: str  # ISO 8601, UTC
    has_password: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A program's key, without its secret."""

    id: str
    label: str
    created: str


class NameTaken(ValueError):
    """Another account has this name, or this identity of OpenID Connect."""


class Accounts:
    """Made by `Library`, in whose file they lie; safe for threads and processes as that is."""

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write

    # Accounts

    def add(
        self,
        name: str,
        role: Role,
        *,
        password: str | None,
        units: Collection[str] = (),
        shown: str = "",
        subject: str | None = None,
    ) -> Account:
        """
        Args:
            password: its hash; None for one who comes in by OpenID Connect alone.
            subject: issuer and subject there.

        Raises:
            NameTaken: there is such an account.
        """
        known = secrets.token_hex(8)
        row = {"id": known, "name": name.casefold(), "shown": shown or name, "role": role, "password": password}
        taken = accounts.c.name == row["name"]
        if subject is not None:
            taken |= accounts.c.subject == subject
        with self._write() as connection:
            if connection.execute(select(accounts.c.id).where(taken)).first():
                raise NameTaken(name)
            connection.execute(insert(accounts).values(**row, subject=subject, created=_now()))
            _join(connection, known, units)
        return self._account(accounts.c.id == known)

    def all(self) -> Sequence[Account]:
        """Every account, by name."""
        with self._read() as connection:
            return _accounts(connection, None)

    def named(self, name: str) -> Account | None:
        return self._found(accounts.c.name == name.casefold())

    def by_subject(self, subject: str) -> Account | None:
        """The account of an identity of OpenID Connect."""
        return self._found(accounts.c.subject == subject)

    def any(self) -> bool:
        with self._read() as connection:
            return bool(connection.execute(select(func.count()).select_from(accounts)).scalar_one())

    def password_of(self, name: str) -> tuple[Account, str] | None:
        """An account that has a password, with the hash of that."""
        with self._read() as connection:
            query = select(accounts.c.password).where(accounts.c.name == name.casefold())
            hashed = connection.execute(query).scalar()
            found = _accounts(connection, accounts.c.name == name.casefold()) if hashed else []
        return (found[0], hashed) if found and hashed else None

    def change(
        self, account: str, *, role: Role | None = None, units: Collection[str] | None = None, shown: str | None = None
    ) -> None:
        """Args: account: its identifier. None leaves a part as it is."""
        values = {name: value for name, value in (("role", role), ("shown", shown)) if value is not None}
        with self._write() as connection:
            if values:
                connection.execute(update(accounts).where(accounts.c.id == account).values(**values))
            if units is not None:
                connection.execute(delete(memberships).where(memberships.c.account == account))
                _join(connection, account, units)

    def set_password(self, account: str, hashed: str) -> None:
        """A new password ends every session of the account."""
        with self._write() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account).values(password=hashed))
            connection.execute(delete(sessions).where(sessions.c.account == account))

    def rehash(self, account: str, hashed: str) -> None:
        """The same password, hashed by today's measure."""
        with self._write() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account).values(password=hashed))

    def remove(self, account: str) -> None:
        """With its sessions, keys, and what it was given to see by name."""
        with self._write() as connection:
            connection.execute(delete(grants).where(grants.c.holder == "account", grants.c.name == account))
            connection.execute(delete(accounts).where(accounts.c.id == account))

    # Sessions

    def open_session(self, account: str, hours: float) -> str:
        """The token of a new session; what has expired is cleared away."""
        token = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        row = {"token": _hashed(token), "account": account, "created": _iso(now)}
        with self._write() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires <= _iso(now)))
            connection.execute(insert(sessions).values(**row, expires=_iso(now + timedelta(hours=hours))))
        return token

    def by_session(self, token: str) -> Account | None:
        """Whose session it is; None when it has ended."""
        held = select(sessions.c.account).where(sessions.c.token == _hashed(token), sessions.c.expires > _now())
        return self._found(accounts.c.id == held.scalar_subquery())

    def close_session(self, token: str) -> None:
        with self._write() as connection:
            connection.execute(delete(sessions).where(sessions.c.token == _hashed(token)))

    # Keys

    def add_key(self, account: str, label: str) -> str:
        """A new key, which is never shown again."""
        known = secrets.token_hex(4)
        key = f"{KEY_PREFIX}_{known}_{secrets.token_urlsafe(32)}"
        row = {"id": known, "account": account, "label": label, "hash": _hashed(key), "created": _now()}
        with self._write() as connection:
            connection.execute(insert(api_keys).values(**row))
        return key

    def keys(self, account: str) -> Sequence[Key]:
        query = select(api_keys.c.id, api_keys.c.label, api_keys.c.created).where(api_keys.c.account == account)
        with self._read() as connection:
            return [Key(*row) for row in connection.execute(query.order_by(api_keys.c.created, api_keys.c.id))]

    def by_key(self, key: str) -> Account | None:
        held = select(api_keys.c.account).where(api_keys.c.hash == _hashed(key))
        return self._found(accounts.c.id == held.scalar_subquery())

    def remove_key(self, account: str, known: str) -> bool:
        """False when the account has no such key."""
        gone = delete(api_keys).where(api_keys.c.account == account, api_keys.c.id == known)
        with self._write() as connection:
            return bool(connection.execute(gone).rowcount)

    def _found(self, condition: ColumnElement[bool]) -> Account | None:
        with self._read() as connection:
            return next(iter(_accounts(connection, condition)), None)

    def _account(self, condition: ColumnElement[bool]) -> Account:
        found = self._found(condition)
        assert found is not None  # it was stored just now
        return found


def _accounts(connection: Connection, condition: ColumnElement[bool] | None) -> Sequence[Account]:
    joined = accounts.outerjoin(memberships, memberships.c.account == accounts.c.id)
    query = select(accounts, memberships.c.unit).select_from(joined).order_by(accounts.c.name)
    if condition is not None:
        query = query.where(condition)
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query).mappings():
        known = found.setdefault(row["id"], {**row, "units": set()})
        if row["unit"] is not None:
            known["units"].add(row["unit"])
    return [
        Account(
            row["id"], row["name"], row["shown"], row["role"], frozenset(row["units"]), row["created"],
            row["password"] is not None,
        )
        for row in found.values()
    ]  # fmt: skip


def _join(connection: Connection, account: str, units: Collection[str]) -> None:
    if rows := [{"account": account, "unit": unit} for unit in sorted(set(units))]:
        connection.execute(insert(memberships), rows)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> str:
    return _iso(datetime.now(UTC))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
