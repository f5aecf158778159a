"""`danchieu serve`: the service and the web page on one port."""

from __future__ import annotations

import socket

import click
import uvicorn

from assistant.api.app import create_app
from assistant.api.services import open_services
from assistant.chat.page import mount_page
from assistant.settings import Settings

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted.

    Args:
        port: 0 takes any free port; the address printed has the real one.
    """
    listener = _listen(host, port)  # first: a taken port should be told at once
    services = open_services(settings)
    app = create_app(services, hosts=_LOOPBACK if host in _LOOPBACK else None)
    mount_page(app, services)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
    click.echo(f"Dẫn Chiếu: {address}")
    uvicorn.Server(config).run(sockets=[listener])


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
    listener.listen(128)
    return listener
