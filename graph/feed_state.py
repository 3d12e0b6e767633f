"""Whether a facility is in step: what came against what its own weeks let expect. Pure.

A weekday's expectation is the median of the same weekday in the eight weeks before, counted from
the day the facility was first heard. It is silent when what should have come on the whole days
since its last message adds up to `SILENT_FROM` messages, so that a station that sends little is
not called silent too early.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from graph.feed_values import FeedDay
from graph.stored import date, day

WEEKS = 8
SILENT_FROM = 3.0
_WINDOW = 7  # days that expected and received are told of


@dataclass(frozen=True, slots=True)
class FeedState:
    """One facility in one format. Days are ISO text, times ISO UTC, delays in seconds.

    `expected` and `received` are messages of the last seven whole days, `gaps` the days among them
    on which something was expected and nothing came, `missing` what should have come since the
    last message, `lag` the mean time from said to stored over those days.
    """

    facility: str
    wire: str
    version: str
    last_received_at: str
    last_said_at: str
    expected: float
    received: int
    gaps: tuple[str, ...]
    missing: float
    silent: bool
    replaced: int
    lag: int | None
    lag_most: int


def states(days: Iterable[FeedDay], on: dt.date) -> list[FeedState]:
    """Give the state of every facility and wire on a day, from its days of the weeks before."""
    ordered = sorted(days, key=lambda d: (d.facility, d.wire, d.day))
    found = groupby(ordered, key=lambda d: (d.facility, d.wire))
    return [_state({each.day: each for each in of}, on) for _, of in found]


def first_day(on: dt.date) -> dt.date:
    """The first day that the state on a day is told from."""
    return on - dt.timedelta(weeks=WEEKS, days=_WINDOW)


def expected(days: Mapping[int, FeedDay], on: dt.date) -> float:
    """Messages that a day's own weekday lets expect; 0 before there is any."""
    heard = date(min(days))
    before = [on - dt.timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    counts = [_messages(days, each) for each in before if each >= heard]
    return float(median(counts)) if counts else 0.0


def _messages(days: Mapping[int, FeedDay], on: dt.date) -> int:
    found = days.get(day(on))
    return found.messages if found else 0


def _state(days: Mapping[int, FeedDay], on: dt.date) -> FeedState:
    last = days[max(days)]
    week = [on - dt.timedelta(days=n) for n in range(_WINDOW, 0, -1)]
    due = {each: expected(days, each) for each in week}
    came = [days[day(each)] for each in week if day(each) in days]
    messages = sum(each.messages for each in came)
    missing = sum(expected(days, each) for each in _whole_days(date(last.day), on))
    return FeedState(
        facility=last.facility,
        wire=last.wire,
        version=last.version,
        last_received_at=last.last_received_at,
        last_said_at=last.last_said_at,
        expected=sum(due.values()),
        received=messages,
        gaps=tuple(d.isoformat() for d in week if due[d] >= 1 and not _messages(days, d)),
        missing=missing,
        silent=missing >= SILENT_FROM,
        replaced=sum(each.replaced for each in came),
        lag=sum(each.lag_seconds for each in came) // messages if messages else None,
        lag_most=max((each.lag_most for each in came), default=0),
    )


def _whole_days(last: dt.date, on: dt.date) -> list[dt.date]:
    """The days after the last message that are over."""
    return [last + dt.timedelta(days=n) for n in range(1, (on - last).days)]
