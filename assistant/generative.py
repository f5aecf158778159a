"""Evidence → statements with a language model, through LangChain.

The only file that imports langchain. It is imported when a model is configured, or
by programs that use the retriever in chains of their own; without a model nothing of
it is loaded.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as RetrievedDocument
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.citing import label_of, name_of
from assistant.findings import Quote
from assistant.grounding import fault as grounding_fault
from assistant.grounding import fold_space
from assistant.settings import Settings
from assistant.statement import Section, Statement, said
from ingest.model import Clause, Document
from prompts.library import Prompt, load_prompt
from vectorstore.evidence import Retriever

_log = logging.getLogger(__name__)
_EARLIER = 3  # questions of the conversation that the model is told
_LANGUAGES = {"vi": "Vietnamese", "en": "English"}


class _DraftQuote(BaseModel):
    model_config = ConfigDict(extra="forbid")
    clause: int
    quote: str = Field(min_length=1)


class _DraftStatement(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1)
    quotes: list[_DraftQuote] = Field(min_length=1)


class _Draft(BaseModel):
    """What a model must reply with; anything else is repaired once."""

    model_config = ConfigDict(extra="forbid")
    not_stated: bool = False
    statements: list[_DraftStatement] = []


@dataclass(frozen=True, slots=True)
class NumberedClause:
    """A clause as the model gets it."""

    document_id: str
    document: Document
    clause: Clause


@dataclass(frozen=True, slots=True)
class Written:
    """What a model made of the evidence: sections, or that the evidence does not say."""

    sections: tuple[Section, ...]
    not_stated: bool


class ModelFailed(Exception):
    """The model is down, slow, or its reply is of no use even when repaired."""


class GenerativeWriter:
    """Has a chat model write the answer, and takes from it only what the gate lets through."""

    def __init__(self, model: BaseChatModel, name: str) -> None:
        self.name = name
        self._answer, self._repair = load_prompt("answer"), load_prompt("repair")
        prompt = ChatPromptTemplate.from_messages(
            [("system", self._answer.text), ("human", "{clauses}\n\n{question}"), ("placeholder", "{turns}")]
        )
        self._chain: Runnable[dict[str, Any], str] = prompt | model | StrOutputParser()

    @property
    def prompt(self) -> Prompt:
        return self._answer

    def write(
        self, question: str, language: str, clauses: Sequence[NumberedClause], *, earlier: Sequence[str] = ()
    ) -> Written:
        """Statements on the numbered clauses, every one of them grounded.

        Raises:
            ModelFailed: no usable reply, also after one repair.
        """
        fields: dict[str, Any] = {
            "language": _LANGUAGES[language], "question": _asked(question, earlier), "clauses": _numbered(clauses), "turns": [],
        }  # fmt: skip
        reply = self._reply(fields)
        written, fault = _checked(reply, clauses)
        if fault:
            fields["turns"] = _again(reply, self._repair.text.format(fault=fault))
            repaired, second = _checked(self._reply(fields), clauses)
            if repaired is not None and (second is None or written is None or not written.sections):
                written = repaired
        if written is None or not (written.sections or written.not_stated):
            raise ModelFailed(fault or "empty reply")
        return written

    def _reply(self, fields: Mapping[str, Any]) -> str:
        try:
            return self._chain.invoke(dict(fields))
        except Exception as error:  # every provider has its own exceptions; any of them means: no reply
            _log.warning("language model failed: %s", error)
            raise ModelFailed(str(error)) from error


def load_writer(settings: Settings) -> GenerativeWriter | None:
    """The writer for `DANCHIEU_LLM`; None when no model is set.

    Raises:
        ValueError: LangChain knows no such provider, or its package is not installed.
    """
    if not settings.llm:
        return None
    options: dict[str, Any] = {"temperature": 0, "timeout": settings.llm_timeout_s, "max_retries": 0}
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    if settings.llm.startswith("ollama:"):
        options = {key: value for key, value in options.items() if key in ("temperature", "base_url")}
        options["client_kwargs"] = {"timeout": settings.llm_timeout_s}
    if settings.llm_api_key:
        options["api_key"] = settings.llm_api_key.get_secret_value()
    try:
        model = init_chat_model(settings.llm, **options)
    except Exception as error:  # each provider's client has exceptions of its own for a missing key or package
        raise ValueError(f"DANCHIEU_LLM={settings.llm}: {error}") from error
    return GenerativeWriter(model, settings.llm)


class ClauseRetriever(BaseRetriever):
    """Our retriever for LangChain programs: one document a clause, its address as metadata."""

    retriever: Any  # a vectorstore.evidence.Retriever; pydantic cannot check a protocol
    limit: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[RetrievedDocument]:
        held: Retriever = self.retriever
        return [
            RetrievedDocument(
                page_content=evidence.clause.text,
                metadata={"document_id": evidence.document_id, "path": evidence.clause.path, "score": evidence.score},
            )
            for evidence in held.retrieve(query, limit=self.limit)
        ]


def as_runnable(ask: Any) -> Runnable[str, dict[str, Any]]:
    """`Assistant.ask` as a LangChain runnable: a question in, an answer as in section 3 of the contract out."""
    return RunnableLambda(lambda question: ask(question).to_json())


def _asked(question: str, earlier: Sequence[str]) -> str:
    """The question, behind the last ones of the conversation that it may lean on."""
    before = "".join(f"Earlier question: {text}\n" for text in earlier[-_EARLIER:])
    return f"{before}Question: {question}"


def _numbered(clauses: Sequence[NumberedClause]) -> str:
    blocks = []
    for number, held in enumerate(clauses, start=1):
        place = f"{label_of(held.clause.path, 'vi')} {name_of(held.document.header)}"
        blocks.append(f'<clause number="{number}" place="{_inert(place)}">\n{_inert(held.clause.text)}\n</clause>')
    return "\n".join(blocks)


def _inert(text: str) -> str:
    """Text that cannot close the element it stands in."""
    return text.replace("<", "‹").replace(">", "›")


def _again(reply: str, request: str) -> list[BaseMessage]:
    return [AIMessage(reply), HumanMessage(request)]


def _checked(reply: str, clauses: Sequence[NumberedClause]) -> tuple[Written | None, str | None]:
    """What of a reply may be shown, and the first fault in it."""
    try:
        draft = _Draft.model_validate(json.loads(_json_of(reply)))
    except (json.JSONDecodeError, ValidationError) as error:
        return None, f"not the JSON asked for ({type(error).__name__})"
    documents = {held.document_id: held.document for held in clauses}
    kept: list[Statement] = []
    first: str | None = None
    for drafted in draft.statements:
        statement, fault = _statement(drafted, clauses)
        fault = fault or (grounding_fault(statement, documents) if statement else "no statement")
        if statement is not None and fault is None:
            kept.append(statement)
        first = first or fault
    sections = (Section("", tuple(kept)),) if kept else ()
    return Written(sections, draft.not_stated and not kept), first


def _json_of(reply: str) -> str:
    """The JSON of a reply that wraps it in a code fence."""
    text = reply.strip()
    if text.startswith("```"):
        text = text.split("\n", 1)[-1].rsplit("```", 1)[0]
    return text


def _statement(drafted: _DraftStatement, clauses: Sequence[NumberedClause]) -> tuple[Statement | None, str | None]:
    quotes: list[Quote] = []
    for draft in drafted.quotes:
        if not 1 <= draft.clause <= len(clauses):
            return None, f"there is no clause {draft.clause}"
        held = clauses[draft.clause - 1]
        quote = _located(held, draft.quote)
        if quote is None:
            return None, f"the quote is not in clause {draft.clause}: {draft.quote[:80]}"
        quotes.append(quote)
    return Statement(f"- {said(' '.join(drafted.text.split()))}", tuple(dict.fromkeys(quotes))), None


def _located(held: NumberedClause, text: str) -> Quote | None:
    """Where a model's quote stands, white space aside; None when it does not."""
    wanted = fold_space(_inert(text))
    # The model was shown the clause with inert brackets; what it copied from it is looked up there.
    folded = fold_space(_inert(held.clause.text))
    at = folded.find(wanted)
    if not wanted or at < 0:
        return None
    start, end = _span(held.clause.text, at, at + len(wanted))
    text = fold_space(held.clause.text[start:end])
    return Quote(held.document_id, held.clause.path, text, held.clause.start + start, held.clause.start + end)


def _span(text: str, start: int, end: int) -> tuple[int, int]:
    """Characters [start, end) of the folded text as characters of the text itself."""
    positions: list[int] = []
    for index, character in enumerate(text):
        if not character.isspace() or (positions and not text[index - 1].isspace()):
            positions.append(index)
    return positions[start], positions[end - 1] + 1
