"""`danchieu serve`: the service and the web page on one port."""

from __future__ import annotations

import logging
import socket
import threading
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import click
import uvicorn

from assistant.access.account_commands import FIRST
from assistant.api.admission import Door
from assistant.api.app import create_app
from assistant.api.limits import limits_of
from assistant.api.services import Services, open_services
from assistant.api.stopping import Flight, InFlight, StoppingServer
from assistant.chat.examples import Examples
from assistant.chat.page import mount_page
from assistant.logs import write_logs
from assistant.settings import Settings
from vectorstore.library import Library

if TYPE_CHECKING:
    from assistant.access.oidc import Provider

log = logging.getLogger(__name__)

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


_BACKLOG = 1024  # connections that wait to be taken


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted.

    Args:
        port: 0 takes any free port; the address printed has the real one.
    """
    write_logs(settings)
    listener = _listen(host, port)  # first: a taken port should be told at once
    door = open_door(settings, host)
    services = open_services(settings)
    flight = Flight()
    # A name that another site lets point here brings no session along, so that with accounts any name will do.
    app = create_app(services, hosts=None if door else _LOOPBACK, flight=flight, door=door)
    mount_page(app)
    app.add_middleware(InFlight, flight=flight)  # last, so that it sees what the page serves too
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2)
    click.echo(f"Dẫn Chiếu: {address}")
    port = listener.getsockname()[1]
    threading.Thread(target=_warm_up, args=(services, host, port), name="warm-up", daemon=True).start()
    StoppingServer(config, flight).run(sockets=[listener])


def open_door(settings: Settings, host: str) -> Door | None:
    """Who is let in: everybody where only this machine can call and no account was ever made.

    Raises:
        click.ClickException: an account is needed and no administrator is there to make any.
    """
    library = Library.open(settings.home, settings.database)
    accounts = library.accounts
    if host in _LOOPBACK and not accounts.any():
        return None
    if not any(account.role == "administrator" for account in accounts.all()):
        raise click.ClickException(
            f"Trang mở ra ngoài máy này ({host}) thì ai vào cũng phải đăng nhập, mà kho chưa có người quản trị nào.\n"
            f"Hãy tạo trước: {FIRST}"
        )
    library.audit.forget(settings.audit_days)
    limits = limits_of(settings.requests_per_minute, settings.questions_per_minute)
    return Door(accounts, settings.session_hours, limits, oidc=_provider(settings))


def _provider(settings: Settings) -> Provider | None:
    """
    Raises:
        click.ClickException: the settings of OpenID Connect do not fit together.
    """
    if settings.oidc_issuer is None:
        return None
    from assistant.access.oidc import Provider  # half a second that most offices do not need

    secret = settings.oidc_client_secret
    try:
        return Provider(
            settings.oidc_issuer, settings.oidc_client_id or "", secret.get_secret_value() if secret else None
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _warm_up(services: Services, host: str, port: int) -> None:
    """Show the page once and try a question, so that the first visitor does not wait for what is loaded late."""
    try:
        connection = HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=60)
        for path in ("/", "/config", "/theme.css"):
            connection.request("GET", path)
            connection.getresponse().read()
        connection.close()
        for question in Examples(services.library)("vi")[:1]:
            services.warm_up(question)
    except Exception:
        log.warning("warming up", exc_info=True)  # visitors only wait longer


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise click.ClickException(
            f"Không mở được {host}:{port} ({error.strerror}). Hãy chọn cổng khác bằng --port."
        ) from error
    listener.listen(_BACKLOG)
    return listener
