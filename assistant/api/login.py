"""`/login`, `/logout` and `/account`: coming in with a name and a password, and one's own account.

Pages of our own without any script, so that nothing that a document has brought along runs beside a password.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.access.passwords import SHORTEST, PasswordUnfit, hash_new, hash_of, is_outdated, is_right
from assistant.answer import Language
from assistant.api.admission import Door, caller_of, safe_next
from assistant.api.cookies import give_token, take_token, token_of
from assistant.api.errors import NoSuchAccount, NotSignedIn, RateExceeded
from assistant.api.problems import sentence_for
from assistant.chat.templating import render, speaker
from vectorstore.accounts import Account

router = APIRouter(include_in_schema=False)

# Nothing but a style sheet of ours; forms go nowhere else, and no other page shows this one in a frame.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}

Failure = Literal["unreachable", "failed", "unknown"]
_FAILURES: Mapping[Failure, tuple[str, str]] = {
    "unreachable": (
        "Chưa nối được với nơi đăng nhập của cơ quan. Hãy thử lại, hoặc báo người quản trị.",
        "The office's sign-in cannot be reached. Try again, or tell the administrator.",
    ),
    "failed": ("Đăng nhập chưa xong. Hãy thử lại từ đầu.", "Signing in did not finish. Begin again."),
    "unknown": (
        "Tài khoản cơ quan của bạn chưa được mở ở đây. Hãy gửi mã này cho người quản trị: {subject}",
        "Your office account has not been let in here yet. Send the administrator this code: {subject}",
    ),
}

Typed = Annotated[str, Form(max_length=200)]


def door_of(request: Request) -> Door:
    """
    Raises:
        NotSignedIn: this service asks nobody who they are, so there is nothing to come in by.
    """
    door = request.app.state.door
    if not isinstance(door, Door):
        raise NotSignedIn
    return door


@router.get("/login", response_class=HTMLResponse)
def login_page(request: Request) -> Response:
    """The form; whoever is signed in already goes on."""
    wanted = safe_next(request.query_params)
    if request.app.state.door is None or getattr(request.state, "caller", None) is not None:
        return RedirectResponse(wanted, 303)
    return _login_page(request, wanted)


@router.post("/login")
def sign_in(
    request: Request, name: Typed = "", password: Typed = "", wanted: Annotated[str, Form(alias="next")] = "/"
) -> Response:
    """A session for whoever knows the password; the same answer, after the same time, whether name or password is wrong."""
    door, wanted = door_of(request), safe_next({"next": wanted})
    name = name.strip()
    request.state.who, request.state.what = name.casefold(), "POST /login"
    address = request.client.host if request.client else ""
    tries = (f"address {address}", f"name {name.casefold()}")
    if seconds := max(door.tries.wait(key) for key in tries):
        sentence = sentence_for(RateExceeded(seconds), _language(request))
        page = _login_page(request, wanted, name, sentence, 429)
        page.headers["retry-after"] = str(seconds)
        return page
    found = door.accounts.password_of(name)
    if not is_right(password, found[1] if found else None) or found is None:
        for key in tries:
            door.tries.take(key)
        say = speaker(_language(request))
        wrong = say("Tên đăng nhập hoặc mật khẩu không đúng.", "The name or the password is wrong.")
        return _login_page(request, wanted, name, wrong, 401)
    account, hashed = found
    door.tries.forget(tries[1])
    if is_outdated(hashed):
        door.accounts.rehash(account.id, hash_of(password))
    return let_in(request, door, account, wanted)


def let_in(request: Request, door: Door, account: Account, wanted: str) -> Response:
    """Begin a session, whatever session there was before."""
    if before := token_of(request.cookies):
        door.accounts.close_session(before)
    response = RedirectResponse(wanted, 303)
    give_token(response, request, door.accounts.open_session(account.id, door.session_hours), door.session_hours)
    return response


@router.post("/logout")
def sign_out(request: Request) -> Response:
    """End this session; a copy of its cookie is worth nothing from now on."""
    door_of(request).accounts.close_session(token_of(request.cookies))
    response = RedirectResponse("/login", 303)
    take_token(response)
    return response


@router.get("/account", response_class=HTMLResponse)
def account_page(request: Request) -> Response:
    """Who one is here, one's password and keys."""
    return _account_page(request)


