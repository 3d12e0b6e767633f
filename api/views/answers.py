"""Answers of the app face: frozen values straight to JSON, their shape documented in OpenAPI.

The values of `graph` are dataclasses; orjson writes them as they are, in one pass, and
`documented` gives FastAPI the model and an example. A test holds every answer against its model.
"""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

_MEDIA = "application/json"


def answer(value: object) -> Response:
    """Give a value of ours as JSON."""
    return Response(orjson.dumps(value), media_type=_MEDIA)


def documented(
    model: type, example: object, *, moves: bool = False
) -> dict[int | str, dict[str, Any]]:
    """Describe a route's answers: what 200 holds, with an example, and the refusals.

    `moves` says that an id which became an alias is answered with the way to the person of today.
    """
    moved: dict[int | str, dict[str, Any]] = {
        308: {"description": "The id is an alias: Location names the person of today"}
    }
    return {
        200: {"model": model, "content": {_MEDIA: {"example": example}}},
        **(moved if moves else {}),
        401: {"description": "No valid token"},
        403: {"description": "Outside the reader's scope, or there is no such thing: never which"},
        422: {"description": "A parameter has not the form that is documented"},
    }
