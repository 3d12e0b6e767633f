"""Answer of the assistants' door: one message of JSON-RPC 2.0, as the protocol lays down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RpcAnswer:
    """The `result` of the request with that `id`, or the `error` (JSON-RPC 2.0, 5)."""

    jsonrpc: str
    id: int | str | None
    result: Mapping[str, object] | None = None
    error: Mapping[str, object] | None = None


RPC = {
    "jsonrpc": "2.0",
    "id": 1,
    "result": {
        "tools": [{"name": "suggest", "description": "Whole questions that begin like these words"}]
    },
}
