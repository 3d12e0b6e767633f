"""Who may call: tokens, passwords, roles. Routers need `require`, `Reader` and `Role` from here."""

from api.security.guard import PUBLIC, Guard, require
from api.security.tokens import LocalTokens, Tokens
from graph.access import Reader, Role

__all__ = ["PUBLIC", "Guard", "LocalTokens", "Reader", "Role", "Tokens", "require"]
