"""Taking the packing off a message without ever holding more than the limit."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from mpi.errors import BadInput

_GZIP = b"\x1f\x8b"
_ANY_GZIP = zlib.MAX_WBITS | 16
_MEMBERS = 16  # parts of one file; each costs a copy of the rest


@dataclass(frozen=True, slots=True)
class Limits:
    """What a message may cost: bytes once unpacked, tags in one document, depth of its tags."""

    size: int = 64 << 20
    tags: int = 1_000_000
    depth: int = 32


def unpack(data: bytes, limits: Limits) -> bytes:
    """Give the bytes without gzip. Raises BadInput (`too-large`, `gzip`) with the rule's code."""
    if len(data) > limits.size:
        raise BadInput("message", "too-large")
    if data[:2] != _GZIP:
        return data
    pieces: list[bytes] = []
    while data:
        if len(pieces) == _MEMBERS:
            raise BadInput("message", "gzip")
        data, piece = _member(data, limits.size - sum(map(len, pieces)))
        pieces.append(piece)
    return b"".join(pieces)


def peek(data: bytes, size: int = 4096) -> bytes:
    """Give the first bytes of the content, packed or not; what cannot be unpacked gives none.

    Of markup and JSON in UTF-16 they are without the zeros between the letters.
    """
    if data[:2] != _GZIP:
        return _narrow(data[:size])
    try:
        return _narrow(zlib.decompressobj(_ANY_GZIP).decompress(data, size))
    except zlib.error:
        return b""


def _narrow(head: bytes) -> bytes:
    bare = head[2:] if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    wide = bare[:2].replace(b"\0", b"") in {b"{", b"[", b"<"} and b"\0" in bare[:2]
    return bare.replace(b"\0", b"") if wide else head


def _member(data: bytes, room: int) -> tuple[bytes, bytes]:
    """Unpack one gzip member of at most `room` bytes; give what follows it, and its content."""
    unpacker = zlib.decompressobj(_ANY_GZIP)
    try:
        content = unpacker.decompress(data, room + 1)
    except zlib.error:
        raise BadInput("message", "gzip") from None
    if len(content) > room:
        raise BadInput("message", "too-large")
    if not unpacker.eof:
        raise BadInput("message", "gzip")
    return unpacker.unused_data.lstrip(b"\0"), content
