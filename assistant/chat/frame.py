"""The frame of the page: navigation, the view that its address names, and the document panel.

It is part of the page's own HTML, so that it can be read and used before Gradio has built the chat.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.admission import caller_of, visitor_at
from assistant.api.problems import sentence_for
from assistant.api.services import services_of
from assistant.chat.templating import render, speaker
from assistant.chat.texts import TEXTS
from assistant.chat.views.ask import ask_bar
from assistant.chat.views.deadlines import deadlines_view
from assistant.chat.views.documents import documents_view
from assistant.chat.views.duties import duties_view
from assistant.chat.views.evaluation import evaluation_view
from assistant.chat.views.precedents import precedents_view
from assistant.chat.views.request import ViewRequest
from assistant.chat.visitor import cookie_header
from vectorstore.conversations import new_secret

log = logging.getLogger(__name__)

View = Callable[[ViewRequest], str]
TABS: Mapping[str, tuple[str, str]] = {
    "ask": ("Hỏi", "Ask"),
    "documents": ("Văn bản", "Documents"),
    "duties": ("Nhiệm vụ", "Duties"),
    "deadlines": ("Thời hạn", "Deadlines"),
    "precedents": ("Tiền lệ", "Precedents"),
    "evaluation": ("Đánh giá", "Evaluation"),
}
_VIEWS: Mapping[str, View] = {
    "documents": documents_view,
    "duties": duties_view,
    "deadlines": deadlines_view,
    "precedents": precedents_view,
    "evaluation": evaluation_view,
}


def tab_of(request: ViewRequest) -> str:
    """The tab that an address names; the chat for any other."""
    return request.get("tab") if request.get("tab") in TABS and _is_open(request.get("tab"), request) else "ask"


def _is_open(tab: str, request: ViewRequest) -> bool:
    """What visitors said of answers, and the questions of the evaluation, are of the whole library."""
    return tab != "evaluation" or request.caller.may("administrator")


def view_html(request: ViewRequest) -> str:
    """The fragment that an address shows; a sentence on what to do where it cannot be made."""
    view = _VIEWS.get(tab_of(request))
    if view is None:
        return ""
    try:
        return view(request)
    except Exception as error:
        log.exception("the view %s", tab_of(request))
        return render("failed", request.language, sentence=sentence_for(error, request.language), again=request.link())


def frame_head(request: ViewRequest) -> str:
    """What goes into the head of the page."""
    texts = json.dumps(asdict(TEXTS[request.language])).replace("<", "\\u003c")  # "<" cannot end the script early
    data = f'<script type="application/json" id="dc-texts" data-language="{request.language}">{texts}</script>'
    return render("head", request.language) + data


def frame_body(request: ViewRequest) -> str:
    """What stands before Gradio's part of the page."""
    tab = tab_of(request)
    say = speaker(request.language)
    tabs = [(name, say(*labels), request.to(name)) for name, labels in TABS.items() if _is_open(name, request)]
    other = request.link(lang=None if request.language == "en" else "en")
    return render(
        "frame",
        request.language,
        tab=tab,
        tabs=tabs,
        account=request.caller.account,
        other_language=other,
        texts=TEXTS[request.language],
        ask_bar=ask_bar(request),
        view=view_html(request),
    )


def view_request(http: HTTPConnection) -> ViewRequest:
    """What an address of the page asks for, of what the caller may see."""
    query = dict(http.query_params)
    return ViewRequest(services_of(http), query, visitor_at(http), date.today(), caller_of(http))  # noqa: DTZ011  # the office computer's own day


class Framed:
    """Puts the frame into the page that Gradio serves at `/`, and gives every browser a secret of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        # What is changed on its way must not be compressed yet.
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        page: list[bytes] = []
        start: Message = {}

        async def framing(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            page.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(page)
            if Headers(raw=start["headers"]).get("content-type", "").startswith("text/html"):
                body = await run_in_threadpool(self._framed, Request(scope), body, start)
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self._app({**scope, "headers": headers}, receive, framing)

    def _framed(self, http: Request, body: bytes, start: Message) -> bytes:
        headers = MutableHeaders(raw=start["headers"])
        request = view_request(http)
        if not request.visitor:
            headers.append("set-cookie", cookie_header(new_secret(), secure=http.url.scheme == "https"))
        page = body.decode()
        page = page.replace('lang="en"', f'lang="{request.language}"', 1)
        page = page.replace("</head>", f"{frame_head(request)}</head>", 1)
        opened, found, rest = page.partition("<body")
        attributes, _, inner = rest.partition(">")
        if found:
            page = f'{opened}<body data-tab="{escape(tab_of(request))}"{attributes}>{frame_body(request)}{inner}'
        framed = page.encode()
        headers["content-length"] = str(len(framed))
        headers["cache-control"] = "no-store"  # it shows the visitor's own
        start["headers"] = headers.raw
        return framed
