"""A document that one may not see is not there: by no route, in no count, and in no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.hidden import SECRET, TELLING, Hidden, Person, store
from vectorstore.accounts import Account
from vectorstore.conversations import KeptTurn
from vectorstore.library import Library
from vectorstore.visible_library import VisibleLibrary

# Gradio calls pandas in old ways, and leaves an event loop open.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

QUESTIONS = [
    "Ai chủ trì di dời kho?",
    "Đơn vị nào báo cáo mục tiêu 5?",
    "Kinh phí di dời là bao nhiêu?",
    "Có những văn bản nào của UBND huyện Sơn Trạch?",
    "Kế hoạch nào về kiểm kê vật tư năm 2025?",
    "Việc gì phải xong trước ngày 30/9/2025?",
    "Văn bản nào căn cứ vào Quyết định 4141/QĐ-UBND?",
    "Ai ký kế hoạch di dời?",
    "who is responsible for moving the store?",
    "mục tiêu 5",
    "777",
    "thời tiết hôm nay",
]


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hidden]:
    with store(tmp_path_factory.mktemp("hidden") / "home") as opened:
        yield opened


@pytest.fixture(scope="module")
def conversation(hidden: Hidden) -> str:
    """The address of a conversation in which a member was told what is in the document."""
    client = hidden.by(hidden.member)
    answer = client.post("/v1/ask", json={"question": QUESTIONS[0]}).json()
    kept = hidden.services.library.conversations
    return kept.keep(f"account:{hidden.member.id}", None, KeptTurn(QUESTIONS[0], answer))


# What to send where a body is taken: a route that is not here fails the walk.
BODIES: Mapping[str, list[dict[str, Any]]] = {
    "/v1/ask": [{"json": {"question": q, "stream": s}} for q in QUESTIONS for s in (False, True)]
    + [{"json": {"question": "Ai chủ trì?", "documents": ["{document_id}"]}}],
    "/v1/chat/completions": [
        {"json": {"messages": [{"role": "user", "content": q}], "stream": s}} for q in QUESTIONS[:4] for s in (False, True)
    ],
    "/v1/documents": [{"files": {"file": ("moi.txt", "Thông báo\n\n1. Văn phòng trực ngày lễ.".encode(), "text/plain")}}],
    "/v1/accounts": [{"json": {"name": "ke-gian", "password": "mật khẩu đủ dài 1", "role": "administrator"}}],
    "/v1/visibility": [{"json": {"document": "{document_id}", "accounts": ["lan"]}}],
    "/v1/conversations/{identifier}": [{"json": {"title": "tên khác"}}],
    "/v1/conversations/{identifier}/turns/{ordinal}/review": [
        {"json": {"verdict": "down", "right": {"document_id": "{document_id}", "path": "I.1"}}}
    ],
}  # fmt: skip
PLACES: Mapping[str, list[str]] = {
    "path": ["I.1", "I.2", "header", "signature"],
    "identifier": ["{conversation}"],
    "conversation": ["{conversation}"],
    "ordinal": ["0"],
    "page": ["1"],
    "suffix": ["md", "docx"],
    "model": ["danchieu"],
    "name": ["chu"],
}
QUERIES = [
    "",
    "?document={document_id}",
    "?q=di dời kho",
    "?clause=I.1",
    "?place=Sơn Trạch",
    "?year=2025",
    "?within={document_id}",
]
PAGES = [
    "/", "/?tab=documents", "/?tab=documents&doc={document_id}", "/?tab=documents&missing=1", "/?tab=documents&q=di dời",
    "/?tab=duties", "/?tab=duties&unit=phong quyvantho", "/?tab=deadlines&in=2025", "/?tab=deadlines&in=2025&month=9",
    "/?tab=precedents&text=di dời kho vật tư", "/?tab=evaluation", "/?chat={conversation}",
]  # fmt: skip
FRAGMENTS = ["/page/view", "/page/askbar", "/page/home", "/page/evaluation/report", "/config"]
FILES = [
    "/gradio_api/file={file}",
    "/gradio_api/file/{file}",
    "/file={file}",
    "/gradio_api/proxy={file}",
    "/static/{file}",
]


def calls(hidden: Hidden, conversation: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every route of the description with whatever it takes, and every address of the page."""

    def filled(text: str) -> str:
        return text.replace("{document_id}", hidden.secret).replace("{conversation}", conversation)

    for path, methods in hidden.app.openapi()["paths"].items():
        addresses = [path.replace("{document_id}", hidden.secret)]
        for name, values in PLACES.items():
            addresses = [
                a.replace(f"{{{name}}}", filled(v)) for a in addresses for v in (values if name in path else [""])
            ]
        assert not any("{" in address for address in addresses), f"say in PLACES what to put into {path}"
        for method, described in methods.items():
            if "requestBody" in described:
                assert path in BODIES, f"say in BODIES what to send to {path}"
                for body in BODIES[path]:
                    sent = {
                        key: json.loads(filled(json.dumps(value))) if key == "json" else value
                        for key, value in body.items()
                    }
                    yield from ((method, address, sent) for address in addresses)
            else:
                asks = any(one["in"] == "query" for one in described.get("parameters", ()))
                queries = QUERIES if asks else [""]
                yield from ((method, address + filled(query), {}) for address in addresses for query in queries)
    card = hidden.services.library.card(hidden.secret)
    assert card is not None
    for page in PAGES:
        yield "get", filled(page), {}
        yield "get", filled(page).replace("/?", "/page/view?"), {}
    for fragment in FRAGMENTS:
        yield "get", fragment, {}
    for file in FILES:
        yield "get", file.replace("{file}", card.source), {}


