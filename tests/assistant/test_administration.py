"""Who may see what is said by command and by API; who did what is written down; who asks too much waits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.buckets import Buckets
from assistant.api.admission import Door
from assistant.api.app import create_app
from assistant.api.limits import Limits
from assistant.api.services import Services
from assistant.cli import main
from tests.assistant.doors import PASSWORD, add, bearer, sign_in
from vectorstore.accounts import Account, Role
from vectorstore.errors import DiskFull

Told = Callable[[Any], tuple[int, str]]
NOTICE = "Số: 7/TB-UBND\n\nHòa Bình, ngày 9 tháng 5 năm 2024\n\nTHÔNG BÁO\nLịch trực\n\n1. Văn phòng trực ngày lễ.\n"


@pytest.fixture
def people(services: Services) -> dict[str, Account]:
    roles: dict[str, Role] = {"lan": "reader", "hoa": "editor", "chu": "administrator"}
    found = {name: add(services.library, name, role) for name, role in roles.items()}
    return found | {"may": add(services.library, "may", units=["Phòng Y tế"])}


@pytest.fixture
def app(services: Services, people: dict[str, Account]) -> FastAPI:
    return create_app(services, door=Door(services.library.accounts))


@pytest.fixture
def by(app: FastAPI, services: Services, people: dict[str, Account]) -> Callable[[str], TestClient]:
    def client(name: str) -> TestClient:
        return TestClient(app, headers=bearer(services.library, people[name]), raise_server_exceptions=False)

    return client


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *arguments])


MAY_NOT = {
    "a reader hands in": (
        "lan",
        "POST",
        "/v1/documents",
        {"files": {"file": ("7.txt", NOTICE.encode(), "text/plain")}},
    ),
    "a reader removes": ("lan", "DELETE", "/v1/documents/{id}", {}),
    "a reader lists accounts": ("lan", "GET", "/v1/accounts", {}),
    "a reader reads the counters": ("lan", "GET", "/metrics", {}),
    "a reader takes what others said of answers": ("lan", "GET", "/v1/reviews.jsonl", {}),
    "a reader opens the evaluation": ("lan", "GET", "/page/evaluation/report", {}),
    "an editor makes an account": ("hoa", "POST", "/v1/accounts", {"json": {"name": "x", "password": PASSWORD}}),
    "an editor says who may see what": ("hoa", "PUT", "/v1/visibility", {"json": {"document": "{id}"}}),
    "an editor takes a restriction back": ("hoa", "DELETE", "/v1/visibility?document={id}", {}),
}


@pytest.mark.parametrize(("who", "method", "path", "sent"), MAY_NOT.values(), ids=MAY_NOT.keys())
def test_a_role_may_not(
    by: Callable[[str], TestClient], services: Services, problem: Told, who: str, method: str, path: str, sent: Any
) -> None:
    known = services.library.cards()[0].id
    sent = {"json": json.loads(json.dumps(sent["json"]).replace("{id}", known))} if "json" in sent else sent
    response = by(who).request(method, path.replace("{id}", known), **sent)
    assert problem(response) == (403, "not-allowed")
    assert services.library.audit.entries(limit=1)[0].outcome == "403"


def test_a_document_is_hidden_by_api_and_shown_again(by: Callable[[str], TestClient], services: Services) -> None:
    known = services.library.cards()[0].id
    seen = {name: by(name) for name in ("lan", "may", "chu")}
    hidden = {"document": known, "units": ["Phòng Y tế"]}
    assert seen["chu"].put("/v1/visibility", json=hidden).status_code == 204
    assert {name: client.get(f"/v1/documents/{known}").status_code for name, client in seen.items()} == {
        "lan": 404, "may": 200, "chu": 200,
    }  # fmt: skip
    assert seen["chu"].get("/v1/visibility").json() == {"restrictions": [{**hidden, "accounts": []}]}
    assert seen["chu"].delete(f"/v1/visibility?document={known}").status_code == 204
    assert seen["lan"].get(f"/v1/documents/{known}").status_code == 200


def test_a_folder_is_hidden_by_command_and_a_document_in_it_shown(
    by: Callable[[str], TestClient], services: Services
) -> None:
    card = services.library.cards()[0]
    folder = str(Path(card.source).parent)
    assert run(services.home, "visibility", "set", folder, "--account", "may").exit_code == 0
    assert [by(name).get("/v1/documents").json()["documents"] == [] for name in ("lan", "may")] == [True, False]
    assert run(services.home, "visibility", "set", card.id, "--account", "lan").exit_code == 0
    assert [by(name).get("/v1/documents").json()["documents"] == [] for name in ("lan", "may")] == [False, True]
    listed = json.loads(run(services.home, "visibility", "list", "--json").stdout)["restrictions"]
    assert {"folder": folder, "units": [], "accounts": ["may"]} in listed
    assert run(services.home, "visibility", "clear", card.id).exit_code == 0
    assert run(services.home, "visibility", "clear", folder).exit_code == 0
    assert by("lan").get("/v1/documents").json()["documents"] != []


WRONG = {
    "nobody named": (["set", "{id}"], 2, "--nobody"),
    "no such account": (["set", "{id}", "--account", "ai"], 1, "Không có tài khoản ai"),
    "no such place": (["set", "/khong/co", "--unit", "x"], 1, "không phải mã văn bản"),
    "what is not restricted": (["clear", "{id}"], 1, "không bị hạn chế"),
}


@pytest.mark.parametrize(("arguments", "status", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_restricted_says_why(
    services: Services, people: dict[str, Account], arguments: list[str], status: int, said: str
) -> None:
    known = services.library.cards()[0].id
    result = run(services.home, "visibility", *(one.replace("{id}", known) for one in arguments))
    assert (result.exit_code, said in result.stderr) == (status, True)


def upload(client: TestClient, text: str = NOTICE, **form: Any) -> Any:
    return client.post("/v1/documents", files={"file": ("7.txt", text.encode(), "text/plain")}, data=form)


def test_what_is_handed_in_for_a_unit_is_never_seen_by_others(by: Callable[[str], TestClient]) -> None:
    reply = upload(by("hoa"), unit=["Phòng Y tế"]).json()
    known = reply["files"][0]["document_id"]
    assert reply["files"][0]["file"] == "7.txt"
    seen = {name: by(name).get(f"/v1/documents/{known}").status_code for name in ("lan", "may", "hoa", "chu")}
    assert seen == {"lan": 404, "may": 200, "hoa": 200, "chu": 200}


def test_what_takes_a_documents_place_is_seen_by_the_same(by: Callable[[str], TestClient]) -> None:
    known = upload(by("chu"), unit=["Phòng Y tế"]).json()["files"][0]["document_id"]
    anew = NOTICE.replace("ngày lễ", "ngày Tết").encode()
    files = {"file": ("moi.txt", anew, "text/plain")}
    reply = by("chu").post("/v1/documents", files=files, data={"replaces": known}).json()["files"][0]
    assert reply["document_id"] != known
    seen = {name: by(name).get(f"/v1/documents/{reply['document_id']}").status_code for name in ("lan", "may")}
    assert seen == {"lan": 404, "may": 200}


def test_a_file_that_cannot_be_read_leaves_no_restriction(by: Callable[[str], TestClient], services: Services) -> None:
    assert upload(by("hoa"), "", unit=["Phòng Y tế"]).status_code == 422
    assert services.library.visibility.rules() == ()


def test_a_hidden_document_of_the_same_bytes_does_not_show_itself(
    by: Callable[[str], TestClient], services: Services
) -> None:
    """Neither as what is there already, nor by the identifier of the new one, nor by being replaced."""
    first = upload(by("chu"), unit=["Phòng Y tế"]).json()["files"][0]
    second = upload(by("hoa")).json()["files"][0]
    assert (second["outcome"], second["document_id"] == first["document_id"]) == ("added", False)
    assert not second["document_id"].endswith("-2")
    assert services.library.card(first["document_id"]) is not None


def test_what_is_handed_in_into_a_place_that_one_does_not_see_is_kept(
    by: Callable[[str], TestClient], services: Services
) -> None:
    services.uploads.mkdir(parents=True, exist_ok=True)
    assert by("chu").put("/v1/visibility", json={"folder": str(services.uploads)}).status_code == 204
    known = upload(by("hoa")).json()["files"][0]["document_id"]
    card = services.library.card(known)
    assert card is not None
    assert Path(card.source).exists()
    assert by("hoa").get(f"/v1/documents/{known}").status_code == 404


def test_an_audit_log_that_cannot_be_written_withholds_no_answer(
    by: Callable[[str], TestClient], services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: str) -> None:
        raise DiskFull(services.home, "full")

    client = by("lan")
    monkeypatch.setattr(services.library.audit, "add", full)
    assert client.post("/v1/ask", json={"question": "Ai trực canh lửa?"}).status_code == 200
    assert client.post("/v1/documents", files={"file": ("a.txt", b"x")}).status_code == 403


def test_nobody_removes_what_is_hidden_from_them(by: Callable[[str], TestClient], services: Services) -> None:
    known = upload(by("chu"), unit=["Phòng Y tế"]).json()["files"][0]["document_id"]
    assert by("hoa").delete(f"/v1/documents/{known}").status_code == 404
    entry = services.library.audit.entries(limit=1)[0]
    assert (entry.who, entry.action, entry.outcome) == ("hoa", "refused", "hidden")
    assert services.library.card(known) is not None


def test_accounts_are_kept_by_api(by: Callable[[str], TestClient], app: FastAPI, problem: Told) -> None:
    chu = by("chu")
    made = chu.post("/v1/accounts", json={"name": "Nga", "password": PASSWORD, "units": ["Phòng Y tế"]})
    assert (made.status_code, made.json()["name"]) == (201, "nga")
    assert sign_in(TestClient(app), "nga").status_code == 303
    assert problem(chu.post("/v1/accounts", json={"name": "nga", "password": PASSWORD})) == (422, "account-refused")
    assert problem(chu.post("/v1/accounts", json={"name": "b", "password": "ngắn"})) == (422, "account-refused")
    assert chu.delete("/v1/accounts/nga").status_code == 204
    assert problem(chu.delete("/v1/accounts/nga")) == (404, "no-such-account")
    assert problem(chu.delete("/v1/accounts/chu")) == (422, "account-refused")
    assert PASSWORD not in json.dumps(chu.get("/v1/accounts").json())


def test_an_account_made_for_an_open_service_would_lock_it(client: TestClient, problem: Told) -> None:
    body = {"name": "nga", "password": PASSWORD, "role": "administrator"}
    assert problem(client.post("/v1/accounts", json=body)) == (401, "not-signed-in")


def test_who_did_what_from_where_is_written_down(
    by: Callable[[str], TestClient], app: FastAPI, services: Services
) -> None:
    hoa = by("hoa")
    hoa.post("/v1/ask", json={"question": "Ai trực canh lửa?"})
    known = upload(hoa).json()["files"][0]["document_id"]
    hoa.delete(f"/v1/documents/{known}")
    sign_in(TestClient(app), "lan", "sai mật khẩu")
    sign_in(TestClient(app), "lan")
    told = json.loads(run(services.home, "audit", "--json").stdout)["entries"]
    assert [(one["who"], one["action"], one["what"], one["outcome"]) for one in reversed(told)] == [
        ("hoa", "ask", "Ai trực canh lửa?", "answered"),
        ("hoa", "upload", "7.txt", "201"),
        ("hoa", "remove", f"DELETE /v1/documents/{known}", "204"),
        ("lan", "sign-in", "POST /login", "401"),
        ("lan", "sign-in", "POST /login", "303"),
    ]
    assert {one["address"] for one in told} == {"testclient"}
    assert "hoa" in run(services.home, "audit", "--who", "hoa", "--action", "upload").stdout
    secret = hoa.headers["authorization"].rpartition("_")[2]
    assert not any(word in json.dumps(told, ensure_ascii=False) for word in (secret, PASSWORD, "sai mật khẩu"))


def test_what_is_old_is_forgotten(services: Services) -> None:
    services.library.audit.add("lan", "", "ask", "?", "")
    assert services.library.audit.forget(1) == 0
    assert services.library.audit.forget(-1) == 1


def test_one_account_does_not_use_up_what_others_have(services: Services, people: dict[str, Account]) -> None:
    limits = Limits(costly=Buckets(per_minute=6, burst=2))
    app = create_app(services, door=Door(services.library.accounts, limits=limits))
    lan, may = (TestClient(app, headers=bearer(services.library, people[name])) for name in ("lan", "may"))
    replies = [lan.post("/v1/ask", json={"question": "Ai trực?"}) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert int(replies[2].headers["retry-after"]) == 10
    assert lan.get("/v1/documents").status_code == 200
    assert may.post("/v1/ask", json={"question": "Ai trực?"}).status_code == 200


def test_an_address_without_an_account_is_slowed_down(services: Services, people: dict[str, Account]) -> None:
    limits = Limits(requests=Buckets(per_minute=60, burst=2))
    client = TestClient(create_app(services, door=Door(services.library.accounts, limits=limits)))
    assert [client.get("/v1/documents").status_code for _ in range(3)] == [401, 401, 429]
    assert client.get("/page/static/door.css").status_code == 200
    assert services.library.audit.entries(limit=5) == []  # who shows nothing cannot fill the disk
