"""Hours at which hospitals work, and how long a visit takes. Local time."""

from __future__ import annotations

import datetime as dt
import random

from simulator.chance import happens

_SUNDAY = 6
_OPEN, _CLOSE = 7 * 60, 16 * 60


def workday(rng: random.Random, day: dt.date) -> dt.date:
    """Move most of Sunday's patients to Monday."""
    return day + dt.timedelta(days=day.weekday() == _SUNDAY and happens(rng, 0.8))


def arrival(rng: random.Random, day: dt.date) -> dt.datetime:
    """Draw a moment in opening hours; the morning is busier."""
    minute = round(rng.triangular(_OPEN, _CLOSE, 8.5 * 60))
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)


def emergency(rng: random.Random, day: dt.date) -> dt.datetime:
    """Draw any moment of the day."""
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=rng.randrange(1440))


def examined(rng: random.Random, start: dt.datetime) -> dt.datetime:
    """Draw when an examination that began then ends, on the same day."""
    end = start + dt.timedelta(minutes=rng.randrange(35, 240))
    return min(end, dt.datetime.combine(start.date(), dt.time(23, 55)))


def discharge(rng: random.Random, start: dt.datetime, days: int) -> dt.datetime:
    """Draw when somebody goes home after so many days in bed."""
    minute = rng.choice((8, 9, 10, 14, 15)) * 60 + rng.randrange(60)
    leaving = start.date() + dt.timedelta(days=max(1, days))
    return dt.datetime.combine(leaving, dt.time()) + dt.timedelta(minutes=minute)
