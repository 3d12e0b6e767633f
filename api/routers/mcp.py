"""The face for assistants: the Model Context Protocol (streamable HTTP), for whom may ask."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.compose import Services, services_of
from api.security import Reader, Role, require
from api.views.answers import documented
from api.views.assistants import RPC, RpcAnswer

router = APIRouter(prefix="/v1", tags=["assistants"])
_Given = Annotated[Services, Depends(services_of)]
_Asker = Annotated[Reader, Depends(require(Role.LEADER, Role.ANALYST))]


@router.post("/mcp", responses=documented(RpcAnswer, RPC))
def speak_mcp(_reader: _Asker, services: _Given) -> Response:
    """Speak the protocol: one JSON-RPC message in, its answer out; off unless HEALTHGRAPH_MCP."""
    return services.assistant.response()
