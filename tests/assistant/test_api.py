"""The HTTP service, over a real library and a fake assistant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.services import Services
from assistant.request import MAX_TURNS
from ingest.errors import UnreadableFile
from vectorstore.errors import Busy

Response: TypeAlias = Any  # the client's own: it takes whichever of httpx and httpx2 is there

QUESTION = "Ai trực canh lửa?"
NOTICE = "Số: 7/TB-UBND\n\nHòa Bình, ngày 9 tháng 5 năm 2024\n\nTHÔNG BÁO\nLịch trực\n\n1. Văn phòng trực ngày lễ.\n"


@pytest.fixture
def client(services: Services) -> Iterator[TestClient]:
    with TestClient(create_app(services), raise_server_exceptions=False) as client:
        yield client


def problem(response: Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert {"type", "title", "detail", "messages"} <= body.keys()
    return response.status_code, body["type"].removeprefix("urn:danchieu:problem:")


# -- asking


def test_ask_gives_the_whole_answer(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert body["question"] == QUESTION
    assert body["citations"][0]["path"] == "I.1-1"
    assert {"answer", "refused", "refusal", "notes", "follow_ups", "receipt", "elapsed_ms"} <= body.keys()


def test_a_refusal_is_an_answer(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "Ai trả tiền?!"})
    assert response.status_code == 200
    assert response.json()["refusal"]["reason"] == "not-stated"


def test_ask_passes_on_everything(client: TestClient, services: Services, assistant: Any) -> None:
    document_id = services.library.cards()[0].id
    turns = [["Hỏi", "Đáp"]] * (MAX_TURNS + 5)
    body = {"question": " Ai\u0000 trực?\u200b ", "history": turns, "documents": [document_id], "as_of": "2024-05-01"}
    assert client.post("/v1/ask", json=body).status_code == 200
    asked = assistant.asked[-1]
    assert asked["question"] == "Ai trực?"
    assert len(asked["history"]) == MAX_TURNS
    assert asked["documents"] == [document_id]
    assert asked["as_of"].isoformat() == "2024-05-01"


@pytest.mark.parametrize("body", [{"history": None}, {"documents": None, "as_of": None}, {"lang": "vi"}], ids=str)
def test_what_is_left_out_or_unknown_is_no_error(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("/v1/ask", json={"question": QUESTION} | body).status_code == 200


WRONG: dict[str, tuple[dict[str, Any], tuple[int, str]]] = {
    "no question": ({}, (422, "invalid-request")),
    "an empty question": ({"question": " \n\u200b "}, (422, "question-empty")),
    "a long question": ({"question": "a" * 2001}, (422, "question-too-long")),
    "a question that is no text": ({"question": 5}, (422, "invalid-request")),
    "a history of wrong shape": ({"question": "a", "history": [["only"]]}, (422, "invalid-request")),
    "a date that is none": ({"question": "a", "as_of": "2024-02-30"}, (422, "invalid-request")),
    "an unknown document": ({"question": "a", "documents": ["khong-co"]}, (404, "no-such-document")),
}


@pytest.mark.parametrize(("body", "expected"), WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_wrong_question_is_told_before_it_is_asked(
    client: TestClient, assistant: Any, body: dict[str, Any], expected: tuple[int, str], stream: bool
) -> None:
    assert problem(client.post("/v1/ask", json=body | {"stream": stream})) == expected
    assert assistant.asked == []


def test_a_body_that_is_no_json(client: TestClient) -> None:
    response = client.post("/v1/ask", content="{", headers={"content-type": "application/json"})
    assert problem(response) == (422, "invalid-request")


def events(response: Response) -> list[tuple[str, dict[str, Any]]]:
    assert response.headers["content-type"].startswith("text/event-stream")
    found = []
    for block in response.text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_a_stream_is_deltas_and_then_the_answer(client: TestClient) -> None:
    told = events(client.post("/v1/ask", json={"question": QUESTION, "stream": True}))
    *deltas, (name, answer) = told
    assert {kind for kind, _ in deltas} == {"delta"}
    assert name == "answer"
    assert "".join(data["text"] for _, data in deltas).strip() == answer["answer"]


def test_a_failure_in_a_stream_is_an_event(client: TestClient, assistant: Any) -> None:
    assistant.failure = Busy(Path("/x/library.sqlite3"))
    ((name, data),) = events(client.post("/v1/ask", json={"question": QUESTION, "stream": True}))
    assert (name, data["status"], data["type"]) == ("error", 503, "urn:danchieu:problem:store-busy")


FAILURES = {
    "one that the table knows": (Busy(Path("/x")), (503, "store-busy")),
    "one that it does not": (ZeroDivisionError(), (500, "unexpected")),
}


@pytest.mark.parametrize(("failure", "expected"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure(client: TestClient, assistant: Any, failure: Exception, expected: tuple[int, str]) -> None:
    assistant.failure = failure
    assert problem(client.post("/v1/ask", json={"question": QUESTION})) == expected


LANGUAGES = {"": "Câu hỏi", "en-GB,en;q=0.9": "The question", "vi-VN,en;q=0.5": "Câu hỏi", "fr": "Câu hỏi"}


@pytest.mark.parametrize(("accepted", "opening"), LANGUAGES.items(), ids=LANGUAGES.keys())
def test_problems_speak_the_callers_language(client: TestClient, accepted: str, opening: str) -> None:
    response = client.post("/v1/ask", json={"question": ""}, headers={"accept-language": accepted})
    assert response.json()["detail"].startswith(opening)
    assert set(response.json()["messages"]) == {"vi", "en"}


# -- documents


def test_documents_are_listed_without_their_folders(client: TestClient) -> None:
    (item,) = client.get("/v1/documents").json()["documents"]
    assert (item["file"], item["header"]["number"]) == ("31.txt", "31/KH-UBND")
    assert "source" not in item


def test_a_document_is_shown_as_inspect_prints_it(client: TestClient, services: Services) -> None:
    document_id = services.library.cards()[0].id
    body = client.get(f"/v1/documents/{document_id}").json()
    assert body["id"] == document_id
    assert "I.1" in [clause["path"] for clause in body["clauses"]]
    assert {"references", "duties", "deadlines", "targets", "abbreviations", "anomalies"} <= body.keys()


def test_a_clause_or_bullet_by_its_address(client: TestClient, services: Services) -> None:
    document_id = services.library.cards()[0].id
    clause = client.get(f"/v1/documents/{document_id}/clauses/I.1").json()
    assert clause["items"][0]["path"] == "I.1-1"
    item = client.get(f"/v1/documents/{document_id}/clauses/I.1-1").json()
    assert item["text"] == clause["items"][0]["text"]


def test_the_file_comes_back_byte_for_byte(client: TestClient, services: Services) -> None:
    card = services.library.cards()[0]
    response = client.get(f"/v1/documents/{card.id}/file")
    assert response.content == Path(card.source).read_bytes()
    assert response.headers["content-disposition"].startswith("attachment")


def test_a_file_changed_or_gone_is_not_given_as_the_document(client: TestClient, services: Services) -> None:
    card = services.library.cards()[0]
    Path(card.source).write_text("khác", encoding="utf-8")
    assert problem(client.get(f"/v1/documents/{card.id}/file")) == (409, "file-changed")
    Path(card.source).unlink()
    assert problem(client.get(f"/v1/documents/{card.id}/file")) == (410, "file-gone")


MISSING = {
    "document": ("GET", "/v1/documents/x", (404, "no-such-document")),
    "document to remove": ("DELETE", "/v1/documents/x", (404, "no-such-document")),
    "file": ("GET", "/v1/documents/x/file", (404, "no-such-document")),
    "clause": ("GET", "/v1/documents/{id}/clauses/IX.9", (404, "no-such-clause")),
    "clause in the panel": ("GET", "/v1/documents/{id}/view?clause=IX.9", (404, "no-such-clause")),
    "address": ("GET", "/v1/nothing", (404, "no-such-page")),
    "method": ("PUT", "/v1/ask", (405, "method-not-allowed")),
}


@pytest.mark.parametrize(("method", "address", "expected"), MISSING.values(), ids=MISSING.keys())
def test_what_is_not_there(
    client: TestClient, services: Services, method: str, address: str, expected: tuple[int, str]
) -> None:
    address = address.replace("{id}", services.library.cards()[0].id)
    assert problem(client.request(method, address)) == expected


def upload(client: TestClient, *files: tuple[str, str | bytes]) -> Response:
    return client.post("/v1/documents", files=[("file", file) for file in files])


def outcomes(response: Response) -> list[str]:
    return [row["outcome"] for row in response.json()["files"]]


def test_an_upload_is_read_kept_and_removed(client: TestClient, services: Services) -> None:
    response = upload(client, ("7.txt", NOTICE))
    assert (response.status_code, outcomes(response)) == (201, ["added"])
    document_id = response.json()["files"][0]["document_id"]
    assert client.get(f"/v1/documents/{document_id}/file").content == NOTICE.encode()

    again = upload(client, ("7.txt", NOTICE))
    assert (again.status_code, outcomes(again)) == (200, ["unchanged"])
    newer = upload(client, ("7.txt", NOTICE.replace("ngày lễ", "cuối tuần")))
    assert (newer.status_code, outcomes(newer)) == (201, ["replaced"])

    assert client.delete(f"/v1/documents/{document_id}").status_code == 204
    assert client.get(f"/v1/documents/{document_id}").status_code == 404
    assert list(services.uploads.iterdir()) == []


def test_removing_a_document_of_a_folder_leaves_its_file(client: TestClient, services: Services) -> None:
    card = services.library.cards()[0]
    assert client.delete(f"/v1/documents/{card.id}").status_code == 204
    assert Path(card.source).exists()


def test_an_upload_of_good_and_bad_files(client: TestClient) -> None:
    response = upload(client, ("7.txt", NOTICE), ("rong.txt", ""))
    assert (response.status_code, outcomes(response)) == (207, ["added", "failed"])
    assert response.json()["files"][1]["problem"]["type"].endswith("empty-file")


BAD_UPLOADS: dict[str, tuple[str, str | bytes, tuple[int, str]]] = {
    "empty": ("rong.txt", "", (422, "empty-file")),
    "binary": ("x.txt", bytes(range(256)) * 8, (422, "unreadable-file")),
    "no reader": ("anh.png", "x", (415, "unsupported-format")),
    "over the limit of a file": ("to.txt", "a" * 30_000, (413, "file-too-large")),
    "over the limit of a body": ("to.txt", "a" * 200_000, (413, "upload-too-large")),
}


@pytest.mark.parametrize(("name", "content", "expected"), BAD_UPLOADS.values(), ids=BAD_UPLOADS.keys())
def test_a_bad_upload(
    client: TestClient, services: Services, name: str, content: str | bytes, expected: tuple[int, str]
) -> None:
    assert problem(upload(client, (name, content))) == expected
    assert len(services.library.cards()) == 1


def test_a_body_in_pieces_is_limited_too(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(20):
            yield b"a" * 10_000

    headers = {"content-type": "multipart/form-data; boundary=x"}
    response = client.post("/v1/documents", content=pieces(), headers=headers)
    assert problem(response) == (413, "upload-too-large")


NAMES = {
    "plain": ("kế hoạch.txt", "kế hoạch.txt"),
    "folders": ("../../etc/thu.txt", "thu.txt"),
    "folders of Windows": ("C:\\vb\\thu.txt", "thu.txt"),
    "hidden": ("..thu.txt", "thu.txt"),
    "control characters": ("a\u0000b\n.txt", "ab.txt"),
    "only a suffix": (".txt", "txt"),
    "nothing": ("", "tep"),
}


@pytest.mark.parametrize(("given", "kept"), NAMES.values(), ids=NAMES.keys())
def test_names_of_uploads_are_only_names(given: str, kept: str) -> None:
    from assistant.api.uploads import safe_name

    assert safe_name(given) == kept


def test_a_very_long_name_is_cut() -> None:
    from assistant.api.uploads import safe_name

    name = safe_name("kế" * 300 + ".txt")
    assert len(name.encode()) <= 255
    assert name.endswith(".txt")


# -- the panel's fragment


def view(client: TestClient, services: Services, query: str = "") -> str:
    response = client.get(f"/v1/documents/{services.library.cards()[0].id}/view{query}")
    assert response.headers["content-type"].startswith("text/html")
    return response.text


def test_a_documents_text_is_data(client: TestClient, services: Services) -> None:
    shown = view(client, services)
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in shown


def test_the_quote_is_marked_and_its_clause_pointed_out(client: TestClient, services: Services) -> None:
    document = services.library.document(services.library.cards()[0].id)
    assert document is not None
    quote = "24/24 giờ & báo cáo"
    start = document.text.index(quote)
    shown = view(client, services, f"?clause=I.1-1&start={start}&end={start + len(quote)}")
    assert "<mark>24/24 giờ &amp; báo cáo</mark>" in shown
    assert shown.count("<mark>") == 1
    assert 'class="dc-clause dc-target" data-path="I.1"' in shown
    assert "gạch đầu dòng thứ 1, mục I.1 Kế hoạch số 31/KH-UBND ngày 4/3/2024" in shown


SPOTS = {"no offsets": "", "offsets outside the clause": "&start=0&end=5", "offsets turned round": "&start=9&end=3"}


@pytest.mark.parametrize("offsets", SPOTS.values(), ids=SPOTS.keys())
def test_without_a_quote_the_clause_is_marked(client: TestClient, services: Services, offsets: str) -> None:
    shown = view(client, services, f"?clause=I.1-1{offsets}")
    assert "<mark>- Trực canh lửa 24/24 giờ &amp; báo cáo hằng tuần.</mark>" in shown


# -- the rest


def test_duties_and_deadlines_name_their_documents(client: TestClient, services: Services) -> None:
    known = {card.id for card in services.library.cards()}
    duties = client.get("/v1/duties").json()["duties"]
    assert {duty["document_id"] for duty in duties} <= known
    assert all("with" in duty for duty in duties)
    assert isinstance(client.get("/v1/deadlines").json()["deadlines"], list)
    assert client.get("/v1/duties?document=khong-co").json() == {"duties": []}


def test_health_readiness_and_metrics(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"
    client.post("/v1/ask", json={"question": QUESTION})
    client.post("/v1/ask", json={"question": "Ai trả tiền?!", "stream": True})
    client.get("/v1/documents/khong-co")
    counted = client.get("/metrics").text
    assert 'danchieu_questions_total{outcome="answered"} 1' in counted
    assert 'danchieu_questions_total{outcome="not-stated"} 1' in counted
    assert 'danchieu_http_requests_total{method="GET",route="/v1/documents/{document_id}",status="404"} 1' in counted
    assert "danchieu_documents 1" in counted
    assert 'danchieu_answer_seconds_bucket{le="+Inf"} 2' in counted


def test_not_ready_when_the_library_cannot_be_read(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise UnreadableFile(Path("x"), "x")

    monkeypatch.setattr(services.library, "cards", broken)
    assert problem(client.get("/readyz")) == (503, "not-ready")
    assert client.get("/healthz").status_code == 200


def test_openapi_describes_the_contract(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    expected = {
        "/v1/ask", "/v1/documents", "/v1/documents/{document_id}", "/v1/documents/{document_id}/clauses/{path}",
        "/v1/documents/{document_id}/file", "/v1/duties", "/v1/deadlines", "/healthz", "/readyz", "/metrics",
    }  # fmt: skip
    assert expected <= paths.keys()


ORIGINS: dict[str, tuple[dict[str, str], int]] = {
    "another site": ({"origin": "http://evil.example"}, 403),
    "another port": ({"origin": "http://testserver:81"}, 403),
    "a page without origin": ({"origin": "null"}, 403),
    "the page itself": ({"origin": "http://testserver"}, 200),
    "another program": ({}, 200),
}


@pytest.mark.parametrize(("headers", "status"), ORIGINS.values(), ids=ORIGINS.keys())
def test_pages_of_other_sites_may_not_change_anything(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/v1/ask", json={"question": QUESTION}, headers=headers).status_code == status


def test_every_answer_forbids_guessing_its_type(client: TestClient) -> None:
    assert client.get("/healthz").headers["x-content-type-options"] == "nosniff"
