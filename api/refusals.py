"""Refusals that only the edge knows: branches of the five categories of `mpi.errors`."""

from __future__ import annotations

from mpi.errors import BadInput, Forbidden, Unavailable


class Unauthenticated(Forbidden):
    """Nobody we know is asking: no token, or one that is broken, foreign or out of date (401)."""

    def __init__(self, why: str) -> None:
        super().__init__(f"a valid bearer token ({why})")
        self.why = why


class TooManyRequests(Unavailable):
    """An account asks faster than its share; `retry_after` is in seconds (429)."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("too many requests", retry_after)


class TooLarge(BadInput):
    """A request body is longer than the service takes (413)."""

    def __init__(self, limit: int) -> None:
        super().__init__("body", f"longer than {limit} bytes")
