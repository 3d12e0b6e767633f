"""The FHIR door: a hospital posts a Bundle or a resource, and has its receipt when it is durable.

Whatever is in it is read later, as every message is; the answer is an OperationOutcome
(docs/formats.md). `/fhir/{kind}` takes what a client of that kind of resource posts.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api.compose import Services, services_of
from api.reception import Message
from api.security import Reader, Role, require
from api.transactions import Channel, Receipt
from ingest.fhir import looks_like_fhir
from ingest.unpack import peek
from mpi.errors import BadInput

router = APIRouter(tags=["fhir"])
MEDIA_TYPE = "application/fhir+json"
_Given = Annotated[Services, Depends(services_of)]
_Hospital = Annotated[Reader, Depends(require(Role.FACILITY))]
_TAKEN = {
    "requestBody": {
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in (MEDIA_TYPE, "application/fhir+xml", "application/fhir+ndjson")
        }
    }
}


@router.post("/fhir", status_code=202, openapi_extra=_TAKEN)
async def take_bundle(request: Request, reader: _Hospital, services: _Given) -> JSONResponse:
    """Take a Bundle, a resource, or lines of resources; 202 when it is safe, 200 when known."""
    return await _taken(request, reader, services)


@router.post("/fhir/{kind}", status_code=202, openapi_extra=_TAKEN)
async def take_resource(
    kind: str, request: Request, reader: _Hospital, services: _Given
) -> JSONResponse:
    """Take a resource of one kind; it is kept and read as any other."""
    if not kind.isalpha():
        raise BadInput("kind", "must be a resource type")
    return await _taken(request, reader, services)


async def _taken(request: Request, reader: Reader, services: Services) -> JSONResponse:
    data = await request.body()
    if not looks_like_fhir(peek(data)):
        raise BadInput("body", "is neither FHIR JSON, XML nor lines of FHIR JSON")
    receipt = await run_in_threadpool(_received, services, reader.facility, data)
    services.workers.wake()
    known = bool(receipt.duplicate_of)
    headers = {"Location": f"/api/kcb/tra-cuu-trang-thai/{receipt.id}"}
    return JSONResponse(_accepted(receipt, known=known), 200 if known else 202, headers, MEDIA_TYPE)


def _received(services: Services, facility: str, data: bytes) -> Receipt:
    receipts = services.desk.reception.receive(
        [Message(data)], facility=facility, channel=Channel.HOSPITAL
    )
    return receipts[0]


def _accepted(receipt: Receipt, *, known: bool) -> dict[str, Any]:
    words = "known: nothing is left to do" if known else "received and safe"
    return outcome("information", "informational", f"{words}; transaction {receipt.id}")


def outcome(severity: str, code: str, words: str) -> dict[str, Any]:
    """Make an OperationOutcome with one issue."""
    issue = {"severity": severity, "code": code, "diagnostics": words}
    return {"resourceType": "OperationOutcome", "issue": [issue]}
