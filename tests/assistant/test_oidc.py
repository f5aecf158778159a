"""Signing in at a provider on this machine that says what the test wants."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from assistant.access.oidc import Provider
from assistant.access.signing_in import OidcFailed, subject_of
from assistant.api.admission import Door
from assistant.api.app import create_app
from assistant.api.services import Services
from assistant.cli import main
from vectorstore.library import Library

KEY, OTHER = (RSAKey.generate_key(2048, {"kid": name, "use": "sig"}) for name in ("one", "two"))


@dataclass
class Fake:
    """What the provider says; `claims` change the token that it signs."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    signer: RSAKey = field(default_factory=lambda: KEY)
    algorithm: str = "RS256"
    asked: dict[str, str] = field(default_factory=dict)  # what the browser was sent with

    def answer(self, path: str, form: dict[str, str]) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            ends = {
                name: f"{self.address}/{end}"
                for name, end in (
                    ("authorization_endpoint", "authorize"),
                    ("token_endpoint", "token"),
                    ("jwks_uri", "keys"),
                )
            }
            return {"issuer": self.address, **ends}
        if path == "/keys":
            return {"keys": [KEY.as_dict(private=False)]}
        if path != "/token" or form.get("code") != "c0de":
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != self.asked["code_challenge"]:
            return None
        claims = {"iss": self.address, "aud": "danchieu", "sub": "s-1", "nonce": self.asked["nonce"]}
        claims |= {"exp": int(time.time()) + 60} | self.claims
        token = jwt.encode({"alg": self.algorithm, "kid": "one"}, claims, self.signer, algorithms=[self.algorithm])
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}


@pytest.fixture
def fake() -> Iterator[Fake]:
    told = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._reply({name: values[0] for name, values in parse_qs(body).items()})

        def _reply(self, form: dict[str, str]) -> None:
            found = told.answer(urlsplit(self.path).path, form)
            data = json.dumps(found or {"error": "invalid_grant"}).encode()
            self.send_response(200 if found else 400)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser(services: Services, fake: Fake) -> TestClient:
    services.library.accounts.add("lan", "reader", password=None, subject=subject_of(fake.address, "s-1"))
    door = Door(services.library.accounts, oidc=Provider(fake.address, "danchieu", "s3cret"))
    return TestClient(create_app(services, door=door), follow_redirects=False, raise_server_exceptions=False)


def sent(browser: TestClient, fake: Fake) -> str:
    """Go to the provider; the state that has to come back."""
    reply = browser.get("/login/oidc?next=/?tab=duties")
    assert reply.status_code == 303
    fake.asked.update({name: values[0] for name, values in parse_qs(urlsplit(reply.headers["location"]).query).items()})
    assert fake.asked["code_challenge_method"] == "S256"
    assert fake.asked["redirect_uri"] == "http://testserver/login/oidc/callback"
    return fake.asked["state"]


def test_whom_the_provider_vouches_for_comes_in(browser: TestClient, fake: Fake) -> None:
    assert "Đăng nhập bằng tài khoản của cơ quan" in browser.get("/login").text
    reply = browser.get(f"/login/oidc/callback?state={sent(browser, fake)}&code=c0de")
    assert (reply.status_code, reply.headers["location"]) == (303, "/?tab=duties")
    assert browser.get("/v1/documents").status_code == 200


WRONG: dict[str, dict[str, Any]] = {
    "a token for another program": {"claims": {"aud": "other"}},
    "a token of another issuer": {"claims": {"iss": "http://evil.example"}},
    "a token of another sign-in": {"claims": {"nonce": "other"}},
    "a token that has expired": {"claims": {"exp": 1}},
    "a token signed by somebody else": {"signer": OTHER},
}  # fmt: skip


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG.keys())
def test_what_does_not_hold_lets_nobody_in(browser: TestClient, fake: Fake, changes: dict[str, Any]) -> None:
    state = sent(browser, fake)
    for name, value in changes.items():
        setattr(fake, name, value)
    reply = browser.get(f"/login/oidc/callback?state={state}&code=c0de")
    assert (reply.status_code, "session" in reply.headers.get("set-cookie", "")) == (401, False)
    assert browser.get("/v1/documents").status_code == 401


ANSWERS = {
    "another request's state": "state=other&code=c0de",
    "no state": "code=c0de",
    "a wrong code": "state={state}&code=falsch",
    "no code": "state={state}",
}


@pytest.mark.parametrize("query", ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_to_another_request_is_refused(browser: TestClient, fake: Fake, query: str) -> None:
    state = sent(browser, fake)
    assert browser.get(f"/login/oidc/callback?{query.replace('{state}', state)}").status_code == 401


def test_another_browser_cannot_finish_a_sign_in(browser: TestClient, fake: Fake) -> None:
    state = sent(browser, fake)
    browser.cookies.clear()
    assert browser.get(f"/login/oidc/callback?state={state}&code=c0de").status_code == 401


def test_an_answer_is_used_once(browser: TestClient, fake: Fake) -> None:
    state = sent(browser, fake)
    assert browser.get(f"/login/oidc/callback?state={state}&code=c0de").status_code == 303
    browser.post("/logout", headers={"origin": "http://testserver"})
    assert browser.get(f"/login/oidc/callback?state={state}&code=c0de").status_code == 401


def test_who_has_no_account_here_is_told_what_to_ask_for(browser: TestClient, fake: Fake) -> None:
    state = sent(browser, fake)
    fake.claims = {"sub": "s-<b>2"}
    reply = browser.get(f"/login/oidc/callback?state={state}&code=c0de")
    assert reply.status_code == 403
    assert "s-&lt;b&gt;2" in reply.text


def test_a_provider_that_does_not_answer_is_told(services: Services) -> None:
    door = Door(services.library.accounts, oidc=Provider("http://127.0.0.1:9", "danchieu", None))
    client = TestClient(create_app(services, door=door), follow_redirects=False)
    assert client.get("/login/oidc").status_code == 502


def test_a_provider_is_who_it_says(fake: Fake) -> None:
    provider = Provider(fake.address.replace("127.0.0.1", "localhost"), "danchieu", None)
    with pytest.raises(OidcFailed, match="calls itself"):
        provider.begin("http://testserver/")


def test_a_provider_is_asked_over_https() -> None:
    with pytest.raises(ValueError, match="https"):
        Provider("http://id.example", "danchieu", None)


def test_an_account_is_bound_to_an_identity_by_command(tmp_path: Any) -> None:
    arguments = ["--home", str(tmp_path), "accounts", "add", "lan", "--no-password", "--oidc", "s-1"]
    assert CliRunner().invoke(main, arguments).exit_code == 2
    environment = {"DANCHIEU_OIDC_ISSUER": "https://id.example/"}
    assert CliRunner().invoke(main, arguments, env=environment).exit_code == 0
    assert Library.open(tmp_path).accounts.by_subject("https://id.example s-1") is not None
