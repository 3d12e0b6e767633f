"""Deny by default: every route of the application, walked with every kind of wrong token."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import RouteContext, iter_route_contexts

from api.app import create_app
from api.security import PUBLIC, Role, require
from api.security.guard import roles_of
from api.server import Running
from api.settings import Settings
from tests.api.conftest import READERS

Bearer = Callable[..., dict[str, str]]

_ROUTES = [r for r in iter_route_contexts(create_app(Settings()).routes) if r.path]
_GUARDED = [r for r in _ROUTES if r.path not in PUBLIC]
_CALLS = [(method, r) for r in _GUARDED for method in sorted(r.methods or ())]
_NAMES = [f"{method} {route.path}" for method, route in _CALLS]

every_guarded_call = pytest.mark.parametrize(("method", "route"), _CALLS, ids=_NAMES)


def nothing() -> None:
    """Answer nothing."""


def path_of(route: RouteContext) -> str:
    """Fill the parameters of a path with something."""
    parts = str(route.path).split("/")
    return "/".join("x" if part.startswith("{") else part for part in parts)


def broken_tokens(service: Running) -> Iterator[tuple[str, str]]:
    """Give every kind of token that opens nothing, with its name."""
    local = service.services.tokens.local
    reader = READERS[Role.ADMIN]
    good = local.issue(reader, 600)
    header, claims, signature = good.split(".")
    yield "none", ""
    yield "no token at all", "Bearer"
    yield "another scheme", f"Basic {good}"
    yield "rubbish", "Bearer rubbish"
    yield "rubbish in three parts", "Bearer a.b.c"
    yield "expired", f"Bearer {local.issue(reader, -1)}"
    yield "identity token", f"Bearer {local.issue_identity(reader, 600)}"
    yield "changed signature", f"Bearer {header}.{claims}.{signature[::-1]}"
    yield "no signature", f"Bearer {header}.{claims}."


@every_guarded_call
def test_a_broken_token_opens_nothing(
    service: Running, client: httpx.Client, method: str, route: RouteContext
) -> None:
    """No route answers without a token that we signed, for access, that has not run out."""
    for name, authorization in broken_tokens(service):
        headers = {"Authorization": authorization} if authorization else {}
        answer = client.request(method, path_of(route), headers=headers)
        assert answer.status_code == 401, name
        assert "Bearer" in answer.headers["www-authenticate"]


@every_guarded_call
def test_another_role_is_refused(
    client: httpx.Client, bearer: Bearer, method: str, route: RouteContext
) -> None:
    """A token opens only the routes of its role, and the refusal comes before the form check."""
    for role in set(Role) - roles_of(route):
        answer = client.request(method, path_of(route), headers=bearer(role), json={})
        assert answer.status_code == 403, role


def test_every_route_names_its_roles() -> None:
    """There is no route that any token would open."""
    assert [route.path for route in _GUARDED if not roles_of(route)] == []
    assert _GUARDED


def test_every_public_path_exists() -> None:
    """The list of exceptions holds nothing that is not there."""
    assert {route.path for route in _ROUTES} >= set(PUBLIC)


def test_a_route_without_a_guard_stops_the_start() -> None:
    """Who forgets `require` finds out at once."""
    router = APIRouter()
    router.get("/v1/forgotten")(nothing)
    with pytest.raises(ValueError, match="/v1/forgotten"):
        create_app(Settings(), routers=[router])


def test_a_guard_on_the_router_counts() -> None:
    """A router may say it once for all its routes; two guards mean both."""
    router = APIRouter(dependencies=[Depends(require(Role.STEWARD, Role.ADMIN))])
    router.get("/v1/a", dependencies=[Depends(require(Role.ADMIN))])(nothing)
    app: FastAPI = create_app(Settings(), routers=[router])
    (route,) = (r for r in iter_route_contexts(app.routes) if r.path == "/v1/a")
    assert roles_of(route) == {Role.ADMIN}


def test_require_needs_a_role() -> None:
    """A guard for nobody is a mistake, not a guard."""
    with pytest.raises(ValueError, match="role"):
        require()


@pytest.mark.parametrize("path", ["/v1/no-such-thing", "/admin", "/api", "/docs/x", "//metrics"])
def test_unknown_paths_look_like_known_ones(client: httpx.Client, path: str) -> None:
    """Without a token nobody learns which paths exist."""
    assert client.get(path).status_code == 401


def test_unknown_paths_with_a_token_are_not_found(client: httpx.Client, bearer: Bearer) -> None:
    """With a token a wrong path is a problem document like any other."""
    answer = client.get("/v1/no-such-thing", headers=bearer(Role.ADMIN))
    assert (answer.status_code, answer.json()["status"]) == (404, 404)
