"""The assistant's door of the service: the Model Context Protocol behind the service's own gate."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ai.assistant.extras import needed
from api.asking import Asking
from api.assistant_desk import AskingDesk
from api.settings import Settings, variable
from graph.access import Reader
from mpi.errors import Forbidden


class AssistantDoor:
    """Answers requests of assistants, each for the reader whom the gate has admitted."""

    def __init__(self, asking: Callable[[], Asking], protocol: Any) -> None:
        self._asking, self._mcp, self._manager = asking, protocol, None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Be open while the service runs."""
        if self._mcp is None:
            yield
            return
        self._manager = self._mcp.over_http(self._desk, version("hanoi-health-graph"))
        async with self._manager.run():  # type: ignore[attr-defined]
            yield

    def response(self) -> Response:
        """Give what answers the request at hand. Raises Forbidden where the door is shut."""
        if self._manager is None:
            raise Forbidden(f"{variable('mcp')} to be set")
        return _Handed(self._manager)

    def _desk(self, request: Any) -> AskingDesk:
        reader: Reader = request.state.reader
        return AskingDesk(self._asking, lambda: reader, "mcp-http")


class _Handed(Response):
    """Hands a request over to the protocol's own handler."""

    def __init__(self, manager: Any) -> None:
        super().__init__()
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the protocol answer."""
        await self._manager.handle_request(scope, receive, send)


def protocol_of(settings: Settings) -> Any:
    """Give what speaks the protocol, None where the door is shut.

    Raises Unavailable where it is to be open and the extra is not installed.
    """
    if not settings.mcp:
        return None
    needed("mcp", "an assistant's door")
    return needed("ai.assistant.server", "an assistant's door")
