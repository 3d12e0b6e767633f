"""Who may call: tokens, passwords, roles. Routers need `require`, `Reader` and `Role` from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.security.tokens import LocalTokens, Tokens
from graph.access import Reader, Role

if TYPE_CHECKING:
    from api.security.guard import PUBLIC, Guard, require

__all__ = ["PUBLIC", "Guard", "LocalTokens", "Reader", "Role", "Tokens", "require"]

_DOOR = ("PUBLIC", "Guard", "require")


def __getattr__(name: str) -> object:
    """Import the door when it is asked for: it needs the web framework, issuing tokens does not."""
    if name not in _DOOR:
        raise AttributeError(name)
    from api.security import guard  # noqa: PLC0415

    return getattr(guard, name)
