"""`/v1/accounts` and `/v1/visibility`: who may come in and who may see what, for administrators."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, model_validator

from assistant.access.access_commands import restrictions_json
from assistant.access.account_commands import account_json, is_last_administrator
from assistant.access.caller import is_name
from assistant.access.passwords import LONGEST, SHORTEST, PasswordUnfit, hash_new
from assistant.api.admission import only
from assistant.api.errors import AccountRefused, NoSuchAccount, NoSuchPlace
from assistant.api.login import door_of
from assistant.api.services import Services, ServicesDep
from vectorstore.accounts import Account, NameTaken
from vectorstore.visibility import Place, Restriction

router = APIRouter(prefix="/v1", tags=["administration"], dependencies=[only("administrator")])

Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=500)]


class NewAccount(BaseModel):
    """The body of `POST /v1/accounts`."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    role: Literal["reader", "editor", "administrator"] = "reader"
    shown: Annotated[str, Field(max_length=200)] = ""
    units: Names = Field(default_factory=list)
    password: Annotated[str, Field(max_length=LONGEST)]


class Restricted(BaseModel):
    """The body of `PUT /v1/visibility`: one place, and all who may see it besides administrators."""

    document: Annotated[str | None, Field(max_length=200)] = None
    folder: Annotated[str | None, Field(max_length=4000)] = None
    units: Names = Field(default_factory=list)
    accounts: Names = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.document is None) == (self.folder is None):
            raise ValueError("say either document or folder")
        return self


@router.get("/accounts")
def list_accounts(request: Request) -> dict[str, Any]:
    """Every account, without its secrets."""
    return {"accounts": [account_json(account) for account in door_of(request).accounts.all()]}


@router.post("/accounts", status_code=201)
def add_account(body: NewAccount, request: Request) -> JSONResponse:
    """Let somebody come in."""
    if not is_name(body.name):
        raise AccountRefused("tên chỉ gồm chữ, số và . _ @ + -")
    try:
        hashed = hash_new(body.password, body.name)
        added = door_of(request).accounts.add(
            body.name, body.role, password=hashed, units=body.units, shown=body.shown.strip()
        )
    except PasswordUnfit as error:
        raise AccountRefused(f"mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự và khác tên") from error
    except NameTaken as error:
        raise AccountRefused(f"đã có tài khoản {body.name}") from error
    return JSONResponse(account_json(added), 201)


@router.delete("/accounts/{name}", status_code=204)
def remove_account(name: str, request: Request) -> None:
    """Take an account out, with its sessions and keys; the last administrator stays."""
    accounts = door_of(request).accounts
    account = _named(request, name)
    if is_last_administrator(accounts, account):
        raise AccountRefused("đây là người quản trị cuối cùng")
    accounts.remove(account.id)


@router.get("/visibility")
def list_visibility(request: Request, services: ServicesDep) -> dict[str, Any]:
    """What not everybody may see, and who may."""
    door_of(request)
    return {"restrictions": restrictions_json(services.library)}


@router.put("/visibility", status_code=204)
def restrict(body: Restricted, request: Request, services: ServicesDep) -> None:
    """Let only these see a document, or every document whose file lies in a folder."""
    kind, place = _place(services, body.document, body.folder)
    accounts = frozenset(_named(request, name).id for name in body.accounts)
    services.library.visibility.restrict(Restriction(kind, place, frozenset(body.units), accounts))


@router.delete("/visibility", status_code=204)
def open_again(
    request: Request,
    services: ServicesDep,
    document: Annotated[str | None, Query(max_length=200)] = None,
    folder: Annotated[str | None, Query(max_length=4000)] = None,
) -> None:
    """Let everybody see a place again."""
    door_of(request)
    place: Place = ("document", document) if document is not None else ("folder", folder or "")
    if not services.library.visibility.open(*place):
        raise NoSuchPlace(place[1])


def _place(services: Services, document: str | None, folder: str | None) -> Place:
    if document is not None:
        if services.library.card(document) is None:
            raise NoSuchPlace(document)
        return "document", document
    path = PurePath(folder or "")
    if not path.is_absolute() or ".." in path.parts or "\0" in str(path):
        raise NoSuchPlace(folder or "")
    return "folder", str(path)


def _named(request: Request, name: str) -> Account:
    account = door_of(request).accounts.named(name)
    if account is None:
        raise NoSuchAccount(name)
    return account
