"""The hospital face: the three calls that Hanoi's hospital software makes (docs/hospital.md).

Paths and field names are those of the Department of Health's data axis, so that software which
sends there works here unchanged: token, submission of QĐ 3176 files, state of a transaction.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api.compose import Services, services_of
from api.reception import Message
from api.routers.hospital_forms import (
    ApiKey,
    FileResult,
    Login,
    Standing,
    Submission,
    SubmissionResult,
    TokenResult,
    standing_of,
)
from api.security import Reader, Role, require
from api.security.passwords import verify
from api.transactions import Channel, Receipt
from mpi.errors import Forbidden, NotFound

router = APIRouter(prefix="/api", tags=["hospital"])
_Given = Annotated[Services, Depends(services_of)]
_Hospital = Annotated[Reader, Depends(require(Role.FACILITY))]

_RECEIVED = "Đã tiếp nhận"
_KNOWN = "Hồ sơ đã được tiếp nhận trước đó"
_UNREADABLE = "Tệp không phải base64 hoặc rỗng"


@router.post("/auth/token/take", responses={401: {"description": "maKetQua 401"}})
def take_token(login: Login, request: Request, services: _Given) -> TokenResult:
    """Give a token for a user name, a password and the facility's code (MA_CSKCB)."""
    address = request.client.host if request.client else ""
    key = f"{login.username}|{address}"
    services.logins.take(key)
    reader = verify(
        services.store, login.username, login.password.get_secret_value(), login.code.strip()
    )
    services.logins.forgive(key)
    lifetime = services.settings.token_lifetime
    local = services.tokens.local
    return TokenResult(
        apiKey=ApiKey(
            accessToken=local.issue(reader, lifetime),
            idToken=local.issue_identity(reader, lifetime),
            username=reader.subject,
            expiresIn=lifetime,
        )
    )


@router.post("/kcb/xml/qd3176/guiHoSoXml")
def submit(form: Submission, reader: _Hospital, services: _Given) -> SubmissionResult:
    """Take files; each that gets a maGiaoDich is on disk when the answer leaves."""
    if form.maCSKCB != reader.facility:
        raise Forbidden("maCSKCB of the facility that the token was given to")
    batch = secrets.token_hex(8)
    contents = [_opened(text) for text in form.files]
    receipts = iter(
        services.desk.reception.receive(
            [Message(data) for data in contents if data],
            facility=reader.facility,
            channel=Channel.HOSPITAL,
            batch=batch,
        )
    )
    services.workers.wake()
    results = [_result(next(receipts)) if data else _refused() for data in contents]
    good = sum(result.maKetQua == "200" for result in results)
    return SubmissionResult(
        batchId=batch,
        totalSuccess=good,
        totalFailed=len(results) - good,
        fileResults=results,
    )


@router.get("/kcb/tra-cuu-trang-thai/{maGiaoDich}", responses={404: {"description": "Not yours"}})
def look_up(maGiaoDich: str, reader: _Hospital, services: _Given) -> Standing:  # noqa: N803
    """Say how far a transaction is; only to the facility that sent it."""
    transaction = services.desk.ledger.find(maGiaoDich)
    if transaction.facility != reader.facility:
        raise NotFound("transaction", maGiaoDich)
    return standing_of(transaction)


def _opened(text: str) -> bytes:
    """Give the bytes behind base64 with any white space; empty when it is not base64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _result(receipt: Receipt) -> FileResult:
    words = _KNOWN if receipt.duplicate_of else _RECEIVED
    return FileResult(maGiaoDich=receipt.id, maKetQua="200", thongDiep=words)


def _refused() -> FileResult:
    return FileResult(maGiaoDich="", maKetQua="400", thongDiep=_UNREADABLE)
