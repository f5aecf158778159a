"""Accounts to come in by, for the tests of who may see and do what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.passwords import hash_of
from vectorstore.accounts import Account, Role
from vectorstore.library import Library

PASSWORD = "mật khẩu đủ dài 1"
OWN = {"origin": "http://testserver"}  # what a browser says of a request by our own page


@cache
def hashed() -> str:
    """Hashing takes a tenth of a second, on purpose."""
    return hash_of(PASSWORD)


def add(library: Library, name: str, role: Role = "reader", units: Sequence[str] = ()) -> Account:
    return library.accounts.add(name, role, password=hashed(), units=units)


def bearer(library: Library, account: Account) -> dict[str, str]:
    return {"authorization": f"Bearer {library.accounts.add_key(account.id, 'test')}"}


def signed_in(app: FastAPI, name: str, password: str = PASSWORD) -> TestClient:
    """A browser that has been through the form."""
    client = TestClient(app, headers=dict(OWN), raise_server_exceptions=False)
    assert sign_in(client, name, password).status_code == 303
    return client


def sign_in(client: TestClient, name: str, password: str = PASSWORD, wanted: str = "/") -> Any:
    form = {"name": name, "password": password, "next": wanted}
    return client.post("/login", data=form, follow_redirects=False, headers=OWN)
