"""The door: nobody gets in without a token, and every route says which roles it is for.

Two locks. `Gate` stands before the router and refuses every path that is not in `PUBLIC`, known
or not, unless a token verifies. `require` stands at each route and refuses the other roles;
`unguarded` finds a route without it, and the application does not start with one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import FastAPI, Security
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import answer
from api.ratelimit import RateLimiter
from api.refusals import Unauthenticated
from api.security.tokens import Verifier
from graph.access import Reader, Role
from mpi.errors import Forbidden, HealthGraphError

#: Where the scripts and styles of /docs are: from the package, for networks without internet.
DOCS_FILES = "/docs/files"
#: Open to everybody, with the reason; all else needs a token.
PUBLIC = {
    "/health/live": "an orchestrator asks before anyone can have a token",
    "/health/ready": "the same; says only which part is away",
    "/metrics": "scraped inside the network; holds counts and no identity",
    "/api/auth/token/take": "where tokens come from",
    "/openapi.json": "the interface is no secret",
    "/docs": "the interface is no secret",
    "/docs/oauth2-redirect": "part of /docs",
    DOCS_FILES: "part of /docs",
}
_OPEN = PUBLIC.keys() | {
    f"{DOCS_FILES}/{name}" for name in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png")
}

_bearer = HTTPBearer(auto_error=False, description="A token of POST /api/auth/token/take")


class Gate:
    """Verify the bearer token, count it against its account's share, note the reader."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer 401 or 429 without reading its body."""
        if scope["type"] == "lifespan" or scope["path"] in _OPEN:
            await self._app(scope, receive, send)
            return
        try:
            await self._admit(HTTPConnection(scope))
        except HealthGraphError as error:
            await answer(error, scope)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _admit(self, connection: HTTPConnection) -> None:
        services = connection.app.state.services
        verifier: Verifier = services.tokens
        limiter: RateLimiter = services.limiter
        reader = await run_in_threadpool(verifier.verify, bearer(connection))
        connection.state.reader = reader
        limiter.take(f"{reader.role}|{reader.facility}|{reader.subject}")


class Guard:
    """A dependency that gives the reader when the role is one of `roles`."""

    def __init__(self, roles: frozenset[Role]) -> None:
        self.roles = roles

    def __call__(
        self, request: Request, _token: Annotated[object, Security(_bearer)] = None
    ) -> Reader:
        """Give the reader. Raises Unauthenticated without one, Forbidden for another role."""
        reader = getattr(request.state, "reader", None)
        if not isinstance(reader, Reader):
            raise Unauthenticated("none given")
        if reader.role not in self.roles:
            raise Forbidden(" or ".join(sorted(self.roles)), reader.role)
        return reader


def require(*roles: Role) -> Guard:
    """Make a route's dependency: `reader: Annotated[Reader, Depends(require(Role.STEWARD))]`."""
    if not roles:
        raise ValueError("name at least one role")
    return Guard(frozenset(roles))


def bearer(connection: HTTPConnection) -> str:
    """Give the token of the Authorization header. Raises Unauthenticated when there is none."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("none given")
    return token.strip()


def roles_of(route: RouteContext) -> frozenset[Role]:
    """Give the roles a route is for: those that each guard in its dependencies lets through."""
    guards = [g.roles for g in _guards(getattr(route, "dependant", None))]
    return frozenset.intersection(*guards) if guards else frozenset()


def unguarded(app: FastAPI) -> list[str]:
    """Paths of routes that are neither public nor guarded; must be empty."""
    return [
        route.path
        for route in iter_route_contexts(app.routes)
        if route.path and route.path not in PUBLIC and not roles_of(route)
    ]


def _guards(dependant: Dependant | None) -> Iterator[Guard]:
    for inner in dependant.dependencies if dependant else ():
        if isinstance(inner.call, Guard):
            yield inner.call
        yield from _guards(inner)
