"""Who is let in: sessions, keys, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.buckets import Buckets
from assistant.api.admission import Door, safe_next
from assistant.api.app import create_app
from assistant.api.services import Services
from tests.assistant.doors import PASSWORD, add, bearer, sign_in, signed_in

Told = Callable[[Any], tuple[int, str]]


@pytest.fixture
def app(services: Services) -> FastAPI:
    """A service that asks who one is, with a reader called lan."""
    add(services.library, "lan")
    return create_app(services, door=Door(services.library.accounts))


@pytest.fixture
def nobody(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


CLOSED = {
    "the list of documents": ("GET", "/v1/documents"),
    "a question": ("POST", "/v1/ask"),
    "OpenAI's door": ("POST", "/v1/chat/completions"),
    "an upload": ("POST", "/v1/documents"),
    "a file": ("GET", "/v1/documents/x/file"),
    "the description": ("GET", "/openapi.json"),
    "the counters": ("GET", "/metrics"),
    "a fragment of the page": ("GET", "/page/home"),
    "what Gradio serves": ("GET", "/config"),
    "what Gradio takes": ("POST", "/gradio_api/queue/join"),
    "the tools for programs": ("POST", "/mcp"),
    "an address that is not there": ("GET", "/v1/nothing"),
}


@pytest.mark.parametrize(("method", "path"), CLOSED.values(), ids=CLOSED.keys())
def test_without_an_account_nothing_is_reached(nobody: TestClient, problem: Told, method: str, path: str) -> None:
    response = nobody.request(method, path)
    assert problem(response) == (401, "not-signed-in")
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_browser_is_led_to_the_form_and_back(nobody: TestClient) -> None:
    response = nobody.get("/?tab=duties", headers={"accept": "text/html"})
    assert (response.status_code, response.headers["location"]) == (303, "/login?next=%2F%3Ftab%3Dduties")
    assert 'value="/?tab=duties"' in nobody.get(response.headers["location"]).text
    assert sign_in(nobody, "lan", wanted="/?tab=duties").headers["location"] == "/?tab=duties"


OPEN = ["/login", "/healthz", "/readyz", "/page/static/door.css"]


@pytest.mark.parametrize("path", OPEN)
def test_what_is_needed_before_signing_in_is_open(nobody: TestClient, path: str) -> None:
    assert nobody.get(path).status_code == 200


def test_a_session_is_a_cookie_that_no_script_reads(nobody: TestClient) -> None:
    cookie = sign_in(nobody, "LAN").headers["set-cookie"]
    assert "danchieu_session=" in cookie
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"} <= {part.strip() for part in cookie.split(";")}


def test_over_https_the_cookie_goes_nowhere_else(app: FastAPI) -> None:
    browser = TestClient(app, base_url="https://testserver", follow_redirects=False)
    origin = {"origin": "https://testserver"}
    response = browser.post("/login", data={"name": "lan", "password": PASSWORD}, headers=origin)
    assert response.headers["set-cookie"].startswith("__Host-danchieu_session=")
    assert "Secure" in response.headers["set-cookie"]
    assert response.headers["strict-transport-security"].startswith("max-age=")
    assert browser.get("/v1/documents").status_code == 200


WRONG = {
    "a wrong password": ("lan", "sai rồi nhé"),
    "a name that is not there": ("ai đó", PASSWORD),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("name", "password"), WRONG.values(), ids=WRONG.keys())
def test_who_does_not_know_the_password_is_told_the_same(nobody: TestClient, name: str, password: str) -> None:
    response = sign_in(nobody, name, password)
    assert response.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in response.text
    assert "set-cookie" not in response.headers


def test_guessing_is_slowed_down_by_name_and_by_address(services: Services) -> None:
    add(services.library, "lan")
    door = Door(services.library.accounts, tries=Buckets(per_minute=2, burst=3))
    client = TestClient(create_app(services, door=door))
    statuses = [sign_in(client, "lan", f"đoán lần {n}").status_code for n in range(4)]
    assert statuses == [401, 401, 401, 429]
    right = sign_in(client, "lan")
    assert (right.status_code, int(right.headers["retry-after"]) > 0) == (429, True)


def test_signing_out_ends_the_session_also_for_a_copy_of_its_cookie(app: FastAPI) -> None:
    client = signed_in(app, "lan")
    copied = dict(client.cookies)
    response = client.post("/logout", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/login")
    assert TestClient(app, cookies=copied).get("/v1/documents").status_code == 401


def test_a_new_password_ends_every_other_session(app: FastAPI) -> None:
    here, elsewhere = signed_in(app, "lan"), signed_in(app, "lan")
    page = here.post("/account/password", data={"old": PASSWORD, "new": "một mật khẩu khác"})
    assert "Đã đổi mật khẩu." in page.text
    assert here.get("/v1/documents").status_code == 200
    assert elsewhere.get("/v1/documents").status_code == 401
    assert sign_in(elsewhere, "lan").status_code == 401
    assert sign_in(elsewhere, "lan", "một mật khẩu khác").status_code == 303


REFUSED = {
    "without the old one": ("sai", "một mật khẩu khác", "Mật khẩu đang dùng không đúng."),
    "too short a one": (PASSWORD, "ngắn", "Mật khẩu mới cần ít nhất"),
}


@pytest.mark.parametrize(("old", "new", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_password_is_not_changed(app: FastAPI, old: str, new: str, said: str) -> None:
    client = signed_in(app, "lan")
    page = client.post("/account/password", data={"old": old, "new": new})
    assert (page.status_code, said in page.text) == (422, True)
    assert sign_in(client, "lan").status_code == 303


def test_a_session_expires(services: Services) -> None:
    add(services.library, "lan")
    door = Door(services.library.accounts, session_hours=1e-9)
    client = TestClient(create_app(services, door=door))
    token = sign_in(client, "lan").headers["set-cookie"].split(";")[0].partition("=")[2]
    assert services.library.accounts.by_session(token) is None


def test_a_key_opens_the_api_until_it_is_revoked(app: FastAPI, services: Services) -> None:
    account = services.library.accounts.named("lan")
    assert account is not None
    headers, client = bearer(services.library, account), TestClient(app)
    assert client.get("/v1/documents", headers=headers).status_code == 200
    (key,) = services.library.accounts.keys(account.id)
    assert services.library.accounts.remove_key(account.id, key.id)
    assert client.get("/v1/documents", headers=headers).status_code == 401


def test_a_wrong_key_is_not_made_good_by_a_cookie(app: FastAPI) -> None:
    client = signed_in(app, "lan")
    assert client.get("/v1/documents", headers={"authorization": "Bearer dc_0_0"}).status_code == 401


def test_a_key_is_shown_once_and_kept_as_a_hash(app: FastAPI, services: Services) -> None:
    client = signed_in(app, "lan")
    page = client.post("/account/keys", data={"label": "máy chủ <b>"}).text
    key = page.partition('<pre tabindex="0" aria-label="Khóa mới">')[2].partition("</pre>")[0]
    assert TestClient(app).get("/v1/documents", headers={"authorization": f"Bearer {key}"}).status_code == 200
    again = client.get("/account").text
    assert key not in again
    assert "máy chủ &lt;b&gt;" in again
    secret = key.rpartition("_")[2].encode()
    assert not any(secret in file.read_bytes() for file in services.home.glob("library.sqlite3*"))


FOREIGN = {
    "another site's form": {"origin": "http://evil.example"},
    "a request that does not say whose it is": {"origin": ""},
    "another site, by what browsers say beside": {"origin": "", "sec-fetch-site": "cross-site"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_cookie_alone_changes_nothing(app: FastAPI, headers: dict[str, str]) -> None:
    client = signed_in(app, "lan")
    del client.headers["origin"]
    sent = {name: value for name, value in headers.items() if value}
    assert client.post("/logout", headers=sent, follow_redirects=False).status_code == 403
    assert client.get("/v1/documents").status_code == 200
    assert client.post("/logout", headers={"sec-fetch-site": "same-origin"}, follow_redirects=False).status_code == 303


NEXT = {
    "a view of ours": ("/?tab=duties", "/?tab=duties"),
    "another host": ("//evil.example", "/"),
    "another host, as some browsers read it": ("/\\evil.example", "/"),
    "a whole address": ("https://evil.example/", "/"),
    "a script": ("javascript:alert(1)", "/"),
    "a line break": ("/\r\nset-cookie: a=b", "/"),
    "nothing": (None, "/"),
}


@pytest.mark.parametrize(("wanted", "gone"), NEXT.values(), ids=NEXT.keys())
def test_signing_in_leads_nowhere_else(wanted: str | None, gone: str) -> None:
    assert safe_next({"next": wanted}) == gone


def test_what_one_account_was_shown_is_not_kept_for_the_next(app: FastAPI) -> None:
    client = signed_in(app, "lan")
    assert client.get("/v1/documents").headers["cache-control"] == "no-store"


def test_the_form_loads_and_runs_nothing(nobody: TestClient) -> None:
    page = nobody.get("/login")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text


def test_a_name_is_shown_as_it_was_typed_and_runs_nothing(nobody: TestClient) -> None:
    page = sign_in(nobody, '"><script>alert(1)</script>', "sai")
    assert "<script" not in page.text


def test_where_no_account_is_needed_there_is_nothing_to_sign_in_to(services: Services) -> None:
    client = TestClient(create_app(services), follow_redirects=False, raise_server_exceptions=False)
    assert client.get("/v1/documents").status_code == 200
    assert client.get("/login").headers["location"] == "/"
    assert sign_in(client, "lan").status_code == 401
    assert client.get("/account").status_code == 401
    assert "cache-control" not in client.get("/v1/documents").headers


def test_every_answer_says_how_it_may_be_used(client: TestClient) -> None:
    headers = client.get("/v1/documents").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers


def test_buckets_fill_again_at_their_rate() -> None:
    now = 0.0
    buckets = Buckets(per_minute=6, burst=2, clock=lambda: now)
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 10]
    assert buckets.take("b") == 0
    now = 10.0
    assert [buckets.take("a") for _ in range(2)] == [0, 10]
    buckets.forget("a")
    assert buckets.take("a") == 0
