"""Errors as the caller sees them: problem+json (RFC 9457), one table for the whole service.

A problem names the field and the rule, never the value that was found and never the key that was
asked for: both may be a patient's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Scope

from api.refusals import TooLarge, TooManyRequests, Unauthenticated
from mpi.errors import BadInput, Conflict, Forbidden, HealthGraphError, NotFound, Unavailable

MEDIA_TYPE = "application/problem+json"
_HOSPITAL_FACE = "/api/"
_FHIR_FACE = "/fhir"
_FHIR_MEDIA_TYPE = "application/fhir+json"

#: Status -> the code of an OperationOutcome's issue (FHIR R4, IssueType).
_ISSUES = {
    400: "invalid", 401: "login", 403: "forbidden", 404: "not-found", 409: "conflict",
    413: "too-long", 422: "structure", 429: "throttled", 503: "transient",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """How one category of error is answered; `vi` is for the hospital face."""

    status: int
    slug: str
    title: str
    vi: str = "Yêu cầu không hợp lệ"


#: The nearest class of an error's ancestry decides.
KINDS: Mapping[type[HealthGraphError], Kind] = {
    BadInput: Kind(400, "bad-input", "A value breaks a rule", "Dữ liệu không hợp lệ"),
    TooLarge: Kind(413, "too-large", "The request is too large", "Yêu cầu quá lớn"),
    Unauthenticated: Kind(401, "unauthenticated", "A valid token is needed", "Chưa được xác thực"),
    Forbidden: Kind(403, "forbidden", "This is not allowed", "Không có quyền"),
    NotFound: Kind(404, "not-found", "There is no such thing", "Không tìm thấy"),
    Conflict: Kind(409, "conflict", "Somebody else changed it meanwhile", "Dữ liệu đã thay đổi"),
    Unavailable: Kind(
        503, "unavailable", "The service cannot answer now", "Hệ thống tạm thời không sẵn sàng"
    ),
    TooManyRequests: Kind(429, "too-many-requests", "Too many requests", "Quá nhiều yêu cầu"),
    HealthGraphError: Kind(500, "internal", "Something went wrong", "Lỗi hệ thống"),
}

_BY_STATUS = {kind.status: kind for kind in KINDS.values()}


def kind_of(error: HealthGraphError) -> Kind:
    """Give the row of the table for an error."""
    return next(KINDS[cls] for cls in type(error).__mro__ if cls in KINDS)


def answer(error: HealthGraphError, scope: Scope) -> JSONResponse:
    """Make the response for an error that the service raised on purpose."""
    kind = kind_of(error)
    return problem(kind, _detail(error), scope, _members(error), _headers(error))


def unexpected(scope: Scope) -> JSONResponse:
    """Make the response for an error that nobody thought of; the log has the rest by request id."""
    return problem(KINDS[HealthGraphError], "The request id finds it in the log.", scope)


def problem(
    kind: Kind,
    detail: str,
    scope: Scope,
    members: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """One problem document; the hospital face also gets its own result code and words."""
    body = {
        "type": f"urn:hanoi-health-graph:problem:{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "requestId": scope.get("state", {}).get("request_id", ""),
        **(members or {}),
    }
    if scope.get("path", "").startswith(_FHIR_FACE):
        return JSONResponse(_outcome(kind, detail), kind.status, headers, _FHIR_MEDIA_TYPE)
    if scope.get("path", "").startswith(_HOSPITAL_FACE):
        body |= {"maKetQua": str(kind.status), "thongDiep": f"{kind.vi}: {detail}"}
    return JSONResponse(body, kind.status, headers, MEDIA_TYPE)


def _outcome(kind: Kind, detail: str) -> dict[str, Any]:
    """Say a problem as FHIR's clients expect it."""
    issue = {
        "severity": "error",
        "code": _ISSUES.get(kind.status, "exception"),
        "details": {"text": kind.title},
        "diagnostics": detail,
    }
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem."""

    @app.exception_handler(HealthGraphError)
    def _ours(request: Request, error: HealthGraphError) -> JSONResponse:
        return answer(error, request.scope)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [_invalid_field(e) for e in error.errors()]
        kind = Kind(422, "invalid", "The request does not have the form that is documented")
        detail = "; ".join(f"{e['field']}: {e['rule']}" for e in errors[:3])
        return problem(kind, detail, request.scope, {"errors": errors[:50]})

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        kind = _BY_STATUS.get(error.status_code) or Kind(
            error.status_code, "http", HTTPStatus(error.status_code).phrase
        )
        return problem(kind, str(error.detail), request.scope, headers=error.headers)


def _invalid_field(error: Mapping[str, Any]) -> dict[str, str]:
    """Place and rule of one pydantic error; its `input` stays here."""
    return {"field": ".".join(map(str, error["loc"][1:])) or "body", "rule": str(error["msg"])}


def _detail(error: HealthGraphError) -> str:
    match error:
        case BadInput():
            return f"{error.field}: {error.rule}"
        case NotFound():
            return f"no such {error.kind}"
        case Conflict():
            return "it was changed meanwhile"
        case Forbidden():
            return f"needs {error.need}"
        case Unavailable():
            return "try again later"
    return "something went wrong"


def _members(error: HealthGraphError) -> dict[str, Any]:
    if isinstance(error, BadInput):
        return {"field": error.field, "rule": error.rule}
    return {}


def _headers(error: HealthGraphError) -> dict[str, str]:
    if isinstance(error, Unauthenticated):
        return {
            "WWW-Authenticate": f'Bearer error="invalid_token", error_description="{error.why}"'
        }
    if isinstance(error, Unavailable) and error.retry_after > 0:
        return {"Retry-After": str(math.ceil(error.retry_after))}
    return {}
