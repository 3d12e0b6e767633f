"""The service as a FastAPI application; `api.compose` gives it its parts.

    uvicorn.run(create_app(load()))

Requests pass, from outside in: size limit and id (Edge), token (Gate), role (require), handler.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any, cast

from fastapi import APIRouter, FastAPI
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool

from api import problems
from api.compose import Services, build
from api.edge import Edge, SizeLimit
from api.pauses import keep_pauses_short
from api.routers import ROUTERS
from api.security.guard import DOCS_FILES, Gate, unguarded
from api.settings import Settings
from api.telemetry import Metrics, tracing

_SUMMARY = "Hanoi's patient index and health book"
_DESCRIPTION = """
The *hospital face* (`/api`) takes the ministry's XML as Hanoi's hospital software sends it; the
*app face* (`/v1`) serves apps, doctors and stewards. Every call but those for health, metrics,
documentation and tokens needs a bearer token; errors are problem+json (RFC 9457).
"""


def create_app(
    settings: Settings,
    *,
    routers: Sequence[APIRouter] = ROUTERS,
    services: Services | None = None,
) -> FastAPI:
    """Make the application; `services` are given started; without, it starts and closes its own.

    Raises ValueError for a route that is neither public nor guarded by `require`.
    """
    metrics = services.desk.metrics if services else Metrics()
    app = FastAPIOffline(
        title="Hanoi Health Graph",
        summary=_SUMMARY,
        description=_DESCRIPTION,
        version=version("hanoi-health-graph"),
        redoc_url=None,
        static_url=DOCS_FILES,
        lifespan=_lifespan(settings, services, metrics),
        telemetry=cast("Any", tracing(settings.otlp_endpoint)),
    )
    app.add_middleware(Gate)
    app.add_middleware(SizeLimit, limit=settings.max_request_bytes)
    app.add_middleware(Edge, metrics=metrics)
    problems.install(app)
    for router in routers:
        app.include_router(router)
    if open_doors := unguarded(app):
        raise ValueError(f"routes without require(): {', '.join(open_doors)}")
    return app


def _lifespan(settings: Settings, given: Services | None, metrics: Metrics) -> Any:
    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        app.state.services = services = given or await _built(settings, metrics)
        try:
            async with services.assistant.running():
                yield
        finally:
            if given is None:
                await run_in_threadpool(services.close)

    return run


async def _built(settings: Settings, metrics: Metrics) -> Services:
    services = await run_in_threadpool(build, settings, metrics)
    services.start()
    keep_pauses_short()
    return services
