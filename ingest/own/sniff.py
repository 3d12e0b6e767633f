"""Recognising JSON of our own: every record says that it is one."""

from __future__ import annotations

import re

WIRE = "healthgraph-json"

#: What a record says of itself, and the version of this form.
MARK = "healthgraph-record/1"

_MARKED = re.compile(
    rb'^[\s\xef\xbb\xbf\[]*\{.*"healthgraph"\s*:\s*"healthgraph-record/1"', re.DOTALL
)


def looks_like_own(head: bytes) -> bool:
    """Tell whether the first bytes are of a record, a list of them, or lines of them."""
    return bool(_MARKED.match(head))
