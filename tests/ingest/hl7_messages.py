"""HL7 v2 messages for tests, as an admission desk, a laboratory or a merge would send them."""

from __future__ import annotations

import datetime as dt

from graph.model import Record
from ingest.hl7v2 import read
from ingest.reading import Reading

AT = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
PID = (
    "PID|1||BN1^^^BV^MR~001085012345^^^CCCD^NI||Nguyễn^An^Văn^^^^L||19850704|M"
    "|||12 Hàng Bài^^Hà Nội"
)


def message(kind: str, at: str, *lines: str, control: str = "1", processing: str = "P") -> bytes:
    """Write a message of the facility 01013, said at a local time."""
    event = kind.partition("^")[2]
    msh = f"MSH|^~\\&|HIS|01013|HG|HN|{at}||{kind}|{control}|{processing}|2.5"
    return "\r".join((msh, f"EVN|{event}|{at}", *lines, "")).encode()


def stay(start: str = "", end: str = "", number: str = "V1", kind: str = "I") -> str:
    """Write PV1 with its visit number, start and end."""
    fields = ["PV1", "1", kind, "K01", *[""] * 15, number, *[""] * 24, start, end]
    return "|".join(fields)


def reading(data: bytes) -> Reading:
    """Read a message that was received in March 2026."""
    return read(data, AT)


def records(*messages: bytes) -> list[Record]:
    """Read messages into their records, in order."""
    return [record for data in messages for record in reading(data).records]
