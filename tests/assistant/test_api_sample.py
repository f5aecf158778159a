"""The service as `danchieu serve` opens it, with the real assistant, on the sample directives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.services import Services, open_services
from assistant.chat.examples import Examples
from assistant.settings import Settings

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
QUESTION = "Sở Giáo dục và Đào tạo có nhiệm vụ gì?"


@pytest.fixture(scope="module")
def sample_services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = open_services(Settings(home=tmp_path_factory.mktemp("home"), llm=None, embedder=None))
    assert services.intake.take([SAMPLE]).failed == ()
    return services


@pytest.fixture(scope="module")
def sample_client(sample_services: Services) -> Iterator[TestClient]:
    with TestClient(create_app(sample_services)) as client:
        yield client


def test_every_quote_opens_in_the_panel(sample_client: TestClient) -> None:
    answer = sample_client.post("/v1/ask", json={"question": QUESTION}).json()
    assert answer["citations"]
    for citation in answer["citations"]:
        document = f"/v1/documents/{citation['document_id']}"
        clause = sample_client.get(f"{document}/clauses/{citation['path']}").json()
        assert " ".join(citation["quote"].split()) in " ".join(clause["text"].split())
        where = {"clause": citation["path"], "start": citation["start"], "end": citation["end"]}
        shown = sample_client.get(f"{document}/view", params=where)
        assert shown.status_code == 200
        assert "<mark>" in shown.text
        assert citation["official"] in shown.text


def test_the_deltas_are_the_answer(sample_client: TestClient) -> None:
    response = sample_client.post("/v1/ask", json={"question": QUESTION, "stream": True})
    blocks = [block.split("\n") for block in response.text.strip().split("\n\n")]
    data = [json.loads(line.removeprefix("data: ")) for _, line in blocks]
    assert [name for name, _ in blocks] == ["event: delta"] * (len(blocks) - 1) + ["event: answer"]
    assert "".join(piece["text"] for piece in data[:-1]).strip() == data[-1]["answer"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_examples_are_answered(sample_services: Services, language: str) -> None:
    examples = Examples(sample_services.library)("en" if language == "en" else "vi")
    assert len(examples) == 4
    refused = [question for question in examples if sample_services.assistant.ask(question).refused]
    assert refused == []


def test_a_removed_document_is_never_cited_again(sample_services: Services, sample_client: TestClient) -> None:
    cited = {
        item["document_id"] for item in sample_client.post("/v1/ask", json={"question": QUESTION}).json()["citations"]
    }
    removed = sorted(cited)[0]
    assert sample_client.delete(f"/v1/documents/{removed}").status_code == 204
    again = sample_client.post("/v1/ask", json={"question": QUESTION}).json()
    everything = again["citations"] + ((again["refusal"] or {}).get("nearest") or [])
    assert removed not in {item["document_id"] for item in everything}
    sample_services.intake.take([SAMPLE])