def told(body: str) -> list[str]:
    return [word for word in TELLING if word in body]


def walk(hidden: Hidden, conversation: str, account: Account) -> dict[str, list[str]]:
    """Where something tells of the document, and what."""
    client = hidden.by(account)
    found: dict[str, list[str]] = {}
    for method, address, sent in calls(hidden, conversation):
        if method == "delete" and account is hidden.member:
            continue
        response = client.request(method, address, **sent)
        assert response.status_code < 500, (method, address, response.text)
        # What the caller has said is said back; it is not what is looked for.
        said = [hidden.secret, address, address.partition("?")[0]]
        body = response.text + str(dict(response.headers))
        for echo in said:
            body = body.replace(echo, "")
        if words := told(body):
            found[f"{method} {address.partition('?')[0]}"] = words
    for card in [card for card in hidden.services.library.cards() if card.file == "moi.txt"]:
        hidden.services.library.remove(card.id)  # what the walk itself has brought
    hidden.services.intake.catch_up()
    return found


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_no_route_tells_of_it(hidden: Hidden, conversation: str, role: str) -> None:
    account = hidden.reader if role == "reader" else hidden.editor
    assert walk(hidden, conversation, account) == {}
    assert hidden.services.library.card(hidden.secret) is not None  # nor could it be removed


SHOWN = {
    "get /v1/documents", "get /v1/duties", "get /v1/deadlines", "get /v1/deadlines.ics", "get /v1/precedents", "post /v1/ask",
    "post /v1/chat/completions", "get /v1/documents/{id}", "get /v1/documents/{id}/file", "get /v1/documents/{id}/clauses/I.1",
    "get /v1/documents/{id}/view", "get /v1/conversations/{conversation}", "get /", "get /page/view", "get /page/home",
    "get /page/askbar", "get /v1/conversations/{conversation}/export.md",
}  # fmt: skip


def test_the_same_walk_finds_it_for_whoever_may_see_it(hidden: Hidden, conversation: str) -> None:
    """Or the walk would prove nothing."""
    found = walk(hidden, conversation, hidden.member)
    shown = {place.replace("{id}", hidden.secret).replace("{conversation}", conversation) for place in SHOWN}
    assert shown - found.keys() == set()


