"""Conversations over HTTP: found, renamed, exported, judged; and what follows for the evaluation."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordFile
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.services import Services
from assistant.chat.visitor import COOKIE, cookie_header, visitor_of
from assistant.reviewing import kind_of, typing_of
from eval.questions import load_questions
from vectorstore.conversations import KeptTurn, Review

VISITOR = "v" * 32
Problem = Callable[[Any], tuple[int, str]]


@pytest.fixture
def kept(services: Services) -> str:
    first, second = "Ai trực canh lửa?", "Ai trả tiền?!"
    turns = [KeptTurn(question, services.assistant.ask(question).to_json()) for question in (first, second)]
    known = services.library.conversations.keep(VISITOR, None, turns[0])
    return services.library.conversations.keep(VISITOR, known, turns[1])


@pytest.fixture
def own(services: Services) -> TestClient:
    """The browser that had the conversation."""
    return TestClient(create_app(services), cookies={COOKIE: VISITOR})


COOKIES = {
    "none": ({}, ""),
    "ours": ({COOKIE: VISITOR}, VISITOR),
    "too short": ({COOKIE: "v"}, ""),
    "with signs that we never use": ({COOKIE: "v" * 31 + "'"}, ""),
}


@pytest.mark.parametrize(("cookies", "visitor"), COOKIES.values(), ids=COOKIES.keys())
def test_only_a_secret_of_ours_makes_a_visitor(cookies: dict[str, str], visitor: str) -> None:
    assert visitor_of(cookies) == visitor


@pytest.mark.parametrize("secure", [False, True])
def test_no_script_reads_the_cookie(secure: bool) -> None:
    header = cookie_header(VISITOR, secure=secure)
    assert "; HttpOnly; SameSite=Lax" in header
    assert header.endswith("; Secure") is secure


def test_a_conversation_is_listed_renamed_and_deleted_by_its_owner(own: TestClient, kept: str) -> None:
    assert [card["id"] for card in own.get("/v1/conversations?q=canh lua").json()["conversations"]] == [kept]
    assert own.get("/v1/conversations?q=giáo dục").json() == {"conversations": []}
    assert own.patch(f"/v1/conversations/{kept}", json={"title": "Cháy rừng"}).status_code == 204
    assert own.get(f"/v1/conversations/{kept}").json()["title"] == "Cháy rừng"
    assert own.delete(f"/v1/conversations/{kept}").status_code == 204
    assert own.get("/v1/conversations").json() == {"conversations": []}


def test_another_browser_reads_by_the_address_only(client: TestClient, kept: str, problem: Problem) -> None:
    assert client.get("/v1/conversations").json() == {"conversations": []}
    shown = client.get(f"/v1/conversations/{kept}").json()
    assert (shown["owned"], len(shown["turns"])) == (False, 2)
    for refused in (
        client.patch(f"/v1/conversations/{kept}", json={"title": "x"}),
        client.delete(f"/v1/conversations/{kept}"),
        client.put(f"/v1/conversations/{kept}/turns/0/review", json={"verdict": "up"}),
        client.get("/v1/conversations/unknown"),
    ):
        assert problem(refused) == (404, "no-such-conversation")


def test_a_conversation_is_exported_with_its_citations(own: TestClient, kept: str) -> None:
    markdown = own.get(f"/v1/conversations/{kept}/export.md").text
    assert "## Ai trực canh lửa?" in markdown
    assert "**Hạt Kiểm lâm** trực canh lửa [1]." in markdown
    assert "mục I.1 Kế hoạch số 31/KH-UBND" in markdown
    assert "> Trực canh lửa 24/24 giờ & báo cáo hằng tuần." in markdown
    assert "Văn bản không nêu việc này." in markdown
    answered = own.get(f"/v1/conversations/{kept}/export.docx")
    words = "\n".join(paragraph.text for paragraph in WordFile(io.BytesIO(answered.content)).paragraphs)
    assert "Hạt Kiểm lâm trực canh lửa [1]." in words
    assert "“Trực canh lửa 24/24 giờ & báo cáo hằng tuần.”" in words
    assert "filename*=utf-8''Ai%20tr%E1%BB%B1c" in answered.headers["content-disposition"]


JUDGED: dict[str, tuple[int, str, str, dict[str, Any] | None]] = {
    "a good answer names its places": (0, "up", "", {"kind": "actor", "paths": ["I.1-1"]}),
    "a good refusal": (1, "up", "", {"kind": "refusal", "refusal": "not-stated"}),
    "an answer that should have been refused": (0, "down", "Lẽ ra phải từ chối: x", {"kind": "refusal", "refusal": "not-stated"}),
    "a bad answer leaves open what is right": (0, "down", "Thiếu ý", None),
    "a bad refusal too": (1, "down", "Lẽ ra trả lời được", None),
}  # fmt: skip


@pytest.mark.parametrize(("ordinal", "verdict", "reason", "expected"), JUDGED.values(), ids=JUDGED.keys())
def test_a_judgement_becomes_an_evaluation_question(
    own: TestClient, kept: str, tmp_path: Path, ordinal: int, verdict: str, reason: str, expected: dict[str, Any] | None
) -> None:
    address = f"/v1/conversations/{kept}/turns/{ordinal}/review"
    assert own.put(address, json={"verdict": verdict, "reason": reason}).status_code == 204
    file = tmp_path / "reviews.jsonl"
    file.write_bytes(own.get("/v1/reviews.jsonl").content)
    questions = load_questions(file)
    if expected is None:
        assert questions == []
    else:
        (question,) = questions
        assert question.kind == expected["kind"]
        assert question.refusal == expected.get("refusal")
        assert [path for gold in question.gold for path in gold.paths] == expected.get("paths", [])
        assert len(json.loads(file.read_text(encoding="utf-8"))["history"]) == ordinal


RIGHT: dict[str, tuple[int, str, list[str], list[str]]] = {
    "wrong: the right clause alone": (0, "Sai điều khoản", ["I.2"], ["Các chủ rừng dọn thực bì"]),
    "incomplete: what was cited and the clause": (0, "Thiếu ý: còn chủ rừng", ["I.1-1", "I.2"], ["Trực canh lửa 24/24", "Các chủ rừng dọn thực bì"]),
    "refused, but the clause answers": (1, "Lẽ ra trả lời được", ["I.2"], ["Các chủ rừng dọn thực bì"]),
    "in English": (0, "Incomplete", ["I.1-1", "I.2"], ["Trực canh lửa 24/24", "Các chủ rừng dọn thực bì"]),
}  # fmt: skip


@pytest.mark.parametrize(("ordinal", "reason", "paths", "facts"), RIGHT.values(), ids=RIGHT.keys())
def test_the_clause_that_a_reader_names_becomes_gold(
    own: TestClient, kept: str, tmp_path: Path, ordinal: int, reason: str, paths: list[str], facts: list[str]
) -> None:
    (known,) = (row["id"] for row in own.get("/v1/documents").json()["documents"])
    address = f"/v1/conversations/{kept}/turns/{ordinal}/review"
    body = {"verdict": "down", "reason": reason, "right": {"document_id": known, "path": "I.2"}}
    assert own.put(address, json=body).status_code == 204
    assert own.delete(f"/v1/documents/{known}").status_code == 204  # what was said of it stays
    file = tmp_path / "reviews.jsonl"
    file.write_bytes(own.get("/v1/reviews.jsonl").content)
    (question,) = load_questions(file)
    assert question.kind == "actor"
    assert [(gold.file, *gold.paths) for gold in question.gold] == [("31.txt", path) for path in paths]
    assert len(question.facts) == len(facts)
    assert all(fact.startswith(start) for fact, start in zip(question.facts, facts, strict=True))
    assert own.delete(address).status_code == 204
    assert own.get("/v1/reviews.jsonl").content == b""


def test_the_clause_that_a_reader_names_has_to_be_there(own: TestClient, kept: str, problem: Problem) -> None:
    (known,) = (row["id"] for row in own.get("/v1/documents").json()["documents"])
    address = f"/v1/conversations/{kept}/turns/0/review"
    for document, path, name in (("x", "I.2", "no-such-document"), (known, "IX.9", "no-such-clause")):
        body = {"verdict": "down", "right": {"document_id": document, "path": path}}
        assert problem(own.put(address, json=body)) == (404, name)
    assert own.get("/v1/reviews.jsonl").content == b""


ASKED = {
    "who": ("Ai trực canh lửa?", [], "actor"),
    "by when": ("Báo cáo nộp trước ngày nào?", [], "deadline"),
    "what a unit has to do": ("Hạt Kiểm lâm có nhiệm vụ gì?", [], "duties"),
    "on what it stands": ("Kế hoạch 31 căn cứ vào văn bản nào?", [], "basis"),
    "who signed": ("Ai ký kế hoạch 31?", [], "document"),
    "side by side": ("So sánh nhiệm vụ của Hòa Bình và Sơn La", [], "compare"),
    "what goes on asks as before": ("Còn Sơn La?", [("Báo cáo nộp trước ngày nào?", "…")], "deadline"),
    "nothing that is known": ("Cây thông", [], "document"),
}


@pytest.mark.parametrize(("question", "history", "kind"), ASKED.values(), ids=ASKED.keys())
def test_the_kind_of_a_question(question: str, history: list[tuple[str, str]], kind: str) -> None:
    assert kind_of(Review("c", 0, "up", "", "2026", question, history, {})) == kind


def test_a_review_is_discarded_once(own: TestClient, kept: str, problem: Problem) -> None:
    own.put(f"/v1/conversations/{kept}/turns/0/review", json={"verdict": "up"})
    assert own.delete(f"/v1/reviews/{kept}/0").status_code == 204
    assert problem(own.delete(f"/v1/reviews/{kept}/0")) == (404, "no-such-review")


TYPED = {
    "with its marks": ("Ai trực canh lửa?", "vi", "vi"),
    "without any": ("Ai truc canh lua", "vi", "vi-plain"),
    "with some": ("ai phai trực canh lua o cua rung", "vi", "vi-half"),
    "English": ("Who watches?", "en", "en"),
}


@pytest.mark.parametrize(("question", "language", "typing"), TYPED.values(), ids=TYPED.keys())
def test_how_a_question_is_typed(question: str, language: str, typing: str) -> None:
    assert typing_of(question, language) == typing
