"""Is the service alive, is it ready, what has it counted: for orchestrators and Prometheus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, Response

from api.compose import Services, services_of
from api.telemetry import MEDIA_TYPE
from graph.migrate import schema_version
from mpi.errors import HealthGraphError, Unavailable

router = APIRouter(tags=["health"])
_Given = Annotated[Services, Depends(services_of)]
_log = structlog.get_logger("health")


@router.get("/health/live")
def live() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "live"}


@router.get("/health/ready", responses={503: {"description": "A part is away"}})
def ready(services: _Given) -> JSONResponse:
    """Say whether store, ledger, archive and workers can do their work."""
    checks: dict[str, Callable[[], object]] = {
        "store": lambda: schema_version(services.store),
        "ledger": services.desk.ledger.ping,
        "archive": services.desk.archive.ping,
        "workers": lambda: _alive(services),
    }
    parts = {name: _state(name, check) for name, check in checks.items()}
    fine = all(state == "ready" for state in parts.values())
    status = {"status": "ready" if fine else "away", "parts": parts}
    return JSONResponse(status, 200 if fine else 503)


@router.get("/metrics", response_class=Response)
def metrics(services: _Given) -> Response:
    """Give the counters in Prometheus's text format."""
    return Response(services.desk.metrics.page(), media_type=MEDIA_TYPE)


def _state(name: str, check: Callable[[], object]) -> str:
    try:
        check()
    except HealthGraphError as error:
        _log.warning("not ready", part=name, error=type(error).__name__)
        return "away"
    return "ready"


def _alive(services: Services) -> None:
    if not services.workers.alive:
        raise Unavailable("an intake worker is gone")
