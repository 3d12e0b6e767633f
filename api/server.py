"""Running the service: in the foreground for `serve`, in a thread for the demo and the tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

from api import logs
from api.app import create_app
from api.compose import Services
from api.settings import Settings
from mpi.errors import Unavailable

_STOP = 15  # seconds that requests in hand are given


@dataclass(frozen=True, slots=True)
class Running:
    """A service that answers at `url`."""

    url: str
    services: Services


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop. Raises Unavailable when it cannot start."""
    logs.configure(settings.log_level, settings.log_format)
    server = _server(create_app(settings), settings)
    server.run()
    if not server.started:
        raise Unavailable("the service could not start; the log says why", 0)


@contextmanager
def running(settings: Settings) -> Iterator[Running]:
    """Serve in a thread for the length of a `with` block. Raises Unavailable as `serve` does."""
    app = create_app(settings)
    server = _server(app, settings)
    thread = threading.Thread(target=server.run, name="service", daemon=True)
    thread.start()
    try:
        url = _address(server, thread)
        yield Running(url, app.state.services)
    finally:
        server.should_exit = True
        thread.join()


def _server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_STOP,
        )
    )


def _address(server: uvicorn.Server, thread: threading.Thread) -> str:
    """Wait until the server listens, and give its URL."""
    while not server.started:
        thread.join(0.01)
        if not thread.is_alive():
            raise Unavailable("the service could not start", 0)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    return f"http://{host}:{port}"
