"""The outermost shell of the service: a request's id, its log line, its limits, its last resort.

What no handler caught is answered here without a word of it, so that no server below logs it.
"""

from __future__ import annotations

import re
import secrets
import time
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answer, unexpected
from api.refusals import TooLarge
from api.telemetry import Metrics

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = structlog.get_logger("api")

#: Sent with every answer: health data is never kept by a browser, proxy or frame.
SECURITY_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
#: The interactive documentation runs scripts, all of this service.
_OWN_SCRIPTS = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'"
)
_PAGES = {"/docs", "/docs/oauth2-redirect"}


class Edge:
    """Give the request an id, log and count its answer, catch what nobody caught."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        answered = _Answered(scope, send, request_id)
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                await self._app(scope, receive, answered)
            except Exception:  # noqa: BLE001  the last resort of the service
                _log.exception("unexpected")
                if not answered.status:
                    await unexpected(scope)(scope, receive, answered)
            self._note(scope, answered.status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route, reader = _template(scope), scope["state"].get("reader")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.request_seconds.labels(route).observe(seconds)
        _log.info(
            "request",
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            role=getattr(reader, "role", ""),
            facility=getattr(reader, "facility", ""),
        )


class SizeLimit:
    """Refuse a body that is too long, as soon as it says so or has become so."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, counting what it sends."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _declared(scope) > self._limit:
            await answer(TooLarge(self._limit), scope)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:  # FastAPI lets only this kind pass while it reads a body
                raise HTTPException(413, str(TooLarge(self._limit)))
            return message

        await self._app(scope, counted, send)


class _Answered:
    """The way out: adds headers to the answer's start and remembers its status."""

    def __init__(self, scope: Scope, send: Send, request_id: str) -> None:
        self._send, self.status = send, 0
        headers = dict(SECURITY_HEADERS) | {"x-request-id": request_id}
        if scope["path"] in _PAGES:
            headers["content-security-policy"] = _OWN_SCRIPTS
        self._headers = [(k.encode(), v.encode()) for k, v in headers.items()]

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
        await self._send(message)


_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}


def _request_id(scope: Scope) -> str:
    """Take the caller's X-Request-Id when it is harmless, else make one."""
    given = _header(scope, b"x-request-id")
    return given if _ID.fullmatch(given) else secrets.token_hex(8)


def _template(scope: Scope) -> str:
    """Give the route's template; a path itself may name a person."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", "") or "unmatched")


def _declared(scope: Scope) -> int:
    length = _header(scope, b"content-length")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


def _header(scope: Scope, name: bytes) -> str:
    return next((v.decode("latin-1") for k, v in scope["headers"] if k == name), "")
