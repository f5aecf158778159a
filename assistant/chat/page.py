"""The page at `/`: a Gradio chat on the left, the cited document on the right.

Gradio carries the conversation; the document panel is filled by `chat.js` straight from
the HTTP service, so that opening a citation does not wait in Gradio's queue. Nothing is
loaded from another host: fonts are the system's, and Gradio's telemetry is off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

# Gradio reads these when it is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr
from fastapi import FastAPI

from assistant.answer import Language
from assistant.api.services import Asks, Services
from assistant.chat.conversation import Conversation, ExampleQuestions, Shown, Turns
from assistant.chat.examples import Examples
from assistant.chat.texts import TEXTS
from assistant.request import MAX_QUESTION

HERE = Path(__file__).parent

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
    trigger('submit', { question: button.dataset.ask });
  }
});
"""


def mount_page(app: FastAPI, services: Services) -> None:
    """Put the page at `/` of the service."""
    gr.mount_gradio_app(
        app,
        build_page(services.assistant, Examples(services.library)),
        path="/",
        favicon_path=str(HERE / "favicon.png"),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_SANS, font_mono=_MONO),
        css_paths=[HERE / "chat.css"],
        head=_head(),
        show_error=False,
    )


def _head() -> str:
    # "<" cannot end the script element early when it is written as an escape.
    texts = json.dumps({code: asdict(item) for code, item in TEXTS.items()}).replace("<", "\\u003c")
    script = (HERE / "chat.js").read_text(encoding="utf-8")
    return f"<script>window.danchieuTexts = {texts};\n{script}</script>"


def build_page(assistant: Asks, examples: ExampleQuestions) -> gr.Blocks:
    """The page's components and what they do; each visit has a conversation of its own."""
    conversation = Conversation(assistant, examples)
    page: gr.Blocks
    with gr.Blocks(title="Dẫn Chiếu", analytics_enabled=False, fill_width=True) as page:
        turns = gr.State((), time_to_live=_KEEP_S)
        language = gr.State("vi", time_to_live=_KEEP_S)
        with gr.Row(elem_id="dc-top"):
            brand = gr.HTML(_brand("vi"), elem_id="dc-brand")
            new_chat = gr.Button(TEXTS["vi"].new_chat, elem_id="dc-new", size="sm", min_width=0)
            switch = gr.Button(TEXTS["vi"].switch, elem_id="dc-switch", size="sm", min_width=0)
        with gr.Row(elem_id="dc-main"):
            with gr.Column(elem_id="dc-chat", min_width=0):
                with gr.Column(elem_id="dc-transcript", min_width=0):
                    past = gr.HTML(conversation.earlier((), "vi"), elem_id="dc-past", js_on_load=_ASK)
                    current = gr.HTML("", elem_id="dc-current", js_on_load=_ASK)
                box = _box()
            gr.HTML(_panel(), elem_id="dc-panel-slot", js_on_load=None)
        doors = _Doors(conversation)
        shown = [turns, past, current]
        asking: dict[str, Any] = {"concurrency_limit": _AT_ONCE, **_QUIET}
        box.submit(doors.typed, [box, turns, language], [box, *shown], **asking)
        for transcript in (past, current):
            transcript.submit(doors.clicked, [turns, language], shown, **asking)
        spoken = [language, brand, new_chat, switch, box, *shown]
        new_chat.click(doors.anew, [language], shown, **_QUIET)
        switch.click(doors.other_language, [language, turns], spoken, **_QUIET)
        page.load(doors.opened, [turns], spoken, **_QUIET)
    return page


class _Doors:
    """A conversation as Gradio's events call it: in come components' values, out go their updates."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def typed(self, question: str, turns: Turns, language: Language) -> Iterator[tuple[Any, ...]]:
        # Emptied once only: what the user types while the answer is written must stay.
        yield "", gr.skip(), gr.skip(), gr.skip()
        for shown in self._conversation.ask(question, turns, language):
            yield gr.skip(), *_updates(shown)

    def clicked(self, turns: Turns, language: Language, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        for shown in self._conversation.ask(str(event.question), turns, language):
            yield _updates(shown)

    def anew(self, language: Language) -> tuple[Any, ...]:
        return _updates(self._conversation.whole((), language))

    def other_language(self, language: Language, turns: Turns) -> tuple[Any, ...]:
        return self._speak("vi" if language == "en" else "en", turns)

    def opened(self, turns: Turns, request: gr.Request) -> tuple[Any, ...]:
        return self._speak("en" if request.query_params.get("lang") == "en" else "vi", turns)

    def _speak(self, language: Language, turns: Turns) -> tuple[Any, ...]:
        texts = TEXTS[language]
        box = gr.update(placeholder=texts.placeholder, label=texts.placeholder)
        frame = (language, _brand(language), texts.new_chat, texts.switch, box)
        return *frame, *_updates(self._conversation.whole(turns, language))


def _updates(shown: Shown) -> tuple[Any, ...]:
    return shown.turns, gr.skip() if shown.earlier is None else shown.earlier, shown.latest


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


def _brand(language: Language) -> str:
    texts = TEXTS[language]
    # `chat.js` takes the language of the panel from here.
    return (
        f'<div class="dc-brand" data-language="{language}"><h1>{escape(texts.title)}</h1>'
        f"<p>{escape(texts.tagline)}</p>"
        f'<button type="button" class="dc-library">{escape(texts.panel)}</button></div>'
    )


def _panel() -> str:
    """The frame that `chat.js` fills."""
    texts = TEXTS["vi"]
    return (
        f'<aside id="dc-panel" aria-label="{escape(texts.panel)}">'
        f'<div class="dc-panel-bar"><button type="button" class="dc-all"></button>'
        f'<button type="button" class="dc-close"></button></div>'
        f'<div class="dc-panel-body" tabindex="-1" aria-live="polite"></div></aside>'
    )
