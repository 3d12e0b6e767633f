"""What a hospital's record said of its patient, dated: now, and before.

Nothing is forgotten when a hospital updates its record: what differs stays beside what it says
now, so that a person is scored by a whole history, and a book as of a day reads what was said then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from graph.store import Row
from graph.stored import identity_of, identity_plain, identity_text
from mpi.identity import Identity

#: Different statements that one record keeps; of more, those said longest ago go.
MOST = 16


@dataclass(frozen=True, slots=True)
class Dated:
    """An identity as a record stated it, first and last (UTC text; "" when not known)."""

    identity: Identity
    first: str
    last: str


#: The statements of one record, the one that stands last.
Sayings = tuple[Dated, ...]


def sayings_of(row: Row) -> Sayings:
    """Read a row with `identity`, `said_at`, `said_since` and `earlier`."""
    last = row["said_at"] or ""
    now = Dated(identity_of(row["identity"]), row["said_since"] or last, last)
    return (*_earlier(row["earlier"]), now)


def _earlier(text: str | None) -> Iterable[Dated]:
    rows: list[dict[str, Any]] = orjson.loads(text) if text else []
    return (Dated(identity_of(row["identity"]), row["first"], row["last"]) for row in rows)


def earlier_text(sayings: Sayings) -> str | None:
    """Write all but the statement that stands; None when there are no others."""
    rows = [
        {"first": said.first, "last": said.last, "identity": identity_plain(said.identity)}
        for said in sayings[:-1]
    ]
    return orjson.dumps(rows).decode() if rows else None


def with_said(sayings: Sayings, identity: Identity, at: str) -> Sayings:
    """Add a statement, in whatever order they arrive; one said again is one, said longer.

    One that says nothing changes nothing, and is forgotten as soon as something is said.
    """
    if sayings and not says_who(identity):
        return sayings
    known = {_what(said.identity): said for said in sayings if says_who(said.identity)}
    same = known.pop(_what(identity), None)
    made = Dated(identity, at, at) if same is None else _longer(same, identity, at)
    ordered = sorted((*known.values(), made), key=lambda said: said.last)
    if sayings and ordered[-1].last == sayings[-1].last:
        ordered = _settled(ordered, made)
    return tuple(ordered[-MOST:])


def _settled(ordered: list[Dated], made: Dated) -> list[Dated]:
    """Of two statements of one moment the one that came later stands."""
    if made.last < ordered[-1].last:
        return ordered
    return [*(said for said in ordered if said is not made), made]


def _longer(same: Dated, identity: Identity, at: str) -> Dated:
    latest = identity if at >= same.last else same.identity
    return Dated(latest, min(same.first, at), max(same.last, at))


def says_who(identity: Identity) -> bool:
    """False for an identity that names its patient by code only: it says nothing else."""
    return _what(identity) != Identity()


def _what(identity: Identity) -> Identity:
    """What is said, whenever it was."""
    return replace(identity, said_on=None)


def said_until(sayings: Sayings, moment: str) -> Sayings:
    """Give what had been said by a moment (UTC text), what then stood last.

    Of one that was said again later only the first time counts: the times between are not kept. A
    record that spoke only later (a store filled afterwards) says what it said first.
    """
    then = [_cut(said, moment) for said in sayings if said.first <= moment]
    if not then:
        return (min(sayings, key=lambda said: said.first),)
    return tuple(sorted(then, key=lambda said: (said.last, said.first)))


def _cut(said: Dated, moment: str) -> Dated:
    return said if said.last <= moment else replace(said, last=said.first)


def said_then(rows: Iterable[Row], moment: str) -> list[Row]:
    """Give rows as `sayings_of` reads them, each saying what it had said last by a moment."""
    then = ((row, said_until(sayings_of(row), moment)[-1]) for row in rows)
    found = [
        {**row, "identity": identity_text(said.identity), "said_at": said.last}
        for row, said in then
    ]
    return sorted(found, key=lambda row: str(row["said_at"]), reverse=True)


def by_person(rows: Iterable[Row]) -> Mapping[str, tuple[tuple[str, Sayings], ...]]:
    """Gather rows with `person` and `record` into the records of each person."""
    found: dict[str, list[tuple[str, Sayings]]] = {}
    for row in rows:
        found.setdefault(row["person"], []).append((row["record"], sayings_of(row)))
    return {person: tuple(records) for person, records in found.items()}
