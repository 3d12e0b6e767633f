"""The opaque cursor of a book's pages: the place of the last visit shown.

A place is the start of the visit and its id, so that pages stay stable while newer visits arrive:
nothing is shown twice and nothing is left out.
"""

from __future__ import annotations

import base64
import binascii

from mpi.errors import BadInput

#: Sorts after every place, so that the first page starts with the newest visit.
FIRST = "~"


def cursor_to(place: str) -> str:
    """Make the cursor that continues after a place.

    >>> place_of(cursor_to("2026-03-02T01:14:00Z|01013|V1"))
    '2026-03-02T01:14:00Z|01013|V1'
    """
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def place_of(cursor: str) -> str:
    """Read a cursor. Raises BadInput for a text that `cursor_to` did not make."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        place = raw.decode()
    except (binascii.Error, ValueError):
        raise BadInput("cursor", "is not one that this service gave") from None
    if "|" not in place:
        raise BadInput("cursor", "is not one that this service gave")
    return place
