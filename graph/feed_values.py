"""A facility's day in numbers, and how one more message changes them. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.stored import instant

#: Encounters that a day keeps as examples of one broken rule.
MOST_EXAMPLES = 5

#: Seconds from said to stored. The law says "right after the visit ends" (TT 48/2017/TT-BYT); the
#: draft for 2027 makes that three hours.
QUARTER_HOUR, DAY, LEGAL = 15 * 60, 24 * 3600, 3 * 3600


@dataclass(frozen=True, slots=True)
class Delivered:
    """One message as it came: what it carried, and what the rules of quality said of it.

    `tables` counts the visits that carried a table, `applied` and `broken` are per rule, and
    `examples` names up to five encounters of a broken rule.
    """

    message: str
    facility: str
    wire: str
    version: str
    said_at: dt.datetime
    received_at: dt.datetime
    tables: Mapping[str, int] = field(default_factory=dict)
    applied: Mapping[str, int] = field(default_factory=dict)
    broken: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedDay:
    """The counts of one facility, wire and day; `day` is an integer yyyymmdd, times are ISO UTC.

    `within_15m`, `within_day` and `within_legal` count messages by the time from said to stored;
    `lag_seconds` is their sum and `lag_most` the longest.
    """

    facility: str
    wire: str
    day: int
    version: str = ""
    first_received_at: str = ""
    last_received_at: str = ""
    last_said_at: str = ""
    messages: int = 0
    records: int = 0
    stored: int = 0
    replaced: int = 0
    superseded: int = 0
    within_15m: int = 0
    within_day: int = 0
    within_legal: int = 0
    lag_seconds: int = 0
    lag_most: int = 0
    tables: Mapping[str, int] = field(default_factory=dict)
    applied: Mapping[str, int] = field(default_factory=dict)
    broken: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its key: facility, wire and day."""
        return f"{self.facility}|{self.wire}|{self.day}"


def added(before: FeedDay, each: Delivered, effects: Counter[str], now: dt.datetime) -> FeedDay:
    """Give a day's counts with one more message in them. Pure."""
    lag = max(0, int((now - each.said_at).total_seconds()))
    received = instant(each.received_at)
    return FeedDay(
        facility=before.facility,
        wire=before.wire,
        day=before.day,
        version=max(before.version, each.version),
        first_received_at=min(before.first_received_at or received, received),
        last_received_at=max(before.last_received_at, received),
        last_said_at=max(before.last_said_at, instant(each.said_at)),
        messages=before.messages + 1,
        records=before.records + effects.total(),
        stored=before.stored + effects["stored"],
        replaced=before.replaced + effects["replaced"],
        superseded=before.superseded + effects["superseded"],
        within_15m=before.within_15m + (lag <= QUARTER_HOUR),
        within_day=before.within_day + (lag <= DAY),
        within_legal=before.within_legal + (lag <= LEGAL),
        lag_seconds=before.lag_seconds + lag,
        lag_most=max(before.lag_most, lag),
        tables=_sum(before.tables, each.tables),
        applied=_sum(before.applied, each.applied),
        broken=_sum(before.broken, each.broken),
        examples=_examples(before.examples, each.examples),
    )


def _sum(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
    return {key: a.get(key, 0) + b.get(key, 0) for key in (*a, *(k for k in b if k not in a))}


def _examples(
    a: Mapping[str, Sequence[str]], b: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    joined = {rule: [*a.get(rule, ()), *b.get(rule, ())] for rule in (*a, *b)}
    return {rule: list(dict.fromkeys(listed))[:MOST_EXAMPLES] for rule, listed in joined.items()}
