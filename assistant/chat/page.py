"""The page at `/`: the frame that its address names, and in it the chat, which Gradio carries.

Views and the document panel are filled straight from the HTTP service, so that opening a
citation does not wait in Gradio's queue. Nothing is loaded from another host: fonts are the
system's, and Gradio's telemetry is off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

# Gradio reads these when it is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection

from assistant.answer import Language
from assistant.api.admission import caller_of, visitor_at
from assistant.api.services import services_of
from assistant.chat.conversation import Asker, Conversation, Shown, Turns
from assistant.chat.examples import Examples
from assistant.chat.frame import Framed
from assistant.chat.texts import TEXTS
from assistant.facets import EVERYTHING, Narrowing
from assistant.request import MAX_QUESTION
from vectorstore.library import Library
from vectorstore.visibility import VIEWS

HERE = Path(__file__).parent

Owned = tuple[str, Turns]  # whose turns they are, and the turns

_AT_ONCE = 8  # answers that may be in the making at the same time
_KEEP_S = 12 * 3600  # how long a conversation nobody reads is kept in memory
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")
_MONO = ("ui-monospace", "Cascadia Mono", "Consolas", "Liberation Mono", "monospace")

# A question among the examples or below an answer, asked by a click.
_ASK = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-ask]');
  if (button && !document.querySelector('.dc-turn[aria-busy="true"]')) {
    trigger('submit', { question: button.dataset.ask, scope: window.danchieu.scope() });
  }
});
"""
# The frame, which is not Gradio's, asks for a conversation by this event.
_BELL = "document.addEventListener('dc-conversation', (event) => trigger('submit', event.detail));"
# The button below an answer that is being written.
_STOP = """
document.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('.dc-stop')) trigger('submit', {});
});
"""
# What the form of the frame says goes with the question.
_WITH_SCOPE = "(question, turns, language, scope) => [question, turns, language, window.danchieu.scope()]"


def mount_page(app: FastAPI) -> None:
    """Put the page at `/` of the service."""
    gr.mount_gradio_app(
        app,
        build_page(),
        path="/",
        favicon_path=str(HERE / "favicon.png"),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_SANS, font_mono=_MONO),
        css_paths=[HERE / "chat.css"],
        show_error=False,
    )
    app.user_middleware.append(Middleware(Framed))  # innermost: it has to know who calls


def build_page() -> gr.Blocks:
    """The chat's components and what they do; each visit has a conversation of its own."""
    page: gr.Blocks
    with gr.Blocks(title="Dẫn Chiếu", analytics_enabled=False, fill_width=True) as page:
        turns = gr.State(("", ()), time_to_live=_KEEP_S)
        language = gr.State("vi", time_to_live=_KEEP_S)
        scope = gr.Textbox(visible=False)
        with gr.Column(elem_id="dc-chat", min_width=0):
            with gr.Column(elem_id="dc-transcript", min_width=0):
                past = gr.HTML("", elem_id="dc-past", js_on_load=_ASK)
                current = gr.HTML("", elem_id="dc-current", js_on_load=_ASK)
            box = _box()
            bell = gr.HTML("", elem_id="dc-bell", js_on_load=_BELL)
            stop = gr.HTML("", elem_id="dc-stop", js_on_load=_STOP)
        doors = _Doors()
        shown = [turns, past, current]
        asking: dict[str, Any] = {"concurrency_limit": _AT_ONCE, **_QUIET}
        asked: list[dict[str, Any]] = [
            box.submit(doors.typed, [box, turns, language, scope], [box, *shown], js=_WITH_SCOPE, **asking),
            past.submit(doors.clicked, [turns, language], shown, **asking),
            current.submit(doors.clicked, [turns, language], shown, **asking),
        ]
        stop.submit(doors.stopped, [turns, language], shown, cancels=asked, **_QUIET)
        bell.submit(doors.rung, [language], shown, trigger_mode="multiple", **_QUIET)
        page.load(doors.opened, [], [language, box, *shown], **_QUIET)
    return page


class _Doors:
    """A conversation as Gradio's events call it: in come components' values, out go their updates.

    Every event is answered from what its own caller may see, and with turns only that are the caller's.
    """

    def typed(
        self, question: str, turns: Owned, language: Language, scope: str, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        # Emptied once only: what the user types while the answer is written must stay.
        yield "", gr.skip(), gr.skip(), gr.skip()
        asker = _asker(language, scope, request)
        for shown in _conversation(request).ask(question, _own(turns, request), asker):
            yield gr.skip(), *_updates(shown, request)

    def clicked(
        self, turns: Owned, language: Language, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        asker = _asker(language, str(event.scope), request)
        for shown in _conversation(request).ask(str(event.question), _own(turns, request), asker):
            yield _updates(shown, request)

    def rung(self, language: Language, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """The conversation of an address; a new one for none."""
        conversation = _conversation(request)
        turns = conversation.reopened(str(event.chat), visitor_at(_http(request)))
        return _updates(conversation.whole(turns, language), request)

    def stopped(self, turns: Owned, language: Language, request: gr.Request) -> tuple[Any, ...]:
        """The conversation as it was before the question that is not waited for any more."""
        return _updates(_conversation(request).whole(_own(turns, request), language), request)

    def opened(self, request: gr.Request) -> tuple[Any, ...]:
        language: Language = "en" if request.query_params.get("lang") == "en" else "vi"
        known = str(request.query_params.get("chat") or "")
        conversation = _conversation(request)
        turns = conversation.reopened(known, visitor_at(_http(request))) if known else ()
        texts = TEXTS[language]
        box = gr.update(placeholder=texts.placeholder, label=texts.placeholder)
        return language, box, *_updates(conversation.whole(turns, language), request)


def _asker(language: Language, scope: str, request: gr.Request) -> Asker:
    """
    Args:
        scope: the form that narrows, as JSON; anything else narrows nothing.
    """
    try:
        chosen = json.loads(scope or "{}")
    except ValueError:
        chosen = {}
    narrowing = Narrowing.of(chosen) if isinstance(chosen, dict) else EVERYTHING
    return Asker(language, visitor_at(_http(request)), narrowing)


def _http(request: gr.Request) -> HTTPConnection:
    """The request itself, which has been told who calls; Gradio's own has no more than its headers."""
    http = request.request
    assert http is not None  # there is one behind every event of a browser
    return http


def _conversation(request: gr.Request) -> Conversation:
    services = services_of(_http(request))
    return Conversation(services.assistant, _examples(services.library), services.library)


@lru_cache(maxsize=VIEWS)
def _examples(library: Library) -> Examples:
    """One for all who may see the same, so that example questions are made once."""
    return Examples(library)


def _own(owned: Owned, request: gr.Request) -> Turns:
    """The turns of a session; none where it is another account's, whose session was guessed or overheard."""
    owner, turns = owned
    return turns if owner == caller_of(_http(request)).name else ()


def _updates(shown: Shown, request: gr.Request) -> tuple[Any, ...]:
    owned: Owned = (caller_of(_http(request)).name, shown.turns)
    return owned, gr.skip() if shown.earlier is None else shown.earlier, shown.latest


def _box() -> gr.Textbox:
    return gr.Textbox(
        placeholder=TEXTS["vi"].placeholder,
        label=TEXTS["vi"].placeholder,
        show_label=False,
        lines=1,
        max_lines=6,
        max_length=MAX_QUESTION,
        submit_btn=True,
        elem_id="dc-box",
    )
