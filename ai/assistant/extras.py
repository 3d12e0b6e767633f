"""What is installed only where an assistant is wanted; everything else works without it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from mpi.errors import Unavailable

INSTALL = "pip install 'hanoi-health-graph[assistant]'"


def needed(module: str, what: str) -> Any:
    """Give a module of the extra `assistant`. Raises Unavailable saying what to install."""
    try:
        return import_module(module)
    except ImportError:
        raise Unavailable(f"{what} needs the extra `assistant`: {INSTALL}", 0) from None
