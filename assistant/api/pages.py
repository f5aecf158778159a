"""What the page at `/` asks for beside the API: fragments of HTML, its scripts and styles."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from assistant.api.admission import only
from assistant.api.errors import NoEvaluation
from assistant.api.services import ServicesDep
from assistant.chat.frame import view_html, view_request
from assistant.chat.views.ask import ask_bar, home_panel
from assistant.chat.views.evaluation import FOLDER, PAGE

router = APIRouter(prefix="/page", include_in_schema=False)

STATIC = StaticFiles(directory=Path(__file__).parent.parent / "chat" / "static")
_HEADERS = {"Cache-Control": "no-store"}  # what one visitor sees is no other's


@router.get("/view", response_class=HTMLResponse)
def view(request: Request) -> HTMLResponse:
    """The view that the page's address names."""
    return HTMLResponse(view_html(view_request(request)), headers=_HEADERS)


@router.get("/askbar", response_class=HTMLResponse)
def bar(request: Request) -> HTMLResponse:
    """The bar above the chat."""
    return HTMLResponse(ask_bar(view_request(request)), headers=_HEADERS)


@router.get("/home", response_class=HTMLResponse)
def home(request: Request) -> HTMLResponse:
    """What the panel shows while no document is open."""
    return HTMLResponse(home_panel(view_request(request)), headers=_HEADERS)


@router.get("/evaluation/report", response_class=HTMLResponse, dependencies=[only("administrator")])
def evaluation_report(services: ServicesDep) -> HTMLResponse:
    """The page that `danchieu eval --report` wrote into the store."""
    try:
        page = (services.home / FOLDER / PAGE).read_text(encoding="utf-8")
    except OSError as error:
        raise NoEvaluation from error
    return HTMLResponse(page, headers=_HEADERS)
