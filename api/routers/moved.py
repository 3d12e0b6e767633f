"""The answer for an id that has become an alias: where the person of today is."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import RedirectResponse, Response


def moved(request: Request, asked: str, today: str) -> Response | None:
    """Lead from an alias to the same question about the person of today (308)."""
    if asked == today:
        return None
    path = request.url.path.replace(f"/people/{asked}", f"/people/{today}", 1)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(path + query, 308)
