"""Where every item of a book comes from: the message, and the table and row in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.store import Row, Statement, Work

#: Later than any moment: with it, nothing is left out because it was said later.
ALWAYS = "9999-12-31T23:59:59Z"

MESSAGES = Statement("""
    UNWIND $messages AS message
    MATCH (m:Message {id: message})
    RETURN m{.id, .facility, .wire, .version, .said_at, .received_at} AS message
    ORDER BY m.id
""")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an item comes from. `message` is the SHA-256 of the bytes; times are UTC text."""

    facility: str
    message: str
    wire: str
    version: str
    table: str
    row: int
    said_at: str
    received_at: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The messages behind some facts, and the moment (UTC text) at which the book is asked for."""

    moment: str = ALWAYS
    messages: Mapping[str, Row] = field(default_factory=dict)
    _known: dict[tuple[str, str, int], Provenance] = field(default_factory=dict, compare=False)

    def of(self, fact: Row) -> Provenance:
        """Give the provenance of a fact: a row with `message`, `origin_table`, `origin_row`."""
        key = (fact["message"] or "", fact["origin_table"] or "", fact["origin_row"] or 0)
        if key not in self._known:
            self._known[key] = self._made(*key)
        return self._known[key]

    def said(self, fact: Row) -> bool:
        """Tell whether the fact had been said at the moment."""
        message = self.messages.get(fact["message"] or "", {})
        return (message.get("said_at") or "") <= self.moment

    def _made(self, key: str, table: str, row: int) -> Provenance:
        message = self.messages.get(key, {})
        return Provenance(
            facility=message.get("facility") or "",
            message=key,
            wire=message.get("wire") or "",
            version=message.get("version") or "",
            table=table,
            row=row,
            said_at=message.get("said_at") or "",
            received_at=message.get("received_at") or "",
        )


def sources(work: Work, facts: Iterable[Row], moment: str = ALWAYS) -> Sources:
    """Read the messages of these facts in one statement."""
    ids = sorted({fact["message"] for fact in facts if fact["message"]})
    rows = work.run(MESSAGES, messages=ids)
    return Sources(moment, {row["message"]["id"]: row["message"] for row in rows})
