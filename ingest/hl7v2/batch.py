"""Files of several messages: FHS and BHS batches (chapter 2.10.3), MLLP frames kept in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.hl7v2.ack import Header
from mpi.errors import BadInput

_START = re.compile(rb"(?:\A|[\r\n\x0b\x1c])[\s\x1c]*(?=MSH[^A-Za-z0-9\s])")
_AROUND = (b"FHS", b"BHS", b"BTS", b"FTS")
_BOM = b"\xef\xbb\xbf"
_MOST = 10_000


def messages(data: bytes) -> Iterator[bytes]:
    """Give each message of a file, without what stands around it; a plain message is one.

    At most 10,000: the rest is given as one piece, which then cannot be read.
    """
    body = data.removeprefix(_BOM)
    if b"\0" in body[:64]:  # UTF-16 is never batched
        yield data
        return
    starts = [found.end() for found in _START.finditer(body)][:_MOST]
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(body)
        yield _without_frame(body[start:end])


def _without_frame(piece: bytes) -> bytes:
    """Cut off what a batch or a frame puts behind a message."""
    lines = re.split(rb"(\r\n?|\n)", piece.strip(b"\x0b\x1c\r\n "))
    kept = len(lines)
    while kept > 1 and (not lines[kept - 1].strip(b"\x0b\x1c \r\n") or _around(lines[kept - 1])):
        kept -= 1
    return b"".join(lines[:kept])


def _around(line: bytes) -> bool:
    return line.lstrip(b"\x0b\x1c ")[:3] in _AROUND


def header_of(data: bytes) -> Header:
    """Read MSH of a message; of a batch that of its first message, under the batch's own number.

    Raises BadInput (`hl7-header`) when there is none.
    """
    try:
        return Header.of(data)
    except BadInput:
        first = Header.of(next(messages(data), b""))
    named = (_line(data, name) for name in (b"BHS", b"FHS"))
    number = next((n for line in named if (n := line.split(first.marks.field)[10:11])), [""])[0]
    fields = list(first.fields)
    fields[10:11] = [number or first.text(10)]
    return Header(tuple(fields), first.marks)


def _line(data: bytes, name: bytes) -> str:
    found = re.search(rb"(?:\A|[\r\n])" + name + rb"[^\r\n]*", data[:8192])
    return found[0].decode("latin-1").strip() if found else ""


def looks_like_hl7(head: bytes) -> bool:
    """Tell whether the first bytes are a message, a batch or a frame of HL7 v2."""
    start = head.removeprefix(_BOM).replace(b"\0", b"").lstrip(b"\xff\xfe\x0b \r\n")
    return start[:3] in {b"MSH", b"FHS", b"BHS"} and not start[3:4].isalnum()