@router.post("/account/password")
def change_password(request: Request, old: Typed = "", new: Typed = "") -> Response:
    """Another password; every other session ends, and this one goes on under a new token."""
    door, account, say = door_of(request), _own(request), speaker(_language(request))
    key = f"name {account.name}"
    if seconds := door.tries.wait(key):
        return _account_page(request, 429, failure=sentence_for(RateExceeded(seconds), _language(request)))
    found = door.accounts.password_of(account.name)
    if not is_right(old, found[1] if found else None):
        door.tries.take(key)
        return _account_page(
            request, 422, failure=say("Mật khẩu đang dùng không đúng.", "The present password is wrong.")
        )
    try:
        hashed = hash_new(new, account.name)
    except PasswordUnfit:
        unfit = say(
            f"Mật khẩu mới cần ít nhất {SHORTEST} ký tự và khác tên đăng nhập.",
            f"The new password needs at least {SHORTEST} characters and must not be the name.",
        )
        return _account_page(request, 422, failure=unfit)
    door.accounts.set_password(account.id, hashed)
    page = _account_page(request, told=say("Đã đổi mật khẩu.", "The password is changed."))
    give_token(page, request, door.accounts.open_session(account.id, door.session_hours), door.session_hours)
    return page


@router.post("/account/keys")
def make_key(request: Request, label: Annotated[str, Form(max_length=80)] = "") -> Response:
    """A key of one's own, shown on this answer and never again."""
    return _account_page(request, made=door_of(request).accounts.add_key(_own(request).id, label.strip()))


@router.post("/account/keys/{key_id}/remove")
def revoke_key(key_id: str, request: Request) -> Response:
    if not door_of(request).accounts.remove_key(_own(request).id, key_id):
        raise NoSuchAccount(key_id)
    return RedirectResponse("/account", 303)


def failed_page(request: Request, why: Failure, status: int, subject: str = "") -> HTMLResponse:
    """The form again, with what went wrong at the office's own sign-in; `subject` is who it said one is."""
    sentence = speaker(_language(request))(*_FAILURES[why]).replace("{subject}", subject)
    return _login_page(request, "/", failure=sentence, status=status)


def _own(request: Request) -> Account:
    """The caller's account; a program's key does not open what belongs to the person."""
    caller = caller_of(request)
    if caller.account is None or caller.way != "session":
        raise NotSignedIn
    return caller.account


def _login_page(
    request: Request, wanted: str, name: str = "", failure: str | None = None, status: int = 200
) -> HTMLResponse:
    language, door = _language(request), door_of(request)
    title = speaker(language)("Đăng nhập", "Sign in")
    page = render("login", language, title=title, next=wanted, name=name, failure=failure, oidc=door.oidc is not None)
    return HTMLResponse(page, status, headers=_HEADERS)


_ROLES = {
    "reader": ("đọc và hỏi", "reader"),
    "editor": ("nạp và gỡ văn bản", "editor"),
    "administrator": ("quản trị", "administrator"),
}


def _account_page(request: Request, status: int = 200, **told: Any) -> HTMLResponse:
    account, language = _own(request), _language(request)
    say = speaker(language)
    values: dict[str, Any] = {"told": None, "failure": None, "made": None} | told
    page = render(
        "account",
        language,
        title=say("Tài khoản", "Account"),
        account=account,
        role=say(*_ROLES[account.role]),
        keys=door_of(request).accounts.keys(account.id),
        shortest=SHORTEST,
        **values,
    )
    return HTMLResponse(page, status, headers=_HEADERS)


def _language(request: Request) -> Language:
    """As of the page: Vietnamese unless its address, or the one to go to, says otherwise."""
    query = request.query_params
    return "en" if query.get("lang") == "en" or "lang=en" in query.get("next", "") else "vi"
