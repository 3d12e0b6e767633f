"""A server of the Model Context Protocol over a desk: stdio, or requests of a web server.

Import it only where the extra `assistant` is installed (`ai.assistant.extras.needed`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.types import ToolAnnotations

from ai.assistant.desk import INSTRUCTIONS, Desk
from ai.assistant.tools import described
from mpi.errors import HealthGraphError

T = TypeVar("T")
_Any = dict[str, Any]
_Language = Literal["vi", "en"]
#: The desk of one call; the request that brought it, where a web server did.
DeskOf = Callable[[Any], Desk]

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)


def server(desk_of: DeskOf, version: str) -> MCPServer[Any]:
    """Make a server whose tools are those of a desk."""
    made: MCPServer[Any] = MCPServer(
        "hanoi-health-graph", instructions=INSTRUCTIONS, version=version, log_level="ERROR"
    )

    def ask(
        text: str, ctx: Context, language: _Language | None = None, conversation: str = ""
    ) -> _Any:
        return _told(lambda: _desk(desk_of, ctx).ask(text, language, conversation))

    def query(query: _Any, ctx: Context, language: _Language = "vi") -> _Any:
        return _told(lambda: _desk(desk_of, ctx).query(query, language))

    def metrics(ctx: Context) -> _Any:
        return _told(lambda: _desk(desk_of, ctx).metrics())

    def suggest(text: str, ctx: Context) -> _Any:
        return _told(lambda: _desk(desk_of, ctx).suggest(text))

    def receipt(run: str, ctx: Context) -> _Any:
        return _told(lambda: _desk(desk_of, ctx).receipt(run))

    for each in (ask, query, metrics, suggest, receipt):
        made.add_tool(each, description=described(each.__name__), annotations=_READS)
    return made


def serve_stdio(desk: Desk, version: str) -> None:
    """Serve one desk over standard input and output until the input ends."""
    server(lambda _request: desk, version).run("stdio")


def over_http(desk_of: DeskOf, version: str) -> StreamableHTTPSessionManager:
    """Give what handles requests of a web server: each by itself, answered as JSON."""
    made = server(desk_of, version)
    return StreamableHTTPSessionManager(
        made._lowlevel_server,  # noqa: SLF001  the manager takes the server beneath, as its app does
        json_response=True,
        stateless=True,
    )


def _desk(desk_of: DeskOf, ctx: Context) -> Desk:
    return desk_of(ctx.request_context.request)


def _told(call: Callable[[], T]) -> T:
    """Tell the assistant why something was refused, in words."""
    try:
        return call()
    except HealthGraphError as error:
        raise ToolError(str(error)) from None
