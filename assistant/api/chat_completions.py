"""`/v1/chat/completions` and `/v1/models`: the assistant as programs written for OpenAI's API see it.

The citations travel twice: in the message's `annotations`, of OpenAI's type `url_citation`, with ours
beside it under `danchieu`; and as a list under the text, for programs that show nothing else.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.api.errors import NoSuchModel, Stopping
from assistant.api.events import EVENT_STREAM, Put, Unheard, data_event, events_of, stream
from assistant.api.problem_responses import language_of
from assistant.api.problems import problem_of, subject_of
from assistant.api.services import Services, ServicesDep
from assistant.request import MAX_TURNS, clean_question
from assistant.wording import say

router = APIRouter(prefix="/v1", tags=["openai"])
log = logging.getLogger(__name__)

MODEL = "danchieu"
_MARKER = re.compile(r"\[(\d+)\]")


class _TextPart(BaseModel):
    """A part of a message; those of other types (images, audio) cannot be read and are refused."""

    type: Literal["text"]
    text: str


class _Message(BaseModel):
    model_config = ConfigDict(extra="allow")  # name, tool_calls, …: nothing that an answer rests on

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[_TextPart] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


def _ends_with_a_question(messages: list[_Message]) -> list[_Message]:
    if not messages or messages[-1].role != "user":
        raise ValueError("the last message must be the user's question")
    clean_question(messages[-1].text)
    return messages


class _StreamOptions(BaseModel):
    include_usage: bool = False


class ChatRequest(BaseModel):
    """What of OpenAI's request means something here; settings of a model's style are accepted and have no effect.

    System messages are not followed: answers come from the documents alone.
    """

    model_config = ConfigDict(extra="allow")

    model: str = MODEL
    messages: Annotated[list[_Message], AfterValidator(_ends_with_a_question), Field(max_length=4 * MAX_TURNS)]
    stream: bool = False
    stream_options: _StreamOptions | None = None
    n: Literal[1] | None = None

    @property
    def question(self) -> str:
        return clean_question(self.messages[-1].text)

    @property
    def history(self) -> list[tuple[str, str]]:
        """Earlier questions, each with what was answered to it, oldest first; at most `MAX_TURNS`."""
        turns: list[tuple[str, str]] = []
        for message in self.messages[:-1]:
            if message.role == "user":
                turns.append((message.text, ""))
            elif message.role == "assistant" and turns:
                turns[-1] = (turns[-1][0], message.text)
        return [turn for turn in turns if turn[0].strip()][-MAX_TURNS:]


@router.get("/models")
def list_models() -> dict[str, Any]:
    """The one model there is."""
    return {"object": "list", "data": [_model()]}


@router.get("/models/{model}")
def show_model(model: str) -> dict[str, Any]:
    if model != MODEL:
        raise NoSuchModel(model)
    return _model()


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


@router.post("/chat/completions", response_model=None, responses={200: {"content": {EVENT_STREAM: {}}}})
async def complete(body: ChatRequest, request: Request, services: ServicesDep) -> Response:
    """Answer the last message; with `stream`, as OpenAI's server-sent chunks.

    Of a stream the last chunk but the closing one carries the list of citations and the annotations.
    """
    if body.model != MODEL:
        raise NoSuchModel(body.model)
    state = request.app.state
    base = str(request.base_url).rstrip("/")
    turn = state.turnstile.enter()
    if body.stream:
        last = _error_event(Stopping(), language_of(request))
        work = partial(_tell, body, services, base, language_of(request))
        return stream(events_of(work, state.flight, last, turn.run))
    response: Response = await turn.run(partial(_completed, body, services, base))
    return response


def _completed(body: ChatRequest, services: Services, base: str) -> Response:
    answer = services.assistant.ask(body.question, history=body.history)
    content = f"{answer.answer}{_sources(answer)}"
    message = {
        "role": "assistant", "content": content, "refusal": None, "annotations": annotations_of(content, answer, base),
    }  # fmt: skip
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    completion = _envelope("chat.completion", [choice])
    return JSONResponse(completion | {"usage": usage(body, content), "danchieu": answer.to_json()})


def _tell(body: ChatRequest, services: Services, base: str, language: str, put: Put) -> None:
    try:
        for chunk in _chunks(body, services, base):
            put(chunk)
    except Unheard:
        log.info("an answer was not waited for")
    except Exception as error:
        # The status line has been sent, so the problem has to travel in the stream, as OpenAI's errors do.
        log.exception("streaming an answer")
        put(_error_event(error, language))


def _error_event(error: Exception, language: str) -> str:
    problem = problem_of(error).to_json(language, subject_of(error))
    return data_event({"error": problem | {"message": problem["detail"]}})


def _chunks(body: ChatRequest, services: Services, base: str) -> Iterator[str]:
    envelope = _envelope("chat.completion.chunk", [])
    said: list[str] = []

    def chunk(delta: Mapping[str, Any], finish: str | None = None) -> str:
        return data_event(envelope | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    yield chunk({"role": "assistant", "content": ""})
    for piece in services.assistant.stream(body.question, history=body.history):
        if isinstance(piece, Answer):
            sources = _sources(piece)
            content = "".join([*said, sources])
            yield chunk({"content": sources, "annotations": annotations_of(content, piece, base)})
        else:
            said.append(piece)
            yield chunk({"content": piece})
    yield chunk({}, "stop")
    if body.stream_options and body.stream_options.include_usage:
        yield data_event(envelope | {"usage": usage(body, "".join(said))})
    yield "data: [DONE]\n\n"


def annotations_of(content: str, answer: Answer, base: str) -> list[dict[str, Any]]:
    """One for each marker in the text, at its place there; `url` is the clause's address in this service."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    found = []
    for match in _MARKER.finditer(content):
        citation = by_marker.get(int(match[1]))
        if citation is not None:
            address = f"{base}/v1/documents/{quote(citation.document_id, safe='')}/clauses/{quote(citation.path)}"
            cited = {"start_index": match.start(), "end_index": match.end(), "title": citation.official, "url": address}
            found.append({"type": "url_citation", "url_citation": cited, "danchieu": asdict(citation)})
    return found


def _sources(answer: Answer) -> str:
    """The citations, or what is nearest to a refused question, and the notes, as lists under the text; "" for none."""
    shown = answer.refusal.nearest if answer.refusal else answer.citations
    rows = [f"- [{c.marker}] {c.official}: “{' '.join(c.quote.split())}”" for c in shown]
    heading = say("nearest" if answer.refused else "sources", answer.language)
    parts = [f"{heading}:\n\n" + "\n".join(rows)] if rows else []
    if answer.notes:
        parts.append("\n".join(f"- {note.text}" for note in answer.notes))
    return "".join(f"\n\n{part}" for part in parts)


def usage(body: ChatRequest, content: str) -> dict[str, int]:
    """OpenAI's count of tokens; here of words, since no model was asked."""
    told, said = sum(len(message.text.split()) for message in body.messages), len(content.split())
    return {"prompt_tokens": told, "completion_tokens": said, "total_tokens": told + said}


def _envelope(kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    identifier = f"chatcmpl-{uuid.uuid4().hex}"
    return {"id": identifier, "object": kind, "created": int(time.time()), "model": MODEL, "choices": choices}
