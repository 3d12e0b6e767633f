"""What of a period came late, which facilities still send for it, and which sent nothing.

The moment of the data is when its last visit was received. A facility's usual delay is the 90th
percentile of its visits' delays, from the end of a visit until it was received.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ai.columns import Codes, Flags, Ints, Numbers, Snapshot, Text
from ai.fields import numbers_of, text_of
from ai.ordering import by_day
from ai.periods import span
from ai.query import Filter, Query

#: Later than this many days is late.
LATE_DAYS = 7
_USUAL = 0.9  # of a facility's visits came within its usual delay
_FEW = 20  # visits that a delay is usual by
_LOADED_DAYS = 30
_DAY, _EPOCH = 1440, 719_163  # minutes; the ordinal of 1 January 1970
_PLACES = ("facility", "level", "owner")


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Of the visits of a period: how many, how many came late; by facility who is still awaited.

    `awaited` are facilities and their usual delay in days, longer than since the period's end;
    `silent` sent before or after but nothing in the period; `absent` never sent anything; `loaded`
    sent months of visits within days, so that delays say nothing of them, and are left out of
    `visits`, `late` and `awaited`. `until` is the last day with data, when the period goes on.
    """

    visits: int
    late: int
    awaited: Mapping[str, int]
    silent: tuple[str, ...]
    absent: int
    loaded: int = 0
    until: str = ""


def timeliness(facts: Snapshot, query: Query) -> Timeliness:
    """Say how complete the period of a question is, for the facilities that it asks about."""
    facility = facts.text("visit", "facility")
    asked = _asked(facts, query, facility)
    first, last = span(query.period)
    rows = by_day(facts, "visit", "day").between(first, last)
    inside = asked[facility.codes[rows]]
    here = set(_named(facility, facility.codes[rows][inside]))
    loaded = facts.once("loaded", lambda: _loaded(facts))
    known_delay = np.array([*(each not in loaded for each in facility.values), False])
    inside &= known_delay[facility.codes[rows]]
    late = numbers_of(facts, "visit", "lag")[rows] > LATE_DAYS
    ever = {each for each, wanted in zip(facility.values, asked, strict=False) if wanted}
    known = [each for each in facts.places.levels if _wanted(facts, query, each)]
    return Timeliness(
        int(np.count_nonzero(inside)),
        int(np.count_nonzero(late & inside)),
        _awaited(facts, ever, last),
        tuple(sorted(_sending(facts) & ever - here)),
        len([each for each in known if each not in _sending(facts)]),
        len(loaded & here),
        _until(facts, last),
    )


def _until(facts: Snapshot, last: int) -> str:
    """Give the last day with visits when it lies before the end of the period."""
    days = by_day(facts, "visit", "day").days
    short = len(days) and int(days[-1]) < last
    return dt.date.fromordinal(int(days[-1])).isoformat() if short else ""


def _loaded(facts: Snapshot) -> frozenset[str]:
    """Facilities whose visits ended over more than 30 days, and were received in a tenth of it."""
    column = facts.text("visit", "facility")
    ended, received = (_spread(facts, name) for name in ("ended", "received"))
    at_once = (ended > _LOADED_DAYS * _DAY) & (received < ended / 10)
    return frozenset(column.values[n] for n in np.flatnonzero(at_once).tolist())


def _spread(facts: Snapshot, name: str) -> Numbers:
    """Minutes between a facility's first and last moment of a kind."""
    column, moments = facts.text("visit", "facility"), facts.floats("visit", name)
    known = ~np.isnan(moments) & (column.codes >= 0)
    low, high = (np.full(len(column.values), end) for end in (np.inf, -np.inf))
    np.minimum.at(low, column.codes[known], moments[known])
    np.maximum.at(high, column.codes[known], moments[known])
    return np.asarray(high - low)


def _asked(facts: Snapshot, query: Query, facility: Text) -> Flags:
    """Say of each facility, and of none, whether the question is about it."""
    return np.array([*(_wanted(facts, query, each) for each in facility.values), False])


def _wanted(facts: Snapshot, query: Query, facility: str) -> bool:
    return all(
        (_place(facts, facility, each) in each.members) is not each.excluded
        for each in query.filters
        if each.dimension in _PLACES
    )


def _place(facts: Snapshot, facility: str, each: Filter) -> str:
    if each.dimension == "facility":
        return facility
    given = facts.places.levels if each.dimension == "level" else facts.known.owners
    return given.get(facility) or "unknown"


def _named(column: Text, codes: Codes) -> list[str]:
    seen = np.bincount(codes[codes >= 0], minlength=len(column.values))
    return [column.values[n] for n in np.flatnonzero(seen).tolist()]


def _sending(facts: Snapshot) -> frozenset[str]:
    """Facilities that sent a visit at any time."""
    column = facts.text("visit", "facility")
    return facts.once("sending", lambda: frozenset(_named(column, column.codes)))


def _awaited(facts: Snapshot, asked: set[str], last: int) -> Mapping[str, int]:
    usual, now = facts.once("usual delays", lambda: _usual_delays(facts)), _now(facts)
    loaded = facts.once("loaded", lambda: _loaded(facts))
    asked = asked - loaded
    late = {f: days for f, days in usual.items() if f in asked and last + 1 + days > now}
    return {f: int(np.ceil(late[f])) for f in sorted(late, key=lambda f: (-late[f], f))}


def _now(facts: Snapshot) -> float:
    """Give the moment of the data, as an ordinal with a fraction; 0 without any."""
    return facts.once("now", lambda: _last_received(facts))


def _last_received(facts: Snapshot) -> float:
    received: Numbers = facts.floats("visit", "received")
    known = received[~np.isnan(received)]
    return float(known.max()) / _DAY + _EPOCH if len(known) else 0.0


def _usual_delays(facts: Snapshot) -> dict[str, float]:
    column, lag = text_of(facts, "visit", "facility"), numbers_of(facts, "visit", "lag")
    known = np.flatnonzero(~np.isnan(lag) & (column.codes >= 0))
    order: Ints = known[np.lexsort((lag[known], column.codes[known]))]
    counts = np.bincount(column.codes[order], minlength=len(column.values))
    ends = np.cumsum(counts)
    return {
        column.values[n]: float(lag[order[ends[n] - counts[n] + int(_USUAL * (counts[n] - 1))]])
        for n in np.flatnonzero(counts >= _FEW).tolist()
    }
