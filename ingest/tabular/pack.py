"""A table and its mapping as one message, so that the archive holds all that reading needs."""

from __future__ import annotations

import base64
import json
import re

WIRE = "table-mapped"

#: What such a message says of itself.
MARK = "healthgraph-table/1"

_MARKED = re.compile(rb'^\{"healthgraph":"healthgraph-table/1"')


def pack(table: bytes, mapping: bytes) -> bytes:
    """Put a table and its mapping into one message; the same two give the same bytes."""
    body = {"healthgraph": MARK, "mapping": _text(mapping), "table": _text(table)}
    return json.dumps(body, separators=(",", ":")).encode()


def looks_like_table(head: bytes) -> bool:
    """Tell whether the first bytes are of such a message."""
    return bool(_MARKED.match(head))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
