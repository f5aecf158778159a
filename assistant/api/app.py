"""The HTTP application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import NoReturn

from fastapi import FastAPI, HTTPException, Request
from starlette.routing import Match, Route

from assistant.api import (
    administration,
    ask,
    chat_completions,
    conversations,
    documents,
    facts,
    health,
    login,
    login_oidc,
    pages,
    view,
)
from assistant.api.admission import Admission, Door
from assistant.api.counting import counted
from assistant.api.guard import Guard
from assistant.api.metrics import Metrics
from assistant.api.problem_responses import PROBLEM_RESPONSES, install_problem_responses
from assistant.api.programs import PATH, Programs
from assistant.api.readiness import Readiness
from assistant.api.services import Services
from assistant.api.stopping import Flight
from assistant.api.turnstile import Turnstile
from assistant.version import installed_version

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_FILES_AT_ONCE = 8  # files of the largest size that one upload may bring


def create_app(
    services: Services,
    hosts: Collection[str] | None = None,
    flight: Flight | None = None,
    door: Door | None = None,
) -> FastAPI:
    """The service over what was opened; blocking work runs on threads, off the event loop.

    Args:
        hosts: names under which it may be called; None means any.
        flight: told of what is being done, by whoever is to stop the service.
        door: None lets everybody in.
    """
    metrics = Metrics()
    services = counted(services, metrics)
    turnstile = Turnstile(at_once=services.answers_at_once, longest_wait_s=services.longest_wait_s)
    programs = Programs(installed_version(), turnstile.run)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await programs.close()

    app = FastAPI(
        title="Dẫn Chiếu",
        summary="Answers about Vietnamese directives, each statement cited to its clause.",
        version=installed_version(),
        # Their pages load scripts from another host.
        docs_url=None,
        redoc_url=None,
        responses=PROBLEM_RESPONSES,
        lifespan=lifespan,
    )
    app.state.services = services
    app.state.metrics = metrics
    app.state.readiness = Readiness()
    app.state.flight = flight or Flight()
    app.state.turnstile = turnstile
    max_body = services.max_bytes * _FILES_AT_ONCE
    app.state.door = door
    app.add_middleware(Admission, services=services, door=door)
    app.add_middleware(Guard, metrics=app.state.metrics, max_body=max_body, hosts=hosts)
    install_problem_responses(app)
    for module in (
        administration,
        login,
        login_oidc,
        ask,
        chat_completions,
        documents,
        view,
        conversations,
        facts,
        health,
        pages,
    ):
        app.include_router(module.router)
    app.mount("/page/static", pages.STATIC)
    app.router.routes.append(Route(PATH, programs, name="programs", include_in_schema=False))
    app.add_route("/v1/{rest:path}", _nothing_here, methods=_METHODS, include_in_schema=False)
    return app


def _nothing_here(request: Request) -> NoReturn:
    """What no route of ours takes; without it the web page, mounted last at /, would answer."""
    matches = (route.matches(request.scope)[0] for route in request.app.routes)
    raise HTTPException(405 if Match.PARTIAL in matches else 404)
