"""The header cut out of an encoded data set, element by element, without decoding one.

Decoding an object and writing its header anew costs most of what receiving it does; the elements
that are kept can be copied as they came (PS3.5 7.1). What is not plain is left to pydicom.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pydicom.datadict import tag_for_keyword
from pydicom.uid import ImplicitVRLittleEndian

from ingest.dicom.kept import KEPT

_TAGS = frozenset(tag for keyword in KEPT if (tag := tag_for_keyword(keyword)) is not None)
_LAST = max(_TAGS)

#: VRs whose length has four bytes behind two that are reserved (PS3.5 table 7.1-1).
_LONG = frozenset({b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR",
                   b"UT", b"UV"})  # fmt: skip
_UNDEFINED = 0xFFFFFFFF
_PLAIN = struct.Struct("<HH2sH")
_WIDE = struct.Struct("<I")


def trimmed(encoded: bytes, syntax: str) -> bytes | None:
    """Give the kept elements of a little-endian data set, as encoded; None when it is not plain.

    Not plain is a sequence of undefined length before the last kept element, elements out of
    order, or an end within an element.
    """
    kept, before = bytearray(), -1
    try:
        for tag, begin, end in _elements(encoded, implicit=syntax == ImplicitVRLittleEndian):
            if tag > _LAST:
                break
            if tag <= before or end > len(encoded):
                return None
            before = tag
            if tag in _TAGS:
                kept += encoded[begin:end]
    except struct.error:
        return None
    return bytes(kept)


def _elements(data: bytes, *, implicit: bool) -> Iterator[tuple[int, int, int]]:
    """Give tag, begin and end of each element; the end of an undefined length lies beyond all."""
    at = 0
    while at < len(data):
        group, element, kind, short = _PLAIN.unpack_from(data, at)
        head, length = 8, short
        if implicit:
            (length,) = _WIDE.unpack_from(data, at + 4)
        elif kind in _LONG:
            head, (length,) = 12, _WIDE.unpack_from(data, at + 8)
        end = at + head + length
        yield group << 16 | element, at, end if length != _UNDEFINED else len(data) + 1
        at = end
