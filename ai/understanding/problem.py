"""What stands between slots and a query, and the query that would be nearest."""

from __future__ import annotations

from ai.query import Query


class Unclear(Exception):
    """Slots that make no query; caught in this room only.

    `reason` is one of `reasons.json`, `detail` the word or id that it is about, `nearest` complete
    queries; with `ask` they are offered as a question back, otherwise as what is nearest.
    """

    def __init__(
        self, reason: str, detail: str = "", nearest: tuple[Query, ...] = (), *, ask: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason, self.detail, self.nearest, self.ask = reason, detail, nearest, ask
