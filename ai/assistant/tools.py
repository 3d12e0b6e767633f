"""The tools of a desk for LangChain: `tools_of(desk)` is what an agent is given."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from ai.assistant.desk import TOOLS, Desk
from ai.assistant.extras import needed
from mpi.errors import HealthGraphError

_WHAT = "tools for assistants"


def tools_of(desk: Desk) -> list[Any]:
    """Give LangChain's tools over a desk; what it refuses is told to the model as words.

    Raises Unavailable where the extra is not installed.
    """
    tools = needed("langchain_core.tools", _WHAT)
    return [
        tools.StructuredTool.from_function(
            func=_told(getattr(desk, name), tools.ToolException),
            name=name,
            description=described(name),
            handle_tool_error=True,
        )
        for name in TOOLS
    ]


def described(name: str) -> str:
    """Give what an assistant reads of a tool."""
    return inspect.getdoc(getattr(Desk, name)) or ""


def _told(call: Callable[..., Any], failure: type[Exception]) -> Callable[..., Any]:
    @functools.wraps(call)
    def told(*words: Any, **given: Any) -> Any:
        try:
            return call(*words, **given)
        except HealthGraphError as error:
            raise failure(str(error)) from None

    return told
