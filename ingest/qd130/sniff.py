"""Recognising the ministry's XML by the tags near its beginning."""

from __future__ import annotations

from ingest.qd130.schema import TABLES, table

_TAGS = (b"GIAMDINHHS", b"HOSO", *(table(n).root.encode() for n in TABLES if table(n).root))


def looks_like_qd130(head: bytes) -> bool:
    """Tell whether the first bytes of a message are an envelope or a bare table."""
    plain = head.replace(b"\0", b"").upper()
    return b"<" in plain and any(tag in plain for tag in _TAGS)
