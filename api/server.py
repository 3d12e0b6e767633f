"""Running the service: in the foreground for `serve`, in a thread for the demo and the tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import APIRouter, FastAPI

from api import logs
from api.app import create_app
from api.compose import Services, build
from api.routers import ROUTERS
from api.settings import Settings
from mpi.errors import Unavailable

_STOP = 15  # seconds that requests in hand are given


@dataclass(frozen=True, slots=True)
class Running:
    """A service that answers at `url`."""

    url: str
    services: Services


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop.

    Raises Unavailable when the store is away or held by another process, or the port is taken.
    """
    logs.configure(settings.log_level, settings.log_format)
    services = build(settings)
    try:
        _server(create_app(settings, services=services), settings).run()
    except SystemExit:  # how uvicorn says that it cannot listen
        raise _taken(settings) from None
    finally:
        services.close()


@contextmanager
def running(settings: Settings, *, routers: Sequence[APIRouter] = ROUTERS) -> Iterator[Running]:
    """Serve in a thread for the length of a `with` block. Raises Unavailable as `serve` does."""
    services = build(settings)
    try:
        server = _server(create_app(settings, routers=routers, services=services), settings)
        thread = threading.Thread(target=server.run, name="service", daemon=True)
        thread.start()
        try:
            yield Running(_address(server, thread, settings), services)
        finally:
            server.should_exit = True
            thread.join()
    finally:
        services.close()


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


def _address(server: uvicorn.Server, thread: threading.Thread, settings: Settings) -> str:
    """Wait until the server listens, and give its URL."""
    while not server.started:
        thread.join(0.01)
        if not thread.is_alive():
            raise _taken(settings)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    return f"http://{host}:{port}"


def _taken(settings: Settings) -> Unavailable:
    return Unavailable(f"cannot listen on {settings.host}:{settings.port}: is the port taken?", 0)
