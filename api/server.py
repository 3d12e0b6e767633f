"""Running the service: in the foreground for `serve`, in a thread for the demo and the tests."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import APIRouter, FastAPI

from api import logs
from api.app import create_app
from api.compose import Services, build
from api.pauses import keep_pauses_short
from api.routers import ROUTERS
from api.settings import Settings
from mpi.errors import Unavailable

_STOP = 15  # seconds that requests in hand are given


@dataclass(frozen=True, slots=True)
class Running:
    """A service that answers at `url`."""

    url: str
    services: Services


def serve(settings: Settings, announce: Callable[[str], None] = lambda _url: None) -> None:
    """Serve until the process is told to stop; `announce` is told the URL once it answers.

    Raises Unavailable when the store is away or held by another process, or a port is taken.
    """
    logs.configure(settings.log_level, settings.log_format)
    services = build(settings)
    try:
        services.start()
        keep_pauses_short()
        server = _server(create_app(settings, services=services), settings)
        server.announce = announce
        server.run()
    except SystemExit:  # how uvicorn says that it cannot listen
        raise _taken(settings) from None
    finally:
        services.close()


@contextmanager
def running(settings: Settings, *, routers: Sequence[APIRouter] = ROUTERS) -> Iterator[Running]:
    """Serve in a thread for the length of a `with` block. Raises Unavailable as `serve` does."""
    services = build(settings)
    try:
        services.start()
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


class _Server(uvicorn.Server):
    """A server that says where it answers as soon as it does."""

    announce: Callable[[str], None] = staticmethod(lambda _url: None)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then announce."""
        await super().startup(sockets)
        if self.started:
            self.announce(_url(self))


def _server(app: FastAPI, settings: Settings) -> _Server:
    return _Server(
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
    return _url(server)


def _url(server: uvicorn.Server) -> str:
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _taken(settings: Settings) -> Unavailable:
    return Unavailable(f"cannot listen on {settings.host}:{settings.port}: is the port taken?", 0)
