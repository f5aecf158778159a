"""Evidence → statements with a language model, through LangChain.

The only file that imports langchain. It is imported when a model is configured, or
by programs that use the retriever in chains of their own; without a model nothing of
it is loaded.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
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

from assistant.answer import Language
from assistant.citing import label_of, name_of
from assistant.drafts import DraftReader, NumberedClause, inert
from assistant.findings import Quote
from assistant.question import language_of
from assistant.request import MAX_QUESTION
from assistant.settings import Settings
from assistant.statement import Statement
from prompts.library import Prompt, load_prompt
from vectorstore.evidence import Retriever

_log = logging.getLogger(__name__)
_EARLIER = 3  # questions of the conversation that the model is told
_ANSWER_SHOWN = 600  # characters of an earlier answer that the rewriting is told
_LANGUAGES: Mapping[Language, str] = {"vi": "Vietnamese", "en": "English"}
_INTEGER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Written:
    """How a model's answer ended."""

    not_stated: bool  # the model says that the clauses do not answer, and nothing of it passed
    dropped: int  # statements of its last reply that did not pass


class ModelFailed(Exception):
    """The model is down, slow, or its reply is of no use even when repaired; nothing of it passed."""


class GenerativeWriter:
    """Has a chat model write the answer, and takes from it only what the gate lets through."""

    def __init__(self, model: BaseChatModel, name: str, timeout_s: float) -> None:
        """
        Args:
            timeout_s: seconds that a whole answer may take, its repair included.
        """
        self.name = name
        self._timeout_s = timeout_s
        self._answer, self._repair, self._rewrite = map(load_prompt, ("answer", "repair", "rewrite"))
        prompt = ChatPromptTemplate.from_messages(
            [("system", self._answer.text), ("human", "{clauses}\n\n{question}"), ("placeholder", "{turns}")]
        )
        rewriting = ChatPromptTemplate.from_messages([("system", self._rewrite.text), ("human", "{conversation}")])
        self._answering: Runnable[dict[str, Any], str] = prompt | model | StrOutputParser()
        self._rewriting: Runnable[dict[str, Any], str] = rewriting | model | StrOutputParser()

    @property
    def prompt(self) -> Prompt:
        return self._answer

    def stream(
        self, question: str, language: Language, clauses: Sequence[NumberedClause], *, earlier: Sequence[str] = ()
    ) -> Iterator[Statement | Written]:
        """Statements on the numbered clauses, each grounded, as the model writes them; at last how it ended.

        A reply with a fault is repaired once: what passes of the second reply and was not said is added.

        Raises:
            ModelFailed: no statement passed, also after the repair, and the model does not say "not stated".
        """
        fields: dict[str, Any] = {
            "language": _LANGUAGES[language], "question": _asked(question, earlier), "clauses": _numbered(clauses), "turns": [],
        }  # fmt: skip
        until = time.monotonic() + self._timeout_s
        shown: set[frozenset[Quote]] = set()
        reading = DraftReader(clauses, language)
        failure: ModelFailed | None = None
        try:
            yield from self._new(fields, reading, until, shown)
            if reading.faults:
                fields["turns"] = _again(reading.text, self._repair.text.format(fault=reading.faults[0]))
                reading = DraftReader(clauses, language)
                yield from self._new(fields, reading, until, shown)
        except ModelFailed as error:
            failure = error
            reading.faults.append(str(error))
        if not shown and (failure or reading.faults or not reading.not_stated):
            raise failure or ModelFailed(reading.faults[0] if reading.faults else "empty reply")
        yield Written(reading.not_stated and not shown, len(reading.faults))

    def standalone(self, question: str, history: Sequence[tuple[str, str]]) -> str | None:
        """A follow-up as a question that needs no conversation; None when the model makes none that can be trusted.

        It may bring in nothing but what the conversation says: no number that is not in it, no other language.
        """
        turns = [f"Question: {asked}\nAnswer: {said[:_ANSWER_SHOWN]}" for asked, said in history[-_EARLIER:]]
        conversation = "\n".join([*turns, f"Last question: {question}"])
        try:
            rewritten = "".join(_pieces(self._rewriting, {"conversation": conversation})).strip()
        except ModelFailed:
            return None
        known = set(_INTEGER.findall("\n".join([question, *(f"{asked} {said}" for asked, said in history)])))
        usable = 0 < len(rewritten) <= MAX_QUESTION and "\n" not in rewritten
        if (
            not usable
            or not set(_INTEGER.findall(rewritten)) <= known
            or language_of(rewritten) != language_of(question)
        ):
            _log.warning("the rewritten question is not used: %.200s", rewritten)
            return None
        return rewritten

    def _new(
        self, fields: Mapping[str, Any], reading: DraftReader, until: float, shown: set[frozenset[Quote]]
    ) -> Iterator[Statement]:
        """Statements of one reply that rest on other quotes than those shown."""
        for piece in _pieces(self._answering, fields):
            for statement in reading.feed(piece):
                if frozenset(statement.quotes) not in shown:
                    shown.add(frozenset(statement.quotes))
                    yield statement
            if time.monotonic() > until:
                raise ModelFailed(f"not done after {self._timeout_s:g} s")
        reading.close()


def _pieces(chain: Runnable[dict[str, Any], str], fields: Mapping[str, Any]) -> Iterator[str]:
    """A model's reply as it comes in; raises ModelFailed when it does not."""
    try:
        yield from chain.stream(dict(fields))
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
    return GenerativeWriter(model, settings.llm, settings.llm_timeout_s)


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
        blocks.append(f'<clause number="{number}" place="{inert(place)}">\n{inert(held.clause.text)}\n</clause>')
    return "\n".join(blocks)


def _again(reply: str, request: str) -> list[BaseMessage]:
    return [AIMessage(reply), HumanMessage(request)]
