"""The tools for other programs, called by the protocol's own client over both transports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.types import CallToolResult, TextContent

from assistant.program_tools import Sources, tools_over
from tests.assistant.browsing import QUESTION, ROOT, SAMPLE, danchieu
from tests.assistant.conftest import FakeAssistant
from vectorstore.errors import Busy
from vectorstore.library import Library

TOOLS = {"ask", "search", "open_clause", "duties", "deadlines", "precedents"}
Call = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    ingest = danchieu("--home", str(home), "ingest", str(SAMPLE), "--json")
    subprocess.run(ingest, cwd=ROOT, check=True, timeout=240, stdout=subprocess.DEVNULL)
    return home


@pytest.fixture(params=["stdio", "http"])
def door(request: pytest.FixtureRequest) -> Any:
    """What the client connects to: a process that it starts itself, or the running service."""
    if request.param == "http":
        return f"{request.getfixturevalue('address')}/mcp"
    command, *arguments = danchieu("--home", str(request.getfixturevalue("home")), "mcp")
    return StdioServerParameters(command=command, args=arguments, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


def in_one_visit(door: Any, visit: Callable[[Client], Any]) -> Any:
    async def go() -> Any:
        async with Client(door, read_timeout_seconds=60) as client:
            return await visit(client)

    return anyio.run(go)


def test_every_tool_answers_with_places_that_can_be_opened(door: Any) -> None:
    async def visit(client: Client) -> None:
        listed = (await client.list_tools()).tools
        assert {tool.name for tool in listed} == TOOLS
        assert all(tool.description and tool.annotations and tool.annotations.read_only_hint for tool in listed)

        answer = _content(await client.call_tool("ask", {"question": QUESTION}))
        assert not answer["refused"]
        for citation in answer["citations"]:
            clause = await _opened(client, citation)
            assert " ".join(citation["quote"].split()) in " ".join(clause["text"].split())
            assert clause["official"] == citation["official"]

        for found in _content(await client.call_tool("search", {"text": QUESTION, "limit": 3}))["clauses"]:
            assert (await _opened(client, found))["text"] == found["text"]
        for name, key in (("duties", "duties"), ("deadlines", "deadlines")):
            rows = _content(await client.call_tool(name, {"limit": 2}))
            assert rows["total"] > 2 == len(rows[key])
            for row in rows[key]:
                assert " ".join(row["quote"].split()) in " ".join((await _opened(client, row))["text"].split())
        worded = _content(
            await client.call_tool("precedents", {"text": "phối hợp với Sở Thông tin và Truyền thông kiểm tra"})
        )
        assert worded["precedents"]

    in_one_visit(door, visit)


async def _opened(client: Client, place: dict[str, Any]) -> dict[str, Any]:
    return _content(await client.call_tool("open_clause", {"document_id": place["document_id"], "path": place["path"]}))


def _content(result: CallToolResult) -> dict[str, Any]:
    """The structured content; its text says the same, for programs that read only that."""
    assert not result.is_error, result.content
    assert result.structured_content is not None
    text = result.content[0]
    assert isinstance(text, TextContent)
    told: dict[str, Any] = result.structured_content
    assert json.loads(text.text) == told
    return told


@pytest.fixture
def call(assistant: FakeAssistant) -> Callable[[str, dict[str, Any]], CallToolResult]:
    """Call a tool over a fake assistant, without a transport."""
    server = tools_over(lambda: Sources(assistant, assistant.library))

    def call(name: str, arguments: dict[str, Any]) -> CallToolResult:
        async def visit(client: Client) -> CallToolResult:
            return await client.call_tool(name, arguments)

        result: CallToolResult = in_one_visit(server, visit)
        return result

    return call


def only_document(library: Library) -> str:
    return library.cards()[0].id


MISTAKES: dict[str, tuple[str, dict[str, Any], str]] = {
    "an empty question": ("ask", {"question": " \u200b "}, "câu hỏi"),
    "a document that is not there": ("ask", {"question": "Ai?", "documents": ["nothing"]}, "nothing"),
    "a clause that is not there": ("open_clause", {"document_id": "ONE", "path": "IX.9"}, "IX.9"),
    "too many rows": ("duties", {"limit": 100_000}, "less than or equal to 200"),
    "no rows": ("search", {"text": "lửa", "limit": 0}, "greater than or equal to 1"),
    "a day that is none": ("ask", {"question": "Ai?", "as_of": "2024-02-31"}, "as_of"),
    "a tool that is not there": ("remove_document", {"document_id": "ONE"}, "remove_document"),
}


@pytest.mark.parametrize(("name", "arguments", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_in_a_sentence(
    name: str, arguments: dict[str, Any], said: str, call: Any, assistant: FakeAssistant
) -> None:
    known = {key: only_document(assistant.library) if value == "ONE" else value for key, value in arguments.items()}
    result = call(name, known)
    assert result.is_error
    assert said.lower() in result.content[0].text.lower()
    assert assistant.asked == []


def test_a_store_that_is_written_says_so(call: Any, assistant: FakeAssistant, tmp_path: Path) -> None:
    assistant.failure = Busy(tmp_path, "locked")
    result = call("ask", {"question": "Ai trực canh lửa?"})
    assert result.is_error
    assert "Kho đang được một tiến trình khác ghi" in result.content[0].text


def test_a_question_goes_on_with_what_was_said(call: Any, assistant: FakeAssistant) -> None:
    one = only_document(assistant.library)
    call("ask", {"question": "Còn ai?", "history": [["Ai?", "Hạt."]], "documents": [one], "as_of": "2024-05-01"})
    assert assistant.asked[0]["history"] == [("Ai?", "Hạt.")]
    assert assistant.asked[0]["documents"] == [one]
    assert str(assistant.asked[0]["as_of"]) == "2024-05-01"


NARROWED: dict[str, tuple[str, dict[str, Any], int]] = {
    "duties of one unit": ("duties", {"unit": "hat kiem lam"}, 2),
    "duties of nobody": ("duties", {"unit": "Sở Tài chính"}, 0),
    "deadlines of their year": ("deadlines", {"year": 2024}, 1),
    "deadlines of another year": ("deadlines", {"year": 2031}, 0),
}


@pytest.mark.parametrize(("name", "arguments", "total"), NARROWED.values(), ids=NARROWED.keys())
def test_rows_are_narrowed(name: str, arguments: dict[str, Any], total: int, call: Any) -> None:
    found = _content(call(name, arguments))
    assert found["total"] == total == len(found[name])
    assert all(row["official"].endswith("Kế hoạch số 31/KH-UBND ngày 4/3/2024") for row in found[name]), found


def test_the_command_line_does_not_load_the_protocol() -> None:
    code = "import sys; from assistant.cli import main; import assistant.assistant; sys.exit('mcp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
