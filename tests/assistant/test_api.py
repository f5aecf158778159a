"""The HTTP service, over a real library and a fake assistant."""

from __future__ import annotations

import json
from collections.abc import Callable
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

Told = Callable[[Any], tuple[int, str]]

QUESTION = "Ai trực canh lửa?"


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
    client: TestClient, assistant: Any, body: dict[str, Any], expected: tuple[int, str], stream: bool, problem: Told
) -> None:
    assert problem(client.post("/v1/ask", json=body | {"stream": stream})) == expected
    assert assistant.asked == []


def test_a_body_that_is_no_json(client: TestClient, problem: Told) -> None:
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
def test_a_failure(
    client: TestClient, assistant: Any, failure: Exception, expected: tuple[int, str], problem: Told
) -> None:
    assistant.failure = failure
    assert problem(client.post("/v1/ask", json={"question": QUESTION})) == expected


LANGUAGES = {"": "Câu hỏi", "en-GB,en;q=0.9": "The question", "vi-VN,en;q=0.5": "Câu hỏi", "fr": "Câu hỏi"}


@pytest.mark.parametrize(("accepted", "opening"), LANGUAGES.items(), ids=LANGUAGES.keys())
def test_problems_speak_the_callers_language(client: TestClient, accepted: str, opening: str) -> None:
    response = client.post("/v1/ask", json={"question": ""}, headers={"accept-language": accepted})
    assert response.json()["detail"].startswith(opening)
    assert set(response.json()["messages"]) == {"vi", "en"}


# -- the rest


def test_duties_and_deadlines_name_their_documents(client: TestClient, services: Services) -> None:
    known = {card.id for card in services.library.cards()}
    duties = client.get("/v1/duties").json()["duties"]
    assert {duty["document_id"] for duty in duties} <= known
    assert all("with" in duty for duty in duties)
    assert isinstance(client.get("/v1/deadlines").json()["deadlines"], list)
    assert client.get("/v1/duties?document=khong-co").json() == {"duties": []}


def test_deadlines_as_a_calendar(client: TestClient) -> None:
    response = client.get("/v1/deadlines.ics")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;VALUE=DATE:20240430" in response.text


def test_precedents_are_those_of_the_assistant(client: TestClient, assistant: Any, problem: Told) -> None:
    (found,) = client.get("/v1/precedents", params={"q": " gắn biển báo "}).json()["precedents"]
    assert (found["path"], found["quote"], found["also"]) == ("I.1-2", "Gắn biển báo", [])
    assert assistant.asked == [{"question": "gắn biển báo", "documents": ()}]
    assert problem(client.get("/v1/precedents", params={"q": " "}))[0] == 422


def test_health_readiness_and_metrics(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert {"format": "Word (.docx)", "suffixes": [".docx"], "missing": []} in ready["formats"]
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
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch, problem: Told
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
        "/v1/documents/{document_id}/file", "/v1/duties", "/v1/deadlines", "/v1/deadlines.ics", "/v1/precedents", "/healthz", "/readyz", "/metrics",
    }  # fmt: skip
    assert expected <= paths.keys()
    responses = paths["/v1/ask"]["post"]["responses"]
    assert {"application/json", "text/event-stream"} <= responses["200"]["content"].keys()
    assert "application/problem+json" in responses["422"]["content"]


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


HOSTS = {"by address": ("127.0.0.1:8000", 200), "by name": ("localhost", 200), "IPv6": ("[::1]:80", 200),
         "under another name": ("evil.example:8000", 403)}  # fmt: skip


@pytest.mark.parametrize(("host", "status"), HOSTS.values(), ids=HOSTS.keys())
def test_on_this_machine_only_under_its_own_names(services: Services, host: str, status: int) -> None:
    client = TestClient(create_app(services, hosts={"127.0.0.1", "localhost", "::1"}))
    assert client.get("/v1/documents", headers={"host": host}).status_code == status


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/proxy=http://x.example/"])
def test_parts_of_gradio_that_are_not_used_are_closed(client: TestClient, problem: Told, path: str) -> None:
    assert problem(client.get(path)) == (404, "closed")


def test_every_answer_keeps_the_browser_to_this_host(client: TestClient) -> None:
    headers = client.get("/healthz").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
