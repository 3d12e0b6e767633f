# ruff: noqa: N815  the field names are those of the Department of Health's axis
"""The forms of the hospital face, field by field as the Department of Health's axis has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.transactions import State, Transaction

_MOST_FILES = 1000


class Login(BaseModel):
    """Who wants a token. `code` is the facility's MA_CSKCB."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"username": "01013", "password": "…", "code": "01013"}],
        }
    )

    username: str = Field(min_length=1, max_length=100)
    password: SecretStr = Field(max_length=1024)
    code: str = Field(default="", max_length=20)


class ApiKey(BaseModel):
    """The token and what goes with it; `expiresIn` in seconds."""

    accessToken: str
    idToken: str
    tokenType: Literal["Bearer"] = "Bearer"
    username: str
    expiresIn: int


class TokenResult(BaseModel):
    """The answer to a right password."""

    maKetQua: Literal["200"] = "200"
    apiKey: ApiKey


class Submission(BaseModel):
    """Files to take in; each is the base64 of one GIAMDINHHS document, plain or gzipped.

    The version that counts is each record's own, by its date; `loaiHoSo` is what the sender says.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "loaiHoSo": "3176",
                    "maTinh": "01",
                    "maCSKCB": "01013",
                    "files": ["PEdJQU1ESU5ISFM+4oCmPC9HSUFNRElOSEhTPg=="],
                }
            ],
        }
    )

    loaiHoSo: Literal["130", "4750", "3176", "1931", "0"]
    maTinh: Literal["01", "HN"] = "01"
    maCSKCB: str = Field(min_length=1, max_length=20)
    files: list[str] = Field(min_length=1, max_length=_MOST_FILES)


class FileResult(BaseModel):
    """The receipt of one file, in the order of `files`."""

    maGiaoDich: str
    maKetQua: str
    thongDiep: str


class SubmissionResult(BaseModel):
    """The answer to a submission: one result a file."""

    maKetQua: Literal["200"] = "200"
    batchId: str
    totalSuccess: int
    totalFailed: int
    fileResults: list[FileResult]


class Standing(BaseModel):
    """How far a transaction is: `received`, `processing`, `stored` or `quarantined`.

    `findings` name table, row, field and rule, never a value; `counts` say what was joined.
    """

    maKetQua: Literal["200"] = "200"
    maGiaoDich: str
    trangThai: str
    thongDiep: str
    thoiGianTiepNhan: dt.datetime
    reason: str
    duplicateOf: str
    findings: Sequence[Mapping[str, Any]]
    counts: Mapping[str, int]


_WORDS: Mapping[State, tuple[str, str]] = {
    State.RECEIVED: ("received", "Đã tiếp nhận, chờ xử lý"),
    State.LEASED: ("processing", "Đang xử lý"),
    State.STORED: ("stored", "Đã lưu"),
    State.QUARANTINED: ("quarantined", "Chờ kiểm tra"),
}


def standing_of(transaction: Transaction) -> Standing:
    """Put a transaction into the words of the hospital face."""
    state, words = _WORDS[transaction.state]
    return Standing(
        maGiaoDich=transaction.id,
        trangThai=state,
        thongDiep=words,
        thoiGianTiepNhan=dt.datetime.fromtimestamp(transaction.received_at, dt.UTC),
        reason=transaction.reason,
        duplicateOf=transaction.duplicate_of,
        findings=transaction.findings,
        counts=transaction.counts,
    )