def test_answers_are_those_of_a_store_that_never_had_it(
    hidden: Hidden, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Also in what is refused, and how: refusals, notes, follow-ups and the order of what is found follow from the rest alone."""
    words = [
        "Zamaruk",
        "Phòng Quyvantho làm gì?",
        "zamarukk ở đâu",
        "Kế hoạch 777/KH-UBND nói gì?",
        "Brunelhai báo cáo gì?",
    ]
    with store(tmp_path_factory.mktemp("without") / "home", with_secret=False) as other:
        ours, theirs = hidden.by(hidden.reader), other.by(other.reader)
        for question in [*QUESTIONS, *words]:
            got, wanted = (comparable(client, question) for client in (ours, theirs))
            assert got == wanted, question
        for address in ("/v1/documents", "/v1/duties", "/v1/deadlines", "/v1/precedents?q=di dời kho vật tư"):
            assert ours.get(address).json() == theirs.get(address).json()


def comparable(client: Person, question: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/v1/ask", json={"question": question}).json()
    assert "receipt" in answer, answer
    corpus = answer["receipt"].pop("corpus").partition(":")[2]  # the store itself has a name of its own
    return answer | {"elapsed_ms": 0, "receipt": answer["receipt"] | {"corpus": corpus}}


def test_the_state_that_an_answer_names_does_not_move_with_what_is_hidden(hidden: Hidden) -> None:
    client = hidden.by(hidden.reader)
    before = client.post("/v1/ask", json={"question": "Ai trực canh lửa?"}).json()["receipt"]
    more = SECRET.replace("777/KH", "778/KH").replace("mục tiêu 5", "mục tiêu 6")
    folder = hidden.services.library.card(hidden.secret)
    assert folder is not None
    added = Path(folder.source).with_name("mat-778.txt")
    added.write_text(more, encoding="utf-8")
    hidden.services.intake.take([added])
    try:
        assert client.post("/v1/ask", json={"question": "Ai trực canh lửa?"}).json()["receipt"] == before
    finally:
        card = hidden.services.library.by_source(str(added))
        assert card is not None
        hidden.services.library.remove(card.id)
        hidden.services.intake.catch_up()


# Of the whole library for anybody: none of it shows a document.
SAFE = {"open", "identity", "FILE"}


def test_every_method_of_a_library_is_narrowed() -> None:
    """A method that is added later and not narrowed would show everything."""
    public = {
        name
        for name, value in vars(Library).items()
        if not name.startswith("_") and (callable(value) or isinstance(value, property))
    }
    assert public - vars(VisibleLibrary).keys() - SAFE == set()


def test_gradio_answers_from_what_its_caller_may_see(hidden: Hidden) -> None:
    seen = {
        account.name: told(chat(hidden.by(account), "Ai chủ trì di dời kho?", session=account.name))
        for account in (hidden.reader, hidden.member)
    }
    assert seen["lan"] == []
    assert "Quyvantho" in seen["may"]


def test_a_guessed_session_of_gradio_shows_nobody_elses_conversation(hidden: Hidden) -> None:
    chat(hidden.by(hidden.member), "Ai chủ trì di dời kho?", session="same")
    other = hidden.by(hidden.reader)
    assert other.get("/gradio_api/queue/data?session_hash=same").status_code == 403
    assert other.get("/gradio_api/heartbeat/same").status_code == 403


def chat(client: Person, question: str, session: str = "one") -> str:
    """What the page's chat sends back, spoken to as its browser does."""
    config = client.get("/config").json()
    typed = next(d for d in config["dependencies"] if len(d["inputs"]) == 4)
    data = [question, None, None, "{}"]
    joined = client.post(
        "/gradio_api/queue/join", json={"fn_index": typed["id"], "data": data, "session_hash": session}
    )
    assert joined.status_code == 200, joined.text
    with client.stream(f"/gradio_api/queue/data?session_hash={session}") as stream:
        said = ""
        for line in stream.iter_lines():
            said += line
            if "process_completed" in line or "close_stream" in line:
                break
    return said
